// SPDX-License-Identifier: GPL-3.0-or-later
// POST /api/promotion-preview with a worker of a few lines that answers what a test lays down.
#include "standinworker.h"

#include <QSemaphore>

#include <atomic>

using namespace nsl;

namespace
{

const QString previewPath = u"/api/promotion-preview"_qs;

} // namespace

class TestApiPreview : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<StandInWorker> m_worker;
    std::unique_ptr<RunningPlatform> m_platform;
    qint64 m_freeBytes = 8'000'000'000;
    std::chrono::milliseconds m_answerLimit{12'000};
    std::atomic<int> m_made{0};      ///< previews, up to the look at the memory
    QSemaphore m_mayGoOn{1'000'000}; ///< each takes one there

    QString trained()
    {
        const QString name = m_platform->train(u"popularity"_qs);
        return m_platform->ended(name) == u"Succeeded" ? name : QString();
    }
    bool approve(const QString &name)
    {
        return m_platform->post(u"/api/training-jobs/approve"_qs, {{u"job_name"_qs, name}}).status == 200;
    }
    HttpAnswer preview(const QString &name)
    {
        return m_platform->post(previewPath, {{u"job_name"_qs, name}});
    }
    Version version(const QString &name) { return *m_platform->store->versions().findByJob(name); }
    Endpoint production() { return *m_platform->store->endpoints().findDefault(u"embedder"_qs); }

    /// As if it had been promoted: the stand-in cannot serve.
    bool putLive(const QString &name, const QString &status = u"Succeeded"_qs)
    {
        return m_platform->store
            ->change(testActor(), {},
                     [&](StateChange &change) -> Outcome<Deployment> {
                         const Version live = version(name);
                         Endpoint endpoint = production();
                         Deployment deployment;
                         deployment.endpointId = endpoint.id;
                         deployment.from = endpoint.activeVersion;
                         deployment.to = m_platform->store->versions().reference(live.id);
                         auto begun = m_platform->store->deployments().create(change, deployment);
                         if (!begun.ok())
                             return begun;
                         begun.value().status = parseDeploymentStatus(status);
                         if (status == u"Succeeded") {
                             endpoint.status = EndpointStatus::InService;
                             endpoint.activeVersion = deployment.to;
                             if (auto saved = m_platform->store->endpoints().save(change, endpoint);
                                 !saved.ok())
                                 return saved.error();
                         }
                         change.journal(u"endpoint.switched"_qs, u"endpoint/1"_qs, {}, {});
                         return m_platform->store->deployments().save(change, *begun);
                     })
            .ok();
    }

    static QJsonObject find(const HttpAnswer &answer, const char *list, const char *key, const QString &word)
    {
        const QJsonArray rows = answer.value(list).toArray();
        for (const QJsonValue row : rows) {
            if (row.toObject().value(QLatin1String(key)).toString() == word)
                return row.toObject();
        }
        return {};
    }
    static QJsonObject check(const HttpAnswer &answer, const QString &id)
    {
        return find(answer, "checks", "id", id);
    }
    static QJsonObject metric(const HttpAnswer &answer, const QString &name)
    {
        return find(answer, "metrics", "name", name);
    }
    static QStringList failedChecks(const HttpAnswer &answer)
    {
        QStringList ids;
        const QJsonArray rows = answer.value("checks").toArray();
        for (const QJsonValue row : rows) {
            if (!row.toObject().value(u"ok"_qs).toBool())
                ids.append(row.toObject().value(u"id"_qs).toString());
        }
        return ids;
    }

    static int goodRank(int user) { return 1 + user % 8; }
    static int poorRank(int user) { return 1 + user % 40; }

private Q_SLOTS:
    void init()
    {
        m_freeBytes = 8'000'000'000;
        m_worker = std::make_unique<StandInWorker>();
        m_platform =
            std::make_unique<RunningPlatform>(m_worker->program(), [this](PlatformServer::Options &options) {
                options.evaluationAnswerLimit = m_answerLimit;
                options.previews.availableMemory = [this] {
                    ++m_made;
                    m_mayGoOn.acquire();
                    return m_freeBytes;
                };
            });
        m_platform->fill(20, 60, 20);
        QVERIFY(m_platform->start());
        m_made = 0;
    }
    void cleanup()
    {
        QVERIFY(m_platform->stop());
        m_platform.reset();
    }

    void theFirstPromotionHasNothingToCompareWith()
    {
        m_worker->nextVersion("one", u"split-a"_qs, StandInWorker::ranks(60, goodRank));
        const QString name = trained();
        const auto answer = preview(name);
        QVERIFY2(answer.status == 200, answer.body.constData());
        QCOMPARE(answer.json().keys(),
                 (QStringList{u"candidate"_qs, u"checks"_qs, u"comparable"_qs, u"live"_qs,
                              u"manifest_diff"_qs, u"metrics"_qs, u"reasons"_qs, u"split_digest"_qs}));
        QCOMPARE(answer.value("candidate").toObject().value(u"job_name"_qs).toString(), name);
        QVERIFY(answer.value("live").isNull());
        QCOMPARE(answer.value("split_digest").toString(), u"split-a"_qs);
        QCOMPARE(answer.value("comparable").toString(), u"no"_qs);
        QVERIFY(answer.value("manifest_diff").toArray().isEmpty());
        const QJsonObject recall = metric(answer, u"recall_at_10"_qs);
        QCOMPARE(recall.value(u"candidate"_qs).toDouble(), 1.0);
        QVERIFY(recall.value(u"live"_qs).isNull() && recall.value(u"delta"_qs).isNull());
        QCOMPARE(recall.value(u"verdict"_qs).toString(), u"unknown"_qs);
        QCOMPARE(metric(answer, u"loss"_qs).value(u"direction"_qs).toString(), u"min"_qs);
        QVERIFY(metric(answer, u"baseline_recall_at_10"_qs).isEmpty());
        // Only the approval is missing.
        QCOMPARE(failedChecks(answer), QStringList{u"approved"_qs});
        QVERIFY(!check(answer, u"approved"_qs).value(u"fix"_qs).toString().isEmpty());
        QVERIFY(check(answer, u"roll_back"_qs).value(u"text"_qs).toString().contains(u"first promotion"_qs));
        QVERIFY(approve(name));
        QCOMPARE(failedChecks(preview(name)), QStringList());
        QCOMPARE(m_worker->calls(), 0);
    }

    void oneSplitGivesAVerdictWithoutAWorker()
    {
        m_worker->nextVersion("one", u"split-a"_qs, StandInWorker::ranks(60, poorRank));
        const QString first = trained();
        QVERIFY(approve(first) && putLive(first));
        m_worker->nextVersion("two", u"split-a"_qs, StandInWorker::ranks(60, goodRank));
        const QString second = trained();
        QVERIFY(approve(second));
        const auto answer = preview(second);
        QVERIFY2(answer.status == 200, answer.body.constData());
        QCOMPARE(answer.value("live").toObject().value(u"job_name"_qs).toString(), first);
        QCOMPARE(answer.value("comparable").toString(), u"yes"_qs);
        QVERIFY(answer.value("reasons").toArray().isEmpty());
        const QJsonObject recall = metric(answer, u"recall_at_10"_qs);
        QCOMPARE(recall.value(u"verdict"_qs).toString(), u"better"_qs);
        QCOMPARE(recall.value(u"candidate"_qs).toDouble(), 1.0);
        QVERIFY(recall.value(u"ci_low"_qs).toDouble() > 0);
        const double delta = recall.value(u"delta"_qs).toDouble();
        QVERIFY(delta > recall.value(u"ci_low"_qs).toDouble() &&
                delta < recall.value(u"ci_high"_qs).toDouble());
        // No values per user: a difference, no verdict.
        for (const QString &name : {u"coverage_at_10"_qs, u"loss"_qs}) {
            QCOMPARE(metric(answer, name).value(u"delta"_qs).toDouble(1), 0.0);
            QVERIFY(metric(answer, name).value(u"ci_low"_qs).isNull());
            QCOMPARE(metric(answer, name).value(u"verdict"_qs).toString(), u"unknown"_qs);
        }
        QVERIFY(!find(answer, "manifest_diff", "path", u"job_name"_qs).isEmpty());
        QCOMPARE(find(answer, "manifest_diff", "path", u"job_name"_qs).value(u"live"_qs).toString(), first);
        QCOMPARE(failedChecks(answer), QStringList());
        QVERIFY(check(answer, u"not_worse"_qs).value(u"text"_qs).toString().contains(u"better than"_qs));
        QVERIFY(check(answer, u"roll_back"_qs).value(u"text"_qs).toString().startsWith(u"Popularity v1"_qs));
        QCOMPARE(m_worker->calls(), 0);

        // The other way round.
        QVERIFY(putLive(second));
        const auto back = preview(first);
        QCOMPARE(metric(back, u"recall_at_10"_qs).value(u"verdict"_qs).toString(), u"worse"_qs);
        QCOMPARE(failedChecks(back), QStringList{u"not_worse"_qs});
        // And of what is live already.
        const auto same = preview(second);
        QCOMPARE(failedChecks(same), QStringList());
        QCOMPARE(metric(same, u"recall_at_10"_qs).value(u"verdict"_qs).toString(), u"within_noise"_qs);
        QVERIFY(same.value("manifest_diff").toArray().isEmpty());
    }

    void theLiveVersionIsScoredOnTheCandidatesSplit()
    {
        m_worker->nextVersion("one", u"split-a"_qs, StandInWorker::ranks(60, goodRank));
        const QString first = trained();
        QVERIFY(approve(first) && putLive(first));
        m_worker->nextVersion("two", u"split-b"_qs, StandInWorker::ranks(60, goodRank));
        const QString second = trained();
        m_worker->nextResult(u"split-b"_qs, StandInWorker::ranks(50, poorRank), 10);
        const auto answer = preview(second);
        QVERIFY2(answer.status == 200, answer.body.constData());
        QCOMPARE(m_worker->calls(), 1);
        QCOMPARE(answer.value("comparable").toString(), u"partly"_qs);
        QCOMPARE(answer.value("reasons").toArray(), QJsonArray{u"evaluation.dropped_pairs"_qs});
        const QJsonObject ndcg = metric(answer, u"ndcg_at_10"_qs);
        QCOMPARE(ndcg.value(u"verdict"_qs).toString(), u"better"_qs);
        // Both over the 50 users that were left.
        const auto means = StandInWorker::means(StandInWorker::ranks(50, goodRank));
        QVERIFY(std::abs(ndcg.value(u"candidate"_qs).toDouble() - means.value(u"ndcg_at_10"_qs).toDouble()) <
                1e-12);
        QVERIFY(metric(answer, u"coverage_at_10"_qs).value(u"delta"_qs).isNull());
        // The losses of two splits are not set against each other.
        QVERIFY(metric(answer, u"loss"_qs).value(u"delta"_qs).isNull());
        QCOMPARE(preview(second).body, answer.body);
        QCOMPARE(m_worker->calls(), 1);
        // Without dropped pairs it would be wholly comparable: another artifact, another result.
        m_worker->nextVersion("three", u"split-c"_qs, StandInWorker::ranks(60, goodRank));
        const QString third = trained();
        m_worker->nextResult(u"split-c"_qs, StandInWorker::ranks(60, goodRank), 0);
        const auto whole = preview(third);
        QCOMPARE(whole.value("comparable").toString(), u"yes"_qs);
        QCOMPARE(metric(whole, u"ndcg_at_10"_qs).value(u"verdict"_qs).toString(), u"within_noise"_qs);
    }

    void aLiveVersionThatCannotBeScoredIsNoError()
    {
        m_worker->nextVersion("one", u"split-a"_qs, StandInWorker::ranks(60, goodRank));
        const QString first = trained();
        QVERIFY(approve(first) && putLive(first));
        m_worker->nextVersion("two", u"split-b"_qs, StandInWorker::ranks(60, poorRank));
        const QString second = trained();
        m_worker->behave("exit 2");
        const auto answer = preview(second);
        QVERIFY2(answer.status == 200, answer.body.constData());
        QCOMPARE(answer.value("comparable").toString(), u"no"_qs);
        const QJsonArray reasons = answer.value("reasons").toArray();
        QCOMPARE(reasons.first().toString(), u"evaluation.split_digest"_qs);
        QVERIFY(reasons.last().toString().contains(u"cannot evaluate"_qs));
        QCOMPARE(metric(answer, u"recall_at_10"_qs).value(u"verdict"_qs).toString(), u"unknown"_qs);
        QVERIFY(metric(answer, u"recall_at_10"_qs).value(u"delta"_qs).isNull());
        QVERIFY(!metric(answer, u"recall_at_10"_qs).value(u"live"_qs).isNull());
        QVERIFY(check(answer, u"not_worse"_qs).value(u"ok"_qs).toBool());
        QVERIFY(check(answer, u"not_worse"_qs).value(u"text"_qs).toString().contains(u"cannot be told"_qs));
    }

    void theChecksSeeWhatIsWrong()
    {
        m_worker->nextVersion("one", u"split-a"_qs, StandInWorker::ranks(60, goodRank));
        const QString first = trained();
        m_worker->nextVersion("two", u"split-a"_qs, StandInWorker::ranks(60, goodRank));
        const QString second = trained();
        QVERIFY(approve(first) && approve(second) && putLive(first));
        QCOMPARE(failedChecks(preview(second)), QStringList());

        m_freeBytes = 20'000'000;
        QCOMPARE(failedChecks(preview(second)), QStringList{u"memory"_qs});
        m_freeBytes = 8'000'000'000;

        // Three new items, one of them inactive: 20 of 22 are known, then 20 of 23.
        const auto add = [&](const QString &id, bool active) {
            Item item;
            item.id = id;
            item.name = id;
            item.active = active;
            return m_platform->store
                ->record([&](DataWrite &write) { return m_platform->store->items().create(write, {item}); })
                .ok();
        };
        QVERIFY(add(u"n1"_qs, true) && add(u"n2"_qs, true) && add(u"n3"_qs, false));
        auto answer = preview(second);
        QCOMPARE(failedChecks(answer), QStringList());
        QCOMPARE(check(answer, u"catalogue"_qs).value(u"text"_qs).toString(),
                 u"It knows 20 of today's 22 active items."_qs);
        QVERIFY(add(u"n4"_qs, true));
        answer = preview(second);
        QCOMPARE(failedChecks(answer), QStringList{u"catalogue"_qs});
        QVERIFY(check(answer, u"catalogue"_qs).value(u"fix"_qs).toString().contains(u"3 items"_qs));

        // No way back: what is live lost its artifact, and an update that failed is none.
        const QString live = m_platform->store.folder.filePath(u"jobs/%1/model/artifact"_qs.arg(first));
        QVERIFY(QDir().rename(live, live + u".away"_qs));
        QVERIFY(failedChecks(preview(second)).contains(u"roll_back"_qs));
        QVERIFY(QDir().rename(live + u".away"_qs, live));

        // Its own artifact is damaged, then gone.
        const QString own = m_platform->store.folder.filePath(u"jobs/%1/model/artifact"_qs.arg(second));
        QFile weights(own + u"/weights.bin"_qs);
        QVERIFY(weights.open(QIODevice::Append));
        weights.write("x");
        weights.close();
        answer = preview(second);
        QCOMPARE(failedChecks(answer).first(), u"artifact"_qs);
        QVERIFY(check(answer, u"artifact"_qs).value(u"text"_qs).toString().contains(u"damaged"_qs));
        QVERIFY(QDir(own).removeRecursively());
        answer = preview(second);
        QCOMPARE(failedChecks(answer), QStringList{u"artifact"_qs});
        QVERIFY(check(answer, u"artifact"_qs).value(u"text"_qs).toString().contains(u"missing"_qs));
    }

    void theEndpointAndTheLifeOfTheVersionCount()
    {
        m_worker->nextVersion("one", u"split-a"_qs, StandInWorker::ranks(60, goodRank));
        const QString name = trained();
        QVERIFY(approve(name));
        const auto made =
            m_platform->post(u"/api/model-endpoints"_qs,
                             {{u"model_type"_qs, u"ranker"_qs}, {u"endpoint_name"_qs, u"sorting"_qs}});
        QCOMPARE(made.status, 200);
        const qint64 ranker = made.value("endpoint").toObject().value(u"id"_qs).toInteger();
        const auto there = m_platform->post(previewPath, {{u"jobName"_qs, name}, {u"endpointId"_qs, ranker}});
        QVERIFY2(there.status == 200, there.body.constData());
        QCOMPARE(failedChecks(there), QStringList{u"model_type"_qs});

        const auto lifecycle = [&](const QString &action) {
            return m_platform->post(u"/api/model-families/lifecycle"_qs,
                                    {{u"family_id"_qs, version(name).familyId.toJson()},
                                     {u"model_id"_qs, version(name).id.toJson()},
                                     {u"action"_qs, action}});
        };
        QCOMPARE(lifecycle(u"deprecate"_qs).status, 200);
        QCOMPARE(failedChecks(preview(name)), QStringList());
        QVERIFY(
            check(preview(name), u"lifecycle"_qs).value(u"text"_qs).toString().contains(u"deprecated"_qs));
        QCOMPARE(lifecycle(u"retire"_qs).status, 200);
        QCOMPARE(failedChecks(preview(name)), QStringList{u"lifecycle"_qs});

        const auto updating =
            m_platform->store->change(testActor(), {}, [&](StateChange &change) -> Outcome<Endpoint> {
                Endpoint endpoint = production();
                endpoint.status = EndpointStatus::Creating;
                endpoint.pendingVersion = m_platform->store->versions().reference(version(name).id);
                change.journal(u"endpoint.updating"_qs, u"endpoint/1"_qs, {}, {});
                return m_platform->store->endpoints().save(change, endpoint);
            });
        QVERIFY(updating.ok());
        QVERIFY(failedChecks(preview(name)).contains(u"endpoint_idle"_qs));
    }

    void badRequestsAreRefused()
    {
        m_worker->nextVersion("one", u"split-a"_qs, StandInWorker::ranks(60, goodRank));
        const QString name = trained();
        QFile::remove(m_worker->path(u"metrics.json"_qs));
        const QString failed = m_platform->train(u"popularity"_qs);
        QCOMPARE(m_platform->ended(failed), u"Failed"_qs);
        struct Case
        {
            QByteArray body;
            int status;
            QString code;
        };
        const QList<Case> cases{
            {"", 400, u"invalid_job_name"_qs},
            {"[1]", 400, u"invalid_json"_qs},
            {R"({"job_name":7})", 400, u"invalid_job_name"_qs},
            {R"({"job_name":"LONG"})", 400, u"invalid_job_name"_qs},
            {R"({"job_name":"train-9-9"})", 404, u"job_not_found"_qs},
            {R"({"job_name":"FAILED"})", 409, u"not_succeeded"_qs},
            {R"({"job_name":"NAME","endpoint_id":"x"})", 400, u"invalid_endpoint_id"_qs},
            {R"({"job_name":"NAME","endpoint_id":1.5})", 400, u"invalid_endpoint_id"_qs},
            {R"({"job_name":"NAME","endpoint_id":99})", 404, u"endpoint_not_found"_qs},
            {R"({"job_name":"NAME","endpoint_id":9007199254740993})", 404, u"endpoint_not_found"_qs},
            {R"({"job_name":"NAME","endpoint_id":null})", 200, {}}};
        for (const Case &one : cases) {
            QByteArray body = one.body;
            body.replace("LONG", QByteArray(5000, 'x'));
            body.replace("NAME", name.toUtf8()).replace("FAILED", failed.toUtf8());
            const auto answer = m_platform->send("POST", previewPath, body, m_platform->session.key);
            const QByteArray seen = one.body + " -> " + answer.body;
            QVERIFY2(answer.status == one.status, seen.constData());
            QVERIFY2(answer.code() == one.code, seen.constData());
            QVERIFY2(!answer.error().isEmpty() || one.status == 200, seen.constData());
        }
        QCOMPARE(m_platform->send("POST", previewPath, "{}", {}).status, 401);
        QCOMPARE(m_platform->send("POST", previewPath, "{}", m_platform->keyWith({u"events"_qs})).status,
                 403);
    }

    void aVersionWithoutASplitHasChecksAllTheSame()
    {
        m_worker->nextVersion("one", u"split-a"_qs, StandInWorker::ranks(60, goodRank));
        const QString first = trained();
        QVERIFY(approve(first) && putLive(first));
        m_worker->nextVersion("plain", {}, StandInWorker::ranks(60, goodRank),
                              {{u"evaluation"_qs, QJsonObject{}}});
        const QString plain = trained();
        const auto answer = preview(plain);
        QVERIFY2(answer.status == 200, answer.body.constData());
        QVERIFY(answer.value("split_digest").isNull());
        QCOMPARE(answer.value("comparable").toString(), u"no"_qs);
        QCOMPARE(answer.value("checks").toArray().size(), 9);
        QCOMPARE(failedChecks(answer), QStringList{u"approved"_qs});
    }

    void aLongOneIsMadeOnceForAllWhoAsk()
    {
        // Another platform, with less patience.
        cleanup();
        m_answerLimit = std::chrono::milliseconds(50);
        init();
        m_answerLimit = std::chrono::seconds(12);
        m_worker->nextVersion("one", u"split-a"_qs, StandInWorker::ranks(60, goodRank));
        const QString name = trained();
        m_mayGoOn.acquire(m_mayGoOn.available());
        const auto goesOn = qScopeGuard([&] { m_mayGoOn.release(1'000'000); });
        for (int i = 0; i < 3; ++i) {
            const auto running = preview(name);
            QCOMPARE(running.status, 503);
            QCOMPARE(running.code(), u"evaluation_running"_qs);
        }
        QTRY_COMPARE_WITH_TIMEOUT(m_made.load(), 1, RunningPlatform::deadline);
        m_mayGoOn.release();
        HttpAnswer answer;
        // Asked until it is there, and not once more: that would be another one.
        const auto comes = [&] {
            return QTest::qWaitFor([&] { return (answer = preview(name)).status != 503; },
                                   RunningPlatform::deadline);
        };
        QVERIFY(comes());
        QVERIFY2(answer.status == 200, answer.body.constData());
        QCOMPARE(failedChecks(answer), QStringList{u"approved"_qs});
        QCOMPARE(m_made.load(), 1);
        // What has been given is not given again, and a changed version is another question.
        QCOMPARE(preview(name).status, 503);
        QTRY_COMPARE_WITH_TIMEOUT(m_made.load(), 2, RunningPlatform::deadline);
        QVERIFY(approve(name));
        QCOMPARE(preview(name).status, 503);
        m_mayGoOn.release(2);
        QVERIFY(comes());
        QCOMPARE(failedChecks(answer), QStringList());
        QCOMPARE(m_made.load(), 3);
    }
};

QTEST_GUILESS_MAIN(TestApiPreview)
#include "tst_api_preview.moc"
