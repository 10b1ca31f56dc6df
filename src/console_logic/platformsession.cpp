// SPDX-License-Identifier: GPL-3.0-or-later
#include "platformsession.h"

#include "coreapi.h"
#include "httpplatformapi.h"
#include "recordmatching.h"

#include <algorithm>

namespace nsl
{

using recordmatching::isNotOffered;
using recordmatching::isOfConnection;
using recordmatching::isOlder;

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
        askFailedManifests();
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
    m_manifestsFailed.clear();
    m_manifestsMissing.clear();
    for (const FamilyNode &node : std::as_const(m_sentFamilies))
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
        if (m_failing.remove(resource) > 0)
            emit loadRecovered(resource);
        updatePolling();
    });
    connect(poller, &Poller::failed, this, [this, resource](const PlatformError &error) {
        if (isOfConnection(error)) {
            if (!m_connection.isOnline())
                return;
            // Either the connection is gone, which the endpoints will tell, or this one list breaks.
            m_endpointPoller->pollNow();
        }
        m_failing.insert(resource, error);
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

void PlatformSession::fetchJobs(QObject *context, const Poller::Finish &finish)
{
    const quint64 asked = ++m_turn;
    m_api->jobs(context, [this, asked, finish](const Outcome<QList<TrainingJob>> &jobs) {
        if (!jobs) {
            finish({jobs.error()});
            return;
        }
        QHash<RecordId, const TrainingJob *> known;
        for (const TrainingJob &job : std::as_const(m_jobs))
            known.insert(recordmatching::keyOf(job), &job);
        QList<TrainingJob> current = *jobs;
        for (TrainingJob &job : current) {
            const RecordId key = recordmatching::keyOf(job);
            const TrainingJob *before = known.value(key);
            if (before && (isOlder(job, *before) || m_jobNews.value(key) > asked))
                job = *before;
            m_jobNews.remove(key);
        }
        // A run that was started after the list was asked for is in none yet.
        for (auto news = m_jobNews.begin(); news != m_jobNews.end(); news = m_jobNews.erase(news)) {
            if (const TrainingJob *started = news.value() > asked ? known.value(news.key()) : nullptr)
                current.prepend(*started);
        }
        setJobs(current);
        finish({std::nullopt, std::any_of(m_jobs.cbegin(), m_jobs.cend(), [](const TrainingJob &job) {
                    return isActive(job.status.value);
                })});
    });
}

void PlatformSession::setJobs(QList<TrainingJob> jobs)
{
    recordmatching::nameUniquely(jobs);
    const bool first = !std::exchange(m_jobsLoaded, true);
    bool stale = false;
    if (!first) {
        QHash<RecordId, const TrainingJob *> before;
        for (const TrainingJob &job : std::as_const(m_jobs))
            before.insert(recordmatching::keyOf(job), &job);
        for (const TrainingJob &job : std::as_const(jobs)) {
            const TrainingJob *old = before.value(recordmatching::keyOf(job));
            if (job.familyId && (old ? versionsMayDiffer(*old, job) : job.version.has_value())) {
                m_staleFamilies.insert(*job.familyId);
                stale = true;
            }
        }
    }
    const bool changed = first || jobs != m_jobs;
    m_jobs = std::move(jobs);
    if (changed) {
        emit jobsUpdated();
        putTogether();
    }
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
        fetchDetails(context, m_staleFamilies.values(), std::nullopt, finish);
    });
}

void PlatformSession::setFamilies(const QList<Family> &families)
{
    QHash<RecordId, const FamilyNode *> known;
    for (const FamilyNode &node : std::as_const(m_sentFamilies))
        known.insert(node.family.id, &node);
    QList<FamilyNode> nodes;
    QSet<RecordId> present;
    for (const Family &family : families) {
        const FamilyNode *old = known.value(family.id);
        if (!old) {
            m_staleFamilies.insert(family.id);
            nodes.append({family, {}, false});
        } else if (isOlder(family, old->family)) {
            nodes.append(*old);
        } else {
            if (!(old->family == family))
                m_staleFamilies.insert(family.id);
            nodes.append({family, old->versions, old->versionsAreKnown});
        }
        present.insert(family.id);
    }
    m_staleFamilies.intersect(present);
    m_sentFamilies = nodes;
}

