// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics.h"

#include <array>

namespace nsl
{

QString toText(MetricDirection direction)
{
    switch (direction) {
    case MetricDirection::Min:
        return QStringLiteral("min");
    case MetricDirection::Max:
        return QStringLiteral("max");
    case MetricDirection::None:
        break;
    }
    return QStringLiteral("none");
}

MetricDirection parseMetricDirection(const QString &word)
{
    if (word == QLatin1String("min"))
        return MetricDirection::Min;
    if (word == QLatin1String("max"))
        return MetricDirection::Max;
    return MetricDirection::None;
}

MetricDirection standardDirection(const QString &metricName)
{
    QStringView name(metricName);
    for (const QStringView prefix :
         {QStringView(u"validation_"), QStringView(u"baseline_"), QStringView(u"live_")}) {
        if (name.startsWith(prefix)) {
            name = name.mid(prefix.size());
            break;
        }
    }
    if (name == u"loss" || name == u"train_loss")
        return MetricDirection::Min;
    for (const QStringView known :
         {QStringView(u"recall_at_10"), QStringView(u"ndcg_at_10"), QStringView(u"mrr_at_10"),
          QStringView(u"coverage_at_10"), QStringView(u"examples_per_second")}) {
        if (name == known)
            return MetricDirection::Max;
    }
    return name == u"popularity_bias_at_10" ? MetricDirection::Min : MetricDirection::None;
}

bool isPreferred(double value, double other, MetricDirection direction)
{
    if (direction == MetricDirection::None || !std::isfinite(value) || !std::isfinite(other))
        return false;
    return direction == MetricDirection::Max ? value > other : value < other;
}

std::optional<double> relativeDelta(double value, double baseline)
{
    if (!std::isfinite(value) || !std::isfinite(baseline) || baseline == 0)
        return std::nullopt;
    return (value - baseline) / std::abs(baseline);
}

} // namespace nsl
