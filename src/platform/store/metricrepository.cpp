// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/metricrepository.h"

#include <QHash>

#include <algorithm>
#include <cmath>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

// SQLite turns NaN into NULL: what is not finite is kept as text.
QVariant toColumn(double value)
{
    if (std::isnan(value))
        return u"NaN"_s;
    if (std::isinf(value))
        return value > 0 ? u"Infinity"_s : u"-Infinity"_s;
    return value;
}

double valueOf(const Statement &row, int column)
{
    const QString text = row.text(column);
    if (text == "NaN"_L1)
        return std::nan("");
    if (text == "Infinity"_L1)
        return HUGE_VAL;
    if (text == "-Infinity"_L1)
        return -HUGE_VAL;
    return row.real(column);
}

struct Series
{
    qint64 id = 0;
    qint64 added = 0;
};

} // namespace

qint64 MetricRepository::append(DataWrite &write, qint64 jobId, const QList<ReportedPoint> &points,
                                LostPoints *lost)
{
    Statement job = m_database.run(u"SELECT last_seq FROM job WHERE id = ?"_s, {jobId});
    if (!job.next() || points.isEmpty())
        return 0;
    const qint64 firstSeq = job.integer(0);
    qint64 seq = firstSeq;
    QHash<QString, Series> known;
    Statement rows = m_database.run(u"SELECT name, id FROM metric_series WHERE job_id = ?"_s, {jobId});
    while (rows.next())
        known.insert(rows.text(0), {rows.integer(1), 0});
    for (const ReportedPoint &reported : points) {
        if (seq >= maximumPoints) {
            if (lost)
                ++lost->overPoints[reported.name];
            continue;
        }
        auto series = known.find(reported.name);
        if (series == known.end()) {
            if (known.size() >= maximumSeries) {
                if (lost)
                    ++lost->overSeries[reported.name];
                continue;
            }
            const qint64 id =
                write
                    .run(u"INSERT INTO metric_series (job_id, name, unit, direction) VALUES (?, ?, ?, ?)"_s,
                         {jobId, reported.name, reported.unit, toText(reported.direction)})
                    .insertedId();
            series = known.insert(reported.name, {id, 0});
        }
        seq += 1;
        series->added += 1;
        write.run(
            u"INSERT INTO metric_point (series_id, seq, step, epoch, wall_ms, value) VALUES (?, ?, ?, ?, ?, ?)"_s,
            {series->id, seq, reported.point.step, reported.point.epoch, reported.point.wallMs,
             toColumn(reported.point.value)});
    }
    for (const Series &series : std::as_const(known)) {
        if (series.added > 0)
            write.run(u"UPDATE metric_series SET total = total + ? WHERE id = ?"_s,
                      {series.added, series.id});
    }
    if (seq > firstSeq) {
        write.run(u"UPDATE job SET last_seq = ?, updated_at = ?, rev = ? WHERE id = ?"_s,
                  {seq, nsl::toColumn(write.now()), write.nextRev(), jobId});
    }
    return seq - firstSeq;
}

QList<MetricSeries> MetricRepository::series(qint64 jobId, const QStringList &names, qint64 sinceSeq) const
{
    QList<MetricSeries> list;
    Statement rows = m_database.run(
        u"SELECT id, name, unit, direction, total FROM metric_series WHERE job_id = ? ORDER BY id"_s,
        {jobId});
    while (rows.next()) {
        MetricSeries series;
        series.name = rows.text(1);
        if (!names.isEmpty() && !names.contains(series.name))
            continue;
        series.unit = rows.text(2);
        series.direction = parseMetricDirection(rows.text(3));
        series.total = rows.integer(4);
        Statement points = m_database.run(u"SELECT seq, step, epoch, wall_ms, value FROM metric_point WHERE "
                                          "series_id = ? AND seq > ? ORDER BY seq"_s,
                                          {rows.integer(0), sinceSeq});
        while (points.next()) {
            series.points.append({points.integer(0), points.integer(1), points.real(2), points.integer(3),
                                  valueOf(points, 4)});
        }
        list.append(series);
    }
    return list;
}

QHash<qint64, MetricSeries> MetricRepository::seriesById(qint64 jobId) const
{
    QHash<qint64, MetricSeries> byId;
    Statement rows = m_database.run(
        u"SELECT id, name, unit, direction, total FROM metric_series WHERE job_id = ?"_s, {jobId});
    while (rows.next()) {
        MetricSeries series;
        series.name = rows.text(1);
        series.unit = rows.text(2);
        series.direction = parseMetricDirection(rows.text(3));
        series.total = rows.integer(4);
        byId.insert(rows.integer(0), series);
    }
    return byId;
}

QList<SeriesPoint> MetricRepository::between(qint64 jobId, qint64 sinceSeq, qint64 throughSeq) const
{
    QList<SeriesPoint> points;
    Statement ids = m_database.run(u"SELECT id FROM metric_series WHERE job_id = ?"_s, {jobId});
    while (ids.next()) {
        Statement rows = m_database.run(u"SELECT seq, step, epoch, wall_ms, value FROM metric_point WHERE "
                                        "series_id = ? AND seq > ? AND seq <= ?"_s,
                                        {ids.integer(0), sinceSeq, throughSeq});
        while (rows.next()) {
            SeriesPoint one;
            one.seriesId = ids.integer(0);
            one.point = {rows.integer(0), rows.integer(1), rows.real(2), rows.integer(3), valueOf(rows, 4)};
            points.append(one);
        }
    }
    std::sort(points.begin(), points.end(), [](const SeriesPoint &left, const SeriesPoint &right) {
        return left.point.seq < right.point.seq;
    });
    return points;
}

qint64 MetricRepository::trim(DataWrite &write, qint64 jobId, qint64 afterStep)
{
    qint64 taken = 0;
    QList<qint64> ids;
    Statement rows = m_database.run(u"SELECT id FROM metric_series WHERE job_id = ? ORDER BY id"_s, {jobId});
    while (rows.next())
        ids.append(rows.integer(0));
    for (const qint64 id : std::as_const(ids)) {
        const qint64 went =
            write.run(u"DELETE FROM metric_point WHERE series_id = ? AND step > ?"_s, {id, afterStep})
                .changedRows();
        if (went <= 0)
            continue;
        write.run(u"UPDATE metric_series SET total = total - ? WHERE id = ?"_s, {went, id});
        taken += went;
    }
    if (taken == 0)
        return 0;
    write.run(
        u"INSERT INTO metric_trim (job_id, seq, step) VALUES (?, ?, ?) ON CONFLICT (job_id, seq) DO UPDATE "
        "SET step = min(step, excluded.step)"_s,
        {jobId, lastSeq(jobId), afterStep});
    write.run(u"UPDATE job SET updated_at = ?, rev = ? WHERE id = ?"_s,
              {nsl::toColumn(write.now()), write.nextRev(), jobId});
    return taken;
}

QList<MetricTrim> MetricRepository::trimsAfter(qint64 jobId, qint64 sinceSeq) const
{
    QList<MetricTrim> list;
    Statement rows = m_database.run(
        u"SELECT seq, step FROM metric_trim WHERE job_id = ? AND seq >= ? ORDER BY seq"_s, {jobId, sinceSeq});
    while (rows.next())
        list.append({rows.integer(0), rows.integer(1)});
    return list;
}

qint64 MetricRepository::lastSeq(qint64 jobId) const
{
    Statement row = m_database.run(u"SELECT last_seq FROM job WHERE id = ?"_s, {jobId});
    return row.next() ? row.integer(0) : 0;
}

} // namespace nsl
