// SPDX-License-Identifier: GPL-3.0-or-later
#include "runningplatform.h"

#include "api/router.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>

using namespace nsl;

class TestApiConventions : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<RunningPlatform> m_platform;

    static QString concrete(QString pattern) { return pattern.replace(u"{}"_qs, u"1"_qs); }
    static bool isCore(const QString &path) { return !path.startsWith(u"/api/"_qs) && path != u"/metrics"; }
    static bool isOpen(const QString &path)
    {
        return path == u"/healthz" || path == u"/api/instance" || path == u"/oauth2/token";
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_platform = std::make_unique<RunningPlatform>();
        QVERIFY(m_platform->start());
    }
    void cleanupTestCase() { QVERIFY(m_platform->stop()); }

    void everyRouteAsksForAKey()
    {
        const QStringList routes = m_platform->server->routes();
        QVERIFY(routes.size() > 30);
        for (const QString &route : routes) {
            const QString method = route.section(u' ', 0, 0);
            const QString path = concrete(route.section(u' ', 1));
            if (isOpen(path))
                continue;
            for (const QByteArray &token :
                 {QByteArray(), QByteArray("nonsense"), "nsl_abcdefgh_" + QByteArray(43, 'A'),
                  isCore(path) ? m_platform->session.key : m_platform->coreToken()}) {
                const auto answer = m_platform->send(method.toLatin1(), path, "{}", token);
                QVERIFY2(answer.status == 401, qPrintable(route + u": "_qs + QString::number(answer.status)));
                if (isCore(path))
                    QCOMPARE(answer.code(), u"unauthorized"_qs);
                else
                    QCOMPARE(answer.body, QByteArray("{\"error\":\"Unauthorized\"}"));
            }
        }
    }

    void everyRouteAsksForItsScope()
    {
        const QByteArray itemsKey = m_platform->keyWith({u"items"_qs});
        const QByteArray eventsKey = m_platform->keyWith({u"events"_qs});
        const auto writeOnly = m_platform->credentials.issueToken(
            m_platform->session.clientId, m_platform->session.clientSecret, u"neuronsearchlab-api/write"_qs);
        QVERIFY(writeOnly.ok());
        for (const QString &route : m_platform->server->routes()) {
            const QString method = route.section(u' ', 0, 0);
            const QString path = concrete(route.section(u' ', 1));
            if (isOpen(path))
                continue;
            if (isCore(path)) {
                if (method == u"GET")
                    QCOMPARE(m_platform->send("GET", path, {}, writeOnly->accessToken).status, 403);
                continue;
            }
            QCOMPARE(m_platform->send(method.toLatin1(), path, "{}", itemsKey).status, 403);
            const int withEvents = m_platform->send(method.toLatin1(), path, "{", eventsKey).status;
            QVERIFY2((withEvents == 403) != path.startsWith(u"/api/events/"_qs), qPrintable(route));
        }
    }

    void aRevokedKeyIsUnknown()
    {
        const QByteArray key = m_platform->keyWith({u"admin"_qs});
        QCOMPARE(m_platform->send("GET", u"/api/whoami"_qs, {}, key).status, 200);
        const auto stored = m_platform->store->keys().findByPrefix(QString::fromLatin1(key.left(12)));
        QCOMPARE(stored.size(), 1);
        const auto revoked = m_platform->store->change(testActor(), {}, [&](StateChange &change) {
            return m_platform->store->keys().revoke(change, stored.first().key.id);
        });
        QVERIFY(revoked.ok());
        QCOMPARE(m_platform->send("GET", u"/api/whoami"_qs, {}, key).status, 401);
    }

    void unknownPathsAndMethods()
    {
        auto answer = m_platform->get(u"/api/nothing"_qs);
        QCOMPARE(answer.status, 404);
        QVERIFY(answer.value("error").isString());
        answer = m_platform->core(u"/v1/nothing"_qs);
        QCOMPARE(answer.status, 404);
        QCOMPARE(answer.code(), u"not_found"_qs);
        QCOMPARE(m_platform->get(u"/api/training-jobs/"_qs).status, 404);
        QCOMPARE(m_platform->get(u"/API/whoami"_qs).status, 404);
        answer = m_platform->send("DELETE", u"/api/whoami"_qs, "{}", m_platform->session.key);
        QCOMPARE(answer.status, 405);
        QCOMPARE(answer.headers.value("allow"), QByteArray("GET, HEAD"));
        // A literal segment is never taken for a parameter, whatever the method.
        answer = m_platform->get(u"/api/training-jobs/approve"_qs);
        QCOMPARE(answer.status, 405);
        QCOMPARE(answer.headers.value("allow"), QByteArray("POST"));
        QCOMPARE(m_platform->get(u"/api/training-jobs/abc"_qs).status, 404);
        QCOMPARE(m_platform->get(u"/api/training-jobs/99999999999999999999"_qs).status, 404);
    }

    void literalSegmentsWin()
    {
        Router router;
        const auto named = [](const char *name) {
            return [name](const ApiCall &) {
                return ApiResult(ApiAnswer(QJsonObject{{u"n"_qs, QLatin1String(name)}}));
            };
        };
        router.add(u"GET"_qs, u"/a/{}/{}"_qs, named("any"));
        router.add(u"GET"_qs, u"/a/b/{}"_qs, named("literal"));
        router.add(u"POST"_qs, u"/a/{}/c"_qs, named("post"));
        auto match = router.find(u"GET"_qs, u"/a/b/c"_qs);
        QVERIFY(match.route);
        QCOMPARE(match.parameters, QStringList{u"c"_qs});
        match = router.find(u"GET"_qs, u"/a/x/y"_qs);
        QCOMPARE(match.parameters, (QStringList{u"x"_qs, u"y"_qs}));
        match = router.find(u"HEAD"_qs, u"/a/x/y"_qs);
        QVERIFY(match.route);
        match = router.find(u"GET"_qs, u"/a/x/c"_qs);
        QVERIFY(!match.route);
        QCOMPARE(match.allowed, QStringList{u"POST"_qs});
    }

    void badBodies()
    {
        for (const QByteArray &body :
             {QByteArray("{"), QByteArray("[1]"), QByteArray("\"x\""), QByteArray("{'a':1}"),
              QByteArray("\xff\xfe"), QByteArray(3000, '[')}) {
            const auto answer =
                m_platform->send("POST", u"/api/training/start"_qs, body, m_platform->session.key);
            QCOMPARE(answer.status, 400);
            QCOMPARE(answer.code(), u"invalid_json"_qs);
        }
        const auto answer = m_platform->send("GET", u"/v1/recommendations"_qs, "{", m_platform->coreToken());
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.code(), u"invalid_json"_qs);
        QCOMPARE(answer.value("error").toObject().value(u"request_id"_qs).toString().toLatin1(),
                 answer.headers.value("x-request-id"));
        // Nothing of it stopped the server.
        QCOMPARE(m_platform->get(u"/healthz"_qs).status, 200);
    }

    void headersOfEveryAnswer()
    {
        for (const QString &path : {u"/healthz"_qs, u"/api/nothing"_qs, u"/api/whoami"_qs}) {
            const auto answer = m_platform->get(path);
            QCOMPARE(answer.headers.value("content-type"), QByteArray("application/json"));
            QVERIFY(answer.headers.contains("date"));
            QVERIFY(answer.headers.contains("x-request-id"));
            QVERIFY(!answer.headers.contains("access-control-allow-origin"));
        }
        const auto echoed =
            m_platform->send("GET", u"/healthz"_qs, {}, {}, {{"X-Request-Id", "abc.DEF_1-2"}});
        QCOMPARE(echoed.headers.value("x-request-id"), QByteArray("abc.DEF_1-2"));
        for (const QByteArray &bad : {QByteArray("a b"), QByteArray(65, 'a'), QByteArray("a;b")}) {
            const auto replaced = m_platform->send("GET", u"/healthz"_qs, {}, {}, {{"X-Request-Id", bad}});
            QVERIFY(replaced.headers.value("x-request-id") != bad);
            QCOMPARE(replaced.headers.value("x-request-id").size(), 36);
        }
        const auto first = m_platform->get(u"/healthz"_qs).headers.value("x-request-id");
        QVERIFY(m_platform->get(u"/healthz"_qs).headers.value("x-request-id") != first);
    }

    void onlyLoopbackHosts()
    {
        for (const QByteArray &host : {QByteArray("localhost"), QByteArray("LOCALHOST:80"),
                                       QByteArray("127.0.0.1:1"), QByteArray("[::1]:9")}) {
            const QByteArray answer =
                m_platform->raw("GET /healthz HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
            QVERIFY2(answer.startsWith("HTTP/1.1 200"), answer.constData());
        }
        for (const QByteArray &host :
             {QByteArray("evil.example"), QByteArray("localhost.evil.example"),
              QByteArray("127.0.0.1.evil.example"), QByteArray("10.0.0.1"), QByteArray()}) {
            const QByteArray answer =
                m_platform->raw("GET /healthz HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
            QVERIFY2(answer.isEmpty() || answer.startsWith("HTTP/1.1 421"), answer.constData());
        }
        QVERIFY(m_platform->raw("GET /healthz HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
                    .startsWith("HTTP/1.1 421"));
        QVERIFY(
            m_platform->raw("GET /healthz HTTP/1.0\r\nConnection: close\r\n\r\n").startsWith("HTTP/1.1 421"));
    }

    void theConfiguredHostToo()
    {
        RunningPlatform platform(
            {}, [](PlatformServer::Options &options) { options.hostName = u"models.example.org"_qs; });
        QVERIFY(platform.start());
        const auto statusFor = [&](const QByteArray &host) {
            return platform.raw("GET /healthz HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                .mid(9, 3);
        };
        for (const char *host : {"models.example.org", "Models.Example.org:8443", "localhost"})
            QCOMPARE(statusFor(host), QByteArray("200"));
        for (const char *host : {"example.org", "x.models.example.org", "models.example.org.evil.example",
                                 "models.example.org:", "models.example.org:x"})
            QCOMPARE(statusFor(host), QByteArray("421"));
    }

    void provesItselfWithoutTellingTheKey()
    {
        const auto answer = m_platform->send("GET", u"/api/instance?nonce=abc_DEF-1"_qs, {}, {});
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.value("instance").toString(), u"test-instance"_qs);
        QCOMPARE(
            answer.value("proof").toString().toLatin1(),
            QMessageAuthenticationCode::hash("abc_DEF-1", m_platform->session.key, QCryptographicHash::Sha256)
                .toHex());
        QVERIFY(!answer.body.contains(m_platform->session.key));
        for (const QString &bad :
             {u""_qs, u"?nonce="_qs, u"?nonce=a%20b"_qs, u"?nonce="_qs + QString(129, u'a')})
            QCOMPARE(m_platform->send("GET", u"/api/instance"_qs + bad, {}, {}).status, 400);
    }

    void healthAndIdentity()
    {
        auto answer = m_platform->send("GET", u"/healthz"_qs, {}, {});
        QCOMPARE(answer.value("status").toString(), u"ok"_qs);
        QVERIFY(answer.value("schema").toInt() >= 1);
        answer = m_platform->get(u"/api/whoami"_qs);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.value("scopes").toArray(), QJsonArray{u"admin"_qs});
    }

    void issuesTokens()
    {
        const auto &session = m_platform->session;
        const auto ask = [this](const QByteArray &id, const QByteArray &secret, const QByteArray &body) {
            return m_platform->send("POST", u"/oauth2/token"_qs, body, {},
                                    {{"Authorization", "Basic " + (id + ':' + secret).toBase64()},
                                     {"Content-Type", "application/x-www-form-urlencoded"}});
        };
        auto answer = ask(session.clientId.toLatin1(), session.clientSecret, "grant_type=client_credentials");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.value("expires_in").toInt(), 3600);
        QCOMPARE(answer.value("token_type").toString(), u"Bearer"_qs);
        QVERIFY(answer.value("scope").toString().contains(u"neuronsearchlab-api/read"_qs));
        const QByteArray token = answer.value("access_token").toString().toLatin1();
        QCOMPARE(m_platform->send("GET", u"/v1/items"_qs, {}, token).status, 200);
        QCOMPARE(m_platform->send("GET", u"/items"_qs, {}, token).status, 200);

        answer = ask(session.clientId.toLatin1(), session.clientSecret,
                     "grant_type=client_credentials&scope=neuronsearchlab-api%2Fwrite");
        QCOMPARE(answer.value("scope").toString(), u"neuronsearchlab-api/write"_qs);

        answer = ask(session.clientId.toLatin1(), "wrong", "grant_type=client_credentials");
        QCOMPARE(answer.status, 401);
        QCOMPARE(answer.value("error").toString(), u"invalid_client"_qs);
        QVERIFY(!answer.value("error_description").toString().isEmpty());
        QCOMPARE(ask("nobody", "x", "grant_type=client_credentials").status, 401);
        answer = ask(session.clientId.toLatin1(), session.clientSecret, "grant_type=password");
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.value("error").toString(), u"unsupported_grant_type"_qs);
        QCOMPARE(ask(session.clientId.toLatin1(), session.clientSecret, "").status, 400);
        QCOMPARE(ask(session.clientId.toLatin1(), session.clientSecret, "grant_type=%zz").status, 400);
        QCOMPARE(m_platform->send("POST", u"/oauth2/token"_qs, "grant_type=client_credentials", {}).status,
                 401);
    }

    void theJournalSaysWhoDidWhat()
    {
        const auto created = m_platform->send("POST", u"/api/events/event-types"_qs, "{\"name\":\"share\"}",
                                              m_platform->session.key, {{"X-Request-Id", "journal-test"}});
        QCOMPARE(created.status, 200);
        const auto answer = m_platform->get(u"/api/journal?limit=1"_qs);
        QCOMPARE(answer.status, 200);
        QVERIFY(!answer.value("head_hash").toString().isEmpty());
        const QJsonObject entry = answer.value("entries").toArray().first().toObject();
        QCOMPARE(entry.value(u"request_id"_qs).toString(), u"journal-test"_qs);
        QCOMPARE(entry.value(u"actor"_qs).toObject().value(u"name"_qs).toString(), u"ada"_qs);
        QCOMPARE(entry.value(u"hash"_qs), answer.value("head_hash"));
        QVERIFY(!answer.value("next_cursor").toString().isEmpty());
        const auto older =
            m_platform->get(u"/api/journal?limit=1&cursor="_qs + answer.value("next_cursor").toString());
        QVERIFY(older.value("entries").toArray().first().toObject().value(u"id"_qs).toInteger() <
                entry.value(u"id"_qs).toInteger());
        QCOMPARE(m_platform->get(u"/api/journal?limit=x"_qs).status, 400);
    }

    void refusesAPortThatIsTaken()
    {
        TestStore store;
        Credentials credentials(*store.store);
        ImportRunner imports(*store.store);
        PlatformServer second(*store.store, credentials, imports, {});
        const auto started = second.start(static_cast<quint16>(m_platform->url.port()));
        QVERIFY(!started.ok());
        QVERIFY(started.error().message.contains(QString::number(m_platform->url.port())));
        QSignalSpy stopped(&second, &PlatformServer::stopped);
        second.stop();
        QVERIFY(stopped.wait(RunningPlatform::deadline));
    }
};

QTEST_GUILESS_MAIN(TestApiConventions)
#include "tst_api_conventions.moc"
