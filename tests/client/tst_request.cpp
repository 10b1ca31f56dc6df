// SPDX-License-Identifier: GPL-3.0-or-later
#include "httpclient.h"
#include "httptrafficlog.h"
#include "responder.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

using namespace nsl;

namespace
{

Outcome<QJsonObject> plain(const QJsonValue &json)
{
    return asObject(json);
}

} // namespace

class tst_Request : public QObject
{
    Q_OBJECT

    /// Sends one call and waits for its one answer.
    Outcome<QJsonObject> run(HttpClient &client, Call call)
    {
        QObject context;
        std::optional<Outcome<QJsonObject>> got;
        int answers = 0;
        client.send<QJsonObject>(call, plain, &context, [&](Outcome<QJsonObject> outcome) {
            ++answers;
            got = std::move(outcome);
        });
        if (!QTest::qWaitFor([&] { return got.has_value(); }, 30'000))
            return PlatformError{PlatformError::Kind::Timeout, 0, QStringLiteral("test"), {}, {}};
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        if (answers != 1)
            return PlatformError{PlatformError::Kind::Protocol, 0, QStringLiteral("answers"), {}, {}};
        return *got;
    }

private slots:
    void sendsWhatTheContractAsksFor()
    {
        Responder server([](const Received &) { return Responder::answer(200, "{\"ok\":true}"); });
        HttpClient client(server.url());
        client.setAuthorization("Bearer nsl_abcdefgh_secret");
        QVERIFY(run(client, client.write("POST", QStringLiteral("/api/x"), {{QStringLiteral("a"), 1}})).ok());
        QCOMPARE(server.received().size(), 1);
        const Received &request = server.received().first();
        QCOMPARE(request.method, QByteArray("POST"));
        QCOMPARE(request.body, QByteArray("{\"a\":1}"));
        QCOMPARE(request.headers.value("authorization"), QByteArray("Bearer nsl_abcdefgh_secret"));
        QCOMPARE(request.headers.value("content-type"), QByteArray("application/json"));
        QVERIFY(request.headers.value("idempotency-key").size() >= 16);
        QVERIFY(request.headers.value("x-request-id").size() >= 16);

        QVERIFY(run(client, client.call("GET", QStringLiteral("/api/y"))).ok());
        QVERIFY(!server.received().last().headers.contains("idempotency-key"));
    }

    void repeatsAGetButNeverAWrite()
    {
        int calls = 0;
        Responder server([&calls](const Received &) {
            return ++calls < 3 ? Responder::answer(503, "{\"error\":\"busy\"}", "Retry-After: 0\r\n")
                               : Responder::answer(200, "{}");
        });
        HttpClient client(server.url());
        QVERIFY(run(client, client.call("GET", QStringLiteral("/x"))).ok());
        QCOMPARE(calls, 3);
        // The same id for each attempt: a server may tell that it is one request.
        QCOMPARE(server.received().at(0).headers.value("x-request-id"),
                 server.received().at(2).headers.value("x-request-id"));

        calls = 0;
        const Outcome<QJsonObject> written = run(client, client.write("POST", QStringLiteral("/x"), {}));
        QVERIFY(!written);
        QCOMPARE(written.error().kind, PlatformError::Kind::Unavailable);
        QCOMPARE(written.error().message, QStringLiteral("busy"));
        QCOMPARE(calls, 1);
    }

    void givesUpAfterThreeAttempts()
    {
        Responder server([](const Received &) { return Responder::answer(500, "{}", "Retry-After: 0\r\n"); });
        HttpClient client(server.url());
        const Outcome<QJsonObject> outcome = run(client, client.call("GET", QStringLiteral("/x")));
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind, PlatformError::Kind::Server);
        QCOMPARE(server.received().size(), 3);
    }

    void aLongRetryAfterIsNotWaitedFor()
    {
        Responder server(
            [](const Received &) { return Responder::answer(429, "{}", "Retry-After: 3600\r\n"); });
        HttpClient client(server.url());
        const Outcome<QJsonObject> outcome = run(client, client.call("GET", QStringLiteral("/x")));
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind, PlatformError::Kind::RateLimited);
        QCOMPARE(server.received().size(), 1);
    }

