// SPDX-License-Identifier: GPL-3.0-or-later
// What a worker says of its run and leaves behind, as trainers really write it: nothing that was said is lost
// without a word, and nothing that was said badly costs a model.
#include "jobs/linebuffer.h"
#include "jobs/runresult.h"
#include "jobs/runwarnings.h"
#include "jobs/workerline.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <random>

using namespace nsl;

class TestJobsReports : public QObject
{
    Q_OBJECT

private:
    static void write(const QString &path, const QByteArray &bytes)
    {
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

private Q_SLOTS:
    void readsWhatTrainersReallyWrite()
    {
        const auto metric = [](const QByteArray &line) {
            const WorkerLine parsed = parseWorkerLine(line);
            const auto *read = std::get_if<MetricLine>(&parsed);
            return read ? *read : MetricLine();
        };
        QCOMPARE(metric("#metric name=x value=1 step=100.0 epoch=1").step, 100);
        QCOMPARE(metric("#metric name=x value=1 step=1e5 epoch=1").step, 100'000);
        for (const QString &name : {u"train loss"_qs, u"pr\u00e9cision"_qs, u"huber[delta=1.3]"_qs, u"a;b"_qs,
                                    u"\u640d\u5931 \u0645\u062c"_qs, QString(64, u'x')})
            QCOMPARE(metric("#metric name=" + name.toUtf8() + " value=2 step=1 epoch=1").name, name);
        QCOMPARE(metric("#metric value=2 step=1 epoch=1 name=last of all").name, u"last of all"_qs);
        const QByteArray bar = " 10%|####      | 1/10 [00:01<00:09]#metric name=after value=3 step=1 epoch=1";
        QCOMPARE(metric(bar).value, 3.0);
        QCOMPARE(workerMarkAt(bar), bar.indexOf('#', 12));
        QCOMPARE(workerMarkAt("see #metric in the manual"), -1);

        const auto fault = [](const QByteArray &line) {
            const WorkerLine parsed = parseWorkerLine(line);
            const auto *log = std::get_if<LogLine>(&parsed);
            return log ? log->fault : MetricFault::None;
        };
        QCOMPARE(fault("#metric name=odd value=1 step=-1 epoch=1"), MetricFault::Step);
        QCOMPARE(fault("#metric name=odd value=1 epoch=1"), MetricFault::Step);
        QCOMPARE(fault("#metric name=odd value=1 step=1"), MetricFault::Epoch);
        QCOMPARE(fault("#metric name=odd value=one step=1 epoch=1"), MetricFault::Value);
        QCOMPARE(fault("#metric name=" + QByteArray(65, 'x') + " value=1 step=1 epoch=1"), MetricFault::Name);
        QCOMPARE(fault("#metric name=x value=1 step=1 epoch=1 extra=1"), MetricFault::Form);
        QCOMPARE(fault("only text"), MetricFault::None);
        QCOMPARE(std::get<LogLine>(parseWorkerLine("#metric name=my loss value=1 step=1")).metricName,
                 u"my loss"_qs);
    }

    void linesBeginAnewAtACarriageReturn()
    {
        const QByteArray stream = "plain\r\n\r 10%|#  |\r 20%|## |#metric name=a value=1 step=1 epoch=1\n"
                                  "#metric name=b value=1 step=1 epoch=1\r 30%\r\r\nlast";
        const QByteArrayList expected{"plain", " 20%|## |#metric name=a value=1 step=1 epoch=1",
                                      "#metric name=b value=1 step=1 epoch=1", " 30%", "last"};
        for (const qsizetype piece : {qsizetype(1), qsizetype(3), stream.size()}) {
            LineBuffer buffer;
            QByteArrayList lines;
            const auto take = [&lines](const QByteArray &line) { lines.append(line); };
            for (qsizetype from = 0; from < stream.size(); from += piece)
                buffer.add(stream.mid(from, piece), take);
            buffer.finish(take);
            QCOMPARE(lines, expected);
            QCOMPARE(buffer.cutLines(), 0);
        }
        // A bar that is drawn over and over is not one long line, a long line is cut and counted.
        LineBuffer buffer;
        QByteArrayList lines;
        const auto take = [&lines](const QByteArray &line) { lines.append(line); };
        for (int i = 0; i < 5000; ++i)
            buffer.add("\r" + QByteArray::number(i) + "%|####", take);
        buffer.add("#metric name=end value=1 step=1 epoch=1\n" + QByteArray(9000, 'x') + "\nshort\n", take);
        QCOMPARE(lines.size(), 3);
        QVERIFY(lines.at(0).startsWith("4999%|####"));
        QCOMPARE(lines.at(1).size(), LineBuffer::maxLineBytes);
        QCOMPARE(lines.at(2), QByteArray("short"));
        QCOMPARE(buffer.cutLines(), 1);
    }

    /// Lines, numbers and words put together at random, the same each time: nothing but a legal report is
    /// one.
    void anyBytesMakeALine()
    {
        const QByteArrayList parts{"#metric ",
                                   "#progress ",
                                   "#ready ",
                                   "name=",
                                   "value=",
                                   "step=",
                                   "epoch=",
                                   "phase=training",
                                   "port=",
                                   "1",
                                   "-1",
                                   "1e5",
                                   "1e999",
                                   "nan",
                                   "inf",
                                   " ",
                                   "  ",
                                   "=",
                                   "\r",
                                   "\n",
                                   "\0",
                                   QByteArray("\xff\xfe"),
                                   "\xe2\x80\xae",
                                   "99999999999999999999",
                                   "\xf0\x9f\x98\x80",
                                   "steps=",
                                   "unit=",
                                   "direction=up",
                                   "x",
                                   ","};
        std::mt19937 random(5);
        for (int round = 0; round < 20'000; ++round) {
            QByteArray bytes;
            for (unsigned i = random() % 14; i > 0; --i)
                bytes += parts.at(qsizetype(random() % unsigned(parts.size())));
            LineBuffer buffer;
            const auto take = [](const QByteArray &line) {
                const WorkerLine parsed = parseWorkerLine(line);
                if (const auto *metric = std::get_if<MetricLine>(&parsed)) {
                    QVERIFY(!metric->name.trimmed().isEmpty() && metric->name.size() <= 64);
                    QVERIFY(metric->step >= 0 && metric->epoch >= 0 && std::isfinite(metric->epoch));
                } else if (const auto *progress = std::get_if<ProgressLine>(&parsed)) {
                    QVERIFY(progress->step >= 0 && progress->steps >= 0 && progress->epoch >= 0);
                }
            };
            buffer.add(bytes.left(bytes.size() / 2), take);
            buffer.add(bytes.mid(bytes.size() / 2), take);
            buffer.finish(take);
            parseWorkerLine(bytes);
        }
    }

    void warningsAreCountedAndNamed()
    {
        RunWarnings warnings;
        warnings.add(RunWarnings::Kind::MetricStep, u"odd"_qs);
        for (int i = 0; i < 30; ++i)
            warnings.add(RunWarnings::Kind::SeriesLimit, u"s%1"_qs.arg(200 + i), 3);
        warnings.add(RunWarnings::Kind::CutLines, {}, 2);
        const QList<RunWarning> list = warnings.list();
        QCOMPARE(list.size(), 3);
        QCOMPARE(list.at(0).code, u"metric_step"_qs);
        QCOMPARE(list.at(0).text,
                 u"1 measurement was left out because the step is no whole number from 0 up: odd."_qs);
        QCOMPARE(list.at(1).count, 90);
        QVERIFY2(list.at(1).text.endsWith(u": s200, s201, s202, s203, s204 and 25 more."_qs),
                 qPrintable(list.at(1).text));
        QCOMPARE(list.at(2).text, u"2 lines of the output longer than 8 KiB were cut."_qs);
        QCOMPARE(warnings.takeNews().size(), 3);
        QVERIFY(warnings.takeNews().isEmpty());
        warnings.add(RunWarnings::Kind::MetricStep, u"odd"_qs);
        QCOMPARE(warnings.takeNews().size(), 1);
        // As the store keeps them, and on from there.
        RunWarnings again = RunWarnings::fromJson(warnings.toJson());
        QCOMPARE(again.list(), warnings.list());
        QVERIFY(again.takeNews().isEmpty());
        again.add(RunWarnings::Kind::SeriesLimit, u"s200"_qs);
        QCOMPARE(again.list().at(1).count, 91);
        QVERIFY(RunWarnings::fromJson({1, QJsonObject{{u"code"_qs, u"unheard"_qs}}}).isEmpty());
    }

    void aModelIsNeverLostToAMetric_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QStringList>("kept");
        QTest::addColumn<QStringList>("dropped");
        QTest::addColumn<QString>("problem");
        const QString none;
        QTest::newRow("bare words of Python") << QByteArray("{\"a\": NaN, \"b\": Infinity, \"c\": -Infinity, "
                                                            "\"d \\\"NaN\\\"\": 1, \"e\": nan, \"f\": -inf}")
                                              << QStringList{u"a=nan"_qs,       u"b=inf"_qs, u"c=-inf"_qs,
                                                             u"d \"NaN\"=1"_qs, u"e=nan"_qs, u"f=-inf"_qs}
                                              << QStringList() << none;
        QTest::newRow("null, text, list")
            << QByteArray("{\"a\":null,\"b\":\"good\",\"c\":[1],\"d\":0.5,\"e\":true}")
            << QStringList{u"d=0.5"_qs} << QStringList{u"a"_qs, u"b"_qs, u"c"_qs, u"e"_qs} << none;
        QTest::newRow("names") << QByteArray("{\"\":1,\"" + QByteArray(65, 'x') + "\":1}") << QStringList()
                               << QStringList{QString(), QString(65, u'x')} << none;
        for (const char *broken :
             {"", "{", "[1]", "{\"a\":1,}", "\xff\xfe", "{\"a\":1e999}", "null", "{\"a\":N}"})
            QTest::addRow("broken: %s", broken)
                << QByteArray(broken) << QStringList() << QStringList() << u"metrics.json"_qs;
    }
    void aModelIsNeverLostToAMetric()
    {
        QFETCH(const QByteArray, json);
        QFETCH(const QStringList, kept);
        QFETCH(const QStringList, dropped);
        QFETCH(const QString, problem);
        QTemporaryDir folder;
        const RunDirectory directory(folder.path(), u"train-1-1"_qs);
        QVERIFY(directory.create().ok());
        QVERIFY(QDir().mkpath(directory.artifactFolder()));
        write(directory.artifactFolder() + u"/x"_qs, "x");
        write(directory.modelFile(u"metrics.json"_qs), json);
        const auto result = readRunResult(directory, RunOutput::Plugin);
        QVERIFY2(result.ok(), result.ok() ? "" : qPrintable(result.error().message));
        QStringList found;
        for (auto it = result->metrics.begin(); it != result->metrics.end(); ++it)
            found.append(it.key() + u'=' + QString::number(it.value()));
        QCOMPARE(found, kept);
        QCOMPARE(result->droppedMetrics, dropped);
        QCOMPARE(result->metricsProblem.isEmpty(), problem.isEmpty());
        QVERIFY2(result->metricsProblem.contains(problem), qPrintable(result->metricsProblem));
        // A manifest is held to be whole: it says what the model is.
        write(directory.modelFile(u"manifest.json"_qs), json);
        QCOMPARE(readRunResult(directory, RunOutput::Plugin).ok(), problem.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestJobsReports)
#include "tst_jobs_reports.moc"
