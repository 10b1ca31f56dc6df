// SPDX-License-Identifier: GPL-3.0-or-later
#include "platformsession.h"

#include "coreapi.h"
#include "httpplatformapi.h"

#include <algorithm>

namespace nsl
{

namespace
{

constexpr int manifestsAtOnce = 2;

/// What of a job makes its family's versions stale.
bool versionsMayDiffer(const TrainingJob &before, const TrainingJob &after)
{
    return before.status != after.status || before.approvalStatus != after.approvalStatus ||
           before.version != after.version || before.label != after.label ||
           before.description != after.description;
}

bool isMovingNow(const Endpoint &endpoint)
{
    return isMoving(endpoint.status.value) || endpoint.pendingVersion.has_value();
}

} // namespace

PlatformSession::PlatformSession(const ConnectionProfile &profile, std::unique_ptr<PlatformApi> api,
                                 std::unique_ptr<CoreApi> core, QObject *parent)
    : QObject(parent)
    , m_name(profile.name)
    , m_kind(profile.kind)
    , m_platformUrl(profile.platformUrl)
    , m_workspace(profile.workspace)
    , m_api(std::move(api))
    , m_core(std::move(core))
{
    const auto poller = [this](void (PlatformSession::*fetch)(QObject *, const Poller::Finish &)) {
        return new Poller([this, fetch](QObject *context,
                                        const Poller::Finish &finish) { (this->*fetch)(context, finish); },
                          this);
    };
    m_endpointPoller = poller(&PlatformSession::fetchEndpoints);
    m_jobPoller = poller(&PlatformSession::fetchJobs);
    m_familyPoller = poller(&PlatformSession::fetchFamilies);
    m_signalPoller = poller(&PlatformSession::fetchSignals);

    connect(&m_connection, &ConnectionState::updated, this, &PlatformSession::connectionUpdated);
    // The endpoints are asked for all the time: they tell how the connection is.
    connect(m_endpointPoller, &Poller::succeeded, this, [this] {
        const bool wasOnline = m_connection.isOnline();
        m_connection.noteSuccess(QDateTime::currentDateTimeUtc());
        if (wasOnline)
            return;
        fetchIdentity();
        for (Poller *other : {m_jobPoller, m_familyPoller, m_signalPoller})
            other->pollNow();
    });
    connect(m_endpointPoller, &Poller::failed, this, [this](const PlatformError &error, int retryMs) {
        m_connection.noteFailure(error, QDateTime::currentDateTimeUtc(), retryMs);
    });
    follow(m_jobPoller, Resource::Jobs);
    follow(m_familyPoller, Resource::Families);
    follow(m_signalPoller, Resource::Signals);
}

std::unique_ptr<PlatformSession> PlatformSession::connectTo(const ConnectionProfile &profile)
{
    auto api = std::make_unique<HttpPlatformApi>(profile);
    std::unique_ptr<CoreApi> core;
    if (profile.hasCore())
        core = std::make_unique<CoreApi>(profile);
    return std::make_unique<PlatformSession>(profile, std::move(api), std::move(core));
}

PlatformSession::~PlatformSession()
{
    stop();
}

void PlatformSession::start()
{
    if (m_running)
        return;
    m_running = true;
    m_connection.reset();
    m_endpointPoller->resume();
    updatePolling();
}

void PlatformSession::stop()
{
    m_running = false;
    for (Poller *poller : {m_endpointPoller, m_jobPoller, m_familyPoller, m_signalPoller})
        poller->pause();
}

void PlatformSession::refresh()
{
    m_manifestsAsked.clear();
    for (const FamilyNode &node : std::as_const(m_families))
        m_staleFamilies.insert(node.family.id);
    refreshEndpoints();
    refreshJobs();
    refreshFamilies();
    refreshSignals();
}

void PlatformSession::refreshEndpoints()
{
    m_endpointPoller->pollNow();
}

void PlatformSession::refreshJobs()
{
    if (!m_running)
        return;
    m_jobPoller->isPaused() ? m_jobPoller->resume() : m_jobPoller->pollNow();
}

void PlatformSession::refreshFamilies()
{
    if (!m_running)
        return;
    m_familyPoller->isPaused() ? m_familyPoller->resume() : m_familyPoller->pollNow();
}

void PlatformSession::refreshSignals()
{
    if (!m_running)
        return;
    m_signalPoller->isPaused() ? m_signalPoller->resume() : m_signalPoller->pollNow();
}

int &PlatformSession::watchers(Resource resource)
{
    return m_watchers[resource];
}

void PlatformSession::watch(Resource resource)
{
    ++watchers(resource);
    updatePolling();
}

void PlatformSession::unwatch(Resource resource)
{
    watchers(resource) = std::max(0, watchers(resource) - 1);
    updatePolling();
}

void PlatformSession::updatePolling()
{
    if (!m_running)
        return;
    const auto set = [](Poller *poller, bool wanted) {
        if (wanted)
            poller->resume();
        else if (!poller->isInFlight())
            poller->pause(); // one that is in flight brings its answer first
    };
    const bool active = std::any_of(m_jobs.begin(), m_jobs.end(),
                                    [](const TrainingJob &job) { return isActive(job.status.value); });
    set(m_jobPoller, !m_jobsLoaded || active || watchers(Resource::Jobs) > 0);
    set(m_familyPoller, !m_familiesLoaded || !m_staleFamilies.isEmpty() || watchers(Resource::Families) > 0);
    set(m_signalPoller, !m_signalsLoaded || watchers(Resource::Signals) > 0);
}

void PlatformSession::follow(Poller *poller, Resource resource)
{
    connect(poller, &Poller::succeeded, this, [this, resource] {
        if (m_failing.remove(resource))
            emit loadRecovered(resource);
        updatePolling();
    });
    connect(poller, &Poller::failed, this, [this, resource](const PlatformError &error) {
        using Kind = PlatformError::Kind;
        // Without a connection the chip tells, once; the lists stay as they were.
        if (error.kind == Kind::Network || error.kind == Kind::Timeout || error.kind == Kind::Unauthorized) {
            if (m_connection.isOnline())
                m_endpointPoller->pollNow();
            return;
        }
        m_failing.insert(resource);
        emit loadFailed(resource, error);
    });
}

void PlatformSession::fetchIdentity()
{
    m_api->identity(this, [this](const Outcome<Identity> &identity) {
        if (!identity)
            return; // the hosted platform may not tell
        m_identity = *identity;
        emit identityUpdated();
    });
}

void PlatformSession::fetchEndpoints(QObject *context, const Poller::Finish &finish)
{
    m_api->endpoints(context, [this, finish](const Outcome<QList<Endpoint>> &endpoints) {
        if (!endpoints) {
            finish({endpoints.error()});
            return;
        }
        setEndpoints(*endpoints);
        finish({std::nullopt, std::any_of(endpoints->begin(), endpoints->end(), isMovingNow)});
    });
}

void PlatformSession::setEndpoints(QList<Endpoint> endpoints)
{
    const bool first = !std::exchange(m_endpointsLoaded, true);
    const QList<Endpoint> before = std::exchange(m_endpoints, std::move(endpoints));
    if (first || before != m_endpoints)
        emit endpointsUpdated();
    followMovingEndpoints(before);
}

void PlatformSession::followMovingEndpoints(const QList<Endpoint> &before)
{
    bool stale = false;
    const auto familyOf = [this, &stale](const std::optional<VersionRef> &version) {
        if (version && version->familyId != 0) {
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
        if (served || (isMovingNow(endpoint) && known == m_deployments.cend() && m_familiesLoaded)) {
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

void PlatformSession::refreshDeployment(qint64 id)
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

void PlatformSession::fetchJobs(QObject *context, const Poller::Finish &finish)
{
    m_api->jobs(context, [this, finish](const Outcome<QList<TrainingJob>> &jobs) {
        if (!jobs) {
            finish({jobs.error()});
            return;
        }
        const bool moving = std::any_of(jobs->begin(), jobs->end(),
                                        [](const TrainingJob &job) { return isActive(job.status.value); });
        setJobs(*jobs);
        finish({std::nullopt, moving});
    });
}

void PlatformSession::setJobs(QList<TrainingJob> jobs)
{
    const bool first = !std::exchange(m_jobsLoaded, true);
    bool stale = false;
    if (!first) {
        QHash<qint64, const TrainingJob *> before;
        for (const TrainingJob &job : std::as_const(m_jobs))
            before.insert(job.id, &job);
        for (const TrainingJob &job : std::as_const(jobs)) {
            const TrainingJob *old = before.value(job.id);
            if (job.familyId && (old ? versionsMayDiffer(*old, job) : job.version.has_value())) {
                m_staleFamilies.insert(*job.familyId);
                stale = true;
            }
        }
    }
    const bool changed = first || jobs != m_jobs;
    m_jobs = std::move(jobs);
    if (changed)
        emit jobsUpdated();
    if (stale)
        refreshFamilies();
}

void PlatformSession::fetchFamilies(QObject *context, const Poller::Finish &finish)
{
    m_api->families(context, [this, context, finish](const Outcome<QList<Family>> &families) {
        if (!families) {
            finish({families.error()});
            return;
        }
        setFamilies(*families);
        fetchDetails(context, m_staleFamilies.values(), finish);
    });
}

void PlatformSession::setFamilies(const QList<Family> &families)
{
    QList<FamilyNode> nodes;
    QSet<qint64> present;
    for (const Family &family : families) {
        const auto old =
            std::find_if(m_families.begin(), m_families.end(),
                         [&family](const FamilyNode &node) { return node.family.id == family.id; });
        if (old == m_families.end()) {
            m_staleFamilies.insert(family.id);
            nodes.append({family, {}});
        } else {
            if (!(old->family == family))
                m_staleFamilies.insert(family.id);
            nodes.append({family, old->versions});
        }
        present.insert(family.id);
    }
    m_staleFamilies.intersect(present);
    m_families = nodes;
}

void PlatformSession::fetchDetails(QObject *context, QList<qint64> familyIds, const Poller::Finish &finish)
{
    if (familyIds.isEmpty()) {
        m_familiesLoaded = true;
        emit familiesUpdated();
        finish({});
        return;
    }
    const qint64 id = familyIds.takeFirst();
    // Off the list before asking: what becomes stale meanwhile is asked for again.
    m_staleFamilies.remove(id);
    m_api->familyDetails(id, context,
                         [this, id, context, familyIds, finish](const Outcome<FamilyDetails> &details) {
                             if (!details && details.error().kind != PlatformError::Kind::NotFound) {
                                 m_staleFamilies.insert(id);
                                 finish({details.error()});
                                 return;
                             }
                             if (details)
                                 setDetails(*details);
                             fetchDetails(context, familyIds, finish);
                         });
}

void PlatformSession::setDetails(const FamilyDetails &details)
{
    for (FamilyNode &node : m_families) {
        if (node.family.id == details.family.id) {
            node.family = details.family;
            node.versions = details.versions;
        }
    }
    bool changed = false;
    for (const Deployment &deployment : details.deployments) {
        const auto known = m_deployments.constFind(deployment.id);
        if (known != m_deployments.constEnd() && (*known == deployment || known->rev > deployment.rev))
            continue;
        m_deployments.insert(deployment.id, deployment);
        changed = true;
    }
    if (changed)
        emit deploymentsUpdated();
}

void PlatformSession::fetchSignals(QObject *context, const Poller::Finish &finish)
{
    m_api->eventTypes(context, [this, context, finish](const Outcome<QList<EventType>> &eventTypes) {
        if (!eventTypes) {
            finish({eventTypes.error()});
            return;
        }
        const QList<EventType> types = *eventTypes;
        m_api->templates(context, [this, finish, types](const Outcome<QList<SignalTemplate>> &templates) {
            if (!templates) {
                finish({templates.error()});
                return;
            }
            const bool first = !std::exchange(m_signalsLoaded, true);
            const bool changed = first || types != m_eventTypes || *templates != m_templates;
            m_eventTypes = types;
            m_templates = *templates;
            if (changed)
                emit signalsUpdated();
            finish({});
        });
    });
}

void PlatformSession::needManifest(const QString &jobName)
{
    if (jobName.isEmpty() || m_manifests.contains(jobName) || m_manifestsAsked.contains(jobName))
        return;
    m_manifestsAsked.insert(jobName);
    m_manifestQueue.append(jobName);
    fetchNextManifest();
}

void PlatformSession::fetchNextManifest()
{
    while (m_manifestsInFlight < manifestsAtOnce && !m_manifestQueue.isEmpty()) {
        const QString jobName = m_manifestQueue.takeFirst();
        ++m_manifestsInFlight;
        MetricsQuery query;
        query.maxPoints = 4; // only the manifest is wanted
        m_api->jobMetrics(jobName, query, this, [this, jobName](const Outcome<JobMetrics> &metrics) {
            --m_manifestsInFlight;
            if (metrics)
                noteManifest(jobName, metrics->manifest);
            fetchNextManifest();
        });
    }
}

void PlatformSession::noteManifest(const QString &jobName, const QJsonObject &manifest)
{
    if (manifest.isEmpty() || m_manifests.contains(jobName))
        return;
    m_manifests.insert(jobName, manifest);
    emit manifestsUpdated();
}

void PlatformSession::noteJob(const TrainingJob &job)
{
    if (job.id == 0)
        return;
    const auto old = std::find_if(m_jobs.begin(), m_jobs.end(),
                                  [&job](const TrainingJob &one) { return one.id == job.id; });
    if (old == m_jobs.end())
        m_jobs.prepend(job);
    else
        *old = job;
    emit jobsUpdated();
    if (job.familyId && job.version) {
        m_staleFamilies.insert(*job.familyId);
        refreshFamilies();
    }
    updatePolling();
}

void PlatformSession::noteEndpoint(const Endpoint &endpoint)
{
    const auto old = std::find_if(m_endpoints.begin(), m_endpoints.end(),
                                  [&endpoint](const Endpoint &one) { return one.id == endpoint.id; });
    if (old == m_endpoints.end() || *old == endpoint)
        return;
    const qsizetype position = old - m_endpoints.begin(); // the copy below may move the list
    QList<Endpoint> changed = m_endpoints;
    changed[position] = endpoint;
    setEndpoints(changed);
}

void PlatformSession::noteDeployment(const Deployment &deployment)
{
    const auto known = m_deployments.constFind(deployment.id);
    if (deployment.id == 0 || (known != m_deployments.constEnd() && *known == deployment))
        return;
    m_deployments.insert(deployment.id, deployment);
    emit deploymentsUpdated();
}

} // namespace nsl
