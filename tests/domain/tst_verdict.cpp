// SPDX-License-Identifier: GPL-3.0-or-later
#include "verdict.h"

#include <QTest>

#include <limits>

using namespace nsl;

/// Better and worse are said for one reason alone.
class TestVerdict : public QObject
{
    Q_OBJECT

private slots:
    void onlyAnIntervalWithoutZeroDecides_data()
    {
        using Reason = Judgement::Reason;
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const double infinity = std::numeric_limits<double>::infinity();
        const MetricDifference plain{0.2, 0.1, {}, {}, MetricDirection::Max, Comparable::Yes};
        const auto with = [&plain](auto change) {
            MetricDifference difference = plain;
            change(difference);
            return difference;
        };
        const auto interval = [&with](double low, double high, MetricDirection direction) {
            return with([=](MetricDifference &d) {
                d.interval = MeanInterval{(low + high) / 2, low, high};
                d.direction = direction;
            });
        };
        QTest::addColumn<MetricDifference>("difference");
        QTest::addColumn<Judgement>("judgement");
        QTest::newRow("above zero, more is better")
            << interval(0.01, 0.2, MetricDirection::Max) << Judgement{Verdict::Better, Reason::Decided};
        QTest::newRow("above zero, less is better")
            << interval(0.01, 0.2, MetricDirection::Min) << Judgement{Verdict::Worse, Reason::Decided};
        QTest::newRow("below zero, less is better")
            << interval(-0.2, -0.01, MetricDirection::Min) << Judgement{Verdict::Better, Reason::Decided};
        QTest::newRow("around zero") << interval(-0.001, 0.2, MetricDirection::Max)
                                     << Judgement{Verdict::None, Reason::WithinNoise};
        QTest::newRow("touching zero")
            << interval(0, 0.2, MetricDirection::Max) << Judgement{Verdict::None, Reason::WithinNoise};
        QTest::newRow("no interval") << plain << Judgement{Verdict::None, Reason::NoInterval};
        QTest::newRow("broken interval")
            << interval(nan, 0.2, MetricDirection::Max) << Judgement{Verdict::None, Reason::NoInterval};
        QTest::newRow("endless interval")
            << interval(0.1, infinity, MetricDirection::Max) << Judgement{Verdict::None, Reason::NoInterval};
        QTest::newRow("no direction")
            << interval(0.01, 0.2, MetricDirection::None) << Judgement{Verdict::None, Reason::NoDirection};
        QTest::newRow("equal") << with([](MetricDifference &d) { d.baseline = d.value; })
                               << Judgement{Verdict::None, Reason::Same};
        QTest::newRow("not a number") << with([nan](MetricDifference &d) { d.value = nan; })
                                      << Judgement{Verdict::None, Reason::NotANumber};
        QTest::newRow("infinite") << with([infinity](MetricDifference &d) { d.baseline = infinity; })
                                  << Judgement{Verdict::None, Reason::NotANumber};
        QTest::newRow("unknown") << MetricDifference{} << Judgement{Verdict::None, Reason::NotANumber};
        MetricDifference few = interval(0.01, 0.2, MetricDirection::Max);
        few.users = minimumPairs - 1;
        QTest::newRow("few users") << few << Judgement{Verdict::None, Reason::TooFewUsers};
        few.users = minimumPairs;
        QTest::newRow("enough users") << few << Judgement{Verdict::Better, Reason::Decided};
        MetricDifference apart = interval(0.01, 0.2, MetricDirection::Max);
        apart.comparable = Comparable::No;
        QTest::newRow("not comparable") << apart << Judgement{Verdict::None, Reason::NotComparable};
    }

    void onlyAnIntervalWithoutZeroDecides()
    {
        QFETCH(const MetricDifference, difference);
        QFETCH(const Judgement, judgement);
        QCOMPARE(int(judge(difference).verdict), int(judgement.verdict));
        QCOMPARE(int(judge(difference).reason), int(judgement.reason));
    }
};

QTEST_APPLESS_MAIN(TestVerdict)
#include "tst_verdict.moc"
