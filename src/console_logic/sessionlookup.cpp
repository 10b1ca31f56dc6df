// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of a platform, by name and id: the reading half of PlatformSession.
#include "coreapi.h"
#include "platformsession.h"

#include <algorithm>

namespace nsl
{

namespace
{

template<typename T>
const T *findById(const QList<T> &list, qint64 id)
{
    const auto found = std::find_if(list.begin(), list.end(), [id](const T &one) { return one.id == id; });
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
    const auto found = std::find_if(m_jobs.begin(), m_jobs.end(),
                                    [&jobName](const TrainingJob &job) { return job.jobName == jobName; });
    return found == m_jobs.end() ? nullptr : &*found;
}

const Version *PlatformSession::version(qint64 versionId) const
{
    for (const FamilyNode &node : m_families) {
        if (const Version *version = findById(node.versions, versionId))
            return version;
    }
    return nullptr;
}

const Version *PlatformSession::versionOfJob(const QString &jobName) const
{
    for (const FamilyNode &node : m_families) {
        for (const Version &version : node.versions) {
            if (version.jobName == jobName)
                return &version;
        }
    }
    return nullptr;
}

const Family *PlatformSession::family(qint64 familyId) const
{
    for (const FamilyNode &node : m_families) {
        if (node.family.id == familyId)
            return &node.family;
    }
    return nullptr;
}

const Endpoint *PlatformSession::endpoint(qint64 endpointId) const
{
    return findById(m_endpoints, endpointId);
}

QString PlatformSession::runTitle(const QString &jobName) const
{
    if (const Version *version = versionOfJob(jobName))
        return displayName(*version);
    const TrainingJob *run = job(jobName);
    const Family *of = run && run->familyId ? family(*run->familyId) : nullptr;
    if (!of)
        return jobName;
    return run->version ? displayName(of->name, *run->version) : QString(of->name + u" · "_qs + jobName);
}

QString PlatformSession::modelTypeOf(qint64 familyId) const
{
    const Family *of = family(familyId);
    return of ? of->modelType : QString();
}

QHash<QString, Production> PlatformSession::production() const
{
    QHash<QString, Production> live;
    for (const Endpoint &endpoint : m_endpoints) {
        if (!endpoint.activeVersion || live.contains(endpoint.modelType) ||
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

std::optional<Production> PlatformSession::productionFor(qint64 familyId) const
{
    const QHash<QString, Production> live = production();
    const auto found = live.constFind(modelTypeOf(familyId));
    return found == live.constEnd() ? std::nullopt : std::optional(*found);
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
    return QDateTime::currentDateTimeUtc().addMSecs(m_api->clockOffsetMs());
}

} // namespace nsl
