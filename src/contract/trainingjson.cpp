// SPDX-License-Identifier: GPL-3.0-or-later
#include "trainingjson.h"

#include "jsonread.h"
#include "jsonwrite.h"
#include "registryjson.h"
#include "runfraction.h"

namespace nsl
{

QJsonObject toJson(const EventType &eventType)
{
    return {{u"event_id"_qs, eventType.id.toJson()},
            {u"event_name"_qs, eventType.name},
            {u"value"_qs, eventType.weight},
            {u"event_count"_qs, eventType.eventCount},
            {u"id"_qs, eventType.id.toJson()},
            {u"name"_qs, eventType.name},
            {u"weight"_qs, eventType.weight},
            {u"last_event_at"_qs, json::isoTime(eventType.lastEventAt)},
            {u"created_at"_qs, json::isoTime(eventType.createdAt)},
            {u"rev"_qs, eventType.rev}};
}

EventType eventTypeFromJson(const QJsonObject &object)
{
    EventType eventType;
    eventType.id = RecordId::fromJson(json::find(object, {u"event_id", u"id"}));
    eventType.name = json::find(object, {u"event_name", u"name"}).toString();
    eventType.weight = json::find(object, {u"value", u"weight"}).toInt(50);
    eventType.eventCount = json::integer(object, u"event_count");
    eventType.lastEventAt = json::time(object, u"last_event_at");
    eventType.createdAt = json::time(object, u"created_at");
    eventType.rev = json::integer(object, u"rev");
    return eventType;
}

QJsonObject toJson(const SignalTemplate &signalTemplate)
{
    QJsonArray eventTypes;
    for (const SignalTemplate::Signal &signal : signalTemplate.eventTypes) {
        eventTypes.append(QJsonObject{{u"id"_qs, signal.eventTypeId.toJson()},
                                      {u"name"_qs, signal.name},
                                      {u"weight"_qs, signal.weight}});
    }
    return {{u"id"_qs, signalTemplate.id.toJson()},
            {u"name"_qs, signalTemplate.name},
            {u"status"_qs, signalTemplate.status.text},
            {u"event_types"_qs, eventTypes},
            {u"thresholds"_qs, QJsonObject{{u"per_signal_min"_qs, signalTemplate.perSignalMin},
                                           {u"total_min"_qs, signalTemplate.totalMin}}},
            {u"family_id"_qs, json::orNull(signalTemplate.familyId)},
            {u"rev"_qs, signalTemplate.rev},
            {u"created_at"_qs, json::isoTime(signalTemplate.createdAt)},
            {u"updated_at"_qs, json::isoTime(signalTemplate.updatedAt)}};
}

SignalTemplate templateFromJson(const QJsonObject &object)
{
    SignalTemplate result;
    result.id = json::recordId(object, u"id");
    result.name = json::text(object, u"name");
    result.status = parseTemplateStatus(json::text(object, u"status"));
    const QJsonArray eventTypes = json::find(object, u"event_types").toArray();
    for (const QJsonValue value : eventTypes) {
        const QJsonObject fields = value.toObject();
        result.eventTypes.append({RecordId::fromJson(json::find(fields, {u"id", u"event_id"})),
                                  json::find(fields, {u"name", u"event_name"}).toString(),
                                  json::find(fields, {u"weight", u"value"}).toInt(50)});
    }
    const QJsonObject thresholds = json::find(object, u"thresholds").toObject();
    result.perSignalMin = json::integer(thresholds, u"per_signal_min");
    result.totalMin = json::integer(thresholds, u"total_min");
    result.familyId = json::optionalRecordId(object, u"family_id");
    result.createdAt = json::time(object, u"created_at");
    result.updatedAt = json::time(object, u"updated_at");
    result.rev = json::integer(object, u"rev");
    return result;
}

QJsonObject toJson(const JobProgress &progress)
{
    return {{u"phase"_qs, json::textOrNull(progress.phase.text)},
            {u"epoch"_qs, progress.epoch},
            {u"epochs"_qs, progress.epochs},
            {u"step"_qs, progress.step},
            {u"steps"_qs, progress.steps}};
}

QList<RunWarning> runWarningsFromJson(const QJsonArray &array)
{
    QList<RunWarning> warnings;
    for (const QJsonValue value : array) {
        const QJsonObject object = value.toObject();
        const RunWarning warning{json::text(object, u"code"), json::text(object, u"text"),
                                 json::integer(object, u"count")};
        if (!warning.code.isEmpty() || !warning.text.isEmpty())
            warnings.append(warning);
    }
    return warnings;
}

/// The worker's counters, and what of the whole run they come to.
QJsonObject progressOf(const TrainingJob &job)
{
    QJsonObject progress = toJson(job.progress);
    const std::optional<double> fraction = isActive(job.status.value) ? runFraction(job) : std::nullopt;
    progress.insert(u"fraction"_qs, json::orNull(fraction));
    return progress;
}

QJsonObject toJson(const TrainingJob &job)
{
    QJsonArray warnings;
    for (const RunWarning &warning : job.warnings) {
        warnings.append(QJsonObject{
            {u"code"_qs, warning.code}, {u"text"_qs, warning.text}, {u"count"_qs, warning.count}});
    }
    QJsonObject phaseSeconds;
    for (auto it = job.phaseSeconds.begin(); it != job.phaseSeconds.end(); ++it)
        phaseSeconds.insert(it.key(), it.value());
    return {
        {u"id"_qs, job.id.toJson()},
        {u"job_name"_qs, job.jobName},
        {u"display_name"_qs, job.displayName},
        {u"label"_qs, job.label},
        {u"description"_qs, job.description},
        {u"status"_qs, job.status.text},
        {u"created_at"_qs, json::isoTime(job.createdAt)},
        {u"started_at"_qs, json::isoTime(job.startedAt)},
        {u"completed_at"_qs, json::isoTime(job.completedAt)},
        {u"updated_at"_qs, json::isoTime(job.updatedAt)},
        {u"template_id"_qs, json::orNull(job.templateId)},
        {u"model_id"_qs, json::orNull(job.modelId)},
        {u"family_id"_qs, json::orNull(job.familyId)},
        {u"version"_qs, json::orNull(job.version)},
        {u"approval_status"_qs, json::textOrNull(job.approvalStatus.text)},
        {u"metrics"_qs, json::metricsJson(job.metrics)},
        {u"failure_reason"_qs, json::textOrNull(job.failureReason)},
        {u"execution_arn"_qs, job.executionArn},
        {u"sageMaker"_qs, QJsonObject{{u"pipelineExecutionStatus"_qs, job.status.text},
                                      {u"trainingJobName"_qs, job.jobName},
                                      {u"trainingJobArn"_qs,
                                       QStringLiteral("arn:nsl:local:training-job/%1").arg(job.jobName)}}},
        {u"progress"_qs, progressOf(job)},
        {u"duration_seconds"_qs, json::orNull(job.durationSeconds)},
        {u"phase_seconds"_qs, phaseSeconds},
        {u"resumes"_qs, job.resumes},
        {u"training_options"_qs, job.trainingOptions},
        {u"warnings"_qs, warnings},
        {u"manifest_digest"_qs, json::textOrNull(job.manifestDigest)},
        {u"config_digest"_qs, json::textOrNull(job.configDigest)},
        {u"rev"_qs, job.rev}};
}

TrainingJob jobFromJson(const QJsonObject &object)
{
    TrainingJob job;
    job.id = json::recordId(object, u"id");
    job.jobName = json::runName(object);
    if (job.jobName.isEmpty())
        job.jobName = job.id.text();
    job.displayName = json::nameText(object, u"display_name");
    job.label = json::nameText(object, u"label");
    job.description = json::nameText(object, u"description");
    job.status = parseJobStatus(json::text(object, u"status"));
    job.createdAt = json::time(object, u"created_at");
    job.startedAt = json::time(object, u"started_at");
    job.completedAt = json::time(object, u"completed_at");
    job.updatedAt = json::time(object, u"updated_at");
    job.templateId = json::optionalRecordId(object, u"template_id");
    job.modelId = json::optionalRecordId(object, u"model_id");
    job.familyId = json::optionalRecordId(object, u"family_id");
    job.version = json::optionalInt(object, u"version");
    job.approvalStatus = approvalFromJson(object);
    job.metrics = json::metrics(json::find(object, u"metrics"));
    job.failureReason = json::text(object, u"failure_reason");
    job.executionArn = json::text(object, u"execution_arn");
    const QJsonObject progress = json::find(object, u"progress").toObject();
    job.progress.phase = parseJobPhase(json::text(progress, u"phase"));
    if (const std::optional<double> fraction = json::metricValue(json::find(progress, u"fraction")))
        job.progress.fraction = fraction;
    job.progress.epoch = json::optionalInt(progress, u"epoch").value_or(0);
    job.progress.epochs = json::optionalInt(progress, u"epochs").value_or(0);
    job.progress.step = json::integer(progress, u"step");
    job.progress.steps = json::integer(progress, u"steps");
    job.durationSeconds = json::optionalNumber(object, u"duration_seconds");
    const QJsonObject phases = json::find(object, u"phase_seconds").toObject();
    for (auto it = phases.begin(); it != phases.end(); ++it) {
        if (it.value().isDouble())
            job.phaseSeconds.insert(it.key(), it.value().toDouble());
    }
    job.resumes = json::optionalInt(object, u"resumes").value_or(0);
    job.trainingOptions = json::find(object, u"training_options").toObject();
    job.warnings = runWarningsFromJson(json::find(object, u"warnings").toArray());
    job.manifestDigest = json::text(object, u"manifest_digest");
    job.configDigest = json::text(object, u"config_digest");
    job.rev = json::integer(object, u"rev");
    return job;
}

QJsonObject toJson(const TrainingRequest &request)
{
    QJsonObject object;
    if (request.fromJobName.isEmpty()) {
        object.insert(u"templateId"_qs, request.templateId.toJson());
        object.insert(u"trainingOptions"_qs, request.options);
    } else {
        object.insert(u"from_job_name"_qs, request.fromJobName);
        if (!request.options.isEmpty())
            object.insert(u"overrides"_qs, request.options);
    }
    if (request.familyId && request.fromJobName.isEmpty())
        object.insert(u"family_id"_qs, request.familyId->toJson());
    if (!request.note.isEmpty())
        object.insert(u"note"_qs, request.note);
    return object;
}

Outcome<TrainingRequest> trainingRequestFromJson(const QJsonObject &object)
{
    TrainingRequest request;
    const std::optional<qint64> templateId = json::optionalInteger(object, u"template_id");
    if (!templateId)
        return PlatformError::invalid(u"template_id is missing"_qs, u"template_id_required"_qs);
    request.templateId = *templateId;
    const QJsonValue family = json::find(object, u"family_id");
    if (!family.isUndefined() && !family.isNull()) {
        request.familyId = json::toInteger(family);
        if (!request.familyId)
            return PlatformError::invalid(u"family_id must be a whole number"_qs);
    }
    request.note = json::text(object, u"note");
    const QJsonValue nested = json::find(object, u"training_options");
    if (!nested.isUndefined() && !nested.isObject())
        return PlatformError::invalid(u"trainingOptions must be an object"_qs);
    request.options = nested.toObject();
    // The flat form names only these four; everything else at the top level is ignored (contract 2.2).
    for (const char16_t *key : {u"epochs", u"batch_size", u"learning_rate", u"seed"}) {
        const QJsonValue value = json::find(object, key);
        const QString name = QString::fromUtf16(key);
        if (!value.isUndefined() && !request.options.contains(name))
            request.options.insert(name, value);
    }
    return request;
}

TrainingStarted trainingStartedFromJson(const QJsonObject &object)
{
    TrainingStarted started;
    started.jobId = json::recordId(object, u"job_id");
    started.executionArn = json::text(object, u"execution_arn");
    started.warning = json::text(object, u"warning");
    started.job = jobFromJson(json::find(object, u"job").toObject());
    started.jobName = json::text(object, u"job_name");
    if (started.jobName.isEmpty())
        started.jobName = started.job.jobName;
    if (started.jobName.isEmpty())
        started.jobName = started.jobId.text();
    return started;
}

QJsonObject toJson(const MetricSeries &series)
{
    QJsonArray points;
    for (const MetricPoint &point : series.points) {
        points.append(
            QJsonArray{point.seq, point.step, point.epoch, point.wallMs, json::metricJson(point.value)});
    }
    return {{u"name"_qs, series.name},
            {u"unit"_qs, json::textOrNull(series.unit)},
            {u"direction"_qs, toText(series.direction)},
            {u"total"_qs, series.total},
            {u"aggregated"_qs, series.aggregated},
            {u"points"_qs, points}};
}

MetricSeries metricSeriesFromJson(const QJsonObject &object)
{
    MetricSeries series;
    series.name = json::text(object, u"name");
    series.unit = json::text(object, u"unit");
    series.direction = parseMetricDirection(json::text(object, u"direction"));
    series.aggregated = json::boolean(object, u"aggregated");
    const QJsonArray points = json::find(object, u"points").toArray();
    series.points.reserve(points.size());
    for (const QJsonValue value : points) {
        const QJsonArray fields = value.toArray();
        const std::optional<double> number = json::metricValue(fields.at(4));
        if (fields.size() < 5 || !number)
            continue;
        series.points.append({fields.at(0).toInteger(), fields.at(1).toInteger(), fields.at(2).toDouble(),
                              fields.at(3).toInteger(), *number});
    }
    series.total = json::optionalInteger(object, u"total").value_or(series.points.size());
    return series;
}

JobMetrics jobMetricsFromJson(const QJsonObject &object)
{
    JobMetrics result;
    result.jobName = json::text(object, u"job_name");
    result.status = parseJobStatus(json::text(object, u"status"));
    result.finalMetrics = json::metrics(json::find(object, u"metrics"));
    const QJsonArray series = json::find(object, u"series").toArray();
    for (const QJsonValue value : series)
        result.series.append(metricSeriesFromJson(value.toObject()));
    result.whole = json::boolean(object, u"whole");
    result.manifest = json::find(object, u"manifest").toObject();
    result.durationSeconds = json::optionalNumber(object, u"duration_seconds");
    return result;
}

QJsonObject toJson(const LogEvent &event)
{
    return {{u"id"_qs, event.id},
            {u"timestamp"_qs, json::isoTime(event.timestamp)},
            {u"level"_qs, event.level},
            {u"message"_qs, event.message}};
}

LogPage logPageFromJson(const QJsonObject &object)
{
    LogPage page;
    page.jobName = json::text(object, u"job_name");
    page.nextToken = json::text(object, u"next_token");
    const QJsonArray events = json::find(object, u"events").toArray();
    for (const QJsonValue value : events) {
        const QJsonObject fields = value.toObject();
        page.events.append({json::integer(fields, u"id"), json::time(fields, u"timestamp"),
                            json::text(fields, u"level"), json::text(fields, u"message")});
    }
    if (page.events.isEmpty()) { // the hosted platform may send bare lines only
        const QStringList lines = json::textList(object, u"logs");
        for (const QString &line : lines)
            page.events.append({0, {}, {}, line});
    }
    return page;
}

} // namespace nsl
