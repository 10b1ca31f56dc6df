// SPDX-License-Identifier: GPL-3.0-or-later
// Workers that keep or break the container contract, as small programs of their own.
#include "refusedwrites.h"
#include "runningplatform.h"

#include <QDir>

#include <csignal>
#include <limits>

using namespace nsl;

namespace
{

// A worker that does what the contract says, with a file for an artifact.
const QByteArray goodTraining = R"sh(
cd "$NSL_WORKER_ROOT" || exit 2
test "$1" = train || exit 2
test "$(head -n 1 input/data/events/events.csv)" = user_id,item_id,event_type,weight,timestamp,timestamp_ms,row || exit 3
echo "#progress phase=training step=1 steps=2 epoch=1 epochs=1"
echo "#metric name=train_loss value=0.5 step=1 epoch=0.5"
echo "#metric name=train_loss value=0.25 step=2 epoch=1"
echo "#metric name=train_loss value=broken step=2 epoch=1"
echo "a plain line"
echo "warning: something" >&2
mkdir -p model/artifact
printf weights > model/artifact/weights.bin
sum=$(cd model/artifact && sha256sum weights.bin | sha256sum | cut -c1-64)
printf '{"recall_at_10":0.5,"loss":"NaN"}' > model/metrics.json
printf '{"options":{"seed":1},"evaluation":{"protocol":"p","split_digest":"s","k":10},"environment":{"code_version":"t"},"artifact":{"bytes":7,"sha256":"%s"}}' "$sum" > model/manifest.json
)sh";

} // namespace

class TestJobsLifecycle : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::unique_ptr<RunningPlatform> m_platform;

    QString script(const QByteArray &body) { return writeScript(m_folder.filePath(u"worker.sh"_qs), body); }

    bool startWith(const QByteArray &body)
    {
        m_platform = std::make_unique<RunningPlatform>(script(body));
        m_platform->fill(20, 60, 20);
        return m_platform->start();
    }

    QString failure(const QString &jobName)
    {
        return m_platform->job(jobName).value(u"failure_reason"_qs).toString();
    }

