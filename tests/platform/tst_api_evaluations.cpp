// SPDX-License-Identifier: GPL-3.0-or-later
// POST /api/evaluations with a worker of a few lines that answers what a test lays down.
#include "standinworker.h"

using namespace nsl;

namespace
{

const QString evaluations = u"/api/evaluations"_qs;

} // namespace

class TestApiEvaluations : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<StandInWorker> m_worker;
    std::unique_ptr<RunningPlatform> m_platform;

    bool startWith(std::function<void(PlatformServer::Options &)> adjust = {})
    {
        m_platform.reset();
        m_worker = std::make_unique<StandInWorker>();
        m_platform = std::make_unique<RunningPlatform>(m_worker->program(), std::move(adjust));
        m_platform->fill(20, 60, 20);
        return m_platform->start();
    }

    /// A version that the stand-in makes of what was laid down for it.
    QString trained(const QJsonObject &options = {})
    {
        const QString name = m_platform->train(u"popularity"_qs, options);
        return m_platform->ended(name) == u"Succeeded" ? name : QString();
    }

    HttpAnswer ask(const QStringList &names, const QString &splitOf)
    {
        return m_platform->post(
            evaluations, {{u"job_names"_qs, QJsonArray::fromStringList(names)}, {u"split_of"_qs, splitOf}});
    }
    static QJsonObject row(const HttpAnswer &answer, int index = 0)
    {
        return answer.value("evaluations").toArray().at(index).toObject();
    }
    QString workFolder() const { return m_platform->store.folder.filePath(u"evaluations"_qs); }

