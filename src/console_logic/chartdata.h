// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metricpyramid.h"
#include "metrics.h"
#include "runcolors.h"

#include <QHash>
#include <QObject>
#include <QPointF>
#include <QStringList>

#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace nsl
{

/// The measurements behind the charts: series per run and metric, appended to as they arrive, read through a
/// min-max pyramid.
class ChartData : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChartData)

public:
    enum class XAxis {
        Step,
        Epoch,
        WallTime,    ///< milliseconds since the Unix epoch
        RelativeTime ///< seconds since the run's first measurement
    };
    Q_ENUM(XAxis)

    /// Never more points per series than this are handed out.
    static constexpr int maximumPoints = 2000;

    /// One line of a chart.
    struct Curve
    {
        QString jobName;
        QString metric;
        QString title; ///< "Two-tower GRU v9 · Training loss", or without the run when only one is shown
        RunStyle style;

        friend bool operator==(const Curve &, const Curve &) = default;
    };

    /// One chart: a metric with its training and validation variants, over all runs.
    struct Group
    {
        QString key;   ///< "loss", "ndcg_at_10"
        QString title; ///< "Loss", "NDCG@10"
        QString unit;
        MetricDirection direction = MetricDirection::None;
        QList<Curve> curves;

        friend bool operator==(const Group &, const Group &) = default;
    };

    struct Nearest
    {
        double x = 0;
        double value = 0;
        qint64 step = 0;
        double epoch = 0;
        qint64 wallMs = 0;
        bool summary = false; ///< one of the server's first, min, max and last of a bucket, not all there was
    };

    /// What of a chart has no place in it.
    struct Unshown
    {
        qsizetype notANumber = 0;
        qsizetype infinite = 0;
        qsizetype notPositive = 0; ///< on a logarithmic axis

        bool isEmpty() const { return notANumber + infinite + notPositive == 0; }
        friend bool operator==(const Unshown &, const Unshown &) = default;
    };

    explicit ChartData(RunColors &colors, QObject *parent = nullptr);
    ~ChartData() override;

    /// Which runs are shown, in this order, under these names. Data of runs that are not named is dropped.
    void setRuns(const QStringList &jobNames, const QHash<QString, QString> &titles);
    const QStringList &runs() const { return m_runs; }
    /// Adds the points that are new (by seq); an aggregated series, or one that does not continue, replaces.
    void merge(const QString &jobName, const QList<MetricSeries> &series);
    /// The same where `series` are all there is: points that are not among them any more go.
    void replace(const QString &jobName, const QList<MetricSeries> &series);
    /// The highest seq that is known of a run; 0 = none.
    qint64 lastSeq(const QString &jobName) const;

    const QList<Group> &groups() const { return m_groups; }
    bool isEmpty() const { return m_groups.isEmpty(); }

    /// EMA weight in [0, 1): 0 = off, else smoothed values are what points() gives with `smoothed`.
    void setSmoothing(double weight);
    double smoothing() const { return m_smoothing; }

    /// Whether a curve is one value of the whole run (its test result, a baseline): a level across the chart.
    /// Its own step says nothing: the refit counts on where the measurements on validation ended.
    bool isLevel(const Curve &curve) const;
    /// At most maximumPoints points of [xFrom, xTo] plus one neighbour each side; the whole series without a
    /// range. A y that is not finite is a gap. With `logarithmic`, so is one that is not positive: −∞, which
    /// is its logarithm's limit.
    QList<QPointF> points(const Curve &curve, XAxis axis, std::optional<std::pair<double, double>> range = {},
                          int limit = maximumPoints, bool smoothed = false, bool logarithmic = false) const;
    /// Extent of x over the curves of a group that are no levels, of all when there is no other; absent when
    /// there is nothing.
    std::optional<std::pair<double, double>> xRange(const Group &group, XAxis axis) const;
    /// Extent of finite y of a group inside an x range (all of it without one).
    std::optional<std::pair<double, double>> yRange(const Group &group, XAxis axis,
                                                    std::optional<std::pair<double, double>> range = {},
                                                    bool logarithmic = false) const;
    /// What of a curve inside an x range (all of it without one) is not drawn.
    Unshown unshown(const Curve &curve, XAxis axis, std::optional<std::pair<double, double>> range = {},
                    bool logarithmic = false) const;
    /// Whether some of a curve's measurements are the server's summaries of many.
    bool isSummarised(const Curve &curve) const;
    /// The measurement nearest to x; absent where the curve has not begun yet or is over, `slack` apart. A
    /// level holds everywhere.
    std::optional<Nearest> nearest(const Curve &curve, XAxis axis, double x, double slack = 0) const;
    std::optional<Nearest> last(const Curve &curve, XAxis axis) const;
    /// Number of raw measurements of a curve, and one of them: for "show as table" and CSV export.
    qsizetype size(const Curve &curve) const;
    Nearest measurement(const Curve &curve, XAxis axis, qsizetype index) const;

signals:
    /// Charts or their lines came or went.
    void groupsUpdated();
    /// Existing lines of this chart have new points.
    void groupChanged(const QString &key);
    void smoothingUpdated();

private:
    struct Series;

    Series *find(const Curve &curve) const;
    void rebuildGroups();
    /// Style of a line: hue and marker of its run, dash and weight of what it measures.
    RunStyle styleOf(const QString &run, const QString &metric, const QStringList &metrics) const;
    static double xAt(const Series &series, XAxis axis, qsizetype index);
    static std::pair<qsizetype, qsizetype> indexRange(const Series &series, XAxis axis,
                                                      std::optional<std::pair<double, double>> range);
    const MetricPyramid &smoothedValues(Series &series) const;

    RunColors &m_colors;
    QStringList m_runs;
    QHash<QString, QString> m_titles;
    QHash<QString, RunStyle> m_styles; ///< of the runs that are shown, no two alike while markers last
    std::map<std::pair<QString, QString>, std::unique_ptr<Series>> m_series;
    QList<Group> m_groups;
    double m_smoothing = 0;
};

} // namespace nsl
