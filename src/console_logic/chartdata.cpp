// SPDX-License-Identifier: GPL-3.0-or-later
#include "chartdata.h"

#include "numberformat.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nsl
{

namespace
{

/// What a value is on an axis: one that is not positive has no place on a logarithmic one.
double onAxis(double value, bool logarithmic)
{
    return logarithmic && value <= 0 ? -std::numeric_limits<double>::infinity() : value;
}

/// Charts join what belongs together: training and validation loss, a metric and its validation.
QString groupKey(const QString &metric)
{
    QString key = metric;
    for (const QString &prefix : {u"validation_"_qs, u"baseline_"_qs, u"live_"_qs}) {
        if (key.startsWith(prefix) && key.size() > prefix.size()) {
            key.remove(0, prefix.size());
            break;
        }
    }
    return key == u"train_loss" ? u"loss"_qs : key;
}

/// What tells the curves of one run in one chart apart.
QString variantTitle(const QString &metric, bool besideValidation)
{
    if (metric == u"train_loss")
        return ChartData::tr("training, per step");
    if (metric == u"loss")
        return ChartData::tr("training, per epoch");
    if (metric.startsWith(u"validation_"))
        return ChartData::tr("validation");
    if (metric.startsWith(u"baseline_"))
        return ChartData::tr("popularity");
    if (metric.startsWith(u"live_"))
        return ChartData::tr("live version");
    return besideValidation ? ChartData::tr("test, at the end") : format::metricName(metric);
}

} // namespace

struct ChartData::Series
{
    QString unit;
    MetricDirection direction = MetricDirection::None;
    bool aggregated = false;
    qsizetype summaries = 0; ///< so many of the first points are summaries of buckets
    qint64 lastSeq = 0;
    // Whole numbers stay whole: as doubles, steps above 2^53 would no longer be what was reported.
    std::vector<qint64> step;
    std::vector<double> epoch;
    std::vector<qint64> wallMs;
    bool monotone[3] = {true, true, true};
    MetricPyramid values;
    MetricPyramid smoothed;
    double smoothedWith = 0;
    double average = 0; ///< EMA before the correction of its start
    double weightLeft = 1;

    void append(const MetricPoint &point)
    {
        const auto push = [this](auto &axis, auto x, int which) {
            if (!axis.empty() && !(x >= axis.back()))
                monotone[which] = false;
            axis.push_back(x);
        };
        push(step, point.step, 0);
        push(epoch, point.epoch, 1);
        push(wallMs, point.wallMs, 2);
        values.append(point.value);
        lastSeq = std::max(lastSeq, point.seq);
    }

    void clear()
    {
        const QString keptUnit = unit;
        const MetricDirection keptDirection = direction;
        *this = Series();
        unit = keptUnit;
        direction = keptDirection;
    }

    double x(XAxis axis, qsizetype index) const
    {
        const size_t i = size_t(index);
        switch (axis) {
        case XAxis::Step:
            return double(step[i]);
        case XAxis::Epoch:
            return epoch[i];
        case XAxis::WallTime:
            return double(wallMs[i]);
        case XAxis::RelativeTime:
            break;
        }
        return (double(wallMs[i]) - double(wallMs.front())) / 1000;
    }
    bool isMonotone(XAxis axis) const
    {
        return monotone[axis == XAxis::Step ? 0 : axis == XAxis::Epoch ? 1 : 2];
    }
};

ChartData::ChartData(RunColors &colors, QObject *parent)
    : QObject(parent)
    , m_colors(colors)
{
}

ChartData::~ChartData() = default;

void ChartData::setRuns(const QStringList &jobNames, const QHash<QString, QString> &titles)
{
    if (jobNames == m_runs && titles == m_titles)
        return;
    m_runs = jobNames;
    m_titles = titles;
    m_styles.clear();
    for (const QString &run : std::as_const(m_runs)) {
        RunStyle style = m_colors.style(run);
        const auto taken = [this, &style] {
            return std::any_of(m_styles.cbegin(), m_styles.cend(), [&style](const RunStyle &other) {
                return other.color == style.color && other.marker == style.marker;
            });
        };
        // The hue is the run's own; two runs of one hue that meet in a chart differ by their markers.
        for (int i = 0; i < RunStyle::markerCount && taken(); ++i)
            style.marker = RunStyle::Marker((int(style.marker) + 1) % RunStyle::markerCount);
        m_styles.insert(run, style);
    }
    for (auto it = m_series.begin(); it != m_series.end();)
        it = m_runs.contains(it->first.first) ? std::next(it) : m_series.erase(it);
    rebuildGroups();
}

void ChartData::merge(const QString &jobName, const QList<MetricSeries> &series)
{
    if (!m_runs.contains(jobName))
        return;
    QStringList touched;
    bool structure = false;
    for (const MetricSeries &update : series) {
        std::unique_ptr<Series> &own = m_series[{jobName, update.name}];
        if (!own) {
            own = std::make_unique<Series>();
            structure = true;
        }
        own->unit = update.unit.isEmpty() ? format::metricUnit(update.name) : update.unit;
        own->direction = update.direction;
        if (update.points.isEmpty())
            continue;
        const bool continues = update.points.first().seq > own->lastSeq;
        // Buckets shift as an aggregated series grows: only the whole of it is true.
        if (!continues && (update.aggregated || own->aggregated))
            own->clear();
        own->aggregated = own->aggregated || update.aggregated;
        const qsizetype before = own->values.size();
        const qint64 known = own->lastSeq;
        for (const MetricPoint &point : update.points) {
            if (point.seq > known)
                own->append(point);
        }
        if (update.aggregated)
            own->summaries = own->values.size();
        if (own->values.size() != before)
            touched += groupKey(update.name);
    }
    if (structure)
        rebuildGroups();
    touched.removeDuplicates();
    for (const QString &key : std::as_const(touched))
        emit groupChanged(key);
}

void ChartData::replace(const QString &jobName, const QList<MetricSeries> &series)
{
    QStringList emptied;
    for (const auto &[key, own] : m_series) {
        if (key.first != jobName || own->values.size() == 0)
            continue;
        own->clear();
        emptied += groupKey(key.second);
    }
    merge(jobName, series);
    emptied.removeDuplicates();
    for (const QString &key : std::as_const(emptied))
        emit groupChanged(key);
}

qint64 ChartData::lastSeq(const QString &jobName) const
{
    qint64 last = 0;
    for (const auto &[key, series] : m_series) {
        if (key.first == jobName)
            last = std::max(last, series->lastSeq);
    }
    return last;
}

void ChartData::rebuildGroups()
{
    QStringList keys;
    QHash<QString, QStringList> metricsOf;
    for (const auto &[key, series] : m_series) {
        const QString group = groupKey(key.second);
        if (!keys.contains(group))
            keys += group;
        QStringList &metrics = metricsOf[group];
        if (!metrics.contains(key.second))
            metrics += key.second;
    }
    std::sort(keys.begin(), keys.end(), [](const QString &left, const QString &right) {
        // Loss is what people look at first while a run goes on.
        if ((left == u"loss") != (right == u"loss"))
            return left == u"loss";
        return format::metricLess(left, right);
    });
    QList<Group> groups;
    for (const QString &key : std::as_const(keys)) {
        Group group;
        group.key = key;
        group.title = format::metricName(key);
        QStringList metrics = metricsOf.value(key);
        std::sort(metrics.begin(), metrics.end(), format::metricLess);
        for (const QString &run : std::as_const(m_runs)) {
            for (const QString &metric : std::as_const(metrics)) {
                const auto series = m_series.find({run, metric});
                if (series == m_series.end())
                    continue;
                if (group.unit.isEmpty())
                    group.unit = series->second->unit;
                if (group.direction == MetricDirection::None)
                    group.direction = series->second->direction;
                Curve curve{run, metric, {}, styleOf(run, metric, metrics)};
                QStringList title;
                if (m_runs.size() > 1)
                    title += m_titles.value(run, run);
                if (m_runs.size() == 1 || metrics.size() > 1)
                    title += variantTitle(metric, metrics.contains(u"validation_"_qs + metric));
                curve.title = format::list(title);
                group.curves += curve;
            }
        }
        if (!group.curves.isEmpty())
            groups += group;
    }
    if (groups == m_groups)
        return;
    m_groups = groups;
    emit groupsUpdated();
}

RunStyle ChartData::styleOf(const QString &run, const QString &metric, const QStringList &metrics) const
{
    RunStyle style = m_styles.value(run);
    if (metric.startsWith(u"validation_"))
        style.dash = Qt::DashLine;
    else if (metric.startsWith(u"baseline_"))
        style.dash = Qt::DotLine;
    else if (metric.startsWith(u"live_"))
        style.dash = Qt::DashDotLine;
    // The loss of single steps runs behind the one of whole epochs.
    style.thin = metric == u"train_loss" && metrics.contains(u"loss"_qs);
    return style;
}

void ChartData::setSmoothing(double weight)
{
    weight = std::clamp(weight, 0.0, 0.999);
    if (weight == m_smoothing)
        return;
    m_smoothing = weight;
    emit smoothingUpdated();
}

ChartData::Series *ChartData::find(const Curve &curve) const
{
    const auto found = m_series.find({curve.jobName, curve.metric});
    return found == m_series.end() ? nullptr : found->second.get();
}

double ChartData::xAt(const Series &series, XAxis axis, qsizetype index)
{
    return series.x(axis, index);
}

bool ChartData::isLevel(const Curve &curve) const
{
    const Series *series = find(curve);
    if (!series || series->values.size() != 1 || curve.metric == u"loss" || curve.metric == u"train_loss" ||
        curve.metric.startsWith(u"validation_"))
        return false;
    const Series *course = find({curve.jobName, u"validation_"_qs + groupKey(curve.metric), {}, {}});
    return course && course->values.size() > 0;
}

std::pair<qsizetype, qsizetype> ChartData::indexRange(const Series &series, XAxis axis,
                                                      std::optional<std::pair<double, double>> range)
{
    const qsizetype size = series.values.size();
    if (!range || size == 0 || !series.isMonotone(axis))
        return {0, size};
    // The first index whose x is beyond a bound.
    const auto bound = [&series, axis, size](auto isBefore) {
        qsizetype low = 0;
        qsizetype high = size;
        while (low < high) {
            const qsizetype middle = low + (high - low) / 2;
            if (isBefore(series.x(axis, middle)))
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    };
    const qsizetype first = bound([&range](double x) { return x < range->first; });
    const qsizetype last = bound([&range](double x) { return x <= range->second; });
    return {first, std::max(first, last)};
}

const MetricPyramid &ChartData::smoothedValues(Series &series) const
{
    if (series.smoothedWith != m_smoothing) {
        series.smoothed.clear();
        series.average = 0;
        series.weightLeft = 1;
        series.smoothedWith = m_smoothing;
    }
    for (qsizetype i = series.smoothed.size(); i < series.values.size(); ++i) {
        const double value = series.values.at(i);
        if (!std::isfinite(value)) {
            series.smoothed.append(value);
            continue;
        }
        // Dividing by what has been given away so far takes the zero at the start out of the average.
        series.average = m_smoothing * series.average + (1 - m_smoothing) * value;
        series.weightLeft *= m_smoothing;
        series.smoothed.append(series.average / (1 - series.weightLeft));
    }
    return series.smoothed;
}

QList<QPointF> ChartData::points(const Curve &curve, XAxis axis,
                                 std::optional<std::pair<double, double>> range, int limit, bool smoothed,
                                 bool logarithmic) const
{
    Series *series = find(curve);
    if (!series || series->values.size() == 0)
        return {};
    if (range && isLevel(curve)) {
        const double level = onAxis(series->values.at(0), logarithmic);
        return {{range->first, level}, {range->second, level}};
    }
    auto [first, last] = indexRange(*series, axis, range);
    // One neighbour on each side, so that lines run to the edge.
    first = std::max<qsizetype>(first - 1, 0);
    last = std::min(last + 1, series->values.size());
    const MetricPyramid &values = smoothed && m_smoothing > 0 ? smoothedValues(*series) : series->values;
    const QList<MetricPyramid::Sample> samples =
        values.query(first, last, std::clamp(limit, 5, maximumPoints));
    QList<QPointF> result;
    result.reserve(samples.size());
    for (const MetricPyramid::Sample &sample : samples) {
        result.append({xAt(*series, axis, sample.index), onAxis(sample.value, logarithmic)});
    }
    return result;
}

std::optional<std::pair<double, double>> ChartData::xRange(const Group &group, XAxis axis) const
{
    std::optional<std::pair<double, double>> range;
    const auto widen = [&range](double x) {
        if (!std::isfinite(x))
            return;
        range = range ? std::pair(std::min(range->first, x), std::max(range->second, x)) : std::pair(x, x);
    };
    const bool onlyLevels = std::all_of(group.curves.begin(), group.curves.end(),
                                        [this](const Curve &curve) { return isLevel(curve); });
    for (const Curve &curve : group.curves) {
        const Series *series = find(curve);
        if (!series || series->values.size() == 0 || (!onlyLevels && isLevel(curve)))
            continue;
        if (series->isMonotone(axis)) {
            widen(xAt(*series, axis, 0));
            widen(xAt(*series, axis, series->values.size() - 1));
        } else {
            for (qsizetype i = 0; i < series->values.size(); ++i)
                widen(xAt(*series, axis, i));
        }
    }
    return range;
}

std::optional<std::pair<double, double>> ChartData::yRange(const Group &group, XAxis axis,
                                                           std::optional<std::pair<double, double>> range,
                                                           bool logarithmic) const
{
    std::optional<std::pair<double, double>> result;
    const auto widen = [&result](double low, double high) {
        result = result ? std::pair(std::min(result->first, low), std::max(result->second, high))
                        : std::pair(low, high);
    };
    for (const Curve &curve : group.curves) {
        const Series *series = find(curve);
        if (!series)
            continue;
        const auto [first, last] = indexRange(*series, axis, isLevel(curve) ? std::nullopt : range);
        const MetricPyramid::Extremes extremes = series->values.extremes(first, last);
        if (extremes.minimumIndex < 0)
            continue;
        if (!logarithmic || extremes.minimum > 0) {
            widen(extremes.minimum, extremes.maximum);
            continue;
        }
        for (qsizetype i = first; i < last; ++i) {
            const double value = series->values.at(i);
            if (std::isfinite(value) && value > 0)
                widen(value, value);
        }
    }
    return result;
}

ChartData::Nearest ChartData::measurement(const Curve &curve, XAxis axis, qsizetype index) const
{
    const Series *series = find(curve);
    if (!series || index < 0 || index >= series->values.size())
        return {};
    const size_t i = size_t(index);
    return {xAt(*series, axis, index), series->values.at(index), series->step[i],
            series->epoch[i],          series->wallMs[i],        index < series->summaries};
}

ChartData::Unshown ChartData::unshown(const Curve &curve, XAxis axis,
                                      std::optional<std::pair<double, double>> range, bool logarithmic) const
{
    const Series *series = find(curve);
    if (!series)
        return {};
    const auto [first, last] = indexRange(*series, axis, isLevel(curve) ? std::nullopt : range);
    const MetricPyramid::Tally tally = series->values.tally(first, last);
    return {tally.notANumber, tally.infinite, logarithmic ? tally.notPositive : 0};
}

bool ChartData::isSummarised(const Curve &curve) const
{
    const Series *series = find(curve);
    return series && series->summaries > 0;
}

qsizetype ChartData::size(const Curve &curve) const
{
    const Series *series = find(curve);
    return series ? series->values.size() : 0;
}

std::optional<ChartData::Nearest> ChartData::nearest(const Curve &curve, XAxis axis, double x,
                                                     double slack) const
{
    const Series *series = find(curve);
    if (!series || series->values.size() == 0 || std::isnan(x))
        return std::nullopt;
    if (isLevel(curve))
        return measurement(curve, axis, 0);
    Group alone;
    alone.curves = {curve};
    const auto extent = xRange(alone, axis);
    if (!extent || x < extent->first - slack || x > extent->second + slack)
        return std::nullopt;
    qsizetype best = 0;
    if (series->isMonotone(axis)) {
        const auto [first, last] = indexRange(*series, axis, std::pair(x, x));
        Q_UNUSED(last)
        best = std::min(first, series->values.size() - 1);
        if (best > 0 && std::abs(xAt(*series, axis, best - 1) - x) < std::abs(xAt(*series, axis, best) - x))
            --best;
    } else {
        for (qsizetype i = 1; i < series->values.size(); ++i) {
            if (std::abs(xAt(*series, axis, i) - x) < std::abs(xAt(*series, axis, best) - x))
                best = i;
        }
    }
    return measurement(curve, axis, best);
}

std::optional<ChartData::Nearest> ChartData::last(const Curve &curve, XAxis axis) const
{
    const qsizetype count = size(curve);
    return count > 0 ? std::optional(measurement(curve, axis, count - 1)) : std::nullopt;
}

} // namespace nsl
