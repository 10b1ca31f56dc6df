// SPDX-License-Identifier: GPL-3.0-or-later
#include "workerlink.h"

#include <utility>

namespace nsl
{

namespace
{

using namespace std::chrono_literals;

http::Client::Options optionsFor(quint16 port, const QByteArray &token)
{
    http::Client::Options options;
    options.port = port;
    options.headers = {{"Authorization", "Bearer " + token.toStdString()}};
    // The worker answers one request at a time: more connections would only wait inside it.
    options.maxConnections = 4;
    // Below the time that our own HTTP server gives a handler, so that the client gets a sentence.
    options.answerLimit = 4s;
    return options;
}

} // namespace

WorkerLink::WorkerLink(http::Loop &loop, quint16 port, const QByteArray &token)
    : m_client(loop, optionsFor(port, token))
{
}

void WorkerLink::setIdleCallback(std::function<void()> callback)
{
    const std::lock_guard lock(m_mutex);
    m_idle = std::move(callback);
}

void WorkerLink::leave()
{
    if (--m_requests > 0)
        return;
    const std::lock_guard lock(m_mutex);
    if (m_idle)
        m_idle();
}

WorkerLease::WorkerLease(std::shared_ptr<WorkerLink> link)
    : m_link(std::move(link))
{
    if (m_link)
        m_link->enter();
}

WorkerLease::~WorkerLease()
{
    end();
}

WorkerLease &WorkerLease::operator=(WorkerLease &&other) noexcept
{
    if (this != &other) {
        end();
        m_link = std::move(other.m_link);
    }
    return *this;
}

void WorkerLease::end()
{
    if (const auto link = std::exchange(m_link, nullptr))
        link->leave();
}

} // namespace nsl
