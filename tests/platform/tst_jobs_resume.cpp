// SPDX-License-Identifier: GPL-3.0-or-later
// The queue, what happens when workers or the platform break off, time per phase, room on the disk, and the
// live version that a run is shown. Workers are small programs of their own.
#include "jobs/runconfiguration.h"
#include "runningplatform.h"

#include <QDir>
#include <QFileInfo>

using namespace nsl;

namespace
{

// Ends a good run: an artifact, metrics, a manifest.
const QByteArray finish = R"sh(
mkdir -p model/artifact
printf weights > model/artifact/weights.bin
sum=$(cd model/artifact && sha256sum weights.bin | sha256sum | cut -c1-64)
printf '{"ndcg_at_10":0.5}' > model/metrics.json
printf '{"artifact":{"bytes":7,"sha256":"%s"}}' "$sum" > model/manifest.json
)sh";

const QByteArray begin = "cd \"$NSL_WORKER_ROOT\" || exit 2\n";

// Breaks off after a checkpoint at step 2 the first time, and goes on from there the second.
const QByteArray breakingOnce = begin + R"sh(
test -s input/data/events/events.csv || exit 3
if test -e checkpoints/progress.json; then
    echo "#metric name=train_loss value=0.3 step=3 epoch=2"
    echo "#metric name=train_loss value=0.2 step=4 epoch=2"
    echo "#progress phase=evaluating step=1 steps=1 epoch=2 epochs=2"
else
    echo "#progress phase=training step=1 steps=2 epoch=1 epochs=2"
    echo "#metric name=train_loss value=0.5 step=1 epoch=1"
    echo "#metric name=train_loss value=0.4 step=2 epoch=1"
    printf '{"steps":2,"epoch":1,"phase":"training"}' > checkpoints/progress.tmp
    mv checkpoints/progress.tmp checkpoints/progress.json
    echo "#metric name=train_loss value=0.9 step=3 epoch=2"
    echo "#metric name=train_loss value=0.8 step=4 epoch=2"
    echo "#metric name=other value=1 step=4 epoch=2"
    echo half > model/half
    kill -KILL $$
fi
test ! -e model/half || exit 4
)sh" + finish;

// Writes a checkpoint, then waits to be ended; the second time it finishes.
const QByteArray waitingOnce = begin + R"sh(
if test ! -e checkpoints/progress.json; then
    trap 'exit 143' TERM
    echo "#metric name=train_loss value=0.5 step=1 epoch=1"
    printf '{"steps":1,"epoch":1,"phase":"training"}' > checkpoints/progress.json
    echo "#progress phase=training step=1 steps=2 epoch=1 epochs=2"
    while :; do sleep 0.05; done
fi
echo "#metric name=train_loss value=0.4 step=2 epoch=2"
)sh" + finish;

} // namespace

