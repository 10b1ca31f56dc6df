// SPDX-License-Identifier: GPL-3.0-or-later
#include "workerprocess.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

#include <csignal>
#include <unistd.h>

using namespace Qt::Literals::StringLiterals;
using Options = QMap<QString, QString>;

namespace
{

const Options gru{{u"family"_s, u"two-tower-gru"_s},
                  {u"epochs"_s, u"3"_s},
                  {u"batch_size"_s, u"64"_s},
                  {u"seed"_s, u"7"_s}};

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

Options with(Options options, const QString &name, const QString &value)
{
    options[name] = value;
    return options;
}

} // namespace

class TestWorkerTrain : public QObject
{
    Q_OBJECT

private slots:
    void writesWhatTheContractAsksFor()
    {
        const WorkerRoot root;
        root.setHyperparameters(gru);
        root.write(
            u"input/config/run.json"_s,
            R"({"job_name":"train-9007199254740993-1","template":{"id":4},"dataset":{"digest":"abc","catalogue_revision":12},"live_job_name":null})");
        root.write(u"model/artifact/left-over"_s, "of an earlier run");
        root.write(u"output/failure"_s, "of an earlier run");
        const Finished run = runWorker(root, {u"train"_s});
        QCOMPARE(run.errors, QString());
        QCOMPARE(run.exitCode, 0);
        QVERIFY(!root.exists(u"output/failure"_s));
        QVERIFY(!root.exists(u"model/artifact/left-over"_s));

        const QJsonObject metrics = object(root.read(u"model/metrics.json"_s));
        for (const char *name :
             {"recall_at_10", "ndcg_at_10", "mrr_at_10", "coverage_at_10", "popularity_bias_at_10"}) {
            for (const QString &prefix : {u""_s, u"validation_"_s, u"baseline_"_s}) {
                const QJsonValue value = metrics.value(prefix + QLatin1String(name));
                QVERIFY2(value.isDouble() && value.toDouble() >= 0 && value.toDouble() <= 1, name);
            }
        }
        QVERIFY(metrics.value(u"examples_per_second"_s).toDouble() > 0);
        QVERIFY(metrics.value(u"train_loss"_s).isDouble());

        const QJsonObject manifest = object(root.read(u"model/manifest.json"_s));
        QCOMPARE(manifest.value(u"job_name"_s).toString(), u"train-9007199254740993-1"_s);
        QCOMPARE(manifest.value(u"template"_s).toObject().value(u"id"_s).toInteger(), 4);
        QVERIFY(manifest.value(u"parent_version"_s).isNull());
        const QJsonObject options = manifest.value(u"options"_s).toObject();
        QCOMPARE(options.value(u"epochs"_s).toInteger(), 3);
        QCOMPARE(options.value(u"seed"_s).toInteger(), 7);
        QCOMPARE(options.value(u"threads"_s).toInteger(), 1);
        QCOMPARE(options.value(u"logq"_s), QJsonValue(true));
        QCOMPARE(options.value(u"dropout"_s).toDouble(), 0.2);
        const QJsonObject dataset = manifest.value(u"dataset"_s).toObject();
        QCOMPARE(dataset.value(u"events"_s).toInteger(), 400);
        QCOMPARE(dataset.value(u"users"_s).toInteger(), 40);
        QCOMPARE(dataset.value(u"through_event_id"_s).toInteger(), 400);
        QCOMPARE(dataset.value(u"digest"_s).toString(), u"abc"_s);
        QCOMPARE(dataset.value(u"catalogue_revision"_s).toInteger(), 12);
        QVERIFY(dataset.value(u"dropped_signals"_s).isNull());
        QCOMPARE(dataset.value(u"per_signal_counts"_s).toObject().value(u"purchase"_s).toInteger(), 100);
        QCOMPARE(dataset.value(u"from"_s).toString(), u"2023-11-14T22:13:20.000Z"_s);
        QCOMPARE(manifest.value(u"artifact"_s).toObject().value(u"sha256"_s).toString().toLatin1(),
                 root.artifactDigest());
        QVERIFY(!manifest.value(u"environment"_s).toObject().value(u"torch_version"_s).toString().isEmpty());

        const QByteArray split = root.read(u"model/evaluation/split.csv"_s);
        QCOMPARE(manifest.value(u"evaluation"_s).toObject().value(u"split_digest"_s).toString().toLatin1(),
                 QCryptographicHash::hash(split, QCryptographicHash::Sha256).toHex());
        QCOMPARE(split.split('\n').first(), QByteArray("user_id,validation_item_id,test_item_id,test_row"));
        // The ninth and the tenth event of user 0: items 8 and 9 of its ring, the tenth in row 361.
        QCOMPARE(split.split('\n').at(1), QByteArray("user-0,item-8,item-9,361"));
        const QList<QByteArray> perUser = root.read(u"model/evaluation/per_user.csv"_s).trimmed().split('\n');
        QCOMPARE(perUser.size(), 41);
        double recall = 0;
        for (qsizetype i = 1; i < perUser.size(); ++i) {
            const QList<QByteArray> fields = perUser.at(i).split(',');
            QCOMPARE(fields.size(), 6);
            QCOMPARE(fields.at(3).toDouble() > 0, fields.at(2).toInt() <= 10);
            recall += fields.at(3).toDouble();
        }
        QVERIFY(qAbs(recall / 40 - metrics.value(u"recall_at_10"_s).toDouble()) < 1e-9);
    }

