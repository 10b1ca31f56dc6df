// SPDX-License-Identifier: GPL-3.0-or-later
#include "axisticks.h"
#include "chartdata.h"
#include "metricpyramid.h"
#include "runcolors.h"

#include <QRandomGenerator>
#include <QSet>
#include <QSignalSpy>
#include <QTest>

#include <cmath>
#include <limits>

using namespace nsl;

namespace
{

const QString runName = QStringLiteral("train-1");

MetricSeries series(const QString &name, qint64 firstSeq, const QList<double> &values)
{
    MetricSeries result;
    result.name = name;
    for (qsizetype i = 0; i < values.size(); ++i) {
        const qint64 seq = firstSeq + i;
        result.points.append({seq, seq * 10, double(seq) / 4, 1'700'000'000'000 + seq * 500, values.at(i)});
    }
    result.total = result.points.size();
    return result;
}

} // namespace

class tst_Charts : public QObject
{
    Q_OBJECT

private slots:
    void extremesAreExact()
    {
        QRandomGenerator random(7);
        for (const int size : {1, 15, 16, 17, 63, 64, 65, 1000, 5000}) {
            MetricPyramid pyramid;
            std::vector<double> values;
            for (int i = 0; i < size; ++i) {
                double value = random.generateDouble() - 0.5;
                if (random.bounded(10) == 0)
                    value = random.bounded(2) ? std::numeric_limits<double>::quiet_NaN()
                                              : std::numeric_limits<double>::infinity();
                pyramid.append(value);
                values.push_back(value);
            }
            for (int round = 0; round < 300; ++round) {
                int first = random.bounded(size + 1);
                int last = random.bounded(size + 1);
                if (first > last)
                    std::swap(first, last);
                const MetricPyramid::Extremes got = pyramid.extremes(first, last);
                double low = std::numeric_limits<double>::infinity();
                double high = -low;
                for (int i = first; i < last; ++i) {
                    if (std::isfinite(values[size_t(i)])) {
                        low = std::min(low, values[size_t(i)]);
                        high = std::max(high, values[size_t(i)]);
                    }
                }
                if (low > high) {
                    QCOMPARE(got.minimumIndex, qsizetype(-1));
                    continue;
                }
                QCOMPARE(got.minimum, low);
                QCOMPARE(got.maximum, high);
                QCOMPARE(values[size_t(got.minimumIndex)], low);
                QCOMPARE(values[size_t(got.maximumIndex)], high);
            }
        }
    }