class TestJobsResume : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::unique_ptr<RunningPlatform> m_platform;

    bool startWith(const QByteArray &body, std::function<void(PlatformServer::Options &)> adjust = {})
    {
        const QString program = writeScript(m_folder.filePath(u"worker.sh"_qs), body);
        m_platform = std::make_unique<RunningPlatform>(program, [adjust](PlatformServer::Options &options) {
            options.jobs.resumePause = std::chrono::milliseconds(0);
            if (adjust)
                adjust(options);
        });
        m_platform->fill(20, 60, 20);
        return m_platform->start();
    }

    QString train() { return m_platform->train(u"two-tower-gru"_qs); }
    QJsonValue field(const QString &jobName, const QString &key)
    {
        return m_platform->job(jobName).value(key);
    }
    QString status(const QString &jobName) { return field(jobName, u"status"_qs).toString(); }
    QString failure(const QString &jobName) { return field(jobName, u"failure_reason"_qs).toString(); }
    QString phase(const QString &jobName)
    {
        return field(jobName, u"progress"_qs).toObject().value(u"phase"_qs).toString();
    }
    RunDirectory directory(const QString &jobName)
    {
        return {m_platform->store.folder.filePath(u"jobs"_qs), jobName};
    }

    QJsonObject metrics(const QString &jobName, const QString &query = {})
    {
        return m_platform->get(u"/api/training-jobs/metrics/"_qs + jobName + query).json();
    }
    /// seq and value of the points of one series.
    QList<std::pair<qint64, double>> points(const QJsonObject &answer, const QString &name)
    {
        QList<std::pair<qint64, double>> result;
        for (const QJsonValue series : answer.value(u"series"_qs).toArray()) {
            if (series.toObject().value(u"name"_qs) != name)
                continue;
            for (const QJsonValue point : series.toObject().value(u"points"_qs).toArray())
                result.append({point.toArray().at(0).toInteger(), point.toArray().at(4).toDouble()});
        }
        return result;
    }
    QStringList actions(const QString &jobName)
    {
        const auto id = m_platform->store->jobs().findByName(jobName)->id;
        const auto answer = m_platform->get(u"/api/journal?object=training-job/%1"_qs.arg(id));
        QStringList result;
        for (const QJsonValue entry : answer.value("entries").toArray())
            result.prepend(entry.toObject().value(u"action"_qs).toString());
        return result;
    }
    bool logHas(const QString &jobName, const QString &text)
    {
        const auto logs =
            m_platform->get(u"/api/training-jobs/logs/%1?limit=1000&q=%2"_qs.arg(jobName, text));
        return !logs.value("logs").toArray().isEmpty();
    }

    /// A run that executes, as far as the store knows.
    TrainingJob executing(qint64 familyId)
    {
        SqliteStore &store = *m_platform->store.store;
        const auto job = store.change(testActor(), {}, [&](StateChange &change) -> Outcome<TrainingJob> {
            NewJob wanted;
            wanted.templateId = 1;
            wanted.templateName = u"All signals"_qs;
            wanted.familyId = familyId;
            wanted.plan = {{u"family"_qs, u"two-tower-gru"_qs}};
            const auto created = store.jobs().create(change, wanted);
            return created.ok() ? store.jobs().setStatus(change, created->id, JobStatus::Executing) : created;
        });
        if (!job.ok())
            qFatal("%s", qPrintable(job.error().message));
        return *job;
    }

    /// A run directory as a platform leaves it that was killed: data, configuration, a checkpoint.
    void leaveCheckpoint(const TrainingJob &job, qint64 steps)
    {
        const RunDirectory left = directory(job.jobName);
        QVERIFY(left.create().ok());
        RunFacts facts;
        facts.plan = m_platform->store->jobs().plan(job.id);
        facts.plan.insert(u"dataset"_qs, QJsonObject{{u"events"_qs, 3}, {u"digest"_qs, u"d"_qs}});
        facts.parentVersion = 7;
        QVERIFY(writeRunConfiguration(left, job.jobName, facts).ok());
        const auto write = [](const QString &path, const QByteArray &bytes) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(bytes);
        };
        write(left.eventsFile(), "user_id,item_id,event_type,weight,timestamp,row\n");
        write(left.itemsFile(), "");
        write(left.progressFile(),
              QJsonDocument(QJsonObject{{u"steps"_qs, steps}, {u"epoch"_qs, 1}}).toJson());
    }

