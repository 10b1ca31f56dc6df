// SPDX-License-Identifier: GPL-3.0-or-later
// What a new version is asked before it goes live. The worker's requests come to the test.
#include "endpoints/deploymentrun.h"
#include "httpserver.h"
#include "standinworker.h"

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
        response.body = R"({"items":[["i0",0.5]],"used_default":false,"default_reason":null})";
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
        QVERIFY(platform.stop());
    }
};

QTEST_GUILESS_MAIN(TestEndpointsWarmup)
#include "tst_endpoints_warmup.moc"
