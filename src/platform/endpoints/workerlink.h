// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "httpclient.h"

#include <QByteArray>
#include <QJsonObject>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

namespace nsl
{

/// The way to ask one serving worker, for every thread. It counts the requests that are being answered from
/// it, so that a worker is ended only when its last one is.
class WorkerLink
{
public:
    WorkerLink(http::Loop &loop, quint16 port, const QByteArray &token);

    /// On the loop's thread `answered` comes back, once.
    void invoke(const QByteArray &body, http::Client::Answered answered)
    {
        m_client.ask("POST", "/invocations", std::string_view(body.constData(), std::size_t(body.size())),
                     std::move(answered));
    }
    void ping(http::Client::Answered answered) { m_client.ask("GET", "/ping", {}, std::move(answered)); }
    /// Fails what is open.
    void close() { m_client.close(); }

    /// Length of the version's vectors as its worker told; 0 = it has none or did not say.
    int dimension() const { return m_dimension; }
    void setDimension(int dimension) { m_dimension = dimension; }

    std::size_t requests() const { return m_requests; }
    /// Called on whatever thread ends the last request; not any more once this has returned with an empty
    /// one.
    void setIdleCallback(std::function<void()> callback);

private:
    friend class WorkerLease;
    void enter() { ++m_requests; }
    void leave();

    http::Client m_client;
    std::atomic<int> m_dimension{0};
    std::atomic<std::size_t> m_requests{0};
    std::mutex m_mutex; // guards m_idle
    std::function<void()> m_idle;
};

/// One request that is being answered from a worker.
class WorkerLease
{
public:
    WorkerLease() = default;
    explicit WorkerLease(std::shared_ptr<WorkerLink> link);
    ~WorkerLease();
    WorkerLease(WorkerLease &&other) noexcept = default;
    WorkerLease &operator=(WorkerLease &&other) noexcept;
    WorkerLease(const WorkerLease &) = delete;
    WorkerLease &operator=(const WorkerLease &) = delete;

    explicit operator bool() const { return m_link != nullptr; }
    WorkerLink *operator->() const { return m_link.get(); }

private:
    void end();
    std::shared_ptr<WorkerLink> m_link;
};

} // namespace nsl
