// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of a platform, by name and id: the reading half of PlatformSession.
#include "coreapi.h"
#include "jobtablemodel.h"
#include "platformsession.h"
#include "recordmatching.h"

#include <algorithm>

namespace nsl
{

namespace
{

template<typename T>
const T *findById(const QList<T> &list, const RecordId &id)
{
    if (id.isEmpty())
        return nullptr;
    const auto found = std::find_if(list.begin(), list.end(), [&id](const T &one) { return one.id == id; });
    return found == list.end() ? nullptr : &*found;
}

} // namespace

QList<Deployment> PlatformSession::deployments() const
{
    QList<Deployment> list = m_deployments.values();
    std::sort(list.begin(), list.end(),
              [](const Deployment &left, const Deployment &right) { return left.id > right.id; });
    return list;
}

const TrainingJob *PlatformSession::job(const QString &jobName) const
{
    if (jobName.isEmpty())
        return nullptr;
    const auto found = std::find_if(m_jobs.begin(), m_jobs.end(),
                                    [&jobName](const TrainingJob &job) { return job.jobName == jobName; });
    return found == m_jobs.end() ? nullptr : &*found;
}

const TrainingJob *PlatformSession::jobOf(const Version &version) const
{
    return job(version.jobName);
}

const Version *PlatformSession::version(const RecordId &versionId) const
{
    for (const FamilyNode &node : m_families) {
        if (const Version *version = findById(node.versions, versionId))
            return version;
    }
    return nullptr;
}

const Version *PlatformSession::versionOfJob(const QString &jobName) const
{
    if (jobName.isEmpty())
        return nullptr;
    for (const FamilyNode &node : m_families) {
        for (const Version &version : node.versions) {
            if (version.jobName == jobName)
                return &version;
        }
    }
    return nullptr;
}

const Family *PlatformSession::family(const RecordId &familyId) const
{
    for (const FamilyNode &node : m_families) {
        if (!familyId.isEmpty() && node.family.id == familyId)
            return &node.family;
    }
    return nullptr;
}

const Endpoint *PlatformSession::endpoint(const RecordId &endpointId) const
{
    if (!endpointId.isEmpty())
        return findById(m_endpoints, endpointId);
    // A server with one target need not give it an id.
    return m_endpoints.size() == 1 && m_endpoints.first().id.isEmpty() ? &m_endpoints.first() : nullptr;
}

QString PlatformSession::runTitle(const QString &jobName) const
{
    if (const Version *version = versionOfJob(jobName))
        return displayName(*version);
    const TrainingJob *run = job(jobName);
    if (!run)
        return jobName;
    const Family *of = run->familyId ? family(*run->familyId) : nullptr;
    if (of)
        return run->version ? displayName(of->name, *run->version) : QString(of->name + u" · "_qs + jobName);
    return runName(*run);
}

QString PlatformSession::modelTypeOf(const RecordId &familyId) const
{
    const Family *of = family(familyId);
    return of ? of->modelType : QString();
}

QHash<QString, Production> PlatformSession::production() const
{
    QHash<QString, Production> live;
    for (const Endpoint &endpoint : m_endpoints) {
        if (!endpoint.activeVersion || endpoint.activeVersion->jobName.isEmpty() ||
            live.contains(endpoint.modelType) ||
            availability::defaultTarget(m_endpoints, endpoint.modelType) != &endpoint)
            continue;
        Production production{endpoint.activeVersion->jobName, displayName(*endpoint.activeVersion), {}};
        if (const Version *version = versionOfJob(production.jobName))
            production.metrics = version->metrics;
        else if (const TrainingJob *run = job(production.jobName))
            production.metrics = run->metrics;
        live.insert(endpoint.modelType, production);
    }
    return live;
}

std::optional<Production> PlatformSession::productionFor(const RecordId &familyId) const
{
    const QHash<QString, Production> live = production();
    return recordmatching::productionOfType(live, modelTypeOf(familyId));
}

bool PlatformSession::productionIsKnown() const
{
    return m_endpointsLoaded && std::all_of(m_endpoints.begin(), m_endpoints.end(),
                                            [](const Endpoint &endpoint) { return endpoint.activeIsKnown; });
}

Candidate PlatformSession::candidate(const Version &version) const
{
    return Candidate::of(version, modelTypeOf(version.familyId));
}

Candidate PlatformSession::candidate(const TrainingJob &job) const
{
    return Candidate::of(job, runTitle(job.jobName), job.familyId ? modelTypeOf(*job.familyId) : QString());
}

QDateTime PlatformSession::now() const
{
    return serverTime(QDateTime::currentDateTimeUtc());
}

QDateTime PlatformSession::serverTime(const QDateTime &ours) const
{
    return ours.addMSecs(m_api->clockOffsetMs());
}

bool PlatformSession::hasNoManifest(const QString &jobName) const
{
    return m_manifestsMissing.contains(jobName);
}

} // namespace nsl
