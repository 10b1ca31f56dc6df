// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics.h"

#include "store/writing.h"

#include <QHash>
#include <QList>
#include <QMap>
#include <QStringList>

#include <optional>

namespace nsl
{

/// A measurement as a worker reported it.
struct ReportedPoint
{
    QString name;
    QString unit;
    MetricDirection direction = MetricDirection::None;
    MetricPoint point; ///< seq is given by append()
};

/// Points that were not kept, by name of their series.
struct LostPoints
{
    QMap<QString, qint64> overSeries; ///< of one series too many
    QMap<QString, qint64> overPoints; ///< beyond the points that a run may have
};

/// Points that were taken out of a run's series: those of a step after `afterStep` among the ones up to
/// `seq`.
struct MetricTrim
{
    qint64 seq = 0;
    qint64 afterStep = 0;
};

/// A point with the series that it belongs to, as a reader of all of them gets it.
struct SeriesPoint
{
    qint64 seriesId = 0;
    MetricPoint point;
};

/// The metric series of the runs, point by point.
class MetricRepository
{
public:
    static constexpr int maximumSeries = 200;          ///< per run; points of further series are dropped
    static constexpr qint64 maximumPoints = 2'000'000; ///< per run; later points are dropped

    explicit MetricRepository(Database &database)
        : m_database(database)
    {
    }

    /// Appends a batch in order and returns how many points were kept; the others are counted in `lost`.
    /// Values may be NaN or infinite.
    qint64 append(DataWrite &write, qint64 jobId, const QList<ReportedPoint> &points,
                  LostPoints *lost = nullptr);
    /// The series of a run in order of first appearance, whole and raw. `names` restricts them if not empty;
    /// `sinceSeq` keeps only points with a greater seq.
    QList<MetricSeries> series(qint64 jobId, const QStringList &names = {}, qint64 sinceSeq = 0) const;

    /// The names of a run's series by their id, without points.
    QHash<qint64, MetricSeries> seriesById(qint64 jobId) const;
    /// The points of all series together with a greater seq than `sinceSeq`, up to `throughSeq`, in the order
    /// of their seq.
    QList<SeriesPoint> between(qint64 jobId, qint64 sinceSeq, qint64 throughSeq) const;

    /// Takes out the points whose step is after `afterStep`, because they are going to be measured again, and
    /// notes that for readers. Their seq is not given again. Returns how many went.
    qint64 trim(DataWrite &write, qint64 jobId, qint64 afterStep);
    /// What was taken out when `sinceSeq` had been given: who holds points up to it may hold some of these.
    QList<MetricTrim> trimsAfter(qint64 jobId, qint64 sinceSeq) const;
    /// The newest seq that was given in a run; 0 without points.
    qint64 lastSeq(qint64 jobId) const;

private:
    Database &m_database;
};

} // namespace nsl
