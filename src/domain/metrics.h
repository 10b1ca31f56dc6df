// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QMap>
#include <QString>

#include <cmath>
#include <optional>

namespace nsl
{

/// Which way a metric is better; None is shown but never coloured.
enum class MetricDirection { None, Min, Max };

QString toText(MetricDirection direction);
MetricDirection parseMetricDirection(const QString &word);
/// Direction of the contract's standard names, with or without a prefix (validation_, baseline_, live_);
/// None for any other name.
MetricDirection standardDirection(const QString &metricName);

/// Final metrics by name. NaN and infinities are legal values.
using Metrics = QMap<QString, double>;

/// One measurement of a series.
struct MetricPoint
{
    qint64 seq = 0;    ///< order of arrival within the run
    qint64 step = 0;   ///< optimizer steps
    double epoch = 0;  ///< epochs, fractional inside one
    qint64 wallMs = 0; ///< milliseconds since the Unix epoch
    double value = 0;  ///< may be NaN or infinite

    friend bool operator==(const MetricPoint &, const MetricPoint &) = default;
};

/// The measurements of one metric of one run, in order of seq.
struct MetricSeries
{
    QString name;
    QString unit;
    MetricDirection direction = MetricDirection::None;
    qint64 total = 0;        ///< points that the run has reported
    bool aggregated = false; ///< true: points are first, min, max and last of buckets
    QList<MetricPoint> points;
};

/// Whether `value` is the one to prefer of two finite measurements, if they were exact. An order for lists
/// and for what stands out in a row; what a difference means is said by judge() alone.
bool isPreferred(double value, double other, MetricDirection direction);

/// (value - baseline) / |baseline|, absent when it has no meaning.
std::optional<double> relativeDelta(double value, double baseline);

} // namespace nsl