    void errors_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("message");
        using Kind = PlatformError::Kind;
        QTest::newRow("platform form")
            << Responder::answer(409, R"({"error":"Production changed","code":"production_changed"})")
            << int(Kind::Conflict) << "production_changed"
            << "Production changed";
        QTest::newRow("core form")
            << Responder::answer(
                   422, R"({"error":{"code":"query_embedding_unavailable","message":"No embedding"}})")
            << int(Kind::Invalid) << "query_embedding_unavailable"
            << "No embedding";
        QTest::newRow("not json") << Responder::answer(404, "<html>") << int(Kind::NotFound) << ""
                                  << "";
        QTest::newRow("401") << Responder::answer(401, R"({"error":"Unauthorized"})")
                             << int(Kind::Unauthorized) << ""
                             << "Unauthorized";
        QTest::newRow("success that is not json")
            << Responder::answer(200, "{\"a\":") << int(Kind::Protocol) << "not_json"
            << "";
        QTest::newRow("redirect elsewhere")
            << Responder::answer(302, "", "Location: http://127.0.0.2:1/steal\r\n") << int(Kind::Protocol)
            << "redirect_refused" << QString();
        QTest::newRow("too large") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n{")
                                   << int(Kind::Protocol) << "reply_too_large"
                                   << "";
    }

    void errors()
    {
        QFETCH(QByteArray, answer);
        QFETCH(int, kind);
        QFETCH(QString, code);
        QFETCH(QString, message);
        Responder server([answer](const Received &) { return answer; });
        HttpClient client(server.url());
        const Outcome<QJsonObject> outcome = run(client, client.call("GET", QStringLiteral("/x")));
        QVERIFY(!outcome);
        QCOMPARE(int(outcome.error().kind), kind);
        QCOMPARE(outcome.error().code, code);
        if (code != QStringLiteral("redirect_refused"))
            QCOMPARE(outcome.error().message, message);
        QVERIFY(!outcome.error().requestId.isEmpty());
    }

