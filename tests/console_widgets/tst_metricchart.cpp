// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/theme.h"
#include "widgets/chartgrid.h"
#include "widgets/metricchart.h"

#include <chartdata.h>

#include <QCheckBox>
#include <QComboBox>
#include <QScrollArea>
#include <QSlider>
#include <QTableView>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

using namespace nsl;

namespace
{

MetricSeries series(const QString &name, int count, int spikeAt = -1)
{
    MetricSeries result;
    result.name = name;
    result.total = count;
    result.points.reserve(count);
    for (int i = 0; i < count; ++i) {
        MetricPoint point;
        point.seq = i + 1;
        point.step = i;
        point.epoch = i / 100.0;
        point.wallMs = 1'700'000'000'000 + i * 10LL;
        point.value = i == spikeAt ? 50.0 : 2.0 + std::sin(i / 500.0);
        result.points.append(point);
    }
    return result;
}

} // namespace

/// Charts: bounded cost, exact values, linked crosshair and zoom.
class TestMetricChart : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_storage = std::make_unique<QSettings>(
            m_directory.filePath(QString::fromLatin1(QTest::currentTestFunction())), QSettings::IniFormat);
        m_colors = std::make_unique<RunColors>();
        m_data = std::make_unique<ChartData>(*m_colors);
        m_data->setRuns({u"train-1"_qs}, {{u"train-1"_qs, u"GRU v1"_qs}});
    }

    void neverMoreThanTwoThousandPoints()
    {
        m_data->merge(u"train-1"_qs, {series(u"train_loss"_qs, 300'000, 123'457)});
        ChartGrid grid(*m_data, *m_storage, u"grid"_qs);
        grid.resize(1600, 500);
        grid.show();
        QTRY_VERIFY(!grid.charts().isEmpty() && grid.charts().first()->canvas()->largestLine() > 0);
        ChartCanvas *canvas = grid.charts().first()->canvas();
        QVERIFY(canvas->largestLine() <= ChartData::maximumPoints);
        QVERIFY(canvas->largestLine() > 100);
        for (const ChartLine &line : canvas->lines()) {
            const auto points = line.points(0, 300'000, maximumChartPoints, false);
            double high = 0;
            for (const QPointF &point : points)
                high = qMax(high, point.y());
            QCOMPARE(high, 50.0); // the spike is not lost
        }
        canvas->setView(ChartCanvas::Range{100'000, 200'000});
        QVERIFY(canvas->largestLine() <= ChartData::maximumPoints);
    }

    void chartsOutOfViewCostNothing()
    {
        QList<MetricSeries> many;
        for (int i = 0; i < 12; ++i)
            many << series(u"metric_%1"_qs.arg(i), 50);
        m_data->merge(u"train-1"_qs, many);
        ChartGrid grid(*m_data, *m_storage, u"grid"_qs);
        grid.resize(420, 300);
        grid.show();
        QCOMPARE(grid.charts().size(), 12);
        QTRY_VERIFY(!grid.charts().first()->isStale());
        QVERIFY(grid.charts().last()->isStale());
        QCOMPARE(grid.charts().last()->canvas()->largestLine(), 0);
        grid.findChild<QScrollArea *>()->ensureWidgetVisible(grid.charts().last());
        QTRY_VERIFY(!grid.charts().last()->isStale());
        QVERIFY(grid.charts().last()->canvas()->largestLine() > 0);
    }

    void crosshairAndZoomAreLinked()
    {
        m_data->merge(u"train-1"_qs, {series(u"train_loss"_qs, 1000), series(u"ndcg_at_10"_qs, 1000)});
        ChartGrid grid(*m_data, *m_storage, u"grid"_qs);
        grid.resize(1200, 500);
        grid.show();
        QTRY_VERIFY(grid.charts().size() == 2 && !grid.charts().last()->isStale());
        ChartCanvas *first = grid.charts().first()->canvas();
        ChartCanvas *second = grid.charts().last()->canvas();
        emit first->crosshairMoved(500.0);
        QCOMPARE(second->crosshair(), std::optional(500.0));
        const QString exact = QLocale().toString(2.0 + std::sin(1.0), 'g', 6).left(5);
        QVERIFY2(grid.charts().last()->readings().contains(exact),
                 qPrintable(grid.charts().last()->readings()));

        first->setFocus();
        QTest::keyClick(first, Qt::Key_Plus);
        QVERIFY(first->view().has_value());
        QVERIFY(second->view().has_value());
        QCOMPARE(second->view()->from, first->view()->from);
        const double width = first->view()->to - first->view()->from;
        QVERIFY(width < 999);
        QTest::keyClick(first, Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(qAbs(first->view()->to - first->view()->from - width) < 1e-6);
        QTest::mouseDClick(first->viewport(), Qt::LeftButton);
        QVERIFY(!first->view().has_value());
        QVERIFY(!second->view().has_value());
    }

    void draggingSelectsARange()
    {
        m_data->merge(u"train-1"_qs, {series(u"train_loss"_qs, 1000)});
        ChartGrid grid(*m_data, *m_storage, u"grid"_qs);
        grid.resize(900, 400);
        grid.show();
        QTRY_VERIFY(!grid.charts().isEmpty() && !grid.charts().first()->isStale());
        ChartCanvas *canvas = grid.charts().first()->canvas();
        const QPoint middle = canvas->viewport()->rect().center();
        QTest::mousePress(canvas->viewport(), Qt::LeftButton, {}, middle);
        QTest::mouseMove(canvas->viewport(), middle + QPoint(90, 5));
        QTest::mouseRelease(canvas->viewport(), Qt::LeftButton, {}, middle + QPoint(90, 5));
        QVERIFY(canvas->view().has_value());
        QVERIFY(canvas->view()->from > 0 && canvas->view()->to < 999);
    }

    void controlsAreRememberedAndApplied()
    {
        m_data->merge(u"train-1"_qs, {series(u"train_loss"_qs, 200)});
        {
            ChartGrid grid(*m_data, *m_storage, u"grid"_qs);
            grid.resize(900, 400);
            grid.show();
            grid.findChild<QSlider *>(u"chartSmoothing"_qs)->setValue(60);
            QCOMPARE(m_data->smoothing(), 0.6);
            grid.findChild<QCheckBox *>(u"chartLogY"_qs)->setChecked(true);
            auto *axis = grid.findChild<QComboBox *>(u"chartAxis"_qs);
            axis->setCurrentIndex(axis->findData(int(ChartData::XAxis::Epoch)));
            QTRY_VERIFY(!grid.charts().first()->isStale());
            QVERIFY(grid.charts().first()->canvas()->logY());
            QCOMPARE(grid.charts().first()->canvas()->lines().size(), 2); // the raw line stays behind
        }
        ChartGrid again(*m_data, *m_storage, u"grid"_qs);
        QCOMPARE(again.findChild<QSlider *>(u"chartSmoothing"_qs)->value(), 60);
        QVERIFY(again.findChild<QCheckBox *>(u"chartLogY"_qs)->isChecked());
        QCOMPARE(again.findChild<QComboBox *>(u"chartAxis"_qs)->currentData().toInt(),
                 int(ChartData::XAxis::Epoch));
    }

    void tableHoldsEveryMeasurement()
    {
        m_data->merge(u"train-1"_qs, {series(u"train_loss"_qs, 40), series(u"validation_loss"_qs, 20)});
        ChartGrid grid(*m_data, *m_storage, u"grid"_qs);
        grid.resize(900, 400);
        grid.show();
        grid.findChild<QCheckBox *>(u"chartAsTable"_qs)->setChecked(true);
        MetricChart *chart = grid.charts().first();
        auto *table = chart->findChild<QTableView *>();
        QTRY_COMPARE(table->model()->rowCount(), 60);
        QVERIFY(!table->model()->index(0, 4).data().toString().isEmpty());
    }

    void exportsPictureAndCsv()
    {
        m_data->merge(u"train-1"_qs, {series(u"train_loss"_qs, 30)});
        ChartGrid grid(*m_data, *m_storage, u"grid"_qs);
        grid.resize(900, 400);
        grid.show();
        QTRY_VERIFY(!grid.charts().isEmpty() && !grid.charts().first()->isStale());
        const QString csv = m_directory.filePath(u"chart.csv"_qs);
        QCOMPARE(grid.charts().first()->saveCsv(csv), QString());
        QFile file(csv);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = file.readAll().trimmed().split('\n');
        QCOMPARE(lines.size(), 31);
        QVERIFY(lines.at(1).startsWith("\"train-1\",\"train_loss\",0,0,1700000000000,"));
        const QString png = m_directory.filePath(u"chart.png"_qs);
        QCOMPARE(grid.charts().first()->savePng(png), QString());
        QVERIFY(!QImage(png).isNull());
        QVERIFY(!grid.charts().first()->savePng(m_directory.filePath(u"no/such/folder/x.png"_qs)).isEmpty());
    }

private:
    QTemporaryDir m_directory;
    std::unique_ptr<QSettings> m_storage;
    std::unique_ptr<RunColors> m_colors;
    std::unique_ptr<ChartData> m_data;
};

QTEST_MAIN(TestMetricChart)
#include "tst_metricchart.moc"
