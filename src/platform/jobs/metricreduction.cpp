// SPDX-License-Identifier: GPL-3.0-or-later
#include "metricreduction.h"

#include <algorithm>
#include <array>

namespace nsl
{

namespace
{

// Appends the first, least, greatest and last of points [from, to), each once and in order of arrival.
void appendBucket(const QList<MetricPoint> &points, qsizetype from, qsizetype to, QList<MetricPoint> &kept)
{
    qsizetype least = from;
    qsizetype greatest = from;
    for (qsizetype i = from; i < to; ++i) {
        // A value that is no number is neither least nor greatest, unless there is nothing else.
        if (points.at(i).value < points.at(least).value || std::isnan(points.at(least).value))
            least = i;
        if (points.at(i).value > points.at(greatest).value || std::isnan(points.at(greatest).value))
            greatest = i;
    }
    std::array<qsizetype, 4> chosen{from, least, greatest, to - 1};
    std::sort(chosen.begin(), chosen.end());
    const auto end = std::unique(chosen.begin(), chosen.end());
    for (auto it = chosen.begin(); it != end; ++it)
        kept.append(points.at(*it));
}

} // namespace

void reduceSeries(MetricSeries &series, qsizetype maxPoints, qint64 from, qint64 to)
{
    series.points.removeIf(
        [from, to](const MetricPoint &point) { return point.step < from || point.step > to; });
    const qsizetype count = series.points.size();
    if (count <= maxPoints)
        return;
    const qsizetype buckets = std::max<qsizetype>(1, maxPoints / 4);
    QList<MetricPoint> kept;
    kept.reserve(buckets * 4);
    for (qsizetype bucket = 0; bucket < buckets; ++bucket) {
        const qsizetype begin = count * bucket / buckets;
        const qsizetype end = count * (bucket + 1) / buckets;
        if (begin < end)
            appendBucket(series.points, begin, end, kept);
    }
    series.points = kept;
    series.aggregated = true;
}

} // namespace nsl