    void aChunkedFloodIsCutOff()
    {
        const QByteArray chunk = "100000\r\n" + QByteArray(0x100000, ' ') + "\r\n";
        Responder server([chunk](const Received &) {
            return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk.repeated(70);
        });
        HttpClient client(server.url());
        const Outcome<QJsonObject> outcome = run(client, client.call("GET", QStringLiteral("/x")));
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, QStringLiteral("reply_too_large"));
    }

    void nothingThereIsToldAtOnce()
    {
        QUrl gone;
        {
            Responder server([](const Received &) { return QByteArray(); });
            gone = server.url();
        }
        HttpClient client(gone);
        const Outcome<QJsonObject> outcome = run(client, client.call("GET", QStringLiteral("/x")));
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind, PlatformError::Kind::Network);
        QCOMPARE(outcome.error().code, QStringLiteral("connection_refused"));
    }

    void silenceIsATimeout()
    {
        Responder server([](const Received &) { return Responder::hang; });
        HttpClient client(server.url());
        client.setTimeout(200);
        const Outcome<QJsonObject> outcome = run(client, client.call("GET", QStringLiteral("/x")));
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind, PlatformError::Kind::Timeout);
    }

    void nobodyIsCalledAfterTheContextIsGone()
    {
        Responder server([](const Received &) { return Responder::hang; });
        HttpClient client(server.url());
        bool called = false;
        auto context = std::make_unique<QObject>();
        client.send<QJsonObject>(client.call("GET", QStringLiteral("/x")), plain, context.get(),
                                 [&called](const Outcome<QJsonObject> &) { called = true; });
        QCOMPARE(client.inFlight(), 1);
        QTRY_COMPARE(server.received().size(), 1);
        context.reset();
        QTRY_COMPARE(client.inFlight(), 0);
        QVERIFY(!called);
    }

    void cancelFinishesOnce()
    {
        Responder server([](const Received &) { return Responder::hang; });
        HttpClient client(server.url());
        std::optional<Outcome<QJsonObject>> got;
        client.send<QJsonObject>(client.call("GET", QStringLiteral("/x")), plain, this,
                                 [&got](Outcome<QJsonObject> outcome) { got = std::move(outcome); });
        auto *request = client.findChild<Request *>();
        QVERIFY(request);
        QSignalSpy finished(request, &Request::finished);
        request->cancel();
        request->cancel();
        QCOMPARE(finished.size(), 1);
        QVERIFY(got && !*got);
        QCOMPARE(got->error().kind, PlatformError::Kind::Cancelled);
    }

    void largeAnswersAreDecodedElsewhere()
    {
        const QByteArray big = "{\"text\":\"" + QByteArray(200 * 1024, 'x') + "\"}";
        QByteArray body = "{}";
        Responder server([&body](const Received &) { return Responder::answer(200, body); });
        HttpClient client(server.url());
        for (const bool large : {false, true}) {
            body = large ? big : QByteArray("{}");
            std::atomic<QThread *> decodedIn = nullptr;
            bool done = false;
            QThread *calledIn = nullptr;
            client.send<int>(
                client.call("GET", QStringLiteral("/x")),
                [&decodedIn](const QJsonValue &) -> Outcome<int> {
                    decodedIn = QThread::currentThread();
                    return 1;
                },
                this,
                [&](const Outcome<int> &outcome) {
                    QVERIFY(outcome.ok());
                    calledIn = QThread::currentThread();
                    done = true;
                });
            QTRY_VERIFY_WITH_TIMEOUT(done, 10'000);
            QCOMPARE(calledIn, QThread::currentThread());
            QCOMPARE(decodedIn.load() == QThread::currentThread(), !large);
        }
    }

    void aClientMayGoWhileALargeAnswerIsDecoded()
    {
        const QByteArray big = "{\"text\":\"" + QByteArray(2 * 1024 * 1024, 'x') + "\"}";
        Responder server([&big](const Received &) { return Responder::answer(200, big); });
        auto client = std::make_unique<HttpClient>(server.url());
        std::atomic<bool> decoding = false;
        bool called = false;
        client->send<int>(
            client->call("GET", QStringLiteral("/x")),
            [&decoding](const QJsonValue &) -> Outcome<int> {
                decoding = true;
                return 1;
            },
            this, [&called](const Outcome<int> &) { called = true; });
        QTRY_VERIFY_WITH_TIMEOUT(decoding || called, 10'000);
        client.reset();
        QCoreApplication::processEvents();
    }

    void pathsAndQueriesKeepTheirCharacters()
    {
        Responder server([](const Received &) { return Responder::answer(200, "{}"); });
        HttpClient client(server.url());
        QUrlQuery query;
        query.addQueryItem(QStringLiteral("user_id"),
                           QString::fromLatin1(QUrl::toPercentEncoding(QStringLiteral("a b+c&d=e%/ü"))));
        QVERIFY(run(client, client.call("GET", QStringLiteral("/v1/items/a%2Fb%3Fc"), query)).ok());
        QCOMPARE(server.received().first().target,
                 QByteArray("/v1/items/a%2Fb%3Fc?user_id=a%20b%2Bc%26d%3De%25%2F%C3%BC"));
    }

    void theLogShowsNoSecrets()
    {
        const QUrl url(QStringLiteral("http://me:pass@h/x?user_id=anna&limit=20&q=secret#f"));
        const QString text = trafficlog::redacted(url);
        QCOMPARE(text, QStringLiteral("http://h/x?user_id=*&limit=20&q=*"));
    }
};

QTEST_GUILESS_MAIN(tst_Request)
#include "tst_request.moc"