private Q_SLOTS:
    void cleanup() { m_platform.reset(); }

    void asManyRunsAsAllowedAndOldestFirst()
    {
        const QString go = m_folder.filePath(u"go"_qs);
        QFile::remove(go);
        QVERIFY(startWith(begin + "echo '#progress phase=training'\nwhile test ! -e " + go.toUtf8() +
                              "; do sleep 0.02; done\n" + finish,
                          [](PlatformServer::Options &options) { options.jobs.maxRunning = 2; }));
        QStringList names;
        for (int i = 0; i < 4; ++i)
            names.append(train());
        QTRY_COMPARE_WITH_TIMEOUT(phase(names.at(0)), u"training"_qs, RunningPlatform::deadline);
        QTRY_COMPARE_WITH_TIMEOUT(phase(names.at(1)), u"training"_qs, RunningPlatform::deadline);
        QCOMPARE(status(names.at(2)), u"Queued"_qs);
        QCOMPARE(status(names.at(3)), u"Queued"_qs);
        // One that waits is taken back, another one that waited longer than it still comes next.
        QCOMPARE(m_platform->post(u"/api/training-jobs/stop"_qs, {{u"job_name"_qs, names.at(2)}}).status,
                 200);
        QCOMPARE(status(names.at(2)), u"Stopped"_qs);
        const auto deleted = m_platform->send(
            "DELETE", u"/api/training-jobs/%1"_qs.arg(field(names.at(3), u"id"_qs).toInteger()), {},
            m_platform->session.key);
        QCOMPARE(deleted.status, 409); // active: it is stopped first
        QFile file(go);
        QVERIFY(file.open(QIODevice::WriteOnly));
        for (const QString &name : {names.at(0), names.at(1), names.at(3)})
            QCOMPARE(m_platform->ended(name), u"Succeeded"_qs);
        const auto started = [&](int i) {
            return m_platform->store->jobs().findByName(names.at(i))->startedAt;
        };
        QVERIFY(started(0) <= started(1) && started(1) <= started(3));
        QVERIFY(!m_platform->store->jobs().findByName(names.at(2))->startedAt.isValid());
        // Two that ended side by side have two numbers.
        QVERIFY(field(names.at(0), u"version"_qs) != field(names.at(1), u"version"_qs));
    }

    void aRunThatBreaksOffGoesOnFromItsCheckpoint()
    {
        QVERIFY(startWith(breakingOnce));
        const QString name = train();
        QCOMPARE(m_platform->ended(name), u"Succeeded"_qs);
        QCOMPARE(field(name, u"resumes"_qs).toInt(), 1);
        // Points after the checkpoint were measured again; seq goes on and is never given twice.
        const QJsonObject whole = metrics(name);
        QCOMPARE(points(whole, u"train_loss"_qs),
                 (QList<std::pair<qint64, double>>{{1, 0.5}, {2, 0.4}, {6, 0.3}, {7, 0.2}}));
        QVERIFY(points(whole, u"other"_qs).isEmpty());
        for (const QJsonValue series : whole.value(u"series"_qs).toArray()) {
            const QJsonObject one = series.toObject();
            QCOMPARE(one.value(u"total"_qs).toInt(), one.value(u"points"_qs).toArray().size());
        }
        // A reader that may hold points that are void now gets everything, another one only what is new.
        const QJsonObject late = metrics(name, u"?since_seq=4"_qs);
        QVERIFY(late.value(u"whole"_qs).toBool());
        QCOMPARE(points(late, u"train_loss"_qs).size(), 4);
        QVERIFY(metrics(name, u"?since_seq=5"_qs).value(u"whole"_qs).toBool());
        const QJsonObject upToDate = metrics(name, u"?since_seq=6"_qs);
        QVERIFY(!upToDate.value(u"whole"_qs).toBool());
        QCOMPARE(points(upToDate, u"train_loss"_qs), (QList<std::pair<qint64, double>>{{7, 0.2}}));
        QCOMPARE(actions(name), (QStringList{u"training_job.created"_qs, u"training_job.executing"_qs,
                                             u"training_job.resumed"_qs, u"training_job.succeeded"_qs}));
        QVERIFY(logHas(name, u"Going on from the checkpoint after step 2"_qs));
        // What it needed to go on is gone.
        QVERIFY(!QFileInfo::exists(directory(name).progressFile()));
        QVERIFY(!QFileInfo::exists(directory(name).eventsFile()));
    }

    void aRunThatKeepsBreakingIsGivenUp()
    {
        QVERIFY(startWith(begin + "printf '{\"steps\":5,\"epoch\":1,\"phase\":\"training\"}' > "
                                  "checkpoints/progress.json\necho 'out of luck' >&2\nkill -SEGV $$\n"));
        const QString name = train();
        QCOMPARE(m_platform->ended(name), u"Failed"_qs);
        QCOMPARE(field(name, u"resumes"_qs).toInt(), RunningJob::maxBreaks);
        QVERIFY2(failure(name).contains(u"out of luck"_qs) && failure(name).contains(u"4 times"_qs) &&
                     failure(name).contains(u"step 5"_qs),
                 qPrintable(failure(name)));
        QVERIFY(!QFileInfo::exists(directory(name).eventsFile()));
    }

    void aRunThatMakesProgressMayBreakMoreOften()
    {
        QVERIFY(startWith(begin +
                          "n=$(sed 's/[^0-9]*\\([0-9]*\\).*/\\1/' checkpoints/progress.json 2>/dev/null || "
                          "echo 0)\nn=$((n + 1))\n"
                          "if test \"$n\" -le 6; then\n"
                          "printf '{\"steps\":%s}' \"$n\" > checkpoints/progress.json\n"
                          "kill -KILL $$\nfi\n" +
                          finish));
        const QString name = train();
        QCOMPARE(m_platform->ended(name), u"Succeeded"_qs);
        QCOMPARE(field(name, u"resumes"_qs).toInt(), 6);
    }

    void withoutACheckpointACrashIsTheEnd_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("none") << QByteArray("kill -KILL $$");
        QTest::newRow("no JSON") << QByteArray("echo half > checkpoints/progress.json; kill -KILL $$");
        QTest::newRow("no steps") << QByteArray(
            "echo '{\"epoch\":1}' > checkpoints/progress.json; kill -KILL $$");
        QTest::newRow("negative") << QByteArray(
            "echo '{\"steps\":-1}' > checkpoints/progress.json; kill -KILL $$");
        QTest::newRow("data gone") << QByteArray(
            "echo '{\"steps\":1}' > checkpoints/progress.json; rm -r input/data; kill -KILL $$");
        QTest::newRow("its own failure")
            << QByteArray("echo '{\"steps\":1}' > checkpoints/progress.json; echo signal >&2; exit 1");
    }
    void withoutACheckpointACrashIsTheEnd()
    {
        QFETCH(const QByteArray, body);
        QVERIFY(startWith(begin + body));
        const QString name = train();
        QCOMPARE(m_platform->ended(name), u"Failed"_qs);
        QVERIFY2(failure(name).contains(u"signal"_qs), qPrintable(failure(name)));
        QCOMPARE(field(name, u"resumes"_qs).toInt(), 0);
    }

    void stoppingThePlatformLetsARunGoOnLater()
    {
        QVERIFY(startWith(waitingOnce));
        const QString name = train();
        QTRY_COMPARE_WITH_TIMEOUT(phase(name), u"training"_qs, RunningPlatform::deadline);
        QVERIFY(m_platform->stop());
        const auto waiting = m_platform->store->jobs().findByName(name);
        QCOMPARE(waiting->status.text, u"Queued"_qs);
        QVERIFY(waiting->startedAt.isValid());
        QVERIFY(QFileInfo::exists(directory(name).eventsFile()));
        QVERIFY(m_platform->start());
        QCOMPARE(m_platform->ended(name), u"Succeeded"_qs);
        QCOMPARE(field(name, u"resumes"_qs).toInt(), 1);
        QCOMPARE(points(metrics(name), u"train_loss"_qs).size(), 2);
        // The manifest has the facts of the export, which was not made again.
        QCOMPARE(
            metrics(name).value(u"manifest"_qs).toObject().value(u"dataset"_qs).toObject().value(u"users"_qs),
            QJsonValue(60));
        QVERIFY(actions(name).contains(u"training_job.interrupted"_qs));
    }

    void aRunThatWaitsToGoOnCanBeStopped()
    {
        QVERIFY(startWith(breakingOnce, [](PlatformServer::Options &options) {
            options.jobs.resumePause = std::chrono::hours(1);
        }));
        const QString paused = train();
        QTRY_COMPARE_WITH_TIMEOUT(field(paused, u"resumes"_qs).toInt(), 1, RunningPlatform::deadline);
        QCOMPARE(m_platform->post(u"/api/training-jobs/stop"_qs, {{u"job_name"_qs, paused}}).status, 200);
        QCOMPARE(m_platform->ended(paused), u"Stopped"_qs);
        QVERIFY(!QFileInfo::exists(directory(paused).eventsFile()));
    }

    void aPlatformThatWasKilledGoesOn()
    {
        const QString program = writeScript(m_folder.filePath(u"worker.sh"_qs),
                                            begin +
                                                "test -e checkpoints/progress.json || exit 5\necho '#metric "
                                                "name=x value=2 step=2 epoch=1'\n" +
                                                finish);
        m_platform = std::make_unique<RunningPlatform>(program, [](PlatformServer::Options &options) {
            options.jobs.resumePause = std::chrono::milliseconds(0);
        });
        SqliteStore &store = *m_platform->store.store;
        const qint64 family = declareFamily(store, u"two-tower-gru"_qs);
        const TrainingJob good = executing(family);
        const TrainingJob bare = executing(family);
        const TrainingJob stopping = executing(family);
        const TrainingJob often = executing(family);
        leaveCheckpoint(good, 1);
        leaveCheckpoint(stopping, 1);
        leaveCheckpoint(often, 9);
        QList<int> breaks;
        const auto prepared = store.change(testActor(), {}, [&](StateChange &change) -> Outcome<TrainingJob> {
            for (const qint64 step : {9, 12, 3, 12, 13})
                breaks.append(store.jobs().countBreak(change, bare.id, step));
            for (int i = 0; i < RunningJob::maxBreaks; ++i)
                store.jobs().countBreak(change, often.id, 9);
            ReportedPoint early{u"x"_qs, {}, MetricDirection::None, {}};
            early.point.step = 1;
            ReportedPoint late = early;
            late.point.step = 2;
            store.metrics().append(change, good.id, {early, late});
            PhaseClock clock;
            clock.enter(JobPhase::Training, change.now().addSecs(-5));
            store.jobs().setPhaseTimes(change, good.id, clock);
            return store.jobs().setStatus(change, stopping.id, JobStatus::Stopping);
        });
        QVERIFY(prepared.ok());
        // Only a later checkpoint than any before is progress.
        QCOMPARE(breaks, (QList<int>{1, 1, 2, 3, 1}));
        QVERIFY(m_platform->start());
        QCOMPARE(m_platform->ended(good.jobName), u"Succeeded"_qs);
        QCOMPARE(field(good.jobName, u"resumes"_qs).toInt(), 1);
        QCOMPARE(points(metrics(good.jobName), u"x"_qs),
                 (QList<std::pair<qint64, double>>{{1, 0.0}, {3, 2.0}}));
        const QJsonObject manifest = metrics(good.jobName).value(u"manifest"_qs).toObject();
        QCOMPARE(manifest.value(u"parent_version"_qs).toInt(), 7);
        QCOMPARE(manifest.value(u"dataset"_qs).toObject().value(u"digest"_qs).toString(), u"d"_qs);
        // The phase that went on when it was killed counts up to its last report.
        QVERIFY(field(good.jobName, u"phase_seconds"_qs).toObject().value(u"training"_qs).toDouble() >= 5.0);
        QCOMPARE(status(bare.jobName), u"Failed"_qs);
        QVERIFY(failure(bare.jobName).startsWith(u"Interrupted"_qs));
        QCOMPARE(status(stopping.jobName), u"Stopped"_qs);
        QCOMPARE(status(often.jobName), u"Failed"_qs);
        QVERIFY(!QFileInfo::exists(directory(often.jobName).eventsFile()));
    }

    void phasesAreTimed()
    {
        QVERIFY(startWith(begin +
                          "for phase in training evaluating training evaluating refitting indexing; do\n"
                          "echo \"#progress phase=$phase step=1 steps=1 epoch=1 epochs=1\"\ndone\n" +
                          finish));
        const QString name = train();
        QCOMPARE(m_platform->ended(name), u"Succeeded"_qs);
        const QJsonObject seconds = field(name, u"phase_seconds"_qs).toObject();
        QStringList phases = seconds.keys();
        QCOMPARE(phases, (QStringList{u"evaluating"_qs, u"indexing"_qs, u"packaging"_qs, u"preparing"_qs,
                                      u"refitting"_qs, u"training"_qs}));
        double sum = 0;
        for (const QJsonValue value : seconds)
            sum += value.toDouble();
        // Together they are the run's whole time, in milliseconds of the store.
        QVERIFY(qAbs(sum - field(name, u"duration_seconds"_qs).toDouble()) < 0.05);
        const auto summary = m_platform->get(u"/api/training-jobs?view=summary"_qs);
        QVERIFY(!summary.value("jobs").toArray().first().toObject().contains(u"phase_seconds"_qs));
    }

    void aFullDiskIsFoundBeforeTheRun()
    {
        auto free = std::make_shared<QList<qint64>>(QList<qint64>{1'500'000});
        QVERIFY(startWith(begin + finish, [free](PlatformServer::Options &options) {
            options.jobs.freeSpace = [free](const QString &folder) {
                return folder.endsWith(u"/jobs") ? (free->size() > 1 ? free->takeFirst() : free->first()) : 0;
            };
        }));
        const auto refused = m_platform->post(u"/api/training/start"_qs, {{u"template_id"_qs, 1}});
        QCOMPARE(refused.status, 409);
        QCOMPARE(refused.code(), u"disk_full"_qs);
        QVERIFY2(refused.error().contains(u"1.4 MiB"_qs) && refused.error().contains(u"64.2 MiB"_qs),
                 qPrintable(refused.error()));
        QVERIFY(m_platform->store->jobs().list().isEmpty());
        // Room when it was asked for, none when its turn came.
        *free = {1'000'000'000, 2'000'000};
        const QString name = train();
        QCOMPARE(m_platform->ended(name), u"Failed"_qs);
        QVERIFY2(failure(name).contains(u"1.9 MiB"_qs) && failure(name).contains(u"64.2 MiB"_qs),
                 qPrintable(failure(name)));
        *free = {1'000'000'000};
        const QString next = train();
        QCOMPARE(m_platform->ended(next), u"Succeeded"_qs);
    }

    void theLiveVersionIsShownToTheRun()
    {
        QVERIFY(startWith(begin + R"sh(
live=0
if test -L input/data/live; then
    grep -q '"live"' input/config/inputdataconfig.json || exit 3
    test "$(cat input/data/live/artifact/weights.bin)" = weights || exit 4
    live=1
fi
)sh" + finish + R"sh(
if test $live = 1; then
    mkdir -p model/evaluation
    echo '{"artifact_sha256":"a","job_name":"j","users":5,"dropped_pairs":2,"more":1}' > model/evaluation/live.json
    printf '{"ndcg_at_10":0.5,"live_ndcg_at_10":0.4}' > model/metrics.json
fi
)sh"));
        const QString first = train();
        QCOMPARE(m_platform->ended(first), u"Succeeded"_qs);
        QVERIFY(metrics(first)
                    .value(u"manifest"_qs)
                    .toObject()
                    .value(u"evaluation"_qs)
                    .toObject()
                    .value(u"live"_qs)
                    .isUndefined());
        SqliteStore &store = *m_platform->store.store;
        const auto live = store.change(testActor(), {}, [&](StateChange &change) -> Outcome<Endpoint> {
            const auto version = store.versions().findByJob(first);
            Endpoint endpoint = *store.endpoints().findDefault(u"embedder"_qs);
            endpoint.activeVersion = VersionRef{version->id,     version->familyId, version->familyName,
                                                version->number, version->label,    version->jobName};
            endpoint.status = EndpointStatus::InService;
            change.journal(u"endpoint.changed"_qs, u"endpoint/1"_qs, {}, {});
            return store.endpoints().save(change, endpoint);
        });
        QVERIFY(live.ok());
        const QString second = train();
        QCOMPARE(m_platform->ended(second), u"Succeeded"_qs);
        const QJsonObject evaluation =
            metrics(second).value(u"manifest"_qs).toObject().value(u"evaluation"_qs).toObject();
        QCOMPARE(evaluation.value(u"live_job_name"_qs).toString(), first);
        QCOMPARE(evaluation.value(u"live"_qs).toObject(), (QJsonObject{{u"artifact_sha256"_qs, u"a"_qs},
                                                                       {u"job_name"_qs, u"j"_qs},
                                                                       {u"users"_qs, 5},
                                                                       {u"dropped_pairs"_qs, 2}}));
        QCOMPARE(field(second, u"metrics"_qs).toObject().value(u"live_ndcg_at_10"_qs).toDouble(), 0.4);
        // The link went with the run's data; what it showed is whole.
        QVERIFY(!QFileInfo(directory(second).liveChannel()).isSymLink());
        QVERIFY(QFileInfo::exists(directory(first).artifactFolder() + u"/weights.bin"_qs));
        // A live version whose artifact is gone is no reason to fail.
        QVERIFY(QDir(directory(first).artifactFolder()).removeRecursively());
        const QString third = train();
        QCOMPARE(m_platform->ended(third), u"Succeeded"_qs);
    }
};

QTEST_GUILESS_MAIN(TestJobsResume)
#include "tst_jobs_resume.moc"