void PlatformSession::fetchDetails(QObject *context, QList<RecordId> familyIds,
                                   std::optional<PlatformError> problem, const Poller::Finish &finish)
{
    // A connection that is gone fails for each family alike; any other trouble is that family's alone.
    const bool isGivenUp = problem && isOfConnection(*problem);
    if (familyIds.isEmpty() || isGivenUp) {
        for (const RecordId &id : std::as_const(familyIds))
            m_staleFamilies.insert(id);
        const bool first = !std::exchange(m_familiesLoaded, true);
        const QList<FamilyNode> before = m_families;
        putTogether();
        if (first && before == m_families)
            emit familiesUpdated();
        finish({problem});
        return;
    }
    const RecordId id = familyIds.takeFirst();
    // Off the list before asking: what becomes stale meanwhile is asked for again.
    m_staleFamilies.remove(id);
    m_api->familyDetails(
        id, context, [this, id, context, familyIds, problem, finish](const Outcome<FamilyDetails> &details) {
            std::optional<PlatformError> first = problem;
            if (details) {
                setDetails(*details);
            } else if (!isNotOffered(details.error())) {
                m_staleFamilies.insert(id);
                first = first ? first : details.error();
            }
            fetchDetails(context, familyIds, first, finish);
        });
}

void PlatformSession::setDetails(const FamilyDetails &details)
{
    for (FamilyNode &node : m_sentFamilies) {
        if (node.family.id != details.family.id)
            continue;
        QHash<RecordId, const Version *> known;
        for (const Version &version : std::as_const(node.versions))
            known.insert(version.id, &version);
        QList<Version> versions = details.versions;
        for (Version &version : versions) {
            const Version *before = known.value(version.id);
            if (before && isOlder(version, *before))
                version = *before;
        }
        if (!isOlder(details.family, node.family))
            node.family = details.family;
        node.versions = versions;
        node.versionsAreKnown = true;
    }
    m_keepsDeployments = m_keepsDeployments || details.deploymentsAreKnown;
    bool changed = false;
    for (const Deployment &deployment : details.deployments) {
        const auto known = m_deployments.constFind(deployment.id);
        if (known != m_deployments.constEnd() && (*known == deployment || isOlder(deployment, *known)))
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
            else if (!isNotOffered(metrics.error()))
                m_manifestsFailed.insert(jobName);
            if (metrics ? metrics->manifest.isEmpty() : isNotOffered(metrics.error())) {
                m_manifestsMissing.insert(jobName);
                emit manifestsUpdated(); // who waits for it need not wait any longer
            }
            fetchNextManifest();
        });
    }
}

void PlatformSession::askFailedManifests()
{
    const QSet<QString> failed = std::exchange(m_manifestsFailed, {});
    for (const QString &jobName : failed)
        m_manifestQueue.append(jobName);
    fetchNextManifest();
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
    if (job.id.isEmpty())
        return; // an answer that tells nothing of the run; the list will
    const auto old = std::find_if(m_jobs.cbegin(), m_jobs.cend(),
                                  [&job](const TrainingJob &one) { return one.id == job.id; });
    if (old != m_jobs.cend() && isOlder(job, *old))
        return;
    m_jobNews.insert(job.id, ++m_turn);
    QList<TrainingJob> jobs = m_jobs;
    if (old == m_jobs.cend())
        jobs.prepend(job);
    else
        jobs[old - m_jobs.cbegin()] = job;
    recordmatching::nameUniquely(jobs);
    m_jobs = jobs;
    emit jobsUpdated();
    putTogether();
    if (job.familyId && job.version) {
        m_staleFamilies.insert(*job.familyId);
        refreshFamilies();
    }
    updatePolling();
}

} // namespace nsl
