// SPDX-License-Identifier: GPL-3.0-or-later
#include "traffictable.h"

#include <utility>

namespace nsl
{

void TrafficTable::publish(QList<TrafficTarget> targets)
{
    {
        const std::lock_guard lock(m_mutex);
        m_targets.swap(targets);
    }
    // The old list goes here, outside the lock: with its last link ends a client.
}

TrafficRoute TrafficTable::routeFor(const QString &contextId) const
{
    const std::lock_guard lock(m_mutex);
    const TrafficTarget *found = nullptr;
    for (const TrafficTarget &target : m_targets) {
        const Endpoint &endpoint = target.endpoint;
        if (endpoint.modelType != u"embedder")
            continue;
        if (!contextId.isEmpty() && endpoint.contextIds.contains(contextId)) {
            found = &target;
            break;
        }
        if (endpoint.isDefault)
            found = &target;
    }
    TrafficRoute route;
    if (!found)
        return route;
    route.endpointId = found->endpoint.id;
    route.endpointName = found->endpoint.name;
    route.hasFailed = found->endpoint.status == EndpointStatus::Failed;
    route.version = found->endpoint.activeVersion;
    route.worker = WorkerLease(found->link); // counted under the lock: see publish()
    return route;
}

} // namespace nsl
