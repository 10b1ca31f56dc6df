// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/theme.h"
#include "widgets/chartgrid.h"
#include "widgets/metricchart.h"

#include <chartdata.h>
#include <numberformat.h>

#include <QCheckBox>
#include <QComboBox>
#include <QLayout>
#include <QScrollArea>
#include <QSlider>
#include <QTableView>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <limits>

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
        QVERIFY2(grid.charts().last()->readings().contains(format::exact(2.0 + std::sin(1.0), QLocale())),
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
        QTest::mouseDClick(first, Qt::LeftButton);
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
        const QPoint middle = canvas->rect().center();
        QTest::mousePress(canvas, Qt::LeftButton, {}, middle);
        QTest::mouseMove(canvas, middle + QPoint(90, 5));
        QTest::mouseRelease(canvas, Qt::LeftButton, {}, middle + QPoint(90, 5));
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
        QVERIFY(!table->model()->index(0, 2).data().toString().isEmpty());
        QCOMPARE(table->model()->headerData(2, Qt::Horizontal).toString(), u"Value"_qs);
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
        QVERIFY(lines.at(1).startsWith("train-1,train_loss,0,0,1700000000000,"));
        const QString png = m_directory.filePath(u"chart.png"_qs);
        QCOMPARE(grid.charts().first()->savePng(png), QString());
        QVERIFY(!QImage(png).isNull());
        QVERIFY(!grid.charts().first()->savePng(m_directory.filePath(u"no/such/folder/x.png"_qs)).isEmpty());
    }

    void anyLegalStepDrawsAtOnce_data()
    {
        QTest::addColumn<qint64>("first");
        QTest::addColumn<qint64>("stride");
        QTest::newRow("2^53") << qint64(9'007'199'254'740'992) << qint64(1);
        QTest::newRow("2^53, one step") << qint64(9'007'199'254'740'992) << qint64(0);
        QTest::newRow("nanoseconds") << qint64(1'795'441'200'000'000'000) << qint64(1);
        QTest::newRow("nanoseconds, seconds apart")
            << qint64(1'795'441'200'000'000'000) << qint64(1'000'000'000);
        QTest::newRow("the largest") << std::numeric_limits<qint64>::max() - 100 << qint64(1);
        QTest::newRow("negative") << qint64(-50) << qint64(1);
    }

    void anyLegalStepDrawsAtOnce()
    {
        QFETCH(qint64, first);
        QFETCH(qint64, stride);
        MetricSeries steps = series(u"train_loss"_qs, 30);
        for (qsizetype i = 0; i < steps.points.size(); ++i)
            steps.points[i].step = first + qint64(i) * stride;
        m_data->merge(u"train-1"_qs, {steps});
        ChartGrid grid(*m_data, *m_storage, u"grid"_qs);
        grid.resize(900, 400);
        grid.show();
        QTRY_VERIFY(!grid.charts().isEmpty() && !grid.charts().first()->isStale());
        ChartCanvas *canvas = grid.charts().first()->canvas();
        QVERIFY(!canvas->grab().isNull());
        QVERIFY(!canvas->plot().xTicks().ticks.isEmpty());
        // And so it does at any zoom.
        canvas->setFocus();
        for (int i = 0; i < 80; ++i)
            QTest::keyClick(canvas, Qt::Key_Plus);
        QVERIFY(!canvas->grab().isNull());
        for (int i = 0; i < 80; ++i)
            QTest::keyClick(canvas, Qt::Key_Minus);
        QVERIFY(!canvas->grab().isNull());
    }

    void whatIsNoNumberIsAGapWithAMarkAndACount()
    {
        MetricSeries broken = series(u"train_loss"_qs, 40);
        broken.points[10].value = std::numeric_limits<double>::quiet_NaN();
        broken.points[20].value = std::numeric_limits<double>::infinity();
        broken.points[30].value = -1;
        m_data->merge(u"train-1"_qs, {broken});
        ChartGrid grid(*m_data, *m_storage, u"grid"_qs);
        grid.resize(900, 400);
        grid.show();
        QTRY_VERIFY(!grid.charts().isEmpty() && !grid.charts().first()->isStale());
        MetricChart *chart = grid.charts().first();
        QCOMPARE(chart->canvas()->plot().segments(0).size(), 3);
        QCOMPARE(chart->canvas()->plot().markCount(0), 2);
        QVERIFY2(chart->note().contains(u"not a number (×): 1"_qs), qPrintable(chart->note()));
        QVERIFY(chart->note().contains(u"infinite (▲ ▼): 1"_qs));
        QVERIFY(!chart->note().contains(u"logarithmic"_qs));
        grid.findChild<QCheckBox *>(u"chartLogY"_qs)->setChecked(true);
        QTRY_COMPARE(chart->canvas()->plot().segments(0).size(), 4);
        QCOMPARE(chart->canvas()->plot().markCount(0), 3);
        QVERIFY2(chart->note().contains(u"logarithmic axis (▼): 1"_qs), qPrintable(chart->note()));
    }

    void readingsDoNotMoveThePlot()
    {
        MetricSeries odd = series(u"train_loss"_qs, 100);
        for (qsizetype i = 0; i < odd.points.size(); ++i)
            odd.points[i].value = i % 3 == 0 ? 1.0 / 3 : i % 3 == 1 ? 2.0 : -1.2345678901234567e-300;
        m_data->setRuns({u"train-1"_qs, u"train-2"_qs},
                        {{u"train-1"_qs, u"GRU v1"_qs}, {u"train-2"_qs, u"GRU v2"_qs}});
        m_data->merge(u"train-1"_qs, {odd, series(u"validation_loss"_qs, 30)});
        m_data->merge(u"train-2"_qs, {series(u"train_loss"_qs, 50)});
        ChartGrid grid(*m_data, *m_storage, u"grid"_qs);
        grid.resize(420, 400);
        grid.show();
        QTRY_VERIFY(!grid.charts().isEmpty() && !grid.charts().first()->isStale());
        MetricChart *chart = grid.charts().first();
        QCoreApplication::processEvents(); // the legend has its rows, and the layout knows
        const QRect before = chart->canvas()->geometry();
        const QRectF plot = chart->canvas()->plotArea();
        for (int x = 0; x < 100; x += 7) {
            chart->setCrosshair(x);
            chart->layout()->activate();
            QCOMPARE(chart->canvas()->geometry(), before);
            QCOMPARE(chart->canvas()->plotArea(), plot);
        }
        chart->setCrosshair(85); // the second run ended at 49
        QVERIFY2(chart->readings().endsWith(u"GRU v2 · training, per step"_qs),
                 qPrintable(chart->readings()));
        chart->setCrosshair(20);
        QVERIFY(!chart->readings().endsWith(u"training, per step"_qs));
    }

    void axisLabelsNeitherRepeatNorOverlap_data()
    {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::newRow("usual") << 0.1 << 0.4;
        QTest::newRow("close") << 0.123456 << 0.123459;
        QTest::newRow("huge") << 1e12 << 3e12;
        QTest::newRow("huge and close") << 1e12 << 1e12 + 3;
        QTest::newRow("tiny") << 1e-12 << 3e-12;
        QTest::newRow("widest") << -1e308 << 1e308;
        QTest::newRow("equal") << 5.0 << 5.0;
    }

    void axisLabelsNeitherRepeatNorOverlap()
    {
        QFETCH(double, low);
        QFETCH(double, high);
        MetricSeries values = series(u"train_loss"_qs, 100);
        for (qsizetype i = 0; i < values.points.size(); ++i)
            values.points[i].value = i % 2 ? low : high;
        m_data->merge(u"train-1"_qs, {values});
        ChartGrid grid(*m_data, *m_storage, u"grid"_qs);
        for (const int width : {380, 900}) {
            grid.resize(width, 400);
            grid.show();
            QTRY_VERIFY(!grid.charts().isEmpty() && !grid.charts().first()->isStale());
            const ChartPlot &plot = grid.charts().first()->canvas()->plot();
            QSet<QString> labels;
            double free = std::numeric_limits<double>::infinity();
            for (const AxisTicks::Tick &tick : plot.yTicks().ticks) {
                QVERIFY2(!labels.contains(tick.label), qPrintable(tick.label));
                labels.insert(tick.label);
                const double y = plot.yOf(tick.value);
                QVERIFY(free - y >= 10 || labels.size() == 1);
                free = y;
            }
            QVERIFY(!labels.isEmpty());
        }
    }

    void theTableAndTheFileMarkSummaries()
    {
        MetricSeries buckets = series(u"=loss"_qs, 3);
        buckets.aggregated = true;
        buckets.points[1].value = std::numeric_limits<double>::quiet_NaN();
        buckets.points[2].value = 0.1;
        buckets.points[2].step = 9'007'199'254'740'993;
        m_data->merge(u"train-1"_qs, {buckets});
        ChartGrid grid(*m_data, *m_storage, u"grid"_qs);
        grid.resize(900, 400);
        grid.show();
        QTRY_VERIFY(!grid.charts().isEmpty() && !grid.charts().first()->isStale());
        MetricChart *chart = grid.charts().first();
        QVERIFY(chart->note().contains(u"the server sends"_qs));
        const QString csv = m_directory.filePath(u"summaries.csv"_qs);
        QCOMPARE(chart->saveCsv(csv), QString());
        QFile file(csv);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = file.readAll().trimmed().split('\n');
        QCOMPARE(lines.at(0), QByteArray("job_name,metric,step,epoch,wall_ms,value,kind"));
        QVERIFY2(lines.at(2).endsWith(",NaN,summary"), lines.at(2).constData());
        QCOMPARE(lines.at(3), QByteArray("train-1,'=loss,9007199254740993,0.02,1700000000020,0.1,summary"));
        grid.findChild<QCheckBox *>(u"chartAsTable"_qs)->setChecked(true);
        auto *table = chart->findChild<QTableView *>();
        QTRY_COMPARE(table->model()->rowCount(), 3);
        QCOMPARE(table->model()->index(0, 5).data().toString(), u"summary of the server"_qs);
    }

private:
    QTemporaryDir m_directory;
    std::unique_ptr<QSettings> m_storage;
    std::unique_ptr<RunColors> m_colors;
    std::unique_ptr<ChartData> m_data;
};

QTEST_MAIN(TestMetricChart)
#include "tst_metricchart.moc"
