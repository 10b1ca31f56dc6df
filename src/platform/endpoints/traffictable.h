// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint.h"
#include "endpoints/workerlink.h"

#include <QList>

#include <memory>
#include <mutex>
#include <optional>

namespace nsl
{

/// An endpoint as traffic sees it.
struct TrafficTarget
{
    Endpoint endpoint;
    std::shared_ptr<WorkerLink> link; ///< null while no worker is ready
};

/// Where a request goes and the right to ask there.
struct TrafficRoute
{
    qint64 endpointId = 0; ///< 0 = there is no endpoint for it
    QString endpointName;
    bool hasFailed = false;            ///< the endpoint's worker was given up
    std::optional<VersionRef> version; ///< none while nothing is live
    WorkerLease worker;                ///< none while no worker is ready
};

/// Which worker answers for which endpoint. The main thread publishes it together with the change of the
/// store; once publish() has returned, no request begins at a worker that is not in it. Thread-safe.
class TrafficTable
{
public:
    void publish(QList<TrafficTarget> targets);
    /// The embedder that serves a context: the one that lists it, else the default one.
    TrafficRoute routeFor(const QString &contextId) const;

private:
    mutable std::mutex m_mutex; // guards m_targets
    QList<TrafficTarget> m_targets;
};

} // namespace nsl
