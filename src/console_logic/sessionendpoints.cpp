// SPDX-License-Identifier: GPL-3.0-or-later
// Serving targets and their deployments: what PlatformSession reads of them and keeps.
#include "platformsession.h"
#include "recordmatching.h"

#include <algorithm>

namespace nsl
{

using recordmatching::isNotOffered;
using recordmatching::isOlder;

void PlatformSession::fetchEndpoints(QObject *context, const Poller::Finish &finish)
{
    const quint64 asked = ++m_turn;
    m_api->endpoints(context, [this, context, asked, finish](const Outcome<QList<Endpoint>> &endpoints) {
        if (endpoints)
            finishEndpoints(*endpoints, asked, finish);
        else if (isNotOffered(endpoints.error()))
            fetchJobEndpoint(context, endpoints.error(), finish);
        else
            finish({endpoints.error()});
    });
}

void PlatformSession::fetchJobEndpoint(QObject *context, const PlatformError &listError,
                                       const Poller::Finish &finish)
{
    const quint64 asked = ++m_turn;
    m_api->jobEndpoint(
        context, [this, listError, asked, finish](const Outcome<std::optional<Endpoint>> &endpoint) {
            if (endpoint) {
                QList<Endpoint> list;
                if (*endpoint)
                    list.append(**endpoint);
                finishEndpoints(list, asked, finish);
                return;
            }
            if (!isNotOffered(endpoint.error())) {
                finish({endpoint.error()});
                return;
            }
            // Neither route is there. What is live stays unknown, which is no fault of the connection, unless
            // nothing here was an answer of such a server.
            if (listError.kind == PlatformError::Kind::Protocol && !m_jobsLoaded && !m_familiesLoaded) {
                finish({listError});
                for (Poller *other : {m_jobPoller, m_familyPoller})
                    other->pollNow();
                return;
            }
            if (!std::exchange(m_endpointsUntold, true))
                emit endpointsUpdated();
            finish({});
        });
}

void PlatformSession::finishEndpoints(const QList<Endpoint> &endpoints, quint64 asked,
                                      const Poller::Finish &finish)
{
    QList<Endpoint> current;
    for (const Endpoint &endpoint : endpoints) {
        const auto known = std::find_if(m_sentEndpoints.cbegin(), m_sentEndpoints.cend(),
                                        [&endpoint](const Endpoint &one) { return one.id == endpoint.id; });
        const bool late = known != m_sentEndpoints.cend() &&
                          (isOlder(endpoint, *known) || m_endpointNews.value(endpoint.id) > asked);
        current.append(late ? *known : endpoint);
    }
    m_endpointsUntold = false;
    setEndpoints(current);
    finish({std::nullopt, std::any_of(m_endpoints.cbegin(), m_endpoints.cend(),
                                      [](const Endpoint &endpoint) { return isMoving(endpoint); })});
}

void PlatformSession::setEndpoints(QList<Endpoint> endpoints)
{
    const bool first = !std::exchange(m_endpointsLoaded, true);
    m_sentEndpoints = std::move(endpoints);
    const QList<Endpoint> before = m_endpoints;
    putTogether();
    if (first && before == m_endpoints)
        emit endpointsUpdated();
    followMovingEndpoints(before);
}

void PlatformSession::putTogether()
{
    // Endpoints name versions, and versions are live on endpoints: what each lacks comes from what was sent.
    const QList<Endpoint> endpoints = recordmatching::completed(m_sentEndpoints, m_sentFamilies, m_jobs);
    QList<FamilyNode> families = recordmatching::completed(m_sentFamilies, m_jobs, endpoints);
    const bool endpointsChanged = endpoints != m_endpoints;
    const bool familiesChanged = families != m_families;
    m_endpoints = endpoints;
    m_families = std::move(families);
    if (endpointsChanged)
        emit endpointsUpdated();
    if (familiesChanged)
        emit familiesUpdated();
}

void PlatformSession::followMovingEndpoints(const QList<Endpoint> &before)
{
    bool stale = false;
    const auto familyOf = [this, &stale](const std::optional<VersionRef> &version) {
        if (version && !version->familyId.isEmpty()) {
            m_staleFamilies.insert(version->familyId);
            stale = true;
        }
    };
    for (const Endpoint &endpoint : std::as_const(m_endpoints)) {
        const auto same = std::find_if(before.begin(), before.end(),
                                       [&endpoint](const Endpoint &one) { return one.id == endpoint.id; });
        const Endpoint *old = same == before.end() ? nullptr : &*same;
        const auto known =
            std::find_if(m_deployments.cbegin(), m_deployments.cend(), [&](const Deployment &one) {
                return one.endpointId == endpoint.id && one.status == DeploymentStatus::Updating;
            });
        if (known != m_deployments.cend())
            refreshDeployment(known->id);
        // Who serves changed, or a change began that somebody else asked for: versions and deployments tell
        // more.
        const bool served =
            old && (old->activeVersion != endpoint.activeVersion || old->status != endpoint.status ||
                    old->pendingVersion != endpoint.pendingVersion);
        if (served || (isMoving(endpoint) && known == m_deployments.cend() && m_familiesLoaded)) {
            familyOf(endpoint.activeVersion);
            familyOf(endpoint.pendingVersion);
            if (old) {
                familyOf(old->activeVersion);
                familyOf(old->pendingVersion);
            }
        }
    }
    if (stale)
        refreshFamilies();
}

void PlatformSession::refreshDeployment(const RecordId &id)
{
    if (m_deploymentsInFlight.contains(id))
        return;
    m_deploymentsInFlight.insert(id);
    m_api->deployment(id, this, [this, id](const Outcome<Deployment> &deployment) {
        m_deploymentsInFlight.remove(id);
        if (deployment)
            noteDeployment(*deployment);
        else if (deployment.error().kind == PlatformError::Kind::NotFound && m_deployments.remove(id) > 0)
            emit deploymentsUpdated();
    });
}

void PlatformSession::noteEndpoint(const Endpoint &endpoint)
{
    const auto old = std::find_if(m_sentEndpoints.cbegin(), m_sentEndpoints.cend(),
                                  [&endpoint](const Endpoint &one) { return one.id == endpoint.id; });
    if (old == m_sentEndpoints.cend() || isOlder(endpoint, *old))
        return;
    m_endpointNews.insert(endpoint.id, ++m_turn);
    if (*old == endpoint)
        return;
    QList<Endpoint> changed = m_sentEndpoints;
    changed[old - m_sentEndpoints.cbegin()] = endpoint;
    setEndpoints(changed);
}

void PlatformSession::noteDeployment(const Deployment &deployment)
{
    const auto known = m_deployments.constFind(deployment.id);
    if (deployment.id.isEmpty() ||
        (known != m_deployments.constEnd() && (*known == deployment || isOlder(deployment, *known))))
        return;
    m_keepsDeployments = true;
    m_deployments.insert(deployment.id, deployment);
    emit deploymentsUpdated();
}

} // namespace nsl