    void printsTheProtocol()
    {
        const WorkerRoot root;
        root.setHyperparameters(gru);
        const Finished run = runWorker(root, {u"train"_s});
        QCOMPARE(run.exitCode, 0);
        static const QRegularExpression metric(
            u"^#metric name=[a-z0-9_]+ value=-?[0-9.e+-]+ step=\\d+ epoch=\\d+( unit=\\S+)?( direction=(min|max|none))?$"_s);
        static const QRegularExpression progress(
            u"^#progress phase=(preparing|training|evaluating|refitting|indexing|packaging) step=(\\d+) steps=(\\d+) epoch=\\d+ epochs=\\d+$"_s);
        QStringList phases;
        QMap<QString, std::pair<qint64, qint64>> reached; // step and steps, by phase
        int validations = 0;
        for (const QString &line : run.output.split(u'\n')) {
            if (line.startsWith(u"#metric"_s)) {
                QVERIFY2(metric.match(line).hasMatch(), qPrintable(line));
                validations += line.startsWith(u"#metric name=validation_ndcg_at_10 "_s) ? 1 : 0;
            } else if (line.startsWith(u'#')) {
                const auto match = progress.match(line);
                QVERIFY2(match.hasMatch(), qPrintable(line));
                if (phases.isEmpty() || phases.last() != match.captured(1)) {
                    phases << match.captured(1);
                }
                // A fit's steps go on through its epochs, whatever comes between them.
                const qint64 step = match.captured(2).toLongLong();
                const qint64 steps = match.captured(3).toLongLong();
                QVERIFY2(step <= steps, qPrintable(line));
                if (steps > 1 && (phases.last() == u"training"_s || phases.last() == u"refitting"_s)) {
                    std::pair<qint64, qint64> &known = reached[phases.last()];
                    QVERIFY2(step >= known.first && (known.second == 0 || known.second == steps),
                             qPrintable(line));
                    known = {step, steps};
                }
            }
        }
        for (const auto &[step, steps] : std::as_const(reached)) {
            QCOMPARE(step, steps);
        }
        QCOMPARE(reached.size(), 2);
        QCOMPARE(validations, 3);
        QCOMPARE(phases.first(), u"preparing"_s);
        QCOMPARE(phases.mid(phases.size() - 4),
                 QStringList({u"refitting"_s, u"evaluating"_s, u"indexing"_s, u"packaging"_s}));
        QVERIFY(run.output.contains(u"#metric name=train_loss "_s));
        QVERIFY(run.output.contains(u"#metric name=baseline_recall_at_10 "_s));
    }

