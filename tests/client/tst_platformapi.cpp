// SPDX-License-Identifier: GPL-3.0-or-later
#include "coreapi.h"
#include "httpplatformapi.h"
#include "responder.h"

#include <QJsonDocument>
#include <QTest>

using namespace nsl;

class tst_PlatformApi : public QObject
{
    Q_OBJECT

    static ConnectionProfile profile(const Responder &server)
    {
        ConnectionProfile profile;
        profile.name = QStringLiteral("test");
        profile.platformUrl = profile.coreUrl = server.url();
        profile.key = Secret("nsl_abcdefgh_topsecret");
        profile.clientId = QStringLiteral("id");
        profile.clientSecret = Secret("clientsecret");
        return profile;
    }

private slots:
    void jobsKeepTheirLongIds()
    {
        Responder server([](const Received &) {
            return Responder::answer(
                200,
                R"({"jobs":[{"id":1234567890123456,"job_name":"train-1","status":"Executing"},{"id":2}],"rev":4})");
        });
        HttpPlatformApi api(profile(server));
        QList<TrainingJob> jobs;
        api.jobs(this, [&jobs](const Outcome<QList<TrainingJob>> &outcome) {
            QVERIFY(outcome.ok());
            jobs = *outcome;
        });
        QTRY_COMPARE(jobs.size(), 2);
        QCOMPARE(jobs.first().id, Q_INT64_C(1234567890123456));
        QVERIFY(jobs.first().status == JobStatus::Executing);
        QCOMPARE(server.received().first().target, QByteArray("/api/training-jobs"));
        QCOMPARE(server.received().first().headers.value("authorization"),
                 QByteArray("Bearer nsl_abcdefgh_topsecret"));
    }

    void eventTypesAreABareArray()
    {
        Responder server([](const Received &) {
            return Responder::answer(200,
                                     R"([{"event_id":7,"event_name":"click","value":50,"event_count":3}])");
        });
        HttpPlatformApi api(profile(server));
        QList<EventType> types;
        api.eventTypes(this, [&types](const Outcome<QList<EventType>> &outcome) { types = *outcome; });
        QTRY_COMPARE(types.size(), 1);
        QCOMPARE(types.first().name, QStringLiteral("click"));
        QCOMPARE(types.first().eventCount, 3);
    }

    void aPromotionSaysWhatThePersonSaw()
    {
        Responder server([](const Received &) {
            return Responder::answer(
                200,
                R"({"success":true,"job_name":"train-9","deployment":{"id":3,"endpoint_id":1,"status":"Updating"},)"
                R"("endpoint":{"id":1,"endpoint_name":"production","status":"Updating"}})");
        });
        HttpPlatformApi api(profile(server));
        std::optional<PromotionStarted> started;
        PromotionRequest request{QStringLiteral("train-9"), 1, QStringLiteral("why"), QString()};
        api.promote(request, this,
                    [&started](const Outcome<PromotionStarted> &outcome) { started = *outcome; });
        QTRY_VERIFY(started);
        QCOMPARE(started->deployment->id, 3);
        QVERIFY(started->endpoint->status == EndpointStatus::Updating);
        const QJsonObject sent = QJsonDocument::fromJson(server.received().first().body).object();
        QCOMPARE(sent.value(QStringLiteral("expected_active_job_name")), QJsonValue(QString()));
        QCOMPARE(sent.value(QStringLiteral("endpoint_id")).toInteger(), 1);
    }

    void aMissingEnvelopeIsTold()
    {
        Responder server([](const Received &) { return Responder::answer(200, "{}"); });
        HttpPlatformApi api(profile(server));
        std::optional<PlatformError> error;
        api.jobs(this, [&error](const Outcome<QList<TrainingJob>> &outcome) { error = outcome.error(); });
        QTRY_VERIFY(error);
        QCOMPARE(error->code, QStringLiteral("missing_field"));
        QCOMPARE(error->message, QStringLiteral("jobs"));
    }

