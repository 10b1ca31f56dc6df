// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics.h"

#include <QTest>

#include <limits>

using namespace nsl;

class TestMetrics : public QObject
{
    Q_OBJECT

private slots:
    void standardNamesHaveADirection_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("direction");
        QTest::newRow("ndcg") << u"ndcg_at_10"_qs << int(MetricDirection::Max);
        QTest::newRow("prefixed") << u"validation_recall_at_10"_qs << int(MetricDirection::Max);
        QTest::newRow("loss") << u"loss"_qs << int(MetricDirection::Min);
        QTest::newRow("validation loss") << u"validation_loss"_qs << int(MetricDirection::Min);
        QTest::newRow("custom") << u"my_metric"_qs << int(MetricDirection::None);
        QTest::newRow("a name that only begins alike") << u"loss_of_hair"_qs << int(MetricDirection::None);
    }

    void standardNamesHaveADirection()
    {
        QFETCH(QString, name);
        QFETCH(int, direction);
        QCOMPARE(int(standardDirection(name)), direction);
    }

    void preferenceFollowsTheDirection()
    {
        QVERIFY(isPreferred(0.2, 0.1, MetricDirection::Max));
        QVERIFY(!isPreferred(0.2, 0.1, MetricDirection::Min));
        QVERIFY(isPreferred(0.1, 0.2, MetricDirection::Min));
        QVERIFY(!isPreferred(0.1, 0.1, MetricDirection::Max));
        QVERIFY(!isPreferred(0.2, 0.1, MetricDirection::None));
        QVERIFY(!isPreferred(std::numeric_limits<double>::quiet_NaN(), 0.1, MetricDirection::Max));
        QVERIFY(!isPreferred(std::numeric_limits<double>::infinity(), 0.1, MetricDirection::Max));
    }

    void relativeDeltaNeedsABaseline()
    {
        QCOMPARE(relativeDelta(1.1, 1.0).value(), 1.1 - 1.0);
        QCOMPARE(relativeDelta(-1.5, -1.0).value(), -0.5);
        QVERIFY(!relativeDelta(1, 0));
        QVERIFY(!relativeDelta(std::numeric_limits<double>::infinity(), 1));
    }
};

QTEST_APPLESS_MAIN(TestMetrics)
#include "tst_metrics.moc"
