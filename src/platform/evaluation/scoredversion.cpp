// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation/scoredversion.h"

#include <QBuffer>
#include <QSet>

#include <algorithm>
#include <cmath>

namespace nsl
{

namespace
{

// Means are summed in another order than the worker's.
constexpr double meanTolerance = 1e-6;

std::optional<double> valueOf(const Metrics &metrics, const QString &name)
{
    const auto it = metrics.find(name);
    return it == metrics.end() ? std::nullopt : std::optional(*it);
}

std::optional<double> difference(const std::optional<double> &left, const std::optional<double> &right)
{
    if (!left || !right || !std::isfinite(*left) || !std::isfinite(*right))
        return std::nullopt;
    return *left - *right;
}

} // namespace

Outcome<ScoredVersion> unpack(const StoredEvaluation &stored, const QString &name)
{
    QByteArray csv = stored.perUserCsv;
    QBuffer buffer(&csv);
    buffer.open(QIODevice::ReadOnly);
    auto perUser = readPerUserResults(buffer, name);
    if (!perUser.ok())
        return perUser.error();
    if (perUser->users.size() != stored.users) {
        return PlatformError::invalid(
            u"%1 has %2 users instead of %3."_qs.arg(name).arg(perUser->users.size()).arg(stored.users),
            u"worker_output"_qs);
    }
    for (const PerUserResults::Metric &metric : std::as_const(perUser->metrics)) {
        const auto claimed = valueOf(stored.metrics, metric.name);
        const double mean = PerUserResults::mean(metric.values);
        if (perUser->users.isEmpty() || !claimed)
            continue;
        if (!(std::abs(*claimed - mean) <= meanTolerance * std::max(1.0, std::abs(mean)))) {
            return PlatformError::invalid(
                u"%1 does not fit its metrics: the mean of %2 is %3, not %4."_qs.arg(name, metric.name)
                    .arg(mean)
                    .arg(*claimed),
                u"worker_output"_qs);
        }
    }
    return ScoredVersion{stored.basis, stored.metrics, std::move(perUser).value()};
}

Evaluation summarise(const QString &jobName, const ScoredVersion &scored, const std::atomic<bool> &cancelled)
{
    Evaluation result;
    result.jobName = jobName;
    result.splitDigest = scored.basis.splitDigest.toString();
    result.metrics = scored.metrics;
    result.users = scored.perUser.users.size();
    result.droppedPairs = scored.basis.droppedPairs;
    QList<QList<double>> columns;
    for (const PerUserResults::Metric &metric : scored.perUser.metrics)
        columns.append(metric.values);
    const QList<MeanInterval> intervals = bootstrapMeans(columns, {}, &cancelled);
    for (qsizetype i = 0; i < intervals.size(); ++i)
        result.intervals.insert(scored.perUser.metrics.at(i).name, intervals.at(i));
    return result;
}

QList<PromotionPreview::Metric> compareScored(const ScoredVersion &candidate, const ScoredVersion &live,
                                              const std::atomic<bool> &cancelled)
{
    const Comparable comparable = compareBases(candidate.basis, live.basis).verdict;
    QList<PromotionPreview::Metric> result;
    const PairedResults paired = pairUsers(candidate.perUser, live.perUser);
    const bool everyone =
        paired.pairs == candidate.perUser.users.size() && paired.pairs == live.perUser.users.size();
    QList<QList<double>> differences;
    for (const PairedMetric &metric : paired.metrics) {
        QList<double> column;
        for (qsizetype i = 0; i < paired.pairs; ++i)
            column.append(metric.left.at(i) - metric.right.at(i));
        differences.append(column);
    }
    const QList<MeanInterval> intervals =
        comparable == Comparable::No ? QList<MeanInterval>() : bootstrapMeans(differences, {}, &cancelled);

    QSet<QString> perUser;
    for (qsizetype i = 0; i < paired.metrics.size(); ++i) {
        const PairedMetric &metric = paired.metrics.at(i);
        perUser.insert(metric.name);
        PromotionPreview::Metric row;
        row.name = metric.name;
        row.direction = standardDirection(metric.name);
        // Where users were left out, both sides are means over those that both have: else the delta would not
        // be their difference.
        const bool restricted = comparable == Comparable::Partly && !everyone && paired.pairs > 0;
        row.candidate =
            restricted ? PerUserResults::mean(metric.left) : valueOf(candidate.metrics, metric.name);
        row.live = restricted ? PerUserResults::mean(metric.right) : valueOf(live.metrics, metric.name);
        if (i < intervals.size()) {
            row.delta = difference(row.candidate, row.live);
            row.ciLow = intervals.at(i).low;
            row.ciHigh = intervals.at(i).high;
            row.verdict = noiseVerdict(intervals.at(i), paired.pairs, row.direction);
        }
        result.append(row);
    }
    for (auto it = candidate.metrics.begin(); it != candidate.metrics.end(); ++it) {
        if (perUser.contains(it.key()))
            continue;
        PromotionPreview::Metric row;
        row.name = it.key();
        row.direction = standardDirection(it.key());
        row.candidate = it.value();
        row.live = valueOf(live.metrics, it.key());
        if (comparable == Comparable::Yes)
            row.delta = difference(row.candidate, row.live);
        result.append(row);
    }
    return result;
}

} // namespace nsl