    void isReproducible()
    {
        const WorkerRoot first;
        const WorkerRoot second;
        const WorkerRoot other;
        for (const WorkerRoot *root : {&first, &second}) {
            root->setHyperparameters(gru);
            QCOMPARE(runWorker(*root, {u"train"_s}).exitCode, 0);
        }
        other.setHyperparameters(with(gru, u"seed"_s, u"8"_s));
        QCOMPARE(runWorker(other, {u"train"_s}).exitCode, 0);
        QVERIFY(!metricsOf(first).isEmpty());
        QCOMPARE(metricsOf(first), metricsOf(second));
        QCOMPARE(first.artifactDigest(), second.artifactDigest());
        QVERIFY(first.artifactDigest() != other.artifactDigest());
        QCOMPARE(first.read(u"model/evaluation/per_user.csv"_s),
                 second.read(u"model/evaluation/per_user.csv"_s));
    }

    /// What follows what is fixed in this data, so a model that learns must beat popularity clearly.
    void learns()
    {
        const WorkerRoot root(120, 40);
        root.setHyperparameters(with(gru, u"epochs"_s, u"12"_s));
        QCOMPARE(runWorker(root, {u"train"_s}).exitCode, 0);
        const QJsonObject metrics = metricsOf(root);
        const double ndcg = metrics.value(u"ndcg_at_10"_s).toDouble();
        const double baseline = metrics.value(u"baseline_ndcg_at_10"_s).toDouble();
        QVERIFY2(ndcg > baseline + 0.3, qPrintable(u"%1 against %2"_s.arg(ndcg).arg(baseline)));
    }

    void trainsTheOtherWays_data()
    {
        QTest::addColumn<Options>("options");
        QTest::newRow("popularity") << Options{{u"family"_s, u"popularity"_s}, {u"epochs"_s, u"9"_s}};
        QTest::newRow("transitions") << Options{{u"family"_s, u"item-transitions"_s}, {u"window"_s, u"3"_s}};
        QTest::newRow("item text") << with(gru, u"item_text"_s, u"true"_s);
        QTest::newRow("no logq, freshness")
            << with(with(gru, u"logq"_s, u"false"_s), u"freshness_half_life_days"_s, u"0.5"_s);
        QTest::newRow("no sum of recent items") << with(gru, u"recency_decay"_s, u"0"_s);
        QTest::newRow("two threads") << with(gru, u"threads"_s, u"2"_s);
        QTest::newRow("host keys") << with(gru, u"sagemaker_program"_s, u"x"_s);
    }
    void trainsTheOtherWays()
    {
        QFETCH(const Options, options);
        const WorkerRoot root;
        root.setHyperparameters(options);
        const Finished run = runWorker(root, {u"train"_s});
        QVERIFY2(run.exitCode == 0, qPrintable(run.errors));
        const QJsonObject metrics = metricsOf(root);
        if (options.value(u"family"_s) == u"popularity"_s) {
            QCOMPARE(metrics.value(u"ndcg_at_10"_s), metrics.value(u"baseline_ndcg_at_10"_s));
            QVERIFY(!object(root.read(u"model/manifest.json"_s))
                         .value(u"options"_s)
                         .toObject()
                         .contains(u"epochs"_s));
        } else if (options.value(u"family"_s) == u"item-transitions"_s) {
            // What follows what is fixed in this data.
            QVERIFY(metrics.value(u"ndcg_at_10"_s).toDouble() >
                    metrics.value(u"baseline_ndcg_at_10"_s).toDouble() + 0.3);
        } else {
            QVERIFY(metrics.value(u"train_loss"_s).toDouble() > 0);
            QVERIFY(metrics.value(u"validation_loss"_s).toDouble() > 0);
        }
    }

