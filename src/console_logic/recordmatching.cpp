// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordmatching.h"

#include <QHash>

#include <algorithm>

namespace nsl::recordmatching
{

namespace
{

bool isRunOf(const TrainingJob &job, const VersionRef &version)
{
    if (!version.jobName.isEmpty() && job.jobName == version.jobName)
        return true;
    return !version.modelId.isEmpty() && job.modelId == version.modelId;
}

void takeOver(QString &field, const QString &known)
{
    if (field.isEmpty())
        field = known;
}

void takeOver(RecordId &field, const RecordId &known)
{
    if (field.isEmpty())
        field = known;
}

VersionRef referenceTo(const Version &version)
{
    return {version.id, version.familyId, version.familyName, version.number, version.label, version.jobName};
}

/// The runs that a version can be found by.
struct RunsByVersion
{
    explicit RunsByVersion(const QList<TrainingJob> &jobs)
    {
        for (const TrainingJob &job : jobs) {
            if (job.modelId)
                byModel.insert(*job.modelId, &job);
            if (job.familyId && job.version)
                byNumber.insert({*job.familyId, *job.version}, &job);
            byName.insert(job.jobName, &job);
        }
    }

    const TrainingJob *of(const Version &version) const
    {
        if (!version.jobName.isEmpty())
            return byName.value(version.jobName);
        if (const TrainingJob *job = byModel.value(version.id))
            return job;
        // Some servers call a version as its run is called.
        if (const TrainingJob *job = version.name.isEmpty() ? nullptr : byName.value(version.name))
            return job;
        return version.number > 0 ? byNumber.value({version.familyId, version.number}) : nullptr;
    }

    QHash<RecordId, const TrainingJob *> byModel;
    QHash<std::pair<RecordId, int>, const TrainingJob *> byNumber;
    QHash<QString, const TrainingJob *> byName;
};

bool isWhole(const Version &version)
{
    return version.liveOnIsKnown && version.number > 0 && !version.jobName.isEmpty() &&
           !version.familyName.isEmpty() && !version.familyId.isEmpty();
}

void fillUp(Version &version, const Family &family, const RunsByVersion &runs,
            const QList<Endpoint> &endpoints)
{
    takeOver(version.familyId, family.id);
    takeOver(version.familyName, family.name);
    if (version.jobName.isEmpty() || version.number == 0) {
        if (const TrainingJob *job = runs.of(version)) {
            takeOver(version.jobName, job->jobName);
            if (version.number == 0)
                version.number = job->version.value_or(0);
            takeOver(version.label, job->label);
        }
    }
    if (version.liveOnIsKnown)
        return;
    for (const Endpoint &endpoint : endpoints) {
        if (endpoint.activeVersion && isSameVersion(*endpoint.activeVersion, referenceTo(version)))
            version.liveOn.append({endpoint.id, endpoint.name});
    }
}

Version versionOfRun(const TrainingJob &job)
{
    Version version;
    version.id = job.modelId.value_or(keyOf(job));
    version.familyId = job.familyId.value_or(RecordId());
    version.number = job.version.value_or(0);
    version.jobName = job.jobName;
    version.label = job.label;
    version.description = job.description;
    version.approvalStatus = job.approvalStatus;
    version.metrics = job.metrics;
    version.manifestDigest = job.manifestDigest;
    version.configDigest = job.configDigest;
    version.createdAt = job.completedAt;
    version.updatedAt = job.updatedAt;
    version.liveOnIsKnown = false;
    return version;
}

} // namespace

bool isNotOffered(const PlatformError &error)
{
    using Kind = PlatformError::Kind;
    return error.kind == Kind::NotFound || error.kind == Kind::Unsupported || error.kind == Kind::Protocol;
}

bool isOfConnection(const PlatformError &error)
{
    using Kind = PlatformError::Kind;
    return error.kind == Kind::Network || error.kind == Kind::Timeout || error.kind == Kind::Unauthorized;
}

std::optional<Production> productionOfType(const QHash<QString, Production> &live, const QString &modelType)
{
    for (const QString &type : {modelType, QString()}) {
        const auto found = live.constFind(type);
        if (found != live.constEnd())
            return *found;
    }
    return modelType.isEmpty() && live.size() == 1 ? std::optional(*live.constBegin()) : std::nullopt;
}

RecordId keyOf(const TrainingJob &job)
{
    return job.id.isEmpty() ? RecordId::fromText(job.jobName) : job.id;
}

void nameUniquely(QList<TrainingJob> &jobs)
{
    QHash<QString, int> uses;
    for (const TrainingJob &job : std::as_const(jobs))
        ++uses[job.jobName];
    if (uses.size() == jobs.size())
        return;
    for (TrainingJob &job : jobs) {
        if (uses.value(job.jobName) > 1 && !job.id.isEmpty())
            job.jobName = job.id.text();
    }
}

VersionRef completed(const VersionRef &version, const QList<FamilyNode> &families,
                     const QList<TrainingJob> &jobs)
{
    VersionRef whole = version;
    if (!whole.familyName.isEmpty() && whole.version > 0 && !whole.jobName.isEmpty())
        return whole;
    const auto run = std::find_if(jobs.begin(), jobs.end(),
                                  [&whole](const TrainingJob &job) { return isRunOf(job, whole); });
    if (run != jobs.end()) {
        takeOver(whole.jobName, run->jobName);
        takeOver(whole.modelId, run->modelId.value_or(RecordId()));
        takeOver(whole.familyId, run->familyId.value_or(RecordId()));
        takeOver(whole.label, run->label);
        if (whole.version == 0)
            whole.version = run->version.value_or(0);
    }
    for (const FamilyNode &node : families) {
        for (const Version &one : node.versions) {
            if (!isSameVersion(referenceTo(one), whole))
                continue;
            takeOver(whole.jobName, one.jobName);
            takeOver(whole.modelId, one.id);
            takeOver(whole.familyId, node.family.id);
            takeOver(whole.label, one.label);
            if (whole.version == 0)
                whole.version = one.number;
        }
        if (!whole.familyId.isEmpty() && node.family.id == whole.familyId)
            takeOver(whole.familyName, node.family.name);
    }
    return whole;
}

QList<Endpoint> completed(QList<Endpoint> endpoints, const QList<FamilyNode> &families,
                          const QList<TrainingJob> &jobs)
{
    for (Endpoint &endpoint : endpoints) {
        for (std::optional<VersionRef> *version : {&endpoint.activeVersion, &endpoint.pendingVersion}) {
            if (*version)
                *version = completed(**version, families, jobs);
        }
    }
    return endpoints;
}

QList<FamilyNode> completed(QList<FamilyNode> families, const QList<TrainingJob> &jobs,
                            const QList<Endpoint> &endpoints)
{
    const bool nothingToDo = std::all_of(families.cbegin(), families.cend(), [](const FamilyNode &node) {
        return node.versionsAreKnown && std::all_of(node.versions.begin(), node.versions.end(), isWhole);
    });
    if (nothingToDo)
        return families;
    const RunsByVersion runs(jobs);
    for (FamilyNode &node : families) {
        if (!node.versionsAreKnown && node.versions.isEmpty()) {
            for (const TrainingJob &job : jobs) {
                if (job.familyId == node.family.id && job.status == JobStatus::Succeeded)
                    node.versions.append(versionOfRun(job));
            }
        }
        for (Version &version : node.versions) {
            if (!isWhole(version))
                fillUp(version, node.family, runs, endpoints);
        }
    }
    return families;
}

} // namespace nsl::recordmatching
