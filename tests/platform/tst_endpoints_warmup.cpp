// SPDX-License-Identifier: GPL-3.0-or-later
// What a new version is asked before it goes live. The worker's requests come to the test.
#include "endpoints/deploymentrun.h"
#include "httpserver.h"
#include "refusedwrites.h"
#include "standinworker.h"

#include <algorithm>
#include <mutex>

using namespace nsl;

namespace
{

/// Answers pings, and invocations when it is told to.
class HeldInvocations : public http::Handler
{
public:
    void handle(http::Request request, http::Responder responder) override
    {
        http::Response response;
        if (request.path == "/ping") {
            response.body = "{}";
            responder.respond(std::move(response));
            return;
        }
        const std::lock_guard lock(m_mutex);
        m_asked.append(QJsonDocument::fromJson(QByteArray::fromStdString(request.body)).object());
        if (m_isHeld)
            m_waiting.push_back(responder);
        else
            answer(responder);
    }
    void release()
    {
        const std::lock_guard lock(m_mutex);
        m_isHeld = false;
        for (const http::Responder &responder : m_waiting)
            answer(responder);
        m_waiting.clear();
    }
    QList<QJsonObject> asked()
    {
        const std::lock_guard lock(m_mutex);
        return m_asked;
    }

private:
    static void answer(const http::Responder &responder)
    {
        http::Response response;
        // One item twice, and one that nobody knows.
        response.body = R"({"items":[["i0",0.5],["i0",0.4],["nobody",0.3],["i1",0.2]],)"
                        R"("used_default":false,"default_reason":null})";
        responder.respond(std::move(response));
    }

    std::mutex m_mutex; // guards the rest
    bool m_isHeld = true;
    std::vector<http::Responder> m_waiting;
    QList<QJsonObject> m_asked;
};

} // namespace