    void queriesLoseNoSpikeAndStayShort()
    {
        QRandomGenerator random(11);
        MetricPyramid pyramid;
        const int size = 100'000;
        for (int i = 0; i < size; ++i)
            pyramid.append(i == 54'321 ? 1e6 : random.generateDouble());
        for (const int limit : {5, 10, 500, 2000}) {
            for (int round = 0; round < 50; ++round) {
                int first = random.bounded(size);
                int last = random.bounded(size);
                if (first > last)
                    std::swap(first, last);
                ++last;
                const QList<MetricPyramid::Sample> samples = pyramid.query(first, last, limit);
                QVERIFY(samples.size() <= limit);
                QCOMPARE(samples.first().index, qsizetype(first));
                QCOMPARE(samples.last().index, qsizetype(last - 1));
                const MetricPyramid::Extremes extremes = pyramid.extremes(first, last);
                bool low = false;
                bool high = false;
                qsizetype before = -1;
                for (const MetricPyramid::Sample &sample : samples) {
                    QVERIFY(sample.index > before);
                    before = sample.index;
                    QCOMPARE(sample.value, pyramid.at(sample.index));
                    low = low || sample.value == extremes.minimum;
                    high = high || sample.value == extremes.maximum;
                }
                QVERIFY(low && high);
            }
        }
    }

    void gapsStayGaps()
    {
        MetricPyramid pyramid;
        for (int i = 0; i < 10'000; ++i)
            pyramid.append(i >= 4000 && i < 6000 ? std::numeric_limits<double>::quiet_NaN() : 1.0);
        QCOMPARE(pyramid.tally(0, 10'000), (MetricPyramid::Tally{2000, 0, 0}));
        QCOMPARE(pyramid.tally(3990, 4010), (MetricPyramid::Tally{10, 0, 0}));
        bool gap = false;
        for (const MetricPyramid::Sample &sample : pyramid.query(0, 10'000, 200)) {
            gap = gap || std::isnan(sample.value);
            QCOMPARE(std::isnan(sample.value), sample.index >= 4000 && sample.index < 6000);
        }
        QVERIFY(gap);
        pyramid.append(1e300); // far beyond what 32 bits hold
        QCOMPARE(pyramid.at(10'000), 1e300);
        QVERIFY(pyramid.query(3, 3, 10).isEmpty());
        QVERIFY(pyramid.query(-5, 100'000, 10).size() <= 10);
    }

    void oneGapAmongManyIsHandedOutAndCounted()
    {
        MetricPyramid pyramid;
        for (int i = 0; i < 100'000; ++i) {
            pyramid.append(i == 31'415   ? std::numeric_limits<double>::quiet_NaN()
                           : i == 77'777 ? std::numeric_limits<double>::infinity()
                           : i % 2       ? -1.0
                                         : 1.0);
        }
        QSet<qsizetype> broken;
        const QList<MetricPyramid::Sample> samples = pyramid.query(0, 100'000, 500);
        QVERIFY(samples.size() <= 500);
        for (const MetricPyramid::Sample &sample : samples) {
            if (!std::isfinite(sample.value))
                broken.insert(sample.index);
        }
        QCOMPARE(broken, (QSet<qsizetype>{31'415, 77'777}));
        QCOMPARE(pyramid.tally(0, 100'000), (MetricPyramid::Tally{1, 1, 49'998}));
        QCOMPARE(pyramid.tally(77'777, 77'779), (MetricPyramid::Tally{0, 1, 0}));
        QCOMPARE(pyramid.tally(99'999, 500'000), (MetricPyramid::Tally{0, 0, 1}));
    }

    void valuesAndStepsStayWhatTheyWere()
    {
        RunColors colors;
        ChartData charts(colors);
        charts.setRuns({runName}, {});
        MetricSeries exact;
        exact.name = QStringLiteral("loss");
        const qint64 big = 9'007'199'254'740'993; // 2^53 + 1, no double
        exact.points = {{1, big, 0.1, 1'700'000'000'123, 0.1},
                        {2, big + 1, 0.2, 1'700'000'000'124, 16'777'217}};
        charts.merge(runName, {exact});
        const ChartData::Curve curve = charts.groups().first().curves.first();
        QCOMPARE(charts.measurement(curve, ChartData::XAxis::Step, 0).value, 0.1);
        QCOMPARE(charts.measurement(curve, ChartData::XAxis::Step, 1).value, 16'777'217.0);
        QCOMPARE(charts.measurement(curve, ChartData::XAxis::Step, 0).step, big);
        QCOMPARE(charts.points(curve, ChartData::XAxis::Step).first().y(), 0.1);
    }

    void nothingIsReadWhereARunHasNoValue()
    {
        RunColors colors;
        ChartData charts(colors);
        charts.setRuns({runName}, {});
        charts.merge(runName, {series(QStringLiteral("loss"), 2, {3, 2, 1})}); // steps 20 to 40
        const ChartData::Curve curve = charts.groups().first().curves.first();
        QVERIFY(!charts.nearest(curve, ChartData::XAxis::Step, 85));
        QVERIFY(!charts.nearest(curve, ChartData::XAxis::Step, 19));
        QVERIFY(!charts.nearest(curve, ChartData::XAxis::Step, std::numeric_limits<double>::quiet_NaN()));
        QCOMPARE(charts.nearest(curve, ChartData::XAxis::Step, 41, 2)->value, 1.0);
        QCOMPARE(charts.nearest(curve, ChartData::XAxis::Step, 33)->value, 2.0);
    }

    void summariesOfTheServerAreMarked()
    {
        RunColors colors;
        ChartData charts(colors);
        charts.setRuns({runName}, {});
        MetricSeries buckets = series(QStringLiteral("loss"), 1, {5, 4});
        buckets.aggregated = true;
        charts.merge(runName, {buckets});
        charts.merge(runName, {series(QStringLiteral("loss"), 3, {3})});
        const ChartData::Curve curve = charts.groups().first().curves.first();
        QVERIFY(charts.isSummarised(curve));
        QVERIFY(charts.measurement(curve, ChartData::XAxis::Step, 1).summary);
        QVERIFY(!charts.measurement(curve, ChartData::XAxis::Step, 2).summary);
    }

    void whatHasNoPlaceIsCountedInTheRangeThatIsShown()
    {
        RunColors colors;
        ChartData charts(colors);
        charts.setRuns({runName}, {});
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const double infinity = std::numeric_limits<double>::infinity();
        charts.merge(runName, {series(QStringLiteral("loss"), 1, {1, nan, 0, -infinity, infinity, -2})});
        const ChartData::Curve curve = charts.groups().first().curves.first();
        QCOMPARE(charts.unshown(curve, ChartData::XAxis::Step), (ChartData::Unshown{1, 2, 0}));
        QCOMPARE(charts.unshown(curve, ChartData::XAxis::Step, {}, true), (ChartData::Unshown{1, 2, 2}));
        QCOMPARE(charts.unshown(curve, ChartData::XAxis::Step, std::pair(25.0, 45.0), true),
                 (ChartData::Unshown{0, 1, 1}));
    }

    void anyLegalRangeIsMarkedAtOnce_data()
    {
        QTest::addColumn<double>("from");
        QTest::addColumn<double>("to");
        QTest::addColumn<bool>("whole");
        const double two53 = 9'007'199'254'740'992.0;
        const double most = std::numeric_limits<double>::max();
        QTest::newRow("around 2^53") << two53 - 3 << two53 + 10 << true;
        QTest::newRow("above 2^53, odd neighbours") << two53 << two53 + 4 << true;
        QTest::newRow("nanoseconds") << 1.7e18 << 1.7e18 + 1e9 << true;
        QTest::newRow("nanoseconds, few of them") << 1.7e18 << std::nextafter(1.7e18, 2e18) << true;
        QTest::newRow("2^63") << 0.0 << 9.223372036854775807e18 << true;
        QTest::newRow("everything") << -most << most << false;
        QTest::newRow("denormal") << 0.0 << 5e-324 << false;
        QTest::newRow("tiny") << 1e-300 << 3e-300 << false;
        QTest::newRow("one value") << 7.0 << 7.0 << false;
        QTest::newRow("close together") << 12345.678901 << 12345.678905 << false;
        QTest::newRow("usual") << 0.0 << 130.0 << true;
        QTest::newRow("ratio") << 0.1234 << 0.1239 << false;
        QTest::newRow("across zero") << -0.02 << 0.03 << false;
        QTest::newRow("millions") << 9'000'000.0 << 12'000'000.0 << true;
    }

    void anyLegalRangeIsMarkedAtOnce()
    {
        QFETCH(double, from);
        QFETCH(double, to);
        QFETCH(bool, whole);
        const QLocale english(QLocale::English, QLocale::UnitedStates);
        for (int parts = 1; parts <= 6; ++parts) {
            for (const AxisTicks &axis : {AxisTicks::linear(from, to, parts, whole, english),
                                          AxisTicks::logarithmic(std::max(from, 5e-324), to, parts, english),
                                          AxisTicks::time(from, to, parts, english)}) {
                QVERIFY(axis.ticks.size() <= 3 * 6 + 2);
                QSet<QString> labels;
                double before = -std::numeric_limits<double>::infinity();
                for (const AxisTicks::Tick &tick : axis.ticks) {
                    QVERIFY(tick.value > before);
                    before = tick.value;
                    QVERIFY2(tick.label.size() <= 18, qPrintable(tick.label));
                    QVERIFY2(!labels.contains(tick.label), qPrintable(tick.label));
                    labels.insert(tick.label);
                }
            }
            QVERIFY(!AxisTicks::linear(from, to, parts, whole, english).ticks.isEmpty());
        }
    }

    void ticksAreRoundAndReadWell()
    {
        const QLocale english(QLocale::English, QLocale::UnitedStates);
        const auto labels = [](const AxisTicks &axis) {
            QStringList texts;
            for (const AxisTicks::Tick &tick : axis.ticks)
                texts += tick.label;
            return texts;
        };
        QCOMPARE(labels(AxisTicks::linear(0, 130, 6, true, english)),
                 (QStringList{u"0"_qs, u"50"_qs, u"100"_qs}));
        QCOMPARE(labels(AxisTicks::linear(0.1, 0.35, 5, false, english)),
                 (QStringList{u"0.10"_qs, u"0.15"_qs, u"0.20"_qs, u"0.25"_qs, u"0.30"_qs, u"0.35"_qs}));
        QCOMPARE(labels(AxisTicks::linear(1e-9, 3e-9, 2, false, english)),
                 (QStringList{u"1×10⁻⁹"_qs, u"2×10⁻⁹"_qs, u"3×10⁻⁹"_qs}));
        QCOMPARE(
            labels(AxisTicks::logarithmic(0.0005, 2000, 8, english)),
            (QStringList{u"0.001"_qs, u"0.01"_qs, u"0.1"_qs, u"1"_qs, u"10"_qs, u"100"_qs, u"1,000"_qs}));
        const AxisTicks far =
            AxisTicks::linear(9'007'199'254'740'990.0, 9'007'199'254'741'000.0, 5, true, english);
        QCOMPARE(far.origin, QStringLiteral("9,007,199,254,740,990"));
        QCOMPARE(far.ticks.first().label, QStringLiteral("+0"));
        QCOMPARE(far.ticks.at(1).label, QStringLiteral("+2"));
    }

    void seriesGrowByWhatIsNew()
    {
        RunColors colors;
        ChartData charts(colors);
        QSignalSpy groups(&charts, &ChartData::groupsUpdated);
        QSignalSpy changed(&charts, &ChartData::groupChanged);
        charts.setRuns({runName}, {{runName, QStringLiteral("GRU v1")}});
        charts.merge(runName, {series(QStringLiteral("train_loss"), 1, {3, 2, 1})});
        QCOMPARE(groups.size(), 1);
        charts.merge(runName, {series(QStringLiteral("train_loss"), 1, {3, 2, 1, 0.5})});
        QCOMPARE(groups.size(), 1);
        QCOMPARE(changed.size(), 2);
        charts.merge(runName, {series(QStringLiteral("train_loss"), 1, {3, 2, 1, 0.5})});
        QCOMPARE(changed.size(), 2); // nothing new
        QCOMPARE(charts.lastSeq(runName), 4);
        const ChartData::Curve curve = charts.groups().first().curves.first();
        QCOMPARE(charts.size(curve), qsizetype(4));
        const QList<QPointF> points = charts.points(curve, ChartData::XAxis::Step);
        QCOMPARE(points, (QList<QPointF>{{10, 3}, {20, 2}, {30, 1}, {40, 0.5}}));
        QCOMPARE(charts.points(curve, ChartData::XAxis::RelativeTime).last().x(), 1.5);
        QCOMPARE(charts.points(curve, ChartData::XAxis::Epoch).first().x(), 0.25);
        QCOMPARE(charts.nearest(curve, ChartData::XAxis::Step, 26)->value, 1.0);
        QCOMPARE(charts.nearest(curve, ChartData::XAxis::Step, 40)->step, 40);
        // The range asked for, and one neighbour on each side so that lines reach the edge.
        QCOMPARE(charts.points(curve, ChartData::XAxis::Step, std::pair(19.0, 21.0)).size(), 3);
        QCOMPARE(charts.yRange(charts.groups().first(), ChartData::XAxis::Step)->second, 3.0);
    }

    void wholeSeriesReplaceWhatIsVoid()
    {
        RunColors colors;
        ChartData data(colors);
        data.setRuns({runName}, {});
        data.merge(runName, {series(QStringLiteral("loss"), 1, {5, 4, 3, 2}),
                             series(QStringLiteral("other"), 5, {1, 1})});
        QCOMPARE(data.lastSeq(runName), 6);
        QSignalSpy changed(&data, &ChartData::groupChanged);
        // The run went on from its checkpoint: two points are void, and one series has none left.
        MetricSeries loss = series(QStringLiteral("loss"), 1, {5, 4});
        loss.points.append(series({}, 7, {2.5}).points);
        data.replace(runName, {loss, series(QStringLiteral("other"), 7, {})});
        const auto curve = [&data](qsizetype group) { return data.groups().at(group).curves.first(); };
        QCOMPARE(data.groups().size(), 2);
        const bool lossFirst = curve(0).metric == QLatin1String("loss");
        QCOMPARE(data.size(curve(lossFirst ? 0 : 1)), 3);
        QCOMPARE(data.size(curve(lossFirst ? 1 : 0)), 0);
        QCOMPARE(data.lastSeq(runName), 7);
        QVERIFY(changed.size() >= 2);
        // And what comes then is appended again.
        data.merge(runName, {series(QStringLiteral("other"), 8, {9})});
        QCOMPARE(data.size(curve(lossFirst ? 1 : 0)), 1);
    }

    void aggregatedSeriesAreReplaced()
    {
        RunColors colors;
        ChartData charts(colors);
        charts.setRuns({runName}, {});
        MetricSeries buckets = series(QStringLiteral("loss"), 1, {5, 4});
        buckets.aggregated = true;
        charts.merge(runName, {buckets});
        buckets = series(QStringLiteral("loss"), 1, {5, 3, 2});
        buckets.aggregated = true;
        charts.merge(runName, {buckets});
        const ChartData::Curve curve = charts.groups().first().curves.first();
        QCOMPARE(charts.size(curve), qsizetype(3));
        QCOMPARE(charts.last(curve, ChartData::XAxis::Step)->value, 2.0);
    }

    void trainingAndValidationShareAChart()
    {
        RunColors colors;
        ChartData charts(colors);
        const QString other = QStringLiteral("train-2");
        charts.setRuns({runName, other}, {{runName, QStringLiteral("A")}, {other, QStringLiteral("B")}});
        for (const QString &run : {runName, other}) {
            charts.merge(run, {series(QStringLiteral("train_loss"), 1, {1}),
                               series(QStringLiteral("validation_loss"), 2, {1}),
                               series(QStringLiteral("validation_ndcg_at_10"), 3, {1})});
        }
        QCOMPARE(charts.groups().size(), 2);
        const ChartData::Group loss = charts.groups().first();
        QCOMPARE(loss.key, QStringLiteral("loss"));
        QCOMPARE(loss.curves.size(), 4);
        QCOMPARE(loss.curves.at(0).style.color, loss.curves.at(1).style.color);
        QVERIFY(loss.curves.at(0).style.dash != loss.curves.at(1).style.dash);
        QVERIFY(loss.curves.at(0).style.color != loss.curves.at(2).style.color);
        QCOMPARE(charts.groups().at(1).title, QStringLiteral("NDCG@10"));
        charts.setRuns({other}, {{other, QStringLiteral("B")}});
        QCOMPARE(charts.groups().first().curves.size(), 2);
        QCOMPARE(charts.lastSeq(runName), 0);
    }

    void whatIsMeasuredOnceIsALevelAcrossTheCourse()
    {
        RunColors colors;
        ChartData charts(colors);
        charts.setRuns({runName}, {{runName, QStringLiteral("A")}});
        charts.merge(runName, {series(QStringLiteral("validation_ndcg_at_10"), 1, {0.1, 0.2, 0.3}),
                               series(QStringLiteral("baseline_ndcg_at_10"), 80, {0.05}),
                               series(QStringLiteral("ndcg_at_10"), 90, {0.28})});
        const ChartData::Group group = charts.groups().first();
        QCOMPARE(group.curves.size(), 3);
        const auto course = std::find_if(group.curves.begin(), group.curves.end(), [](const auto &curve) {
            return curve.metric == QStringLiteral("validation_ndcg_at_10");
        });
        const auto test = std::find_if(group.curves.begin(), group.curves.end(), [](const auto &curve) {
            return curve.metric == QStringLiteral("ndcg_at_10");
        });
        QVERIFY(!charts.isLevel(*course));
        QVERIFY(charts.isLevel(*test));
        ChartData::Group alone = group;
        alone.curves = {*course};
        const auto steps = charts.xRange(alone, ChartData::XAxis::Step);
        QCOMPARE(charts.xRange(group, ChartData::XAxis::Step), steps);
        const QList<QPointF> line = charts.points(*test, ChartData::XAxis::Step, steps);
        QCOMPARE(line.size(), 2);
        QCOMPARE(line.first().x(), steps->first);
        QCOMPARE(line.last().x(), steps->second);
        QCOMPARE(line.first().y(), 0.28);
        // Its own step stays what it was, for the table and the export.
        QVERIFY(charts.measurement(*test, ChartData::XAxis::Step, 0).x > steps->second);
        alone.curves = {*test};
        QVERIFY(charts.xRange(alone, ChartData::XAxis::Step).has_value());
    }

    void smoothingStartsAtTheFirstValueAndKeepsGaps()
    {
        RunColors colors;
        ChartData charts(colors);
        charts.setRuns({runName}, {});
        charts.merge(runName, {series(QStringLiteral("loss"), 1,
                                      {10, 0, std::numeric_limits<double>::quiet_NaN(), 0})});
        const ChartData::Curve curve = charts.groups().first().curves.first();
        charts.setSmoothing(0.5);
        const QList<QPointF> points =
            charts.points(curve, ChartData::XAxis::Step, {}, ChartData::maximumPoints, true);
        QCOMPARE(points.at(0).y(), 10.0);
        QVERIFY(std::abs(points.at(1).y() - 10.0 / 3) < 1e-5); // (0.25·10) / (1 − 0.25)
        QVERIFY(std::isnan(points.at(2).y()));
        QCOMPARE(charts.points(curve, ChartData::XAxis::Step).at(1).y(), 0.0); // the raw line stays
    }

    void logarithmicAxesHaveNoPlaceForZero()
    {
        RunColors colors;
        ChartData charts(colors);
        charts.setRuns({runName}, {});
        charts.merge(runName, {series(QStringLiteral("loss"), 1, {1, 0, -1, 0.01})});
        const ChartData::Group group = charts.groups().first();
        const QList<QPointF> points =
            charts.points(group.curves.first(), ChartData::XAxis::Step, {}, 100, false, true);
        QVERIFY(std::isinf(points.at(1).y()) && std::isinf(points.at(2).y())); // gaps, marked below
        QCOMPARE(charts.yRange(group, ChartData::XAxis::Step, {}, true)->first, 0.01);
    }

    void aMillionPointsAreDrawnWithTwoThousand()
    {
        RunColors colors;
        ChartData charts(colors);
        charts.setRuns({runName}, {});
        MetricSeries big;
        big.name = QStringLiteral("loss");
        big.points.reserve(1'000'000);
        for (qint64 i = 1; i <= 1'000'000; ++i)
            big.points.append({i, i, 0, i, i == 777'777 ? 99.0 : 1.0});
        charts.merge(runName, {big});
        const QList<QPointF> points =
            charts.points(charts.groups().first().curves.first(), ChartData::XAxis::Step);
        QVERIFY(points.size() <= ChartData::maximumPoints);
        QVERIFY(std::any_of(points.begin(), points.end(),
                            [](const QPointF &p) { return p == QPointF(777'777, 99); }));
    }

    void runsKeepTheirColours()
    {
        QSet<QPair<QRgb, int>> seen;
        QSet<QRgb> hues;
        for (int i = 1; i <= RunColors::colorCount * RunStyle::markerCount; ++i) {
            // Each asked of another object, as after a restart.
            const RunStyle style = RunColors().style(QStringLiteral("train-%1-1795441200").arg(i));
            QVERIFY(i > RunColors::colorCount || style.marker == RunStyle::Marker::None);
            seen.insert({style.color.rgb(), int(style.marker)});
            hues.insert(style.color.rgb());
        }
        QCOMPARE(hues.size(), RunColors::colorCount);
        QCOMPARE(seen.size(), RunColors::colorCount * RunStyle::markerCount);
        QCOMPARE(RunColors().style(QStringLiteral("train-1-1795441200")).color, QColor(0x00, 0x72, 0xb2));
        QCOMPARE(RunColors().style(QStringLiteral("train-1-1795441200")).darkColor, QColor(0x56, 0xb4, 0xe9));
        QCOMPARE(RunColors().style(QStringLiteral("a")), RunColors().style(QStringLiteral("a")));
    }

    void runsOfOneHueDifferWhereTheyMeet()
    {
        RunColors colors;
        ChartData charts(colors);
        const QString first = QStringLiteral("train-1-1");
        const QString second = QStringLiteral("train-43-1"); // the same hue and marker
        QCOMPARE(colors.style(first), colors.style(second));
        charts.setRuns({first, second}, {});
        for (const QString &run : {first, second})
            charts.merge(run, {series(QStringLiteral("loss"), 1, {1})});
        const QList<ChartData::Curve> curves = charts.groups().first().curves;
        QCOMPARE(curves.at(0).style.color, curves.at(1).style.color);
        QVERIFY(curves.at(0).style.marker != curves.at(1).style.marker);
    }

    void linesOfOneRunAreToldApartByDashAndWeight()
    {
        RunColors colors;
        ChartData charts(colors);
        charts.setRuns({runName}, {});
        charts.merge(runName,
                     {series(QStringLiteral("train_loss"), 1, {1, 2}), series(QStringLiteral("loss"), 3, {1}),
                      series(QStringLiteral("validation_loss"), 4, {1}),
                      series(QStringLiteral("ndcg_at_10"), 5, {1}),
                      series(QStringLiteral("validation_ndcg_at_10"), 6, {1}),
                      series(QStringLiteral("baseline_ndcg_at_10"), 7, {1}),
                      series(QStringLiteral("live_ndcg_at_10"), 8, {1})});
        QHash<QString, RunStyle> styles;
        for (const ChartData::Group &group : charts.groups()) {
            QSet<QPair<int, bool>> looks;
            for (const ChartData::Curve &curve : group.curves) {
                styles.insert(curve.metric, curve.style);
                looks.insert({int(curve.style.dash), curve.style.thin});
            }
            QCOMPARE(looks.size(), group.curves.size());
        }
        QCOMPARE(styles.value(QStringLiteral("ndcg_at_10")).dash, Qt::SolidLine);
        QCOMPARE(styles.value(QStringLiteral("validation_ndcg_at_10")).dash, Qt::DashLine);
        QCOMPARE(styles.value(QStringLiteral("baseline_ndcg_at_10")).dash, Qt::DotLine);
        QCOMPARE(styles.value(QStringLiteral("live_ndcg_at_10")).dash, Qt::DashDotLine);
    }
};

QTEST_GUILESS_MAIN(tst_Charts)
#include "tst_charts.moc"