    void saysWhatIsWrong_data()
    {
        QTest::addColumn<Options>("options");
        QTest::addColumn<QByteArray>("events");
        QTest::addColumn<QString>("sentence");
        const QByteArray keep;
        const QByteArray header = "user_id,item_id,event_type,weight,timestamp,row\n";
        QTest::newRow("option") << with(gru, u"epochs"_s, u"51"_s) << keep
                                << u"epochs is \"51\" but must be 1 to 50"_s;
        QTest::newRow("unknown option") << with(gru, u"epoch"_s, u"5"_s) << keep << u"no option \"epoch\""_s;
        QTest::newRow("family") << with(gru, u"family"_s, u"nope"_s) << keep << u"no family \"nope\""_s;
        QTest::newRow("no family") << Options{} << keep << u"names no family"_s;
        QTest::newRow("no events") << gru << header << u"no events to train on"_s;
        QTest::newRow("one user") << gru << QByteArray(header + "u,a,view,20,1,1\nu,b,view,20,2,2\n")
                                  << u"too little data"_s;
        QTest::newRow("row twice") << gru << QByteArray(header + "u,a,view,20,1,1\nu,b,view,20,2,1\n")
                                   << u"occurs twice"_s;
        QTest::newRow("bad weight") << gru << QByteArray(header + "u,a,view,nan,1,1\n")
                                    << u"events.csv:2: weight"_s;
    }
    void saysWhatIsWrong()
    {
        QFETCH(const Options, options);
        QFETCH(const QByteArray, events);
        QFETCH(const QString, sentence);
        const WorkerRoot root;
        root.setHyperparameters(options);
        if (!events.isEmpty()) {
            root.write(u"input/data/events/events.csv"_s, events);
        }
        const Finished run = runWorker(root, {u"train"_s});
        QCOMPARE(run.exitCode, 1);
        const QString failure = QString::fromUtf8(root.read(u"output/failure"_s));
        QVERIFY2(failure.contains(sentence), qPrintable(failure));
        QCOMPARE(failure.count(u'\n'), 1);
        QCOMPARE(run.errors, failure);
        QVERIFY(!root.exists(u"model/manifest.json"_s));
        QVERIFY(!root.exists(u"model/artifact"_s));
    }

    void stopsWhenAsked()
    {
        const WorkerRoot root(400, 40);
        root.setHyperparameters(with(gru, u"epochs"_s, u"50"_s));
        QProcess process;
        prepareWorker(process, root);
        process.setArguments({u"train"_s});
        process.start();
        QByteArray output;
        QTRY_VERIFY_WITH_TIMEOUT((output += process.readAllStandardOutput()).contains("phase=training"),
                                 120'000);
        process.terminate();
        QVERIFY(process.waitForFinished(120'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 143);
        QVERIFY(!root.exists(u"model/artifact"_s));
        QVERIFY(!root.exists(u"model/metrics.json"_s));
        QVERIFY(!root.exists(u"model/manifest.json"_s));
        QVERIFY(!root.exists(u"output/failure"_s));
    }

    void knowsItsCommands()
    {
        const WorkerRoot root;
        QCOMPARE(runWorker(root, {}).exitCode, 2);
        QCOMPARE(runWorker(root, {u"dance"_s}).exitCode, 2);
        QCOMPARE(runWorker(root, {u"train"_s, u"now"_s}).exitCode, 2);
        const Finished help = runWorker(root, {u"--help"_s});
        QCOMPARE(help.exitCode, 0);
        QVERIFY(help.output.contains(u"nsl-worker train|evaluate|serve"_s));
        QCOMPARE(runWorker(root, {u"--version"_s}).output, u"nsl-worker " NSL_VERSION "\n"_s);
        QVERIFY(!root.exists(u"model"_s));
    }

    void refusesAnotherParent()
    {
        const WorkerRoot root;
        root.setHyperparameters(gru);
        const Finished run = runWorker(root, {u"train"_s}, {{u"NSL_WORKER_PARENT"_s, u"1"_s}});
        if (getpid() == 1) {
            QSKIP("this test is process 1");
        }
        QCOMPARE(run.exitCode, 1);
        QVERIFY(run.errors.contains(u"process that started this worker is gone"_s));
        const Finished own =
            runWorker(root, {u"train"_s}, {{u"NSL_WORKER_PARENT"_s, QString::number(getpid())}});
        QVERIFY2(own.exitCode == 0, qPrintable(own.errors));
    }
};

QTEST_GUILESS_MAIN(TestWorkerTrain)
#include "tst_worker_train.moc"