class TestEndpointsWarmup : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void realUsersAreAskedForBeforeTheSwitch()
    {
        HeldInvocations invocations;
        http::Server server({}, invocations);
        const auto started = server.start();
        QVERIFY(started);
        StandInWorker worker;
        worker.nextVersion("one", u"split-a"_qs, StandInWorker::ranks(60, [](int user) { return 1 + user; }));
        worker.serveAt(started.port);
        RunningPlatform platform(worker.program());
        platform.fill(20, 60, 20);
        QVERIFY(platform.start());
        const QString name = platform.train(u"popularity"_qs);
        QCOMPARE(platform.ended(name), u"Succeeded"_qs);
        QCOMPARE(platform.post(u"/api/training-jobs/approve"_qs, {{u"job_name"_qs, name}}).status, 200);
        const auto promotion = platform.post(u"/api/training-jobs/promote"_qs, {{u"job_name"_qs, name}});
        QVERIFY2(promotion.status == 200, promotion.body.constData());
        const auto production = [&] { return *platform.store->endpoints().findDefault(u"embedder"_qs); };
        const auto deployment = [&] {
            return platform.store->deployments().listOfEndpoint(production().id).first();
        };

        // While the first is not answered nothing is live.
        QTRY_VERIFY_WITH_TIMEOUT(!invocations.asked().isEmpty(), RunningPlatform::deadline);
        QVERIFY(deployment().phase == DeploymentPhase::Warming);
        QVERIFY(!production().activeVersion);
        QCOMPARE(platform.core(u"/v1/recommendations?user_id=u1"_qs).value("data").toArray().size(), 0);
        QCOMPARE(invocations.asked().size(), 1);

        invocations.release();
        QTRY_VERIFY_WITH_TIMEOUT(deployment().status == DeploymentStatus::Succeeded,
                                 RunningPlatform::deadline);
        QVERIFY(production().activeVersion);
        // Nobody else has asked: these are the warm-up's.
        const QList<QJsonObject> asked = invocations.asked();
        QCOMPARE(asked.size(), DeploymentRun::warmUpUsers);
        QSet<QString> users;
        for (const QJsonObject &body : asked) {
            const QString user = body.value(u"user_id"_qs).toString();
            users.insert(user);
            QCOMPARE(body.value(u"history"_qs).toArray().size(), 20);
            const QStringList seen = platform.store->events().itemsOfUser(user);
            QVERIFY2(!seen.isEmpty(), qPrintable(user));
            QCOMPARE(body.value(u"exclude"_qs).toArray().size(), seen.size());
        }
        QCOMPARE(users.size(), asked.size());

        // An answer names each item of the catalogue once, at its best place.
        const QJsonArray rows =
            platform.core(u"/v1/recommendations?user_id=stranger"_qs).value("data").toArray();
        QCOMPARE(rows.size(), 2);
        for (const auto &[row, id] : {std::pair(rows.at(0), u"i0"_qs), std::pair(rows.at(1), u"i1"_qs)})
            QCOMPARE(row.toObject().value(u"id"_qs).toString(), id);
        QCOMPARE(rows.at(0).toObject().value(u"score"_qs).toDouble(), 0.5);
        QCOMPARE(rows.at(1).toObject().value(u"rank"_qs).toInt(), 2);

        // The switch is dated after the commit that made it so.
        const auto entries = platform.store->journal().page(50).entries;
        const auto isSwitch = [](const JournalEntry &entry) { return entry.action == u"endpoint.switched"; };
        const auto isDraining = [](const JournalEntry &entry) {
            return entry.action == u"deployment.advanced" &&
                   entry.after.toObject().value(u"phase"_qs).toString() == u"draining";
        };
        const auto switched = std::find_if(entries.begin(), entries.end(), isSwitch);
        const auto draining = std::find_if(entries.begin(), entries.end(), isDraining);
        QVERIFY(switched != entries.end() && draining != entries.end());
        QVERIFY(switched->id > draining->id && switched->at >= draining->at);
        QCOMPARE(production().lastPromotedAt, switched->at);
        QCOMPARE(switched->after.toObject().value(u"active"_qs).toString(), name);
        QVERIFY(platform.stop());
    }

    void aFailureThatCannotBeStoredIsTriedAgain()
    {
        StandInWorker worker; // it does not serve
        worker.nextVersion("one", u"split-a"_qs, StandInWorker::ranks(60, [](int user) { return 1 + user; }));
        RunningPlatform platform(worker.program());
        platform.fill(20, 60, 20);
        QVERIFY(platform.start());
        const QString name = platform.train(u"popularity"_qs);
        QCOMPARE(platform.ended(name), u"Succeeded"_qs);
        QCOMPARE(platform.post(u"/api/training-jobs/approve"_qs, {{u"job_name"_qs, name}}).status, 200);
        const auto production = [&] { return *platform.store->endpoints().findDefault(u"embedder"_qs); };
        const auto deployment = [&] {
            return platform.store->deployments().listOfEndpoint(production().id).first();
        };
        platform.store.runBehind(u"CREATE TRIGGER refuse_end BEFORE UPDATE ON deployment BEGIN SELECT "
                                 "RAISE(ABORT, 'the disk is full'); END"_qs);
        const RefusedWrites refused;
        QCOMPARE(platform.post(u"/api/training-jobs/promote"_qs, {{u"job_name"_qs, name}}).status, 200);
        QTRY_VERIFY_WITH_TIMEOUT(refused.count() >= 1, RunningPlatform::deadline);
        QVERIFY(isMoving(production().status.value));
        platform.store.runBehind(u"DROP TRIGGER refuse_end"_qs);
        QTRY_VERIFY_WITH_TIMEOUT(deployment().status == DeploymentStatus::Failed, RunningPlatform::deadline);
        QVERIFY(production().status == EndpointStatus::OutOfService);
        QVERIFY(!production().pendingVersion);
        QCOMPARE(platform.post(u"/api/training-jobs/promote"_qs, {{u"job_name"_qs, name}}).status, 200);
        QVERIFY(platform.stop());
    }

    void aSuccessThatCannotBeStoredIsTriedAgain()
    {
        HeldInvocations invocations;
        invocations.release();
        http::Server server({}, invocations);
        const auto started = server.start();
        QVERIFY(started);
        StandInWorker worker;
        worker.nextVersion("one", u"split-a"_qs, StandInWorker::ranks(60, [](int user) { return 1 + user; }));
        worker.serveAt(started.port);
        RunningPlatform platform(worker.program());
        platform.fill(20, 60, 20);
        QVERIFY(platform.start());
        const QString name = platform.train(u"popularity"_qs);
        QCOMPARE(platform.ended(name), u"Succeeded"_qs);
        QCOMPARE(platform.post(u"/api/training-jobs/approve"_qs, {{u"job_name"_qs, name}}).status, 200);
        const qint64 production = platform.store->endpoints().findDefault(u"embedder"_qs)->id;
        platform.store.runBehind(u"CREATE TRIGGER refuse_end BEFORE UPDATE ON deployment WHEN NEW.status = "
                                 "'Succeeded' BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"_qs);
        const RefusedWrites refused;
        QCOMPARE(platform.post(u"/api/training-jobs/promote"_qs, {{u"job_name"_qs, name}}).status, 200);
        QTRY_VERIFY_WITH_TIMEOUT(refused.count() >= 1, RunningPlatform::deadline);
        QVERIFY(platform.store->endpoints().find(production)->activeVersion);
        platform.store.runBehind(u"DROP TRIGGER refuse_end"_qs);
        QTRY_VERIFY_WITH_TIMEOUT(platform.store->deployments().listOfEndpoint(production).first().status ==
                                     DeploymentStatus::Succeeded,
                                 RunningPlatform::deadline);
        QVERIFY(platform.stop());
    }
};

QTEST_GUILESS_MAIN(TestEndpointsWarmup)
#include "tst_endpoints_warmup.moc"
