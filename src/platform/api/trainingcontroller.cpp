// SPDX-License-Identifier: GPL-3.0-or-later
#include "trainingcontroller.h"

#include "api/endpointjson.h"
#include "api/listing.h"
#include "jobs/metricreduction.h"
#include "jsonread.h"
#include "jsonwrite.h"
#include "paths.h"
#include "trainingjson.h"

#include <QJsonDocument>

namespace nsl
{

namespace
{

constexpr qint64 maxMetricPoints = 100'000;

/// What somebody who approves should know: somebody did before. Empty where nobody had.
QString approvedBefore(const Version &version)
{
    if (version.approvalStatus != ApprovalStatus::Approved)
        return {};
    return u"%1 had been approved already, by %2 at %3: nothing was changed."_qs.arg(
        displayName(version), version.approvedBy.isEmpty() ? u"somebody"_qs : version.approvedBy,
        version.approvedAt.isValid() ? version.approvedAt.toUTC().toString(Qt::ISODate)
                                     : u"an unknown time"_qs);
}

} // namespace

TrainingController::TrainingController(SqliteStore &store, TrainingService &training,
                                       RetrainService &retraining, JobSupervisor &jobs,
                                       DeploymentService &deployments, const QString &baseUrl)
    : m_store(store)
    , m_training(training)
    , m_retraining(retraining)
    , m_jobs(jobs)
    , m_deployments(deployments)
    , m_baseUrl(baseUrl)
{
}

void TrainingController::addRoutes(Router &router)
{
    const auto bind = [this](ApiResult (TrainingController::*method)(const ApiCall &)) {
        return [this, method](const ApiCall &call) { return (this->*method)(call); };
    };
    using Self = TrainingController;
    router.addAsync(u"POST"_qs, paths::trainingStart,
                    [this](const ApiCall &call, const ApiReply &reply) { start(call, reply); });
    router.add(u"GET"_qs, paths::trainingJobs, bind(&Self::list));
    router.add(u"GET"_qs, paths::trainingJobs + u"/{}"_qs, bind(&Self::get));
    router.add(u"GET"_qs, paths::trainingJobs + u"/{}/manifest"_qs, bind(&Self::manifest));
    router.add(u"PATCH"_qs, paths::trainingJobs + u"/{}"_qs, bind(&Self::patch));
    router.add(u"DELETE"_qs, paths::trainingJobs + u"/{}"_qs, bind(&Self::remove));
    router.add(u"POST"_qs, paths::approve, bind(&Self::approve));
    router.add(u"POST"_qs, paths::promote, bind(&Self::promote));
    router.add(u"POST"_qs, paths::stop, bind(&Self::stop));
    router.add(u"GET"_qs, paths::jobEndpoint, bind(&Self::endpoint));
    router.add(u"GET"_qs, paths::jobMetrics + u"/{}"_qs, bind(&Self::metrics));
    router.add(u"GET"_qs, paths::jobLogs + u"/{}"_qs, bind(&Self::logs));
}

Outcome<TrainingJob> TrainingController::named(const QString &jobName) const
{
    const auto job = m_store.jobs().findByName(jobName);
    if (!job) {
        return PlatformError::notFound(u"There is no training job named \"%1\"."_qs.arg(jobName.left(100)),
                                       u"job_not_found"_qs);
    }
    return *job;
}

Outcome<Version> TrainingController::versionOf(const TrainingJob &job) const
{
    const auto version = m_store.versions().findByJob(job.jobName);
    if (job.status != JobStatus::Succeeded || !version) {
        return PlatformError::conflict(u"The run %1 is %2: only a run that succeeded has a version."_qs.arg(
                                           job.jobName, job.status.text),
                                       u"job_not_succeeded"_qs);
    }
    return *version;
}

void TrainingController::start(const ApiCall &call, const ApiReply &reply)
{
    const auto body = call.json();
    if (!body.ok()) {
        reply(body.error());
        return;
    }
    const auto answer = [this, reply](const Outcome<TrainingStarted> &started) {
        if (!started.ok()) {
            reply(started.error());
            return;
        }
        m_jobs.wake();
        QJsonObject fields{{u"ok"_qs, true},
                           {u"jobId"_qs, started->jobId.toJson()},
                           {u"executionArn"_qs, started->executionArn},
                           {u"jobName"_qs, started->jobName},
                           {u"status"_qs, started->job.status.text},
                           {u"job"_qs, toJson(started->job)}};
        if (!started->warning.isEmpty())
            fields.insert(u"warning"_qs, started->warning);
        reply(ApiAnswer(fields));
    };
    const QJsonValue earlier = json::find(*body, u"from_job_name");
    if (earlier.isUndefined() || earlier.isNull())
        answer(m_training.start(call.actor(), call.requestId, *body));
    else
        m_retraining.start(call.actor(), call.requestId, *body, answer);
}

ApiResult TrainingController::list(const ApiCall &call)
{
    Listed<TrainingJob> jobs;
    jobs.name = u"jobs"_qs;
    jobs.kind = RecordKind::Job;
    jobs.dependsOn = {RecordKind::Job, RecordKind::Version};
    jobs.all = [this] { return m_store.jobs().list(); };
    jobs.since = [this](qint64 rev) { return m_store.jobs().listSince(rev); };
    jobs.page = [this](int limit, qint64 after) { return m_store.jobs().page(limit, after); };
    jobs.json = [](const TrainingJob &job) { return toJson(job); };
    jobs.summary = {u"id"_qs,         u"job_name"_qs,         u"display_name"_qs,   u"label"_qs,
                    u"status"_qs,     u"created_at"_qs,       u"started_at"_qs,     u"completed_at"_qs,
                    u"updated_at"_qs, u"template_id"_qs,      u"model_id"_qs,       u"family_id"_qs,
                    u"version"_qs,    u"approval_status"_qs,  u"failure_reason"_qs, u"execution_arn"_qs,
                    u"progress"_qs,   u"duration_seconds"_qs, u"resumes"_qs,        u"warnings"_qs,
                    u"rev"_qs};
    return listAnswer(m_store, call, jobs);
}

ApiResult TrainingController::get(const ApiCall &call)
{
    const auto id = call.idParameter();
    if (!id.ok())
        return id.error();
    return m_store.read([&]() -> ApiResult {
        const auto job = m_store.jobs().find(*id);
        if (!job)
            return PlatformError::notFound(u"There is no training job with the id %1."_qs.arg(*id),
                                           u"job_not_found"_qs);
        return ApiAnswer(QJsonObject{{u"job"_qs, toJson(*job)}});
    });
}

ApiResult TrainingController::manifest(const ApiCall &call)
{
    const auto id = call.idParameter();
    if (!id.ok())
        return id.error();
    return m_store.read([&]() -> ApiResult {
        const auto job = m_store.jobs().find(*id);
        if (!job)
            return PlatformError::notFound(u"There is no training job with the id %1."_qs.arg(*id),
                                           u"job_not_found"_qs);
        const QByteArray bytes = m_store.jobs().manifest(*id);
        return ApiAnswer(QJsonObject{
            {u"job_name"_qs, job->jobName},
            {u"manifest"_qs,
             bytes.isEmpty() ? QJsonValue() : QJsonValue(QJsonDocument::fromJson(bytes).object())},
            {u"manifest_digest"_qs, json::textOrNull(job->manifestDigest)}});
    });
}

ApiResult TrainingController::patch(const ApiCall &call)
{
    const auto id = call.idParameter();
    const auto body = call.json();
    if (!id.ok() || !body.ok())
        return id.ok() ? body.error() : id.error();
    for (const char16_t *key : {u"label", u"description", u"approval_status", u"approval_comment"}) {
        const QJsonValue value = json::find(*body, key);
        if (!value.isUndefined() && !value.isNull() && !value.isString())
            return PlatformError::invalid(u"%1 must be a text."_qs.arg(QString::fromUtf16(key)));
    }
    return m_store.change(call.actor(), call.requestId, [&](StateChange &change) -> ApiResult {
        const auto job = m_store.jobs().find(*id);
        if (!job)
            return PlatformError::notFound(u"There is no training job with the id %1."_qs.arg(*id),
                                           u"job_not_found"_qs);
        QString warning;
        const QJsonValue label = json::find(*body, u"label");
        const QJsonValue description = json::find(*body, u"description");
        if (!label.isUndefined() || !description.isUndefined()) {
            const auto described = m_store.jobs().describe(
                change, *id, label.isUndefined() ? job->label : label.toString().trimmed(),
                description.isUndefined() ? job->description : description.toString());
            if (!described.ok())
                return described.error();
        }
        const QJsonValue approval = json::find(*body, u"approval_status");
        if (approval.isString()) {
            const auto status = parseApprovalStatus(approval.toString());
            if (status == ApprovalStatus::Unknown) {
                return PlatformError::invalid(u"approval_status must be Pending, Approved or Rejected."_qs,
                                              u"invalid_approval_status"_qs);
            }
            const auto version = versionOf(*job);
            if (!version.ok())
                return version.error();
            if (status == ApprovalStatus::Approved)
                warning = approvedBefore(*version);
            const auto moved = m_store.versions().setApproval(change, version->id, status.value,
                                                              json::text(*body, u"approval_comment"));
            if (!moved.ok())
                return moved.error();
        }
        const auto after = m_store.jobs().find(*id);
        QJsonObject answer{{u"job"_qs, toJson(after.value_or(*job))}};
        if (!warning.isEmpty())
            answer.insert(u"warning"_qs, warning);
        return ApiAnswer(answer);
    });
}

ApiResult TrainingController::approve(const ApiCall &call)
{
    const auto body = call.json();
    if (!body.ok())
        return body.error();
    const auto jobName = requiredText(*body, u"job_name");
    if (!jobName.ok())
        return jobName.error();
    return m_store.change(call.actor(), call.requestId, [&](StateChange &change) -> ApiResult {
        const auto job = named(*jobName);
        if (!job.ok())
            return job.error();
        const auto version = versionOf(*job);
        if (!version.ok())
            return version.error();
        const auto approved = m_store.versions().setApproval(change, version->id, ApprovalStatus::Approved,
                                                             json::text(*body, u"comment"));
        if (!approved.ok())
            return approved.error();
        const auto after = named(*jobName);
        if (!after.ok())
            return after.error();
        QJsonObject answer{{u"success"_qs, true},
                           {u"job_name"_qs, *jobName},
                           {u"approval_status"_qs, approved->approvalStatus.text},
                           {u"job"_qs, toJson(*after)}};
        if (const QString warning = approvedBefore(*version); !warning.isEmpty())
            answer.insert(u"warning"_qs, warning);
        return ApiAnswer(answer);
    });
}

ApiResult TrainingController::promote(const ApiCall &call)
{
    const auto body = call.json();
    if (!body.ok())
        return body.error();
    const auto jobName = requiredText(*body, u"job_name");
    if (!jobName.ok())
        return jobName.error();
    const auto version = m_store.read([&]() -> Outcome<Version> {
        const auto job = named(*jobName);
        if (!job.ok())
            return job.error();
        return versionOf(*job);
    });
    if (!version.ok())
        return version.error();
    PromotionRequest request;
    request.modelId = version->id;
    const QJsonValue endpointId = json::find(*body, u"endpoint_id");
    if (!endpointId.isUndefined() && !endpointId.isNull()) {
        request.endpointId = json::toInteger(endpointId);
        if (!request.endpointId)
            return PlatformError::invalid(u"endpoint_id must be a whole number."_qs);
    }
    request.comment = json::text(*body, u"comment");
    const QJsonValue expected = json::find(*body, u"expected_active_job_name");
    if (expected.isString())
        request.expectedActiveJobName = expected.toString();
    const auto begun = m_deployments.promote(call.actor(), call.requestId, request);
    if (!begun.ok())
        return begun.error();
    return ApiAnswer(promotionJson(*begun, *jobName, m_baseUrl));
}

ApiResult TrainingController::stop(const ApiCall &call)
{
    const auto body = call.json();
    if (!body.ok())
        return body.error();
    const QString jobName = json::text(*body, u"job_name");
    const QString arn = json::text(*body, u"execution_arn");
    if (jobName.isEmpty() && arn.isEmpty())
        return PlatformError::invalid(u"job_name or executionArn is missing."_qs, u"job_name_required"_qs);
    const auto job = m_store.read([&]() -> Outcome<TrainingJob> {
        if (!jobName.isEmpty())
            return named(jobName);
        const auto found = m_store.jobs().findByArn(arn);
        if (!found)
            return PlatformError::notFound(u"There is no run with this executionArn."_qs,
                                           u"job_not_found"_qs);
        return *found;
    });
    if (!job.ok())
        return job.error();
    const auto stopping = m_jobs.stop(call.actor(), call.requestId, *job);
    if (!stopping.ok())
        return stopping.error();
    return ApiAnswer(QJsonObject{{u"success"_qs, true},
                                 {u"stopped"_qs, true},
                                 {u"status"_qs, toText(JobStatus::Stopping)},
                                 {u"job_name"_qs, job->jobName}});
}

ApiResult TrainingController::remove(const ApiCall &call)
{
    const auto id = call.idParameter();
    if (!id.ok())
        return id.error();
    const auto removed = m_jobs.remove(call.actor(), call.requestId, *id);
    if (!removed.ok())
        return removed.error();
    return ApiAnswer(QJsonObject{{u"ok"_qs, true}});
}

ApiResult TrainingController::endpoint(const ApiCall &call)
{
    return m_store.read([&]() -> ApiResult {
        const QString jobName = call.queryText(u"job_name"_qs);
        std::optional<Endpoint> found;
        if (jobName.isEmpty()) {
            found = m_store.endpoints().findDefault(u"embedder"_qs);
        } else {
            const auto job = named(jobName);
            if (!job.ok())
                return job.error();
            // The target where this run's version is live or on its way.
            for (const Endpoint &candidate : m_store.endpoints().list()) {
                const auto is = [&](const std::optional<VersionRef> &version) {
                    return version && version->jobName == jobName;
                };
                if (!found && (is(candidate.activeVersion) || is(candidate.pendingVersion)))
                    found = candidate;
            }
        }
        return ApiAnswer(QJsonObject{{u"endpoint"_qs, found ? QJsonValue(endpointJson(*found, m_baseUrl))
                                                            : QJsonValue(QJsonValue::Null)}});
    });
}

ApiResult TrainingController::metrics(const ApiCall &call)
{
    constexpr qint64 least = std::numeric_limits<qint64>::min();
    constexpr qint64 most = std::numeric_limits<qint64>::max();
    const auto maxPoints = call.queryInteger(u"max_points"_qs, maxMetricPoints, 4, maxMetricPoints, true);
    const auto sinceSeq = call.queryInteger(u"since_seq"_qs, 0, 0, most);
    const auto from = call.queryInteger(u"from"_qs, least, least, most);
    const auto to = call.queryInteger(u"to"_qs, most, least, most);
    for (const auto *number : {&maxPoints, &sinceSeq, &from, &to}) {
        if (!number->ok())
            return number->error();
    }
    return m_store.read([&]() -> ApiResult {
        auto job = named(call.parameters.first());
        // A deleted run keeps its measurements and its manifest.
        if (const auto deleted = m_store.jobs().findTombstone(call.parameters.first()); !job.ok() && deleted)
            job = *deleted;
        if (!job.ok())
            return job.error();
        const QStringList names = call.queryText(u"series"_qs).split(u',', Qt::SkipEmptyParts);
        // A reader that may hold points that were taken out gets all there is.
        const bool isWhole = *sinceSeq == 0 || !m_store.metrics().trimsAfter(job->id, *sinceSeq).isEmpty();
        QJsonArray series;
        for (MetricSeries one : m_store.metrics().series(job->id, names, isWhole ? 0 : *sinceSeq)) {
            reduceSeries(one, static_cast<qsizetype>(*maxPoints), *from, *to);
            series.append(toJson(one));
        }
        const QByteArray manifest = m_store.jobs().manifest(job->id);
        return ApiAnswer(QJsonObject{
            {u"job_name"_qs, job->jobName},
            {u"status"_qs, job->status.text},
            {u"metrics"_qs, json::metricsJson(job->metrics)},
            {u"series"_qs, series},
            {u"whole"_qs, isWhole},
            {u"manifest"_qs,
             manifest.isEmpty() ? QJsonValue() : QJsonValue(QJsonDocument::fromJson(manifest).object())},
            {u"duration_seconds"_qs, json::orNull(job->durationSeconds)}});
    });
}

ApiResult TrainingController::logs(const ApiCall &call)
{
    constexpr qint64 most = std::numeric_limits<qint64>::max();
    const auto limit = call.queryInteger(u"limit"_qs, 200, 1, JobLog::maxPage, true);
    const auto cursor = call.queryInteger(u"cursor"_qs, 0, 0, most);
    const auto before = call.queryInteger(u"before"_qs, 0, 1, most);
    for (const auto *number : {&limit, &cursor, &before}) {
        if (!number->ok())
            return number->error();
    }
    const auto job = m_store.read([&]() -> Outcome<TrainingJob> { return named(call.parameters.first()); });
    if (!job.ok())
        return job.error();
    JobLog::Query query;
    query.limit = static_cast<qsizetype>(*limit);
    if (call.query.contains(u"cursor"_qs))
        query.after = *cursor;
    if (call.query.contains(u"before"_qs))
        query.before = *before;
    // `tail` is a flag or the number of lines.
    const QString tail = call.queryText(u"tail"_qs);
    query.tail = call.query.contains(u"tail"_qs) && tail != u"false" && tail != u"0";
    if (const qint64 lines = tail.toLongLong(); lines > 1)
        query.limit = static_cast<qsizetype>(qMin<qint64>(lines, JobLog::maxPage));
    query.contains = call.queryText(u"q"_qs);
    query.level = call.queryText(u"level"_qs);
    const auto page = JobLog::read(m_jobs.directoryOf(job->jobName).logFile(), query);
    if (!page.ok())
        return page.error();
    QJsonArray lines;
    QJsonArray events;
    for (const LogEvent &event : page->events) {
        lines.append(event.message);
        events.append(toJson(event));
    }
    const bool goesOn = page->more || isActive(job->status.value);
    return ApiAnswer(
        QJsonObject{{u"job_name"_qs, job->jobName},
                    {u"logs"_qs, lines},
                    {u"events"_qs, events},
                    {u"next_token"_qs, goesOn ? QJsonValue(QString::number(page->position)) : QJsonValue()},
                    {u"previous_token"_qs,
                     page->reachesBack > 0 ? QJsonValue(QString::number(page->reachesBack)) : QJsonValue()}});
}

} // namespace nsl
