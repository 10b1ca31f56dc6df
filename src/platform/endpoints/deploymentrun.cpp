// SPDX-License-Identifier: GPL-3.0-or-later
#include "deploymentrun.h"

#include "store/systemactor.h"

namespace nsl
{

namespace
{

QString endpointObject(const Endpoint &endpoint)
{
    return u"endpoint/%1"_qs.arg(endpoint.id);
}

QJsonObject stateOf(const Endpoint &endpoint)
{
    const auto name = [](const std::optional<VersionRef> &version) {
        return version ? QJsonValue(version->jobName) : QJsonValue(QJsonValue::Null);
    };
    return {{u"status"_qs, endpoint.status.text},
            {u"active"_qs, name(endpoint.activeVersion)},
            {u"pending"_qs, name(endpoint.pendingVersion)}};
}

} // namespace

Outcome<Done> storeFailedDeployment(SqliteStore &store, const Deployment &deployment, const QString &reason,
                                    EndpointStatus statusBefore)
{
    return store.change(systemActor(), {}, [&](StateChange &change) -> Outcome<Done> {
        auto endpoint = store.endpoints().find(deployment.endpointId);
        if (!endpoint)
            return PlatformError::notFound(
                u"There is no endpoint with the id %1."_qs.arg(deployment.endpointId));
        const QJsonObject before = stateOf(*endpoint);
        endpoint->status = statusBefore;
        endpoint->pendingVersion.reset();
        endpoint->failureReason = reason;
        const auto saved = store.endpoints().save(change, *endpoint);
        if (!saved.ok())
            return saved.error();
        Deployment failed = deployment;
        failed.status = statusBefore == EndpointStatus::InService ? DeploymentStatus::RolledBack
                                                                  : DeploymentStatus::Failed;
        failed.reason = reason;
        const auto ended = store.deployments().save(change, failed);
        if (!ended.ok())
            return ended.error();
        change.journal(failed.status == DeploymentStatus::RolledBack ? u"endpoint.rolled_back"_qs
                                                                     : u"endpoint.update_failed"_qs,
                       endpointObject(*endpoint), before, stateOf(*saved), reason);
        return Done{};
    });
}

DeploymentRun::DeploymentRun(SqliteStore &store, ServingSupervisor &serving, const Deployment &deployment,
                             const Endpoint &previous, const Actor &actor)
    : m_store(store)
    , m_serving(serving)
    , m_deployment(deployment)
    , m_previous(previous)
    , m_actor(actor)
{
    m_storeTimer.setSingleShot(true);
    m_storeTimer.setInterval(storeRetryPause);
    connect(&m_storeTimer, &QTimer::timeout, this, [this] { conclude(m_storing); });
}

DeploymentRun::~DeploymentRun()
{
    m_hasEnded = true; // the worker answers what is open when it goes: nothing follows from that any more
}

void DeploymentRun::enter(DeploymentPhase phase)
{
    m_deployment.phase = phase;
    const auto stored = m_store.change(systemActor(), {}, [&](StateChange &change) -> Outcome<Deployment> {
        const auto saved = m_store.deployments().save(change, m_deployment);
        if (saved.ok()) {
            change.journal(u"deployment.advanced"_qs, u"deployment/%1"_qs.arg(m_deployment.id), {},
                           QJsonObject{{u"phase"_qs, m_deployment.phase.text}});
        }
        return saved;
    });
    if (!stored.ok())
        fail(stored.error().message);
}

void DeploymentRun::start()
{
    if (m_hasEnded)
        return; // interrupted before it began
    const auto command = m_serving.commandFor(m_deployment.to->modelId);
    if (!command.ok()) {
        fail(command.error().message);
        return;
    }
    m_worker = std::make_unique<ServingWorker>(m_serving.lane());
    connect(m_worker.get(), &ServingWorker::launched, this, [this] { enter(DeploymentPhase::Loading); });
    connect(m_worker.get(), &ServingWorker::listening, this, [this] { enter(DeploymentPhase::Verifying); });
    connect(m_worker.get(), &ServingWorker::pinged, this, [this] {
        enter(DeploymentPhase::Warming);
        const auto users = m_store.read(
            [this]() -> Outcome<QStringList> { return m_store.events().users({}, warmUpUsers); });
        m_warmUp = users.ok() && !users->isEmpty() ? *users : QStringList{u"warm-up"_qs};
        warmNextUser();
    });
    connect(m_worker.get(), &ServingWorker::ended, this, [this](const QString &problem) { fail(problem); });
    m_worker->start(*command, m_serving.options().startLimit);
}

void DeploymentRun::warmNextUser()
{
    if (m_hasEnded)
        return;
    if (m_warmUp.isEmpty()) {
        switchTraffic();
        return;
    }
    RecommendationQuery query;
    query.userId = m_warmUp.takeFirst();
    m_serving.lane().recommendFrom(
        m_worker->link(), *m_deployment.to, query, this, [this](const Outcome<Recommended> &result) {
            if (m_hasEnded)
                return;
            if (result.ok())
                warmNextUser();
            else
                fail(u"A warm-up request failed: %1"_qs.arg(result.error().message));
        });
}

void DeploymentRun::switchTraffic()
{
    enter(DeploymentPhase::Switching);
    if (m_hasEnded)
        return;
    const auto switched = m_store.change(m_actor, {}, [this](StateChange &change) -> Outcome<Done> {
        auto endpoint = m_store.endpoints().find(m_previous.id);
        if (!endpoint)
            return PlatformError::notFound(u"The endpoint %1 is gone."_qs.arg(m_previous.name));
        m_stateBefore = stateOf(*endpoint);
        endpoint->status = EndpointStatus::InService;
        endpoint->activeVersion = m_deployment.to;
        endpoint->pendingVersion.reset();
        endpoint->lastPromotedAt = change.now();
        endpoint->lastPromotedBy = m_actor.name;
        endpoint->failureReason.clear();
        const auto saved = m_store.endpoints().save(change, *endpoint);
        if (!saved.ok())
            return saved.error();
        m_deployment.phase = DeploymentPhase::Draining;
        const auto stored = m_store.deployments().save(change, m_deployment);
        if (!stored.ok())
            return stored.error();
        change.journal(u"deployment.advanced"_qs, u"deployment/%1"_qs.arg(m_deployment.id), {},
                       QJsonObject{{u"phase"_qs, m_deployment.phase.text}});
        return Done{};
    });
    if (!switched.ok()) {
        m_deployment.phase = DeploymentPhase::Switching;
        fail(switched.error().message);
        return;
    }
    // The store and the traffic change in one turn of the thread that answers for both: whoever has read of
    // the new version is served by it.
    m_switched = true;
    m_worker->disconnect(this);
    connect(&m_serving, &ServingSupervisor::drained, this, [this](qint64 endpointId) {
        if (endpointId == m_previous.id)
            finishDrained();
    });
    m_serving.install(m_previous.id, m_deployment.to->modelId, std::move(m_worker));
    // Only now: a commit takes its time, and until it was through the old version answered.
    const auto noted =
        m_store.change(m_actor, {}, [this](StateChange &change) { return noteSwitched(change); });
    if (noted.ok())
        m_stateBefore = {};
    else // the end of the deployment says it too
        qWarning("A switch could not be journalled yet: %s", qUtf8Printable(noted.error().message));
}

Outcome<Done> DeploymentRun::noteSwitched(StateChange &change)
{
    auto endpoint = m_store.endpoints().find(m_previous.id);
    if (!endpoint)
        return PlatformError::notFound(u"The endpoint %1 is gone."_qs.arg(m_previous.name));
    endpoint->lastPromotedAt = change.now();
    const auto saved = m_store.endpoints().save(change, *endpoint);
    if (!saved.ok())
        return saved.error();
    change.journal(u"endpoint.switched"_qs, endpointObject(*saved), m_stateBefore, stateOf(*saved),
                   m_deployment.comment);
    return Done{};
}

void DeploymentRun::finishDrained()
{
    if (m_hasEnded)
        return;
    m_hasEnded = true;
    m_deployment.status = DeploymentStatus::Succeeded;
    conclude([this] {
        return m_store.change(systemActor(), {}, [&](StateChange &change) -> Outcome<Done> {
            // Where it could not be said when it happened.
            if (!m_stateBefore.isEmpty()) {
                if (const auto noted = noteSwitched(change); !noted.ok())
                    return noted;
            }
            const auto saved = m_store.deployments().save(change, m_deployment);
            if (!saved.ok())
                return saved.error();
            change.journal(u"deployment.succeeded"_qs, u"deployment/%1"_qs.arg(m_deployment.id), {},
                           QJsonObject{{u"status"_qs, m_deployment.status.text}});
            return Done{};
        });
    });
}

void DeploymentRun::conclude(std::function<Outcome<Done>()> storing)
{
    const auto stored = storing();
    // What no later attempt would change is not tried again.
    if (!stored.ok() && stored.error().kind == PlatformError::Kind::Storage) {
        if (!m_storing)
            qCritical("The end of deployment %lld could not be stored and is tried again: %s",
                      static_cast<long long>(m_deployment.id), qUtf8Printable(stored.error().message));
        m_storing = std::move(storing);
        m_storeTimer.start();
        return;
    }
    if (!stored.ok())
        qCritical("The end of deployment %lld could not be stored: %s",
                  static_cast<long long>(m_deployment.id), qUtf8Printable(stored.error().message));
    Q_EMIT ended();
}

void DeploymentRun::interrupt(const QString &reason)
{
    if (m_switched)
        finishDrained();
    else
        fail(reason);
}

void DeploymentRun::fail(const QString &reason)
{
    if (m_hasEnded)
        return;
    m_hasEnded = true;
    if (m_worker) {
        m_worker->disconnect(this);
        m_worker->stop(m_serving.options().stopGrace);
    }
    // Its worker may have been given up in the meantime.
    if (m_previous.status == EndpointStatus::InService)
        m_serving.revive(m_previous.id);
    conclude([this, reason] {
        return storeFailedDeployment(m_store, m_deployment, reason, m_previous.status.value);
    });
}

} // namespace nsl
