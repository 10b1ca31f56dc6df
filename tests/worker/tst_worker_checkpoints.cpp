// SPDX-License-Identifier: GPL-3.0-or-later
// Runs that are killed and started again.
#include "workerprocess.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

#include <csignal>

using namespace Qt::Literals::StringLiterals;
using Options = QMap<QString, QString>;

namespace
{

const Options gru{{u"family"_s, u"two-tower-gru"_s},
                  {u"epochs"_s, u"8"_s},
                  {u"patience"_s, u"0"_s},
                  {u"learning_rate"_s, u"0.001"_s},
                  {u"batch_size"_s, u"64"_s},
                  {u"item_text"_s, u"true"_s}};
constexpr int users = 120;

QJsonObject object(const QByteArray &bytes)
{
    return QJsonDocument::fromJson(bytes).object();
}

/// metrics.json without what depends on the clock.
QJsonObject metricsOf(const WorkerRoot &root)
{
    QJsonObject metrics = object(root.read(u"model/metrics.json"_s));
    metrics.remove(u"examples_per_second"_s);
    return metrics;
}

/// The metric lines that do not depend on the clock, up to @p lastStep.
QStringList metricLines(const QString &output, qint64 lastStep)
{
    static const QRegularExpression step(u" step=(\\d+) "_s);
    QStringList lines;
    for (const QString &line : output.split(u'\n')) {
        if (line.startsWith(u"#metric "_s) && !line.contains(u"examples_per_second"_s) &&
            step.match(line).captured(1).toLongLong() <= lastStep) {
            lines << line;
        }
    }
    return lines;
}

constexpr qint64 allSteps = std::numeric_limits<qint64>::max();

/// Starts a run and kills it as soon as it prints a line that @p moment matches. Returns what it printed.
QString killedRun(const WorkerRoot &root, const QRegularExpression &moment)
{
    QProcess process;
    prepareWorker(process, root);
    process.setArguments({u"train"_s});
    process.start();
    QString output;
    while (!moment.match(output).hasMatch()) {
        if (!process.waitForReadyRead(300'000)) {
            return u"the moment never came"_s;
        }
        output += QString::fromUtf8(process.readAllStandardOutput());
    }
    ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
    process.waitForFinished();
    output += QString::fromUtf8(process.readAllStandardOutput());
    return process.exitStatus() == QProcess::CrashExit ? output : u"it ended before it could be killed"_s;
}

} // namespace

class TestWorkerCheckpoints : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_whole.setHyperparameters(gru);
        const Finished run = runWorker(m_whole, {u"train"_s});
        QVERIFY2(run.exitCode == 0, qPrintable(run.errors));
        m_lines = metricLines(run.output, allSteps);
        QVERIFY(metricsOf(m_whole).value(u"best_epoch"_s).toInt() > 3);
        QVERIFY(!m_whole.exists(u"checkpoints"_s));
    }

    void goesOnToTheSameBits_data()
    {
        QTest::addColumn<QList<QRegularExpression>>("moments");
        QTest::addColumn<QString>("resumedAt");
        const auto begun = [](const QString &phase, int epoch) {
            return QRegularExpression(
                u"#progress phase=%1 step=0 steps=\\d\\d+ epoch=%2 "_s.arg(phase).arg(epoch));
        };
        QTest::newRow("training") << QList{begun(u"training"_s, 4)} << u"of the training"_s;
        QTest::newRow("first epoch") << QList{begun(u"training"_s, 1)} << QString();
        QTest::newRow("refit") << QList{begun(u"refitting"_s, 3)} << u"of the refit"_s;
        QTest::newRow("twice") << QList{begun(u"training"_s, 3), begun(u"refitting"_s, 2)}
                               << u"of the refit"_s;
        QTest::newRow("after the last epoch")
            << QList{QRegularExpression(u"#metric name=baseline_"_s)} << u"of the refit"_s;
    }
    void goesOnToTheSameBits()
    {
        QFETCH(const QList<QRegularExpression>, moments);
        QFETCH(const QString, resumedAt);
        const WorkerRoot root(users, 40);
        root.setHyperparameters(gru);
        QStringList lines;
        for (const QRegularExpression &moment : moments) {
            const QString output = killedRun(root, moment);
            QVERIFY2(moment.match(output).hasMatch(), qPrintable(output));
            // What was printed after the checkpoint is printed again.
            const QJsonObject progress = object(root.read(u"checkpoints/progress.json"_s));
            lines += metricLines(output, progress.value(u"steps"_s).toInteger(-1));
        }
        const Finished run = runWorker(root, {u"train"_s});
        QVERIFY2(run.exitCode == 0, qPrintable(run.errors));
        QCOMPARE(run.output.contains(u"goes on after epoch "_s), !resumedAt.isEmpty());
        QVERIFY(run.output.contains(resumedAt));
        lines += metricLines(run.output, allSteps);
        QCOMPARE(lines, m_lines);
        QCOMPARE(metricsOf(root), metricsOf(m_whole));
        QCOMPARE(root.artifactDigest(), m_whole.artifactDigest());
        QCOMPARE(root.read(u"model/evaluation/per_user.csv"_s),
                 m_whole.read(u"model/evaluation/per_user.csv"_s));
        QVERIFY(!root.exists(u"checkpoints"_s));
    }

    void ignoresWhatDoesNotFit_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("damaged tensor") << u"item_ids.f32"_s << QByteArray("abcd");
        QTest::newRow("damaged description") << u"model.json"_s << QByteArray("{");
        QTest::newRow("damaged pointer") << u"../progress.json"_s << QByteArray("{\"phase\":\"..\"}");
        QTest::newRow("other options") << QString() << QByteArray();
    }
    void ignoresWhatDoesNotFit()
    {
        QFETCH(const QString, file);
        QFETCH(const QByteArray, bytes);
        const WorkerRoot root(users, 40);
        Options options = gru;
        if (file.isEmpty()) {
            options[u"dropout"_s] = u"0.3"_s;
        }
        root.setHyperparameters(options);
        const QRegularExpression moment(u"phase=training step=0 steps=\\d\\d+ epoch=3 "_s);
        const QString output = killedRun(root, moment);
        QVERIFY2(moment.match(output).hasMatch(), qPrintable(output));
        if (!file.isEmpty()) {
            const QJsonObject progress = object(root.read(u"checkpoints/progress.json"_s));
            QCOMPARE(progress.value(u"phase"_s).toString(), u"training"_s);
            const QString folder = u"checkpoints/training-%1/"_s.arg(progress.value(u"epoch"_s).toInteger());
            QVERIFY(root.exists(folder + file));
            root.write(folder + file, bytes);
        }
        root.setHyperparameters(gru);
        const Finished run = runWorker(root, {u"train"_s});
        QVERIFY2(run.exitCode == 0, qPrintable(run.errors));
        QVERIFY(run.output.contains(u"\nwarning: the checkpoint is not used"_s));
        QCOMPARE(metricLines(run.output, allSteps), m_lines);
        QCOMPARE(root.artifactDigest(), m_whole.artifactDigest());
    }

    void endsEarlyWhenNothingGetsBetter()
    {
        const WorkerRoot root(users, 40);
        Options options = gru;
        options[u"epochs"_s] = u"50"_s;
        options[u"patience"_s] = u"1"_s;
        root.setHyperparameters(options);
        const Finished run = runWorker(root, {u"train"_s});
        QVERIFY2(run.exitCode == 0, qPrintable(run.errors));
        static const QRegularExpression validation(
            u"#metric name=validation_ndcg_at_10 value=([0-9.e-]+) "_s);
        QList<double> values;
        auto matches = validation.globalMatch(run.output);
        while (matches.hasNext()) {
            values << matches.next().captured(1).toDouble();
        }
        QVERIFY(values.size() > 1 && values.size() < 50);
        for (qsizetype i = 1; i + 1 < values.size(); ++i) {
            QVERIFY(values.at(i) > values.at(i - 1));
        }
        QVERIFY(values.last() <= values.at(values.size() - 2));
        QCOMPARE(metricsOf(root).value(u"best_epoch"_s).toInteger(), values.size() - 1);
    }

private:
    const WorkerRoot m_whole{users, 40};
    QStringList m_lines;
};

QTEST_GUILESS_MAIN(TestWorkerCheckpoints)
#include "tst_worker_checkpoints.moc"