    void theInstanceIsAskedWithoutTheKey()
    {
        Responder server(
            [](const Received &) { return Responder::answer(200, R"({"instance":"i","proof":"p"})"); });
        HttpPlatformApi api(profile(server));
        bool done = false;
        api.instance("n0nce", this, [&done](const Outcome<InstanceProof> &outcome) {
            QCOMPARE(outcome->proof, QByteArray("p"));
            done = true;
        });
        QTRY_VERIFY(done);
        QVERIFY(!server.received().first().headers.contains("authorization"));
        QCOMPARE(server.received().first().target, QByteArray("/api/instance?nonce=n0nce"));
    }

    void oneTokenServesManyCalls()
    {
        int tokens = 0;
        Responder server([&tokens](const Received &request) {
            if (request.target == "/oauth2/token") {
                ++tokens;
                return Responder::answer(200, R"({"access_token":"t)" + QByteArray::number(tokens) +
                                                  R"(","expires_in":3600,"token_type":"Bearer"})");
            }
            return Responder::answer(200, R"({"object":"list","data":[],"recommendations":[]})");
        });
        CoreApi api(profile(server));
        int answers = 0;
        for (int i = 0; i < 3; ++i) {
            api.recommendations(
                QStringLiteral("u1"), 20, this,
                [&answers](const Outcome<RecommendationList> &outcome) { answers += outcome.ok(); });
        }
        QTRY_COMPARE(answers, 3);
        QCOMPARE(tokens, 1);
        QCOMPARE(server.received().first().headers.value("authorization"),
                 "Basic " + QByteArray("id:clientsecret").toBase64());
        QCOMPARE(server.received().first().body, QByteArray("grant_type=client_credentials"));
        QCOMPARE(server.received().last().headers.value("authorization"), QByteArray("Bearer t1"));
    }

    void aRefusedTokenIsRenewedOnce()
    {
        int tokens = 0;
        QByteArray valid = "t2";
        Responder server([&](const Received &request) {
            if (request.target == "/oauth2/token")
                return Responder::answer(200, R"({"access_token":"t)" + QByteArray::number(++tokens) +
                                                  R"(","expires_in":3600})");
            const bool ok = request.headers.value("authorization") == "Bearer " + valid;
            return ok ? Responder::answer(200, R"({"data":[]})")
                      : Responder::answer(401, R"({"error":"Unauthorized"})");
        });
        CoreApi api(profile(server));
        std::optional<Outcome<QList<Event>>> got;
        api.userEvents(QStringLiteral("u1"), 5, this,
                       [&got](Outcome<QList<Event>> outcome) { got = std::move(outcome); });
        QTRY_VERIFY(got);
        QVERIFY(got->ok());
        QCOMPARE(tokens, 2);

        valid = "never";
        got.reset();
        api.userEvents(QStringLiteral("u1"), 5, this,
                       [&got](Outcome<QList<Event>> outcome) { got = std::move(outcome); });
        QTRY_VERIFY(got);
        QVERIFY(!got->ok());
        QCOMPARE(got->error().kind, PlatformError::Kind::Unauthorized);
        QCOMPARE(tokens, 3);
    }

    void secretsDoNotPrint()
    {
        Responder server([](const Received &) { return QByteArray(); });
        QString text;
        QDebug(&text) << profile(server);
        QVERIFY(text.contains(QStringLiteral("redacted")));
        QVERIFY(!text.contains(QStringLiteral("topsecret")));
        QVERIFY(!text.contains(QStringLiteral("clientsecret")));
    }

    void urls_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("result");
        QTest::newRow("host alone") << "console.example.com"
                                    << "https://console.example.com";
        QTest::newRow("slash") << " https://console.example.com/ "
                               << "https://console.example.com";
        QTest::newRow("loopback") << "http://127.0.0.1:8080"
                                  << "http://127.0.0.1:8080";
        QTest::newRow("localhost") << "http://localhost:1"
                                   << "http://localhost:1";
        QTest::newRow("plain http") << "http://example.com"
                                    << "url_insecure";
        QTest::newRow("user") << "https://me:pw@example.com"
                              << "url_extra";
        QTest::newRow("query") << "https://example.com/?key=x"
                               << "url_extra";
        QTest::newRow("file") << "file:///etc/passwd"
                              << "url_malformed";
        QTest::newRow("scheme") << "ftp://example.com"
                                << "url_scheme";
        QTest::newRow("empty") << "  "
                               << "url_empty";
    }

    void aPreviewIsAskedForAgainWhileItIsMeasured()
    {
        int asked = 0;
        Responder server([&asked](const Received &) {
            if (++asked == 1) {
                return Responder::answer(503, R"({"error":"Still running.","code":"evaluation_running"})",
                                         "Retry-After: 1\r\n");
            }
            return Responder::answer(
                200,
                R"({"candidate":{"job_name":"train-9"},"live":null,"comparable":"no","checks":[{"id":"x","ok":true}]})");
        });
        HttpPlatformApi api(profile(server));
        std::optional<PromotionPreview> preview;
        api.promotionPreview(QStringLiteral("train-9"), 4, this,
                             [&preview](const Outcome<PromotionPreview> &outcome) {
                                 QVERIFY(outcome.ok());
                                 preview = *outcome;
                             });
        QTRY_VERIFY_WITH_TIMEOUT(preview, 20'000);
        QCOMPARE(preview->candidate.jobName, QStringLiteral("train-9"));
        QCOMPARE(preview->checks.size(), 1);
        QCOMPARE(server.received().size(), 2);
        const Received &first = server.received().at(0);
        const Received &second = server.received().at(1);
        QCOMPARE(first.target, QByteArray("/api/promotion-preview"));
        QCOMPARE(
            QJsonDocument::fromJson(first.body).object().value(QStringLiteral("endpoint_id")).toInteger(), 4);
        // The same request with the same key: it joins what is under way.
        QCOMPARE(second.body, first.body);
        QVERIFY(!first.headers.value("idempotency-key").isEmpty());
        QCOMPARE(second.headers.value("idempotency-key"), first.headers.value("idempotency-key"));
    }

    void anyOtherProblemOfAnEvaluationIsTold()
    {
        Responder server([](const Received &) {
            return Responder::answer(503, R"({"error":"32 are waiting.","code":"evaluations_busy"})");
        });
        HttpPlatformApi api(profile(server));
        std::optional<PlatformError> error;
        api.evaluate({QStringLiteral("train-1")}, QStringLiteral("train-2"), this,
                     [&error](const Outcome<QList<Evaluation>> &outcome) { error = outcome.error(); });
        QTRY_VERIFY(error);
        QCOMPARE(error->code, QStringLiteral("evaluations_busy"));
        QCOMPARE(server.received().size(), 1);

        server.setHandler([](const Received &) {
            return Responder::answer(
                200,
                R"({"evaluations":[{"job_name":"train-1","metrics":{"recall_at_10":0.5},"dropped_pairs":3}]})");
        });
        QList<Evaluation> evaluations;
        api.evaluate({QStringLiteral("train-1")}, QStringLiteral("train-2"), this,
                     [&evaluations](const Outcome<QList<Evaluation>> &outcome) { evaluations = *outcome; });
        QTRY_COMPARE(evaluations.size(), 1);
        QCOMPARE(evaluations.first().droppedPairs, 3);
        QCOMPARE(QJsonDocument::fromJson(server.received().last().body).object(),
                 (QJsonObject{{QStringLiteral("job_names"), QJsonArray{QStringLiteral("train-1")}},
                              {QStringLiteral("split_of"), QStringLiteral("train-2")}}));
    }

    void urls()
    {
        QFETCH(QString, typed);
        QFETCH(QString, result);
        const Outcome<QUrl> url = checkPlatformUrl(typed);
        QCOMPARE(url ? url->toString() : url.error().code, result);
    }
};

QTEST_GUILESS_MAIN(tst_PlatformApi)
#include "tst_platformapi.moc"