private Q_SLOTS:
    void cleanup() { m_platform.reset(); }

    void aGoodRunBecomesAVersion()
    {
        QVERIFY(startWith(goodTraining));
        const auto started =
            m_platform->post(u"/api/training/start"_qs, {{u"template_id"_qs, 1}, {u"note"_qs, u"first"_qs}});
        QCOMPARE(started.status, 200);
        QVERIFY(started.value("ok").toBool());
        QVERIFY(started.value("warning").toString().contains(u"click (0)"_qs));
        QCOMPARE(started.value("status").toString(), u"Queued"_qs);
        const QString name = started.value("jobName").toString();
        QCOMPARE(m_platform->ended(name), u"Succeeded"_qs);

        const QJsonObject job = m_platform->job(name);
        QCOMPARE(job.value(u"version"_qs).toInt(), 1);
        QCOMPARE(job.value(u"approval_status"_qs).toString(), u"Pending"_qs);
        QCOMPARE(job.value(u"metrics"_qs).toObject().value(u"recall_at_10"_qs).toDouble(), 0.5);
        QCOMPARE(job.value(u"metrics"_qs).toObject().value(u"loss"_qs).toString(), u"NaN"_qs);
        QCOMPARE(job.value(u"description"_qs).toString(), u"first"_qs);
        QCOMPARE(job.value(u"config_digest"_qs).toString().size(), 64);

        const auto metrics = m_platform->get(u"/api/training-jobs/metrics/"_qs + name);
        const QJsonArray series = metrics.value("series").toArray();
        QCOMPARE(series.size(), 1);
        QCOMPARE(series.first().toObject().value(u"points"_qs).toArray().size(), 2);
        const QJsonObject manifest = metrics.value("manifest").toObject();
        QCOMPARE(manifest.value(u"job_name"_qs).toString(), name);
        QCOMPARE(manifest.value(u"family"_qs).toString(), u"two-tower-gru"_qs);
        QCOMPARE(manifest.value(u"dataset"_qs).toObject().value(u"events"_qs).toInt(), 1200);
        QCOMPARE(manifest.value(u"dataset"_qs).toObject().value(u"dropped_signals"_qs).toArray().size(), 2);
        QCOMPARE(manifest.value(u"template"_qs).toObject().value(u"name"_qs).toString(), u"All signals"_qs);
        const QByteArray stored = m_platform->store->jobs().manifest(job.value(u"id"_qs).toInteger());
        QCOMPARE(QCryptographicHash::hash(stored, QCryptographicHash::Sha256).toHex(),
                 job.value(u"manifest_digest"_qs).toString().toLatin1());

        const auto logs = m_platform->get(u"/api/training-jobs/logs/"_qs + name);
        const QJsonArray lines = logs.value("logs").toArray();
        QVERIFY(lines.contains(u"a plain line"_qs));
        QVERIFY(lines.contains(u"#metric name=train_loss value=broken step=2 epoch=1"_qs));
        QVERIFY(logs.value("next_token").isNull());
        const auto warnings =
            m_platform->get(u"/api/training-jobs/logs/%1?level=warning&tail=5"_qs.arg(name));
        const QJsonArray expected{
            u"Not trained on, because there are too few events: click (0), purchase (0)."_qs,
            u"warning: something"_qs,
            u"1 measurement was left out because the value is no number: train_loss."_qs};
        QCOMPARE(warnings.value("logs").toArray(), expected);

        // The data are in the store; a second copy of them does not stay.
        QVERIFY(!QFileInfo::exists(m_platform->store.folder.filePath(u"jobs/%1/input/data"_qs.arg(name))));
        // The same again: the next version, and the same configuration.
        const QString second = m_platform->train(u"two-tower-gru"_qs);
        QCOMPARE(m_platform->ended(second), u"Succeeded"_qs);
        QCOMPARE(m_platform->job(second).value(u"version"_qs).toInt(), 2);
        QCOMPARE(m_platform->job(second).value(u"config_digest"_qs), job.value(u"config_digest"_qs));
        const QString other = m_platform->train(u"popularity"_qs);
        QCOMPARE(m_platform->ended(other), u"Succeeded"_qs);
        QCOMPARE(m_platform->job(other).value(u"version"_qs).toInt(), 1);
    }

    void failuresHaveASentence_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("failure file")
            << QByteArray("mkdir -p $NSL_WORKER_ROOT/output; echo 'There are only 3 users left.' > "
                          "$NSL_WORKER_ROOT/output/failure; exit 1")
            << u"There are only 3 users left."_qs;
        QTest::newRow("last stderr line")
            << QByteArray("echo first >&2; echo 'cannot read the data' >&2; exit 1")
            << u"cannot read the data"_qs;
        QTest::newRow("exit code alone") << QByteArray("exit 7") << u"exit code 7"_qs;
        QTest::newRow("crash") << QByteArray("echo 'about to crash' >&2; kill -SEGV $$")
                               << u"about to crash"_qs;
        QTest::newRow("no manifest") << QByteArray("exit 0") << u"manifest.json"_qs;
        QTest::newRow("manifest is no JSON")
            << QByteArray("cd $NSL_WORKER_ROOT; echo x > model/manifest.json; exit 0") << u"manifest.json"_qs;
        QByteArray wrong = goodTraining;
        QTest::newRow("checksum") << wrong + "printf damaged > model/artifact/weights.bin\n"
                                  << u"checksum"_qs;
        QTest::newRow("no artifact") << wrong + "rm -r model/artifact\n" << u"artifact"_qs;
        QTest::newRow("no metrics") << wrong + "rm model/metrics.json\n" << u"metrics.json"_qs;
    }
    void failuresHaveASentence()
    {
        QFETCH(const QByteArray, body);
        QFETCH(const QString, sentence);
        QVERIFY(startWith(body));
        const QString name = m_platform->train(u"two-tower-gru"_qs);
        QCOMPARE(m_platform->ended(name), u"Failed"_qs);
        QVERIFY2(failure(name).contains(sentence), qPrintable(failure(name)));
        const QJsonObject job = m_platform->job(name);
        QVERIFY(job.value(u"version"_qs).isNull());
        QVERIFY(!job.value(u"completed_at"_qs).isNull());
        const auto approve = m_platform->post(u"/api/training-jobs/approve"_qs, {{u"job_name"_qs, name}});
        QCOMPARE(approve.status, 409);
    }

    void anEndThatCannotBeStoredIsTriedAgain_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("status");
        QTest::newRow("a model") << goodTraining << u"Succeeded"_qs;
        QTest::newRow("a failure") << QByteArray("exit 7") << u"Failed"_qs;
    }
    void anEndThatCannotBeStoredIsTriedAgain()
    {
        QFETCH(const QByteArray, body);
        QFETCH(const QString, status);
        QVERIFY(startWith(body));
        // As a full disk has it, for a while.
        m_platform->store.runBehind(
            u"CREATE TRIGGER refuse_end BEFORE UPDATE OF status ON job WHEN NEW.status "
            "IN ('Failed', 'Succeeded') BEGIN SELECT RAISE(ABORT, 'the disk is full'); "
            "END"_qs);
        const RefusedWrites refused;
        const QString name = m_platform->train(u"two-tower-gru"_qs);
        QTRY_VERIFY_WITH_TIMEOUT(refused.count() >= 2, RunningPlatform::deadline);
        QCOMPARE(m_platform->job(name).value(u"status"_qs).toString(), u"Executing"_qs);
        m_platform->store.runBehind(u"DROP TRIGGER refuse_end"_qs);
        QCOMPARE(m_platform->ended(name), status);
        QCOMPARE(m_platform->store->versions().findByJob(name).has_value(), status == u"Succeeded");
        // The one that waited for its place runs.
        const QString next = m_platform->train(u"two-tower-gru"_qs);
        QCOMPARE(m_platform->ended(next), status);
    }

    void aPlatformStopsWithAnEndThatIsNotStored()
    {
        QVERIFY(startWith("exit 7"));
        m_platform->store.runBehind(
            u"CREATE TRIGGER refuse_end BEFORE UPDATE OF status ON job WHEN NEW.status "
            "= 'Failed' BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"_qs);
        const RefusedWrites refused;
        const QString name = m_platform->train(u"two-tower-gru"_qs);
        QTRY_VERIFY_WITH_TIMEOUT(refused.count() >= 1, RunningPlatform::deadline);
        QVERIFY(m_platform->stop());
        m_platform->store.runBehind(u"DROP TRIGGER refuse_end"_qs);
        QVERIFY(m_platform->start());
        QCOMPARE(m_platform->ended(name), u"Failed"_qs);
    }

    void anArtifactHasALimit()
    {
        m_platform = std::make_unique<RunningPlatform>(
            script(goodTraining + "truncate -s 2M model/artifact/big.bin\n"),
            [](PlatformServer::Options &options) { options.jobs.maxArtifactBytes = 1024 * 1024; });
        m_platform->fill(20, 60, 20);
        QVERIFY(m_platform->start());
        const QString name = m_platform->train(u"two-tower-gru"_qs);
        QCOMPARE(m_platform->ended(name), u"Failed"_qs);
        QVERIFY2(failure(name).contains(u"1.0 MiB"_qs) && failure(name).contains(u"max_artifact_bytes"_qs),
                 qPrintable(failure(name)));
    }

    void packagingCanBeStopped_data()
    {
        QTest::addColumn<bool>("byThePlatform");
        QTest::newRow("by a person") << false;
        QTest::newRow("with the platform") << true;
    }
    void packagingCanBeStopped()
    {
        QFETCH(const bool, byThePlatform);
        // Takes no room, and would take hours to read.
        m_platform = std::make_unique<RunningPlatform>(
            script(goodTraining + "truncate -s 4T model/artifact/big.bin || truncate -s 500G "
                                  "model/artifact/big.bin\n"),
            [](PlatformServer::Options &options) {
                options.jobs.maxArtifactBytes = std::numeric_limits<qint64>::max();
            });
        m_platform->fill(20, 60, 20);
        QVERIFY(m_platform->start());
        const QString name = m_platform->train(u"two-tower-gru"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(
            m_platform->job(name).value(u"progress"_qs).toObject().value(u"phase"_qs).toString(),
            u"packaging"_qs, RunningPlatform::deadline);
        if (byThePlatform) {
            QVERIFY(m_platform->stop());
            QCOMPARE(m_platform->store->jobs().findByName(name)->status.text, u"Failed"_qs);
        } else {
            QCOMPARE(m_platform->post(u"/api/training-jobs/stop"_qs, {{u"job_name"_qs, name}}).status, 200);
            QCOMPARE(m_platform->ended(name), u"Stopped"_qs);
        }
    }

    void aRunStaysInItsFolder_data()
    {
        QTest::addColumn<QByteArray>("more");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("model is a link")
            << QByteArray("mv model \"$OUT/model\"; ln -s \"$OUT/model\" model") << u"is a link"_qs;
        QTest::newRow("the artifact is a link")
            << QByteArray("mv model/artifact \"$OUT/a\"; ln -s \"$OUT/a\" model/artifact") << u"is a link"_qs;
        QTest::newRow("output is a link")
            << QByteArray("rm -r output; mkdir \"$OUT/o\"; ln -s \"$OUT/o\" output") << u"is a link"_qs;
        QTest::newRow("the manifest is a pipe")
            << QByteArray("rm model/manifest.json; mkfifo model/manifest.json") << u"manifest.json"_qs;
        QTest::newRow("a hard link") << QByteArray("ln model/artifact/weights.bin \"$OUT/w\"")
                                     << u"hard link"_qs;
    }
    void aRunStaysInItsFolder()
    {
        QFETCH(const QByteArray, more);
        QFETCH(const QString, sentence);
        // On the same file system as the run, so that a hard link can be made.
        QTemporaryDir outside;
        QVERIFY(startWith("OUT='" + QFile::encodeName(outside.path()) + "'\n" + goodTraining + more + '\n'));
        const QString name = m_platform->train(u"two-tower-gru"_qs);
        QCOMPARE(m_platform->ended(name), u"Failed"_qs);
        QVERIFY2(failure(name).contains(sentence), qPrintable(failure(name)));
    }

    void metricsBehindALinkAreNotReadAndTheModelStays()
    {
        QTemporaryDir outside;
        QVERIFY(startWith("OUT='" + QFile::encodeName(outside.path()) + "'\n" + goodTraining +
                          "mv model/metrics.json \"$OUT/m\"; ln -s \"$OUT/m\" model/metrics.json\n"));
        const QString name = m_platform->train(u"two-tower-gru"_qs);
        QCOMPARE(m_platform->ended(name), u"Succeeded"_qs);
        const QJsonObject job = m_platform->job(name);
        QCOMPARE(job.value(u"metrics"_qs).toObject(), QJsonObject());
        const QByteArray warnings = QJsonDocument(job.value(u"warnings"_qs).toArray()).toJson();
        QVERIFY2(warnings.contains("metrics.json"), warnings.constData());
    }

    void aLogThatBecameAPipeIsNotWaitedFor()
    {
        for (const QByteArray &trick :
             {QByteArray("mkfifo log.txt"), QByteArray("ln -s /etc/hostname log.txt")}) {
            QVERIFY(startWith("cd \"$NSL_WORKER_ROOT\"; rm log.txt; " + trick + "; exit 1"));
            const QString name = m_platform->train(u"two-tower-gru"_qs);
            QCOMPARE(m_platform->ended(name), u"Failed"_qs);
            const auto logs = m_platform->get(u"/api/training-jobs/logs/%1"_qs.arg(name));
            QVERIFY2(logs.error().contains(u"no plain file"_qs), logs.body.constData());
            QCOMPARE(m_platform->send("GET", u"/healthz"_qs, {}, {}).status, 200);
        }
    }

    void aMissingWorkerFailsTheRun()
    {
        m_platform = std::make_unique<RunningPlatform>(m_folder.filePath(u"no-such-worker"_qs));
        m_platform->fill(20, 60, 20);
        QVERIFY(m_platform->start());
        const QString name = m_platform->train(u"popularity"_qs);
        QCOMPARE(m_platform->ended(name), u"Failed"_qs);
        QVERIFY2(failure(name).contains(u"no-such-worker"_qs), qPrintable(failure(name)));
    }

    void aRunningJobCanBeStopped()
    {
        QVERIFY(startWith("echo '#progress phase=training step=1 steps=9 epoch=1 epochs=3'\n"
                          "trap 'exit 143' TERM\nwhile :; do sleep 0.05; done"));
        const QString name = m_platform->train(u"two-tower-gru"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(
            m_platform->job(name).value(u"progress"_qs).toObject().value(u"phase"_qs).toString(),
            u"training"_qs, RunningPlatform::deadline);
        QCOMPARE(m_platform->job(name).value(u"status"_qs).toString(), u"Executing"_qs);
        // A second one waits for its turn and can be taken back.
        const QString waiting = m_platform->train(u"two-tower-gru"_qs);
        QCOMPARE(m_platform->job(waiting).value(u"status"_qs).toString(), u"Queued"_qs);
        const QString arn = m_platform->job(waiting).value(u"execution_arn"_qs).toString();
        auto answer = m_platform->post(u"/api/training-jobs/stop"_qs, {{u"executionArn"_qs, arn}});
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.value("status").toString(), u"Stopping"_qs);
        QCOMPARE(m_platform->ended(waiting), u"Stopped"_qs);

        answer = m_platform->post(u"/api/training-jobs/stop"_qs, {{u"job_name"_qs, name}});
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.value("stopped").toBool());
        QCOMPARE(m_platform->ended(name), u"Stopped"_qs);
        QVERIFY(m_platform->job(name).value(u"version"_qs).isNull());
        QCOMPARE(m_platform->post(u"/api/training-jobs/stop"_qs, {{u"job_name"_qs, name}}).status, 409);
        QCOMPARE(m_platform->post(u"/api/training-jobs/stop"_qs, {{u"job_name"_qs, u"none"_qs}}).status, 404);
        QCOMPARE(m_platform->post(u"/api/training-jobs/stop"_qs, {}).status, 400);
    }

    void aDeafWorkerIsKilled()
    {
        m_platform = std::make_unique<RunningPlatform>(
            script("trap '' TERM\necho '#progress phase=training'\nwhile :; do sleep 0.05; done"),
            [](PlatformServer::Options &options) {
                options.jobs.stopGrace = std::chrono::milliseconds(300);
            });
        m_platform->fill(20, 60, 20);
        QVERIFY(m_platform->start());
        const QString name = m_platform->train(u"two-tower-gru"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(
            m_platform->job(name).value(u"progress"_qs).toObject().value(u"phase"_qs).toString(),
            u"training"_qs, RunningPlatform::deadline);
        QCOMPARE(m_platform->post(u"/api/training-jobs/stop"_qs, {{u"job_name"_qs, name}}).status, 200);
        QCOMPARE(m_platform->ended(name), u"Stopped"_qs);
    }

    void floodsAreBounded()
    {
        QVERIFY(startWith(
            "i=0; while [ $i -lt 4000 ]; do\n"
            "echo '#metric name=x value=1 step=1 epoch=1'; echo '#metric name=y value=bad step=1 epoch=1'\n"
            "i=$((i+1)); done\n"
            "head -c 3000000 /dev/zero | tr '\\0' x\nexit 1"));
        const QString name = m_platform->train(u"two-tower-gru"_qs);
        QCOMPARE(m_platform->ended(name), u"Failed"_qs);
        const auto metrics = m_platform->get(u"/api/training-jobs/metrics/%1?max_points=100"_qs.arg(name));
        const QJsonObject series = metrics.value("series").toArray().first().toObject();
        QCOMPARE(series.value(u"total"_qs).toInt(), 4000);
        QVERIFY(series.value(u"aggregated"_qs).toBool());
        QVERIFY(series.value(u"points"_qs).toArray().size() <= 100);
        const auto tail = m_platform->get(u"/api/training-jobs/logs/%1?tail=5"_qs.arg(name));
        for (const QJsonValue line : tail.value("logs").toArray())
            QVERIFY(line.toString().size() <= 8192);
    }

    void theWorkersEnvironmentIsSmall()
    {
        qputenv("NSL_TEST_SECRET", "do not pass on");
        QVERIFY(startWith("env; exit 1"));
        const QString name = m_platform->train(u"popularity"_qs);
        QCOMPARE(m_platform->ended(name), u"Failed"_qs);
        const auto logs = m_platform->get(u"/api/training-jobs/logs/%1?limit=1000"_qs.arg(name));
        const QByteArray text = QJsonDocument(logs.value("logs").toArray()).toJson();
        QVERIFY(text.contains("OMP_WAIT_POLICY=passive"));
        QVERIFY(text.contains("OMP_NUM_THREADS=1"));
        QVERIFY(text.contains("NSL_WORKER_PARENT=" + QByteArray::number(QCoreApplication::applicationPid())));
        QVERIFY(!text.contains("NSL_TEST_SECRET"));
        QVERIFY(!text.contains("XDG_"));
    }

    void stoppingThePlatformInterruptsTheRun()
    {
        QVERIFY(startWith("echo $$ > " + m_folder.filePath(u"pid"_qs).toUtf8() +
                          "\necho '#progress phase=training'\nwhile :; do sleep 0.05; done"));
        const QString name = m_platform->train(u"two-tower-gru"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(
            m_platform->job(name).value(u"progress"_qs).toObject().value(u"phase"_qs).toString(),
            u"training"_qs, RunningPlatform::deadline);
        QFile file(m_folder.filePath(u"pid"_qs));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const pid_t pid = file.readAll().trimmed().toInt();
        QCOMPARE(::kill(pid, 0), 0);
        QVERIFY(m_platform->stop());
        QVERIFY(::kill(pid, 0) != 0);
        const auto job = m_platform->store->jobs().findByName(name);
        QCOMPARE(job->status.text, u"Failed"_qs);
        QVERIFY(job->failureReason.startsWith(u"Interrupted"_qs));
    }

    void aCrashOfThePlatformIsReconciled()
    {
        m_platform = std::make_unique<RunningPlatform>(script("exit 1"));
        const qint64 family = declareFamily(*m_platform->store.store, u"two-tower-gru"_qs);
        const TrainingJob running = startJob(*m_platform->store.store, family);
        const TrainingJob stopping = startJob(*m_platform->store.store, family);
        QVERIFY(m_platform->store
                    ->change(testActor(), {},
                             [&](StateChange &change) {
                                 return m_platform->store->jobs().setStatus(change, stopping.id,
                                                                            JobStatus::Stopping);
                             })
                    .ok());
        QVERIFY(m_platform->start());
        QCOMPARE(m_platform->job(running.jobName).value(u"status"_qs).toString(), u"Failed"_qs);
        QVERIFY(failure(running.jobName).startsWith(u"Interrupted"_qs));
        QCOMPARE(m_platform->job(stopping.jobName).value(u"status"_qs).toString(), u"Stopped"_qs);
    }
};

QTEST_GUILESS_MAIN(TestJobsLifecycle)
#include "tst_jobs_lifecycle.moc"
