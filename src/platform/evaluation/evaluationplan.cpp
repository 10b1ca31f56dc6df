// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation/evaluationplan.h"

#include "jobs/familyregistry.h"
#include "jobs/plainfile.h"
#include "jobs/trainingservice.h"
#include "jsonread.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace nsl
{

namespace
{

constexpr qint64 maxCsvBytes = 512LL * 1024 * 1024;
constexpr qsizetype maxResultMetrics = 200;

/// The metrics of a run that say something about its test split, besides those that are means over users.
const QStringList listMetrics = {u"coverage_at_10"_qs, u"popularity_bias_at_10"_qs};

Outcome<Version> versionOf(SqliteStore &store, const QString &jobName)
{
    const auto job = store.jobs().findByName(jobName);
    if (!job) {
        const bool deleted = store.jobs().findTombstone(jobName).has_value();
        return PlatformError::notFound(
            deleted ? u"The run %1 was deleted; nothing of its version is left to evaluate."_qs.arg(jobName)
                    : u"There is no training job named %1."_qs.arg(jobName.left(128)),
            deleted ? u"job_deleted"_qs : u"job_not_found"_qs);
    }
    const auto version = store.versions().findByJob(jobName);
    if (!version) {
        return PlatformError::conflict(
            u"The run %1 is %2: only a run that succeeded has a version to evaluate."_qs.arg(
                jobName, job->status.text),
            u"not_succeeded"_qs);
    }
    return *version;
}

Outcome<QByteArray> readFile(const QString &path, qint64 limit)
{
    const QString name = QFileInfo(path).fileName();
    QFile file;
    if (!openPlainFile(file, path))
        return PlatformError::invalid(u"There is no %1."_qs.arg(name), u"worker_output"_qs);
    if (file.size() > limit) {
        return PlatformError::invalid(u"%1 is larger than %2 MiB."_qs.arg(name).arg(limit >> 20),
                                      u"worker_output"_qs);
    }
    return file.readAll();
}

Outcome<QJsonObject> readWorkerObject(const QString &path)
{
    return readJsonObject(path, maxWorkerJsonBytes);
}

Outcome<StoredEvaluation> ownResults(const EvaluationPlan &plan)
{
    const auto csv = readFile(plan.versionDirectory.modelFile(u"evaluation/per_user.csv"_qs), maxCsvBytes);
    if (!csv.ok())
        return csv.error();
    StoredEvaluation own;
    own.artifactSha256 = plan.version.artifactSha256;
    own.splitDigest = plan.splitDigest();
    own.basis = plan.basis;
    own.users = plan.ownUsers;
    own.metrics = plan.version.metrics;
    own.perUserCsv = *csv;
    return own;
}

/// Only what the test split gave: losses and validation figures are of the fit.
void keepTestMetrics(ScoredVersion &scored)
{
    Metrics kept;
    for (auto it = scored.metrics.begin(); it != scored.metrics.end(); ++it) {
        const bool perUser =
            std::any_of(scored.perUser.metrics.begin(), scored.perUser.metrics.end(),
                        [&](const PerUserResults::Metric &metric) { return metric.name == it.key(); });
        if (perUser || listMetrics.contains(it.key()))
            kept.insert(it.key(), it.value());
    }
    scored.metrics = kept;
}

/// What the owner's run measured of the version that was live when it ran, if that is the one in question.
Outcome<std::optional<StoredEvaluation>> liveResults(const EvaluationPlan &plan)
{
    const QString path = plan.ownerDirectory.modelFile(u"evaluation/live.json"_qs);
    if (!QFileInfo::exists(path))
        return std::optional<StoredEvaluation>();
    const auto facts = readWorkerObject(path);
    if (!facts.ok())
        return facts.error();
    if (json::text(*facts, u"artifact_sha256") != plan.version.artifactSha256)
        return std::optional<StoredEvaluation>();
    const auto csv = readFile(plan.ownerDirectory.modelFile(u"evaluation/live_per_user.csv"_qs), maxCsvBytes);
    if (!csv.ok())
        return csv.error();
    const auto metrics = readWorkerObject(plan.ownerDirectory.modelFile(u"metrics.json"_qs));
    if (!metrics.ok())
        return metrics.error();
    StoredEvaluation live;
    live.artifactSha256 = plan.version.artifactSha256;
    live.splitDigest = plan.splitDigest();
    live.basis = plan.basis;
    live.basis.droppedPairs = json::integer(*facts, u"dropped_pairs");
    live.users = json::integer(*facts, u"users");
    live.perUserCsv = *csv;
    for (auto it = metrics->begin(); it != metrics->end(); ++it) {
        const auto value = json::metricValue(it.value());
        if (it.key().startsWith(u"live_"_qs) && value)
            live.metrics.insert(it.key().mid(5), *value);
    }
    if (live.metrics.isEmpty() || live.basis.droppedPairs < 0)
        return PlatformError::invalid(u"metrics.json has no live_ metrics."_qs, u"worker_output"_qs);
    return std::optional(live);
}

void warn(const EvaluationPlan &plan, const QString &what)
{
    qWarning("Scoring %s on the split of %s anew: %s", qUtf8Printable(plan.version.jobName),
             qUtf8Printable(plan.ownerJobName), qUtf8Printable(what));
}

} // namespace

Outcome<EvaluationPlan> planEvaluation(SqliteStore &store, const QString &jobsFolder, const QString &jobName,
                                       const QString &splitOf)
{
    const auto version = versionOf(store, jobName);
    if (!version.ok())
        return version.error();
    const auto owner = versionOf(store, splitOf);
    if (!owner.ok())
        return owner.error();
    const QJsonObject manifest = store.jobs().manifestOf(splitOf);
    const QJsonObject own = jobName == splitOf ? manifest : store.jobs().manifestOf(jobName);
    const auto family = store.families().find(version->familyId);
    EvaluationPlan plan{*version,
                        family ? family->key : QString(),
                        splitOf,
                        evaluationBasis(manifest),
                        false,
                        0,
                        RunDirectory(jobsFolder, jobName),
                        RunDirectory(jobsFolder, splitOf),
                        {},
                        1,
                        {},
                        0};
    if (plan.splitDigest().isEmpty()) {
        return PlatformError::conflict(
            u"The manifest of %1 does not say which split it was evaluated on, so nothing can be scored on it."_qs
                .arg(splitOf),
            u"no_split"_qs);
    }
    plan.isOwnSplit = evaluationBasis(own).splitDigest == plan.basis.splitDigest;
    plan.ownUsers = manifestValue(own, u"evaluation.users"_qs).toInteger(-1);
    const QJsonObject options = manifest.value(u"options"_qs).toObject();
    plan.hyperparameters = asHyperparameters(options);
    plan.hyperparameters.insert(u"family"_qs, manifest.value(u"family"_qs));
    plan.threads = qBound(1, options.value(u"threads"_qs).toInt(1), 16);
    for (const TrainedSignal &signal : trainedSignals(manifest))
        plan.survivors.insert(signal.eventTypeId, {signal.name, signal.weight});
    plan.throughEventId = manifestValue(manifest, u"dataset.through_event_id"_qs).toInteger();
    return plan;
}

Outcome<std::optional<KnownEvaluation>> findKnownEvaluation(const EvaluationPlan &plan,
                                                            const QString &databaseFile)
{
    if (plan.isOwnSplit) {
        const auto own = ownResults(plan);
        auto scored = own.ok() ? unpack(*own, u"per_user.csv"_qs) : own.error();
        if (scored.ok()) {
            keepTestMetrics(scored.value());
            return std::optional(KnownEvaluation{std::move(scored).value(), std::nullopt});
        }
        warn(plan, scored.error().message);
    }
    auto database = Database::open(databaseFile, Database::Mode::ReadOnly);
    if (!database.ok())
        return database.error();
    try {
        const auto stored =
            EvaluationRepository(**database).find(plan.version.artifactSha256, plan.splitDigest());
        if (stored) {
            auto scored = unpack(*stored, u"The stored result"_qs);
            if (scored.ok())
                return std::optional(KnownEvaluation{std::move(scored).value(), std::nullopt});
            warn(plan, scored.error().message);
        }
    } catch (const StoreFailure &failure) {
        return failure.error();
    }
    const auto live = liveResults(plan);
    if (live.ok() && *live) {
        auto scored = unpack(**live, u"live_per_user.csv"_qs);
        if (scored.ok())
            return std::optional(KnownEvaluation{std::move(scored).value(), PackedEvaluation(**live)});
        warn(plan, scored.error().message);
    } else if (!live.ok()) {
        warn(plan, live.error().message);
    }
    return std::optional<KnownEvaluation>();
}

Outcome<StoredEvaluation> readEvaluationResult(const EvaluationPlan &plan, const QString &root)
{
    const QString folder = root + u"/output/evaluation/"_qs;
    const auto result = readWorkerObject(folder + u"result.json"_qs);
    const auto csv = readFile(folder + u"per_user.csv"_qs, maxCsvBytes);
    for (const PlatformError *error :
         {result.ok() ? nullptr : &result.error(), csv.ok() ? nullptr : &csv.error()}) {
        if (error) {
            return PlatformError::conflict(u"The evaluation of %1 left no usable result: %2"_qs.arg(
                                               plan.version.jobName, error->message),
                                           u"evaluation_failed"_qs);
        }
    }
    StoredEvaluation evaluation;
    evaluation.artifactSha256 = json::text(*result, u"artifact_sha256");
    evaluation.splitDigest = json::text(*result, u"split_digest");
    if (evaluation.splitDigest != plan.splitDigest()) {
        return PlatformError::conflict(
            u"The split of %1 cannot be made again: events that it was evaluated on have changed since "
            "(split %2 instead of %3). Train a new run and compare with that one."_qs.arg(
                plan.ownerJobName, evaluation.splitDigest.left(12), plan.splitDigest().left(12)),
            u"split_changed"_qs);
    }
    if (evaluation.artifactSha256 != plan.version.artifactSha256) {
        return PlatformError::conflict(
            u"The artifact of %1 is not the one that its run made: it is damaged. Restore a backup or train "
            "it again."_qs.arg(displayName(plan.version)),
            u"artifact_damaged"_qs);
    }
    evaluation.basis = {QJsonValue(evaluation.splitDigest), result->value(u"k"_qs),
                        result->value(u"candidates"_qs), result->value(u"protocol"_qs),
                        json::integer(*result, u"dropped_pairs")};
    evaluation.users = json::integer(*result, u"users");
    evaluation.metrics = json::metrics(result->value(u"metrics"_qs));
    evaluation.perUserCsv = *csv;
    if (evaluation.basis.droppedPairs < 0 || evaluation.users < 0 ||
        evaluation.metrics.size() > maxResultMetrics) {
        return PlatformError::conflict(
            u"The evaluation of %1 left no usable result: result.json has impossible numbers."_qs.arg(
                plan.version.jobName),
            u"evaluation_failed"_qs);
    }
    return evaluation;
}

} // namespace nsl
