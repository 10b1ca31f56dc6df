// SPDX-License-Identifier: GPL-3.0-or-later
#include "deploymentservice.h"

#include "store/systemactor.h"

#include <QJsonObject>

#include <algorithm>

namespace nsl
{

namespace
{

const QString deploymentInterrupted =
    u"Interrupted: the platform ended during the update. Promote the version again."_qs;

qint64 jobIdOf(SqliteStore &store, const VersionRef &version)
{
    const auto job = store.jobs().findByName(version.jobName);
    return job ? job->id : 0;
}

VersionRef referenceTo(const Version &version)
{
    return {version.id, version.familyId, version.familyName, version.number, version.label, version.jobName};
}

/// A platform that ended between the commit of a switch and its journal entry left that out.
void journalSwitch(StateChange &change, SqliteStore &store, const Deployment &deployment)
{
    const QString object = u"endpoint/%1"_qs.arg(deployment.endpointId);
    const QString action = u"endpoint.switched"_qs;
    JournalRepository::Query sinceItsStart;
    sinceItsStart.object = object;
    sinceItsStart.from = deployment.startedAt;
    const QList<JournalEntry> entries = store.journal().page(sinceItsStart).entries;
    const bool isThere = std::any_of(entries.begin(), entries.end(),
                                     [&action](const JournalEntry &entry) { return entry.action == action; });
    if (isThere)
        return;
    const auto nameOf = [](const std::optional<VersionRef> &version) {
        return version ? QJsonValue(version->jobName) : QJsonValue(QJsonValue::Null);
    };
    change.journal(action, object, QJsonObject{{u"active"_qs, nameOf(deployment.from)}},
                   QJsonObject{{u"active"_qs, nameOf(deployment.to)}}, deployment.comment);
}

} // namespace

DeploymentService::DeploymentService(SqliteStore &store, ServingSupervisor &serving, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_serving(serving)
{
}

DeploymentService::~DeploymentService() = default;

Outcome<Done> DeploymentService::reconcile()
{
    const auto unfinished = m_store.read(
        [this]() -> Outcome<QList<Deployment>> { return m_store.deployments().listUnfinished(); });
    if (!unfinished.ok())
        return unfinished.error();
    for (const Deployment &deployment : *unfinished) {
        if (deployment.phase == DeploymentPhase::Draining) {
            const auto done =
                m_store.change(systemActor(), {}, [&](StateChange &change) -> Outcome<Deployment> {
                    journalSwitch(change, m_store, deployment);
                    Deployment finished = deployment;
                    finished.status = DeploymentStatus::Succeeded;
                    const auto saved = m_store.deployments().save(change, finished);
                    if (saved.ok()) {
                        change.journal(u"deployment.succeeded"_qs, u"deployment/%1"_qs.arg(deployment.id), {},
                                       QJsonObject{{u"status"_qs, finished.status.text}});
                    }
                    return saved;
                });
            if (!done.ok())
                return done.error();
            continue;
        }
        const auto failed =
            storeFailedDeployment(m_store, deployment, deploymentInterrupted,
                                  deployment.from ? EndpointStatus::InService : EndpointStatus::OutOfService);
        if (!failed.ok())
            return failed;
    }
    return Done{};
}

Outcome<Version> DeploymentService::promotableVersion(qint64 modelId) const
{
    const auto version = m_store.versions().find(modelId);
    if (!version)
        return PlatformError::notFound(u"There is no version with the id %1."_qs.arg(modelId));
    const QString name = displayName(*version);
    if (version->approvalStatus != ApprovalStatus::Approved) {
        return PlatformError::conflict(
            u"%1 is %2: approve it before you promote it."_qs.arg(name, version->approvalStatus.text),
            u"not_approved"_qs);
    }
    if (version->lifecycleState == LifecycleState::Retired)
        return PlatformError::conflict(u"%1 is retired and cannot be promoted."_qs.arg(name), u"retired"_qs);
    if (const auto family = m_store.families().find(version->familyId); family && !family->serves)
        return cannotServe(*version);
    return *version;
}

Outcome<Endpoint> DeploymentService::targetFor(const PromotionRequest &request,
                                               const QString &modelType) const
{
    const auto endpoint = request.endpointId ? m_store.endpoints().find(*request.endpointId)
                                             : m_store.endpoints().findDefault(modelType);
    if (!endpoint) {
        return PlatformError::notFound(
            request.endpointId ? u"There is no endpoint with the id %1."_qs.arg(*request.endpointId)
                               : u"There is no default endpoint for the model type %1."_qs.arg(modelType),
            u"endpoint_not_found"_qs);
    }
    if (endpoint->modelType != modelType) {
        return PlatformError::conflict(
            u"The endpoint %1 serves the model type %2, this version is of type %3."_qs.arg(
                endpoint->name, endpoint->modelType, modelType),
            u"model_type_mismatch"_qs);
    }
    const QString active = endpoint->activeVersion ? endpoint->activeVersion->jobName : QString();
    if (request.expectedActiveJobName && *request.expectedActiveJobName != active) {
        return PlatformError::conflict(
            active.isEmpty()
                ? u"%1 no longer serves %2: it serves nothing."_qs.arg(endpoint->name,
                                                                       *request.expectedActiveJobName)
                : u"%1 no longer serves %2 but %3."_qs.arg(endpoint->name, *request.expectedActiveJobName,
                                                           displayName(*endpoint->activeVersion)),
            u"production_changed"_qs);
    }
    return *endpoint;
}

Outcome<PromotionBegun> DeploymentService::promote(const Actor &actor, const QString &requestId,
                                                   const PromotionRequest &request)
{
    Endpoint previous;
    const auto checked = m_store.read([&]() -> Outcome<PromotionBegun> {
        const auto version = promotableVersion(request.modelId);
        if (!version.ok())
            return version.error();
        const auto family = m_store.families().find(version->familyId);
        const auto endpoint = targetFor(request, family ? family->modelType : QString());
        if (!endpoint.ok())
            return endpoint.error();
        if (!acceptsPromotion(endpoint->status.value)) {
            return PlatformError::conflict(u"The endpoint %1 is already being updated (%2)."_qs.arg(
                                               endpoint->name, endpoint->status.text),
                                           u"endpoint_updating"_qs);
        }
        previous = *endpoint;
        PromotionBegun begun;
        begun.endpoint = *endpoint;
        const bool isLive = endpoint->status == EndpointStatus::InService && endpoint->activeVersion &&
                            endpoint->activeVersion->modelId == version->id;
        if (!isLive) {
            Deployment wanted;
            wanted.endpointId = endpoint->id;
            wanted.from = endpoint->activeVersion;
            wanted.to = referenceTo(*version);
            wanted.comment = request.comment;
            wanted.actor = actor.name;
            begun.deployment = wanted;
        }
        return begun;
    });
    if (!checked.ok() || !checked->deployment)
        return checked;

    auto begun = m_store.change(actor, requestId, [&](StateChange &change) -> Outcome<PromotionBegun> {
        Endpoint updating = previous;
        updating.status = previous.activeVersion ? EndpointStatus::Updating : EndpointStatus::Creating;
        updating.pendingVersion = checked->deployment->to;
        updating.failureReason.clear();
        const auto saved = m_store.endpoints().save(change, updating);
        if (!saved.ok())
            return saved.error();
        const auto deployment = m_store.deployments().create(change, *checked->deployment);
        if (!deployment.ok())
            return deployment.error();
        change.journal(
            u"version.promoted"_qs, u"training-job/%1"_qs.arg(jobIdOf(m_store, *deployment->to)),
            QJsonObject{{u"endpoint"_qs, previous.name},
                        {u"active"_qs, previous.activeVersion ? QJsonValue(previous.activeVersion->jobName)
                                                              : QJsonValue(QJsonValue::Null)}},
            QJsonObject{{u"endpoint"_qs, previous.name},
                        {u"pending"_qs, deployment->to->jobName},
                        {u"deployment_id"_qs, deployment->id.toJson()}},
            request.comment);
        return PromotionBegun{*deployment, *saved};
    });
    if (!begun.ok())
        return begun;
    m_store.whenStored([this, deployment = *begun->deployment, previous, actor](const Outcome<Done> &stored) {
        if (stored.ok())
            begin(deployment, previous, actor);
    });
    return begun;
}

void DeploymentService::begin(const Deployment &deployment, const Endpoint &previous, const Actor &actor)
{
    const qint64 id = deployment.id;
    auto run = std::make_unique<DeploymentRun>(m_store, m_serving, deployment, previous, actor);
    connect(
        run.get(), &DeploymentRun::ended, this, [this, id] { m_runs.erase(id); }, Qt::QueuedConnection);
    // After the answer to the promotion: what it says must be true when the client reads it.
    QMetaObject::invokeMethod(run.get(), &DeploymentRun::start, Qt::QueuedConnection);
    m_runs.emplace(id, std::move(run));
}

void DeploymentService::shutDown()
{
    for (auto &[id, run] : m_runs)
        run->interrupt(deploymentInterrupted);
}

} // namespace nsl