private Q_SLOTS:
    void cleanup()
    {
        if (m_platform)
            QVERIFY(m_platform->stop());
        m_platform.reset();
    }

    void aVersionOnItsOwnSplitNeedsNoWorker()
    {
        QVERIFY(startWith());
        const auto ranks = StandInWorker::ranks(60, [](int i) { return 1 + i % 15; });
        m_worker->nextVersion("one", u"split-a"_qs, ranks);
        const QString name = trained();
        QVERIFY(!name.isEmpty());
        const auto answer = ask({name}, name);
        QVERIFY2(answer.status == 200, answer.body.constData());
        QCOMPARE(answer.value("evaluations").toArray().size(), 1);
        const QJsonObject result = row(answer);
        QCOMPARE(result.value(u"job_name"_qs).toString(), name);
        QCOMPARE(result.value(u"split_digest"_qs).toString(), u"split-a"_qs);
        QCOMPARE(result.value(u"dropped_pairs"_qs).toInt(-1), 0);
        QCOMPARE(result.value(u"users"_qs).toInt(), 60);
        // The run's own figures, to the last bit; what is not of the test split is left out.
        QCOMPARE(result.value(u"metrics"_qs).toObject(), StandInWorker::means(ranks));
        const QJsonObject intervals = result.value(u"per_metric_ci"_qs).toObject();
        QCOMPARE(intervals.keys(), (QStringList{u"mrr_at_10"_qs, u"ndcg_at_10"_qs, u"recall_at_10"_qs}));
        for (auto it = intervals.begin(); it != intervals.end(); ++it) {
            const double mean = result.value(u"metrics"_qs).toObject().value(it.key()).toDouble();
            QVERIFY(it.value().toObject().value(u"low"_qs).toDouble() < mean);
            QVERIFY(it.value().toObject().value(u"high"_qs).toDouble() > mean);
        }
        QCOMPARE(m_worker->calls(), 0);
        QCOMPARE(m_platform->store->evaluations().count(), 0);
        // The same request gives the same answer.
        QCOMPARE(ask({name, name}, name).body, answer.body);
    }

    void anotherSplitIsScoredOnceAndKept()
    {
        QVERIFY(startWith());
        m_worker->nextVersion("one", u"split-a"_qs, StandInWorker::ranks(60, [](int) { return 5; }));
        const QString first = trained();
        m_worker->nextVersion("two", u"split-b"_qs,
                              StandInWorker::ranks(60, [](int i) { return 1 + i % 7; }));
        const QString second = trained({{u"min_user_events"_qs, 3}});
        const qint64 through = m_platform->store->events().lastId();
        // An event after the run belongs to no split of it.
        const auto late = m_platform->store->record([&](DataWrite &write) -> Outcome<Done> {
            EventRow event;
            event.userId = "late";
            event.itemId = "i1";
            event.eventTypeId = 1;
            event.occurredMs = 1'800'000'000'000;
            QList<EventRow> rows{event};
            m_platform->store->events().append(write, rows);
            return Done{};
        });
        QVERIFY(late.ok());
        const auto ranks = StandInWorker::ranks(57, [](int i) { return 1 + i % 30; });
        m_worker->nextResult(u"split-b"_qs, ranks, 3);
        const auto answer = ask({second, first}, second);
        QVERIFY2(answer.status == 200, answer.body.constData());
        QCOMPARE(row(answer, 0).value(u"job_name"_qs).toString(), second);
        const QJsonObject result = row(answer, 1);
        QCOMPARE(result.value(u"job_name"_qs).toString(), first);
        QCOMPARE(result.value(u"split_digest"_qs).toString(), u"split-b"_qs);
        QCOMPARE(result.value(u"dropped_pairs"_qs).toInt(), 3);
        QCOMPARE(result.value(u"users"_qs).toInt(), 57);
        QCOMPARE(result.value(u"metrics"_qs).toObject(), StandInWorker::means(ranks));
        QCOMPARE(m_worker->calls(), 1);
        // What the worker was given: the owner's options and its events, nothing later.
        const QJsonObject options =
            QJsonDocument::fromJson(m_worker->read(u"hyperparameters.json"_qs)).object();
        QCOMPARE(options.value(u"min_user_events"_qs).toString(), u"3"_qs);
        const QList<QByteArray> events = m_worker->read(u"events.csv"_qs).trimmed().split('\n');
        QCOMPARE(events.size(), 1 + 60 * 20);
        QCOMPARE(events.first(), "user_id,item_id,event_type,weight,timestamp,timestamp_ms,row");
        QCOMPARE(events.last().split(',').last().toLongLong(), through);
        // In a private folder, which is gone.
        QVERIFY(m_worker->read(u"calls"_qs).startsWith(QFile::encodeName(workFolder()) + '/'));
        QVERIFY(m_worker->read(u"calls"_qs).endsWith(" 700\n"));
        QVERIFY(!QFileInfo::exists(workFolder()));

        QCOMPARE(ask({first}, second).body,
                 QJsonDocument(QJsonObject{{u"evaluations"_qs, QJsonArray{result}}})
                     .toJson(QJsonDocument::Compact));
        QCOMPARE(m_worker->calls(), 1);
        QCOMPARE(m_platform->store->evaluations().count(), 1);
        // It outlives the platform.
        QVERIFY(m_platform->stop());
        QVERIFY(m_platform->start());
        QCOMPARE(row(ask({first}, second)), result);
        QCOMPARE(m_worker->calls(), 1);
        const auto entries = m_platform->store->journal().verify();
        QVERIFY(entries.ok());
    }

    void whatARunMeasuredOfTheLiveVersionIsUsed()
    {
        QVERIFY(startWith());
        m_worker->nextVersion("one", u"split-a"_qs, StandInWorker::ranks(60, [](int) { return 5; }));
        const QString first = trained();
        const QString artifact = m_platform->store->versions().findByJob(first)->artifactSha256;
        const auto ranks = StandInWorker::ranks(58, [](int i) { return 1 + i % 12; });
        QJsonObject metrics;
        const QJsonObject means = StandInWorker::means(ranks);
        for (auto it = means.begin(); it != means.end(); ++it)
            metrics.insert(u"live_"_qs + it.key(), it.value());
        m_worker->nextVersion("two", u"split-b"_qs, StandInWorker::ranks(60, [](int) { return 2; }),
                              {{u"metrics"_qs, metrics}});
        m_worker->write(u"evaluation/live_per_user.csv"_qs, StandInWorker::csv(ranks));
        m_worker->write(u"evaluation/live.json"_qs,
                        QJsonDocument(QJsonObject{{u"artifact_sha256"_qs, artifact},
                                                  {u"job_name"_qs, first},
                                                  {u"users"_qs, 58},
                                                  {u"dropped_pairs"_qs, 2}})
                            .toJson());
        const QString second = trained();
        const auto answer = ask({first}, second);
        QVERIFY2(answer.status == 200, answer.body.constData());
        QCOMPARE(row(answer).value(u"metrics"_qs).toObject(), means);
        QCOMPARE(row(answer).value(u"dropped_pairs"_qs).toInt(), 2);
        QCOMPARE(m_worker->calls(), 0);
        QCOMPARE(m_platform->store->evaluations().count(), 1);
        // Not for another artifact: that one needs a worker.
        m_worker->nextVersion("three", u"split-c"_qs, StandInWorker::ranks(60, [](int) { return 5; }));
        const QString third = trained();
        m_worker->nextResult(u"split-b"_qs, ranks, 0);
        QCOMPARE(ask({third}, second).status, 200);
        QCOMPARE(m_worker->calls(), 1);
    }

    void aDamagedFileOfAVersionIsMadeAgain()
    {
        QVERIFY(startWith());
        const auto ranks = StandInWorker::ranks(60, [](int i) { return 1 + i % 15; });
        m_worker->nextVersion("one", u"split-a"_qs, ranks);
        const QString name = trained();
        QFile file(m_platform->store.folder.filePath(u"jobs/%1/model/evaluation/per_user.csv"_qs.arg(name)));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.resize(file.size() / 2));
        file.close();
        m_worker->nextResult(u"split-a"_qs, ranks, 0);
        const auto answer = ask({name}, name);
        QVERIFY2(answer.status == 200, answer.body.constData());
        QCOMPARE(row(answer).value(u"users"_qs).toInt(), 60);
        QCOMPARE(m_worker->calls(), 1);
    }

    void badRequestsAreRefused()
    {
        QVERIFY(startWith());
        const auto ranks = StandInWorker::ranks(60, [](int) { return 5; });
        m_worker->nextVersion("one", u"split-a"_qs, ranks);
        const QString name = trained();
        const QString deleted = trained();
        m_worker->nextVersion("plain", {}, ranks, {{u"evaluation"_qs, QJsonObject{}}});
        const QString plain = trained();
        QFile::remove(m_worker->path(u"metrics.json"_qs));
        const QString failed = m_platform->train(u"popularity"_qs);
        QCOMPARE(m_platform->ended(failed), u"Failed"_qs);
        QVERIFY(!name.isEmpty() && !deleted.isEmpty() && !plain.isEmpty());
        const qint64 id = m_platform->store->jobs().findByName(deleted)->id;
        QCOMPARE(m_platform->send("DELETE", u"/api/training-jobs/%1"_qs.arg(id), {}, m_platform->session.key)
                     .status,
                 200);
        QByteArray many;
        for (int i = 0; i <= 20; ++i)
            many += ",\"NAME\"";

        struct Case
        {
            const char *name;
            QByteArray body;
            int status;
            QString code;
        };
        const QList<Case> cases{
            {"no body", "", 400, u"invalid_job_names"_qs},
            {"no JSON", "{", 400, u"invalid_json"_qs},
            {"an array", "[]", 400, u"invalid_json"_qs},
            {"no names", R"({"split_of":"NAME"})", 400, u"invalid_job_names"_qs},
            {"an empty list", R"({"job_names":[],"split_of":"NAME"})", 400, u"invalid_job_names"_qs},
            {"one text", R"({"job_names":"NAME","split_of":"NAME"})", 400, u"invalid_job_names"_qs},
            {"a number in it", R"({"job_names":[1],"split_of":"NAME"})", 400, u"invalid_job_names"_qs},
            {"null in it", R"({"job_names":[null],"split_of":"NAME"})", 400, u"invalid_job_names"_qs},
            {"a long name", R"({"job_names":["LONG"],"split_of":"NAME"})", 400, u"invalid_job_names"_qs},
            {"too many", R"({"job_names":[MANY],"split_of":"NAME"})", 400, u"invalid_job_names"_qs},
            {"no split", R"({"job_names":["NAME"]})", 400, u"invalid_split_of"_qs},
            {"a split that is no text", R"({"job_names":["NAME"],"split_of":[]})", 400,
             u"invalid_split_of"_qs},
            {"an unknown run", R"({"job_names":["NAME","train-9-9"],"split_of":"NAME"})", 404,
             u"job_not_found"_qs},
            {"a path", R"({"job_names":["../../etc"],"split_of":"NAME"})", 404, u"job_not_found"_qs},
            {"an unknown split", R"({"job_names":["NAME"],"split_of":"train-9-9"})", 404,
             u"job_not_found"_qs},
            {"a failed run", R"({"job_names":["FAILED"],"split_of":"NAME"})", 409, u"not_succeeded"_qs},
            {"a failed run's split", R"({"job_names":["NAME"],"split_of":"FAILED"})", 409,
             u"not_succeeded"_qs},
            {"a deleted run", R"({"job_names":["DELETED"],"split_of":"NAME"})", 404, u"job_deleted"_qs},
            {"no split in the manifest", R"({"job_names":["NAME"],"split_of":"PLAIN"})", 409, u"no_split"_qs},
            {"camelCase", R"({"jobNames":["NAME"],"splitOf":"NAME","more":1})", 200, {}}};
        for (const Case &one : cases) {
            QByteArray body = one.body;
            body.replace("LONG", QByteArray(200, 'a')).replace("MANY", many.mid(1));
            body.replace("NAME", name.toUtf8()).replace("FAILED", failed.toUtf8());
            body.replace("DELETED", deleted.toUtf8()).replace("PLAIN", plain.toUtf8());
            const auto answer = m_platform->send("POST", evaluations, body, m_platform->session.key);
            const QByteArray seen = QByteArray(one.name) + ": " + answer.body;
            QVERIFY2(answer.status == one.status, seen.constData());
            QVERIFY2(answer.code() == one.code, seen.constData());
            QVERIFY2(!answer.error().isEmpty() || one.status == 200, seen.constData());
        }
        QCOMPARE(m_worker->calls(), 0);
    }

    void itTakesAnAdmin()
    {
        QVERIFY(startWith());
        QCOMPARE(m_platform->send("POST", evaluations, "{}", {}).status, 401);
        QCOMPARE(m_platform->send("POST", evaluations, "{}", m_platform->keyWith({u"events"_qs})).status,
                 403);
        QCOMPARE(m_platform->send("GET", evaluations, {}, m_platform->session.key).status, 405);
    }

    void aWorkerThatFailsIsExplained_data()
    {
        QTest::addColumn<QByteArray>("behaviour");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("words");
        QTest::newRow("its own sentence")
            << QByteArray("mkdir -p output; echo 'The events do not fit.' > output/failure; exit 1")
            << u"evaluation_failed"_qs << u"The events do not fit."_qs;
        QTest::newRow("a crash") << QByteArray("echo boom >&2; kill -SEGV $$") << u"evaluation_failed"_qs
                                 << u"signal 11"_qs;
        QTest::newRow("it cannot evaluate")
            << QByteArray("exit 2") << u"evaluation_unsupported"_qs << u"cannot evaluate"_qs;
        QTest::newRow("no result") << QByteArray("exit 0") << u"evaluation_failed"_qs << u"result.json"_qs;
        QTest::newRow("no JSON") << QByteArray("mkdir -p output/evaluation; echo x > "
                                               "output/evaluation/result.json; touch "
                                               "output/evaluation/per_user.csv; exit 0")
                                 << u"evaluation_failed"_qs << u"no usable result"_qs;
        QTest::newRow("another split") << QByteArray("sed -i s/split-b/split-x/ $S/result.json")
                                       << u"split_changed"_qs << u"cannot be made again"_qs;
        QTest::newRow("another artifact")
            << QByteArray("sed -i s/SUM/0000/ $S/result.json") << u"artifact_damaged"_qs << u"damaged"_qs;
        QTest::newRow("a user twice")
            << QByteArray("tail -n 1 $S/result_per_user.csv >> $S/result_per_user.csv")
            << u"evaluation_failed"_qs << u"twice"_qs;
        QTest::newRow("a user less") << QByteArray("sed -i '$d' $S/result_per_user.csv")
                                     << u"evaluation_failed"_qs << u"users instead of"_qs;
        QTest::newRow("no numbers") << QByteArray("sed -i '2s/,[^,]*$/,nan/' $S/result_per_user.csv")
                                    << u"evaluation_failed"_qs << u"line 2"_qs;
        QTest::newRow("other means")
            << QByteArray("sed -i 's/\\(recall_at_10\": \\)[0-9.e-]*/\\10.123/' $S/result.json")
            << u"evaluation_failed"_qs << u"does not fit its metrics"_qs;
        QTest::newRow("impossible numbers")
            << QByteArray("sed -i '/dropped_pairs/s/:.*/: -1,/' $S/result.json") << u"evaluation_failed"_qs
            << u"impossible"_qs;
    }
    void aWorkerThatFailsIsExplained()
    {
        QFETCH(const QByteArray, behaviour);
        QFETCH(const QString, code);
        QFETCH(const QString, words);
        QVERIFY(startWith());
        const auto ranks = StandInWorker::ranks(60, [](int i) { return 1 + i % 20; });
        m_worker->nextVersion("one", u"split-a"_qs, ranks);
        const QString first = trained();
        m_worker->nextVersion("two", u"split-b"_qs, ranks);
        const QString second = trained();
        m_worker->nextResult(u"split-b"_qs, ranks, 0);
        m_worker->behave(behaviour);
        const auto answer = ask({first}, second);
        QVERIFY2(answer.status == 409, answer.body.constData());
        QCOMPARE(answer.code(), code);
        QVERIFY2(answer.error().contains(words), qPrintable(answer.error()));
        QVERIFY(!QFileInfo::exists(workFolder()));
        // Nothing of it is kept: mended, it is scored anew.
        QCOMPARE(m_platform->store->evaluations().count(), 0);
        m_worker->nextResult(u"split-b"_qs, ranks, 0);
        m_worker->behave("true");
        QCOMPARE(ask({first}, second).status, 200);
    }

    void aMissingArtifactIsExplained()
    {
        QVERIFY(startWith());
        const auto ranks = StandInWorker::ranks(60, [](int) { return 5; });
        m_worker->nextVersion("one", u"split-a"_qs, ranks);
        const QString first = trained();
        m_worker->nextVersion("two", u"split-b"_qs, ranks);
        const QString second = trained();
        QVERIFY(QDir(m_platform->store.folder.filePath(u"jobs/%1/model/artifact"_qs.arg(first)))
                    .removeRecursively());
        const auto answer = ask({first}, second);
        QCOMPARE(answer.status, 409);
        QCOMPARE(answer.code(), u"artifact_missing"_qs);
        QCOMPARE(m_worker->calls(), 0);
    }

    void aLongOneIsAskedForAgain()
    {
        QVERIFY(startWith([](PlatformServer::Options &options) {
            options.evaluationAnswerLimit = std::chrono::milliseconds(50);
        }));
        const auto ranks = StandInWorker::ranks(60, [](int i) { return 1 + i % 20; });
        m_worker->nextVersion("one", u"split-a"_qs, ranks);
        const QString first = trained();
        m_worker->nextVersion("two", u"split-b"_qs, ranks);
        const QString second = trained();
        m_worker->nextResult(u"split-b"_qs, ranks, 0);
        m_worker->behave("until test -f $S/go; do sleep 0.05; done");
        const QJsonObject body{{u"job_names"_qs, QJsonArray{first}}, {u"split_of"_qs, second}};
        const auto send = [&] {
            return m_platform->send("POST", evaluations, QJsonDocument(body).toJson(),
                                    m_platform->session.key, {{"Idempotency-Key", "same-key"}});
        };
        const auto running = send();
        QCOMPARE(running.status, 503);
        QCOMPARE(running.code(), u"evaluation_running"_qs);
        QVERIFY(running.headers.value("retry-after").toInt() > 0);
        QCOMPARE(send().status, 503);
        m_worker->write(u"go"_qs, "");
        HttpAnswer answer;
        QTRY_VERIFY_WITH_TIMEOUT((answer = send()).status != 503, RunningPlatform::deadline);
        QVERIFY2(answer.status == 200, answer.body.constData());
        QCOMPARE(m_worker->calls(), 1); // all of them waited for one
        // Now the key stands for the answer.
        QCOMPARE(send().headers.value("idempotent-replayed"), "true");
    }

    void oneThatNeverEndsIsStopped()
    {
        QVERIFY(startWith([](PlatformServer::Options &options) {
            options.evaluations.limits.time = std::chrono::milliseconds(300);
        }));
        const auto ranks = StandInWorker::ranks(60, [](int) { return 5; });
        m_worker->nextVersion("one", u"split-a"_qs, ranks);
        const QString first = trained();
        m_worker->nextVersion("two", u"split-b"_qs, ranks);
        const QString second = trained();
        m_worker->behave("exec sleep 600");
        const auto answer = ask({first}, second);
        QCOMPARE(answer.status, 409);
        QCOMPARE(answer.code(), u"evaluation_too_long"_qs);
        QVERIFY(!QFileInfo::exists(workFolder()));
    }

    void theQueueIsBounded()
    {
        QVERIFY(startWith([](PlatformServer::Options &options) {
            options.evaluations.maxPending = 2;
            options.evaluationAnswerLimit = std::chrono::milliseconds(50);
        }));
        const auto ranks = StandInWorker::ranks(60, [](int) { return 5; });
        QStringList names;
        for (const char *weights : {"one", "two", "three", "four"}) {
            m_worker->nextVersion(weights, u"split-"_qs + QLatin1String(weights), ranks);
            names.append(trained());
        }
        m_worker->behave("exec sleep 600");
        QCOMPARE(ask({names.at(0)}, names.at(3)).code(), u"evaluation_running"_qs);
        QCOMPARE(ask({names.at(1)}, names.at(3)).code(), u"evaluation_running"_qs);
        const auto refused = ask({names.at(2)}, names.at(3));
        QCOMPARE(refused.status, 503);
        QCOMPARE(refused.code(), u"evaluations_busy"_qs);
        // Joining one that waits is no new one.
        QCOMPARE(ask({names.at(1)}, names.at(3)).code(), u"evaluation_running"_qs);
        // One at a time: its script may only just have been started.
        QTRY_COMPARE_WITH_TIMEOUT(m_worker->calls(), 1, RunningPlatform::deadline);
    }

    void aStopEndsItAndARestartLeavesNothing()
    {
        QVERIFY(startWith([](PlatformServer::Options &options) {
            options.evaluationAnswerLimit = std::chrono::milliseconds(50);
            options.evaluations.limits.stopGrace = std::chrono::milliseconds(100);
        }));
        const auto ranks = StandInWorker::ranks(60, [](int) { return 5; });
        m_worker->nextVersion("one", u"split-a"_qs, ranks);
        const QString first = trained();
        m_worker->nextVersion("two", u"split-b"_qs, ranks);
        const QString second = trained();
        // One that does not listen to SIGTERM.
        m_worker->behave("trap '' TERM; touch $S/up; while :; do sleep 0.05; done");
        QCOMPARE(ask({first}, second).status, 503);
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(m_worker->path(u"up"_qs)), RunningPlatform::deadline);
        QVERIFY(QFileInfo::exists(workFolder()));
        QVERIFY(m_platform->stop());
        QVERIFY(!QFileInfo::exists(workFolder()));

        // What a crash leaves goes at the next start, and what a link in it leads to stays.
        QVERIFY(QDir().mkpath(workFolder() + u"/1/input/data"_qs));
        const QString model = m_platform->store.folder.filePath(u"jobs/%1/model"_qs.arg(first));
        QVERIFY(QFile::link(model, workFolder() + u"/1/input/data/model"_qs));
        QVERIFY(m_platform->start());
        QVERIFY(!QFileInfo::exists(workFolder()));
        QVERIFY(QFileInfo::exists(model + u"/artifact/weights.bin"_qs));
        m_worker->behave("true");
        m_worker->nextResult(u"split-b"_qs, ranks, 0);
        HttpAnswer answer;
        QTRY_VERIFY_WITH_TIMEOUT((answer = ask({first}, second)).status != 503, RunningPlatform::deadline);
        QVERIFY2(answer.status == 200, answer.body.constData());
    }

    void theCacheIsBounded()
    {
        TestStore store;
        StoredEvaluation one;
        one.splitDigest = u"s"_qs;
        one.basis = {u"s"_qs, 10, 20, u"p"_qs, 4};
        one.metrics = {{u"recall_at_10"_qs, 0.1 + 0.2}};
        one.users = 3;
        one.perUserCsv = "user_id,x\n";
        const auto saved = store->record([&](DataWrite &write) -> Outcome<Done> {
            for (int i = 0; i <= EvaluationRepository::maximumEntries; ++i) {
                one.artifactSha256 = QString::number(i);
                if (auto done = store->evaluations().save(write, PackedEvaluation(one)); !done.ok())
                    return done;
            }
            return Done{};
        });
        QVERIFY(saved.ok());
        QCOMPARE(store->evaluations().count(), EvaluationRepository::maximumEntries);
        QVERIFY(!store->evaluations().find(u"0"_qs, u"s"_qs));
        const auto found = store->evaluations().find(u"1"_qs, u"s"_qs);
        QVERIFY(found);
        QCOMPARE(found->metrics, one.metrics);
        QCOMPARE(found->perUserCsv, one.perUserCsv);
        QCOMPARE(found->users, 3);
        QCOMPARE(compareBases(found->basis, one.basis).verdict, Comparable::Partly);
        QCOMPARE(found->basis.droppedPairs, 4);
    }

    void theStoreGetsItsResultsCompressed()
    {
        StoredEvaluation large;
        large.artifactSha256 = u"a"_qs;
        large.splitDigest = u"s"_qs;
        large.basis = {u"s"_qs, 10, 20, u"p"_qs, 0};
        for (int i = 0; i < 10'000; ++i)
            large.perUserCsv += "user-" + QByteArray::number(i) + ",i1,3,1,0.5,0.3333333333333333\n";
        const PackedEvaluation packed(large);
        QVERIFY(packed.facts().perUserCsv.isEmpty());
        QVERIFY(packed.perUser().size() < large.perUserCsv.size() / 4);
        TestStore store;
        const auto saved =
            store->record([&](DataWrite &write) { return store->evaluations().save(write, packed); });
        QVERIFY(saved.ok());
        QCOMPARE(store->evaluations().find(u"a"_qs, u"s"_qs)->perUserCsv, large.perUserCsv);
    }
};

QTEST_GUILESS_MAIN(TestApiEvaluations)
#include "tst_api_evaluations.moc"
