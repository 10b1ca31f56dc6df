// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluationjson.h"

#include "jsonread.h"
#include "jsonwrite.h"
#include "registryjson.h"

#include <QJsonArray>

namespace nsl
{

namespace
{

QJsonValue metricOrNull(const std::optional<double> &value)
{
    return value ? json::metricJson(*value) : QJsonValue(QJsonValue::Null);
}

QJsonValue leafOrNull(const QJsonValue &value)
{
    return value.isUndefined() ? QJsonValue(QJsonValue::Null) : value;
}

QJsonObject toJson(const PromotionPreview::Metric &metric)
{
    return {{u"name"_qs, metric.name},
            {u"direction"_qs, toText(metric.direction)},
            {u"candidate"_qs, metricOrNull(metric.candidate)},
            {u"live"_qs, metricOrNull(metric.live)},
            {u"delta"_qs, metricOrNull(metric.delta)},
            {u"ci_low"_qs, metricOrNull(metric.ciLow)},
            {u"ci_high"_qs, metricOrNull(metric.ciHigh)},
            {u"verdict"_qs, toText(metric.verdict)}};
}

PromotionPreview::Metric metricFromJson(const QJsonObject &object)
{
    PromotionPreview::Metric metric;
    metric.name = json::text(object, u"name");
    metric.direction = parseMetricDirection(json::text(object, u"direction"));
    metric.candidate = json::metricValue(json::find(object, u"candidate"));
    metric.live = json::metricValue(json::find(object, u"live"));
    metric.delta = json::metricValue(json::find(object, u"delta"));
    metric.ciLow = json::metricValue(json::find(object, u"ci_low"));
    metric.ciHigh = json::metricValue(json::find(object, u"ci_high"));
    metric.verdict = parseNoiseVerdict(json::text(object, u"verdict"));
    return metric;
}

} // namespace

QJsonObject evaluationRequestJson(const QStringList &jobNames, const QString &splitOf)
{
    return {{u"job_names"_qs, QJsonArray::fromStringList(jobNames)}, {u"split_of"_qs, splitOf}};
}

QJsonObject toJson(const Evaluation &evaluation)
{
    QJsonObject intervals;
    for (auto it = evaluation.intervals.begin(); it != evaluation.intervals.end(); ++it) {
        intervals.insert(it.key(), QJsonObject{{u"low"_qs, json::metricJson(it->low)},
                                               {u"high"_qs, json::metricJson(it->high)}});
    }
    return {{u"job_name"_qs, evaluation.jobName},
            {u"split_digest"_qs, evaluation.splitDigest},
            {u"metrics"_qs, json::metricsJson(evaluation.metrics)},
            {u"per_metric_ci"_qs, intervals},
            {u"users"_qs, evaluation.users},
            {u"dropped_pairs"_qs, evaluation.droppedPairs}};
}

Evaluation evaluationFromJson(const QJsonObject &object)
{
    Evaluation evaluation;
    evaluation.jobName = json::text(object, u"job_name");
    evaluation.splitDigest = json::text(object, u"split_digest");
    evaluation.metrics = json::metrics(json::find(object, u"metrics"));
    evaluation.users = json::integer(object, u"users");
    evaluation.droppedPairs = json::integer(object, u"dropped_pairs");
    const QJsonObject intervals = json::find(object, u"per_metric_ci").toObject();
    for (auto it = intervals.begin(); it != intervals.end(); ++it) {
        const auto low = json::metricValue(json::find(it.value().toObject(), u"low"));
        const auto high = json::metricValue(json::find(it.value().toObject(), u"high"));
        if (low && high)
            evaluation.intervals.insert(it.key(), {evaluation.metrics.value(it.key()), *low, *high});
    }
    return evaluation;
}

QJsonObject previewRequestJson(const QString &jobName, std::optional<RecordId> endpointId)
{
    QJsonObject body{{u"job_name"_qs, jobName}};
    if (endpointId)
        body.insert(u"endpoint_id"_qs, endpointId->toJson());
    return body;
}

QJsonObject toJson(const PromotionPreview &preview)
{
    QJsonArray metrics;
    for (const PromotionPreview::Metric &metric : preview.metrics)
        metrics.append(toJson(metric));
    QJsonArray differences;
    for (const ManifestDifference &difference : preview.manifestDiff) {
        differences.append(QJsonObject{{u"path"_qs, difference.path},
                                       {u"candidate"_qs, leafOrNull(difference.left)},
                                       {u"live"_qs, leafOrNull(difference.right)}});
    }
    QJsonArray checks;
    for (const PromotionPreview::Check &check : preview.checks) {
        checks.append(QJsonObject{
            {u"id"_qs, check.id}, {u"ok"_qs, check.ok}, {u"text"_qs, check.text}, {u"fix"_qs, check.fix}});
    }
    return {{u"candidate"_qs, toJson(preview.candidate)},
            {u"live"_qs, preview.live ? QJsonValue(toJson(*preview.live)) : QJsonValue(QJsonValue::Null)},
            {u"split_digest"_qs, json::textOrNull(preview.splitDigest)},
            {u"metrics"_qs, metrics},
            {u"manifest_diff"_qs, differences},
            {u"comparable"_qs, toText(preview.comparability.verdict)},
            {u"reasons"_qs, QJsonArray::fromStringList(preview.comparability.reasons)},
            {u"checks"_qs, checks}};
}

PromotionPreview promotionPreviewFromJson(const QJsonObject &object)
{
    PromotionPreview preview;
    preview.candidate = versionFromJson(json::find(object, u"candidate").toObject());
    const QJsonValue live = json::find(object, u"live");
    if (live.isObject())
        preview.live = versionFromJson(live.toObject());
    preview.splitDigest = json::text(object, u"split_digest");
    const QJsonArray metrics = json::find(object, u"metrics").toArray();
    for (const QJsonValue metric : metrics)
        preview.metrics.append(metricFromJson(metric.toObject()));
    const QJsonArray differences = json::find(object, u"manifest_diff").toArray();
    for (const QJsonValue value : differences) {
        const QJsonObject difference = value.toObject();
        preview.manifestDiff.append({json::text(difference, u"path"), json::find(difference, u"candidate"),
                                     json::find(difference, u"live")});
    }
    preview.comparability.verdict = parseComparable(json::text(object, u"comparable"));
    preview.comparability.reasons = json::textList(object, u"reasons");
    const QJsonArray checks = json::find(object, u"checks").toArray();
    for (const QJsonValue value : checks) {
        const QJsonObject check = value.toObject();
        preview.checks.append({json::text(check, u"id"), json::boolean(check, u"ok"),
                               json::text(check, u"text"), json::text(check, u"fix")});
    }
    return preview;
}

} // namespace nsl
