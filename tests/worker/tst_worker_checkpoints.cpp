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
#include <memory>
#include <optional>

using namespace Qt::Literals::StringLiterals;
using Options = QMap<QString, QString>;

namespace
{

const Options gru{{u"family"_s, u"two-tower-gru"_s}, {u"epochs"_s, u"5"_s},      {u"patience"_s, u"0"_s},
                  {u"learning_rate"_s, u"0.001"_s},  {u"batch_size"_s, u"64"_s}, {u"item_text"_s, u"true"_s}};
constexpr int users = 60;

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

/// Starts a run and kills it as soon as it prints a line that @p moment matches. Returns what it printed, or
/// nothing where it ended first.
std::optional<QString> killedRun(const WorkerRoot &root, const QRegularExpression &moment)
{
    QProcess process;
    prepareWorker(process, root);
    process.setArguments({u"train"_s});
    process.start();
    QString output;
    while (!moment.match(output).hasMatch()) {
        if (!process.waitForReadyRead(300'000)) {
            process.kill();
            process.waitForFinished();
            return std::nullopt;
        }
        output += QString::fromUtf8(process.readAllStandardOutput());
    }
    if (process.state() == QProcess::Running) {
        ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
    }
    process.waitForFinished();
    output += QString::fromUtf8(process.readAllStandardOutput());
    return process.exitStatus() == QProcess::CrashExit ? std::optional(output) : std::nullopt;
}

struct Broken
{
    std::unique_ptr<WorkerRoot> root;
    QStringList lines; ///< up to the checkpoints; what was printed after them is printed again
};

/// A run that is killed at each of @p moments. A run may be faster than the kill; then a new one is tried.
Broken brokenRun(const Options &options, const QList<QRegularExpression> &moments)
{
    for (int attempt = 0; attempt < 3; ++attempt) {
        Broken broken{std::make_unique<WorkerRoot>(users, 40), {}};
        broken.root->setHyperparameters(options);
        qsizetype kills = 0;
        for (const QRegularExpression &moment : moments) {
            const auto output = killedRun(*broken.root, moment);
            if (!output) {
                break;
            }
            ++kills;
            const QJsonObject progress = object(broken.root->read(u"checkpoints/progress.json"_s));
            broken.lines += metricLines(*output, progress.value(u"steps"_s).toInteger(-1));
        }
        if (kills == moments.size()) {
            return broken;
        }
    }
    return {};
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
        QVERIFY(metricsOf(m_whole).value(u"best_epoch"_s).toInt() >= 3);
        QVERIFY(!m_whole.exists(u"checkpoints"_s));
    }

    void goesOnToTheSameBits_data()
    {
        QTest::addColumn<QList<QRegularExpression>>("moments");
        const auto begun = [](const QString &phase, int epoch) {
            return QRegularExpression(
                u"#progress phase=%1 step=\\d+ steps=(?!1 )\\d+ epoch=%2 "_s.arg(phase).arg(epoch));
        };
        QTest::newRow("training") << QList{begun(u"training"_s, 3)};
        QTest::newRow("first epoch") << QList{begun(u"training"_s, 1)};
        QTest::newRow("refit") << QList{begun(u"refitting"_s, 3)};
        QTest::newRow("twice") << QList{begun(u"training"_s, 3), begun(u"refitting"_s, 2)};
        QTest::newRow("after the last epoch") << QList{QRegularExpression(u"#metric name=baseline_"_s)};
    }
    void goesOnToTheSameBits()
    {
        QFETCH(const QList<QRegularExpression>, moments);
        const Broken broken = brokenRun(gru, moments);
        QVERIFY2(broken.root, "three runs ended before they could be killed");
        const WorkerRoot &root = *broken.root;
        QStringList lines = broken.lines;
        // The kill may come later than the moment, so the checkpoint itself says what must be resumed.
        const QJsonObject progress = object(root.read(u"checkpoints/progress.json"_s));
        const QString resumed = u"goes on after epoch %1 of the %2"_s.arg(
            QString::number(progress.value(u"epoch"_s).toInteger()),
            progress.value(u"phase"_s) == u"refitting"_s ? u"refit"_s : u"training"_s);
        const Finished run = runWorker(root, {u"train"_s});
        QVERIFY2(run.exitCode == 0, qPrintable(run.errors));
        QCOMPARE(run.output.contains(u"goes on after epoch "_s), !progress.isEmpty());
        QCOMPARE(run.output.contains(resumed), !progress.isEmpty());
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
        Options options = gru;
        if (file.isEmpty()) {
            options[u"dropout"_s] = u"0.3"_s;
        }
        const QRegularExpression moment(u"phase=training step=\\d+ steps=(?!1 )\\d+ epoch=3 "_s);
        const Broken broken = brokenRun(options, {moment});
        QVERIFY2(broken.root, "three runs ended before they could be killed");
        const WorkerRoot &root = *broken.root;
        if (!file.isEmpty()) {
            const QJsonObject progress = object(root.read(u"checkpoints/progress.json"_s));
            const QString folder =
                u"checkpoints/%1-%2/"_s.arg(progress.value(u"phase"_s).toString(),
                                            QString::number(progress.value(u"epoch"_s).toInteger()));
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
