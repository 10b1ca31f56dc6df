// SPDX-License-Identifier: GPL-3.0-or-later
// Contract 1: what holds for every route.
#include "row.h"
#include "sections.h"

using namespace nsl;

class ConventionRows : public RowTests
{
    Q_OBJECT

private:
    QList<Row> table() const override
    {
        // Those that need no key; the sections that follow have the others.
        const auto at = [](const QString &path) { return [path] { return Ask{path}; }; };
        return {
            {"GET", u"/api/instance"_qs, at(u"/api/instance?nonce=abc"_qs),
             u"{instance:text version:text proof:sha}"_qs},
            {"GET", u"/healthz"_qs, at(u"/healthz"_qs), u"{status:text version:text schema:int}"_qs},
        };
    }

    static bool isStream(const QString &path)
    {
        return path.endsWith(u"/stream"_qs) || path == u"/api/events-stream";
    }
    static QString concrete(QString pattern)
    {
        pattern.replace(u"/metrics/{}"_qs, u'/' + u"metrics/"_qs + platform().liveJob);
        pattern.replace(u"/logs/{}"_qs, u"/logs/"_qs + platform().liveJob);
        return pattern.replace(u"{}"_qs, u"1"_qs);
    }
    static QByteArray tokenFor(const QString &path)
    {
        return path.startsWith(u"/api/"_qs) || path == u"/metrics" || path == u"/healthz"
                   ? platform().session.key
                   : platform().coreToken();
    }
    static QByteArray head(const QString &method, const QString &path)
    {
        return method.toLatin1() + ' ' + path.toLatin1() +
               " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + tokenFor(path) +
               "\r\nConnection: close\r\n";
    }

private Q_SLOTS:
    void headSaysWhatGetSays()
    {
        for (const QString &route : platform().server->routes()) {
            const QString path = concrete(route.section(u' ', 1));
            if (!route.startsWith(u"GET "_qs))
                continue;
            const QByteArray answer = platform().raw(head(u"HEAD"_qs, path) + "\r\n");
            QVERIFY2(answer.startsWith("HTTP/1.1 "), qPrintable(route));
            QVERIFY2(answer.endsWith("\r\n\r\n"), qPrintable(route));
            if (!isStream(path)) {
                const int status = platform().send("GET", path, {}, tokenFor(path)).status;
                QVERIFY2(answer.startsWith("HTTP/1.1 " + QByteArray::number(status)), answer.constData());
            }
        }
    }

    void everyAnswerNamesItsRequest()
    {
        for (const QString &route : platform().server->routes()) {
            const QString path = concrete(route.section(u' ', 1));
            if (isStream(path))
                continue;
            // Refused, and named all the same.
            const auto answer = platform().send(route.section(u' ', 0, 0).toLatin1(), path, "{}", {},
                                                {{"X-Request-Id", "my-id_1.x"}});
            QVERIFY2(answer.headers.value("x-request-id") == "my-id_1.x", qPrintable(route));
            QVERIFY(!answer.headers.contains("access-control-allow-origin"));
        }
        for (const QByteArray &bad : {QByteArray("a b"), QByteArray(65, 'a'), QByteArray("a/b")}) {
            const auto answer = platform().send("GET", u"/api/whoami"_qs, {}, platform().session.key,
                                                {{"X-Request-Id", bad}});
            QVERIFY(answer.headers.value("x-request-id") != bad);
            QVERIFY(!answer.headers.value("x-request-id").isEmpty());
        }
    }

    void bodiesMayBeAbsent()
    {
        // With a content type and without a body; and without a content type.
        for (const QByteArray &contentType : {QByteArray("application/json"), QByteArray()}) {
            for (const auto &[method, path] :
                 {std::pair(u"POST"_qs, u"/api/training-jobs/stop"_qs),
                  std::pair(u"GET"_qs, u"/api/whoami"_qs), std::pair(u"DELETE"_qs, u"/api/models/999999"_qs),
                  std::pair(u"GET"_qs, u"/v1/items"_qs)}) {
                const QByteArray answer = platform().raw(
                    head(method, path) +
                    (contentType.isEmpty() ? QByteArray() : "Content-Type: " + contentType + "\r\n") +
                    "Content-Length: 0\r\n\r\n");
                QVERIFY2(!answer.startsWith("HTTP/1.1 415") && answer.startsWith("HTTP/1.1 "),
                         answer.constData());
            }
        }
        const auto deleted = write("DELETE", u"/api/models/999999"_qs);
        QCOMPARE(deleted.status, 404);
    }

    void limits()
    {
        const QByteArray mebibyte(1024 * 1024, 'x');
        // Below the limit it is read, whatever is said of it then.
        const auto fits = platform().send("POST", u"/api/events/event-types"_qs,
                                          "{\"name\":\"" + mebibyte + "\"}", platform().session.key);
        QCOMPARE(fits.status, 400);
        const auto isClosedOrRefused = [](const QByteArray &answer) {
            return answer.isEmpty() || answer.startsWith("HTTP/1.1 413") ||
                   answer.startsWith("HTTP/1.1 431") || answer.startsWith("HTTP/1.1 400");
        };
        const QByteArray body = mebibyte + mebibyte + "xx";
        QVERIFY(isClosedOrRefused(platform().raw(head(u"POST"_qs, u"/api/events/event-types"_qs) +
                                                 "Content-Length: " + QByteArray::number(body.size()) +
                                                 "\r\n\r\n" + body)));
        QByteArray headers = head(u"GET"_qs, u"/healthz"_qs);
        for (int i = 0; i < 40; ++i)
            headers += "X-Long-" + QByteArray::number(i) + ": " + QByteArray(1000, 'h') + "\r\n";
        QVERIFY(isClosedOrRefused(platform().raw(headers + "\r\n")));
        QCOMPARE(platform().get(u"/healthz"_qs).status, 200);
    }

    void hosts()
    {
        for (const QByteArray &path :
             {QByteArray("/api/whoami"), QByteArray("/v1/items"), QByteArray("/healthz")}) {
            const QByteArray answer = platform().raw(
                "GET " + path + " HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n");
            QVERIFY2(answer.startsWith("HTTP/1.1 421"), answer.constData());
        }
    }

    void noOtherOriginMayRead()
    {
        for (const QString &path : {u"/api/models"_qs, u"/v1/items"_qs, u"/healthz"_qs}) {
            const auto answer =
                platform().send("GET", path, {}, tokenFor(path), {{"Origin", "https://shop.example"}});
            QCOMPARE(answer.status, 200);
            QVERIFY(!answer.headers.contains("access-control-allow-origin"));
        }
    }

    void keysTravelInTheHeaderOnly()
    {
        const QString key = QString::fromLatin1(platform().session.key);
        for (const QString &name : {u"key"_qs, u"api_key"_qs, u"access_token"_qs, u"token"_qs})
            QCOMPARE(platform().send("GET", u"/api/whoami?%1=%2"_qs.arg(name, key), {}, {}).status, 401);
        QCOMPARE(platform()
                     .send("GET", u"/api/whoami"_qs, {}, {}, {{"Authorization", "Basic " + key.toLatin1()}})
                     .status,
                 401);
        QCOMPARE(platform()
                     .send("GET", u"/api/whoami"_qs, {}, {}, {{"Authorization", "bearer " + key.toLatin1()}})
                     .status,
                 200);
    }

    void snakeCaseWins()
    {
        const auto made = write("POST", u"/api/events/event-types"_qs,
                                {{u"event_name"_qs, u"snake_wins"_qs}, {u"eventName"_qs, u"camelLoses"_qs}});
        QCOMPARE(made.value("name").toString(), u"snake_wins"_qs);
        const auto jobs = platform().get(u"/api/training-jobs?since_rev=0&sinceRev=x"_qs);
        QVERIFY(jobs.status == 200 || jobs.status == 410);
        QCOMPARE(platform().get(u"/api/training-jobs?sinceRev=x"_qs).status, 400);
    }

    void lists_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("name");
        QTest::newRow("jobs") << u"/api/training-jobs"_qs << u"jobs"_qs;
        QTest::newRow("models") << u"/api/models"_qs << u"models"_qs;
        QTest::newRow("families") << u"/api/model-families"_qs << u"families"_qs;
        QTest::newRow("endpoints") << u"/api/model-endpoints"_qs << u"endpoints"_qs;
        QTest::newRow("templates") << u"/api/events/templates"_qs << u"templates"_qs;
        QTest::newRow("keys") << u"/api/api-keys"_qs << u"keys"_qs;
    }
    void lists()
    {
        QFETCH(QString, path);
        QFETCH(QString, name);
        platform().keyWith({u"items"_qs}); // so that no list is empty
        const auto whole = platform().get(path);
        const qint64 rev = whole.value("rev").toInteger();
        const QJsonArray rows = whole.json().value(name).toArray();
        QVERIFY(!rows.isEmpty() && rev > 0);
        for (const QJsonValue row : rows) {
            const qint64 each = row.toObject().value(u"rev"_qs).toInteger();
            QVERIFY(each > 0 && each <= rev);
        }
        const QByteArray tag = whole.headers.value("etag");
        QVERIFY(!tag.isEmpty());
        const auto same = platform().send("GET", path, {}, platform().session.key, {{"If-None-Match", tag}});
        QCOMPARE(same.status, 304);
        QVERIFY(same.body.isEmpty());
        const auto nothing = platform().get(path + u"?since_rev=%1"_qs.arg(rev));
        QVERIFY(nothing.json().value(name).toArray().isEmpty());
        QVERIFY(nothing.value("removed").isArray());
        const auto earlier = platform().get(path + u"?sinceRev=%1"_qs.arg(rev - 1));
        QCOMPARE(earlier.status, 200);
        // A rev that was never given is of another workspace.
        const auto unknown = platform().get(path + u"?since_rev=%1"_qs.arg(rev + 1'000'000));
        QVERIFY(RowCheck::errorComplaint(unknown, 410, false).isEmpty());
        // Pages are the list in pieces.
        QJsonArray walked;
        QString cursor;
        do {
            const auto page = platform().get(path + u"?limit=1"_qs +
                                             (cursor.isEmpty() ? QString() : u"&cursor="_qs + cursor));
            QCOMPARE(page.status, 200);
            const auto piece = page.json().value(name).toArray();
            QVERIFY(piece.size() <= 1);
            for (const QJsonValue row : piece)
                walked.append(row);
            cursor = page.value("next_cursor").toString();
        } while (!cursor.isEmpty());
        QCOMPARE(walked.size(), rows.size());
        const auto summary = platform().get(path + u"?view=summary"_qs);
        QCOMPARE(summary.json().value(name).toArray().size(), rows.size());
        QCOMPARE(platform().get(path + u"?view=poem"_qs).status, 400);
    }

    void unavailableSaysWhenToComeBack()
    {
        // Too many event streams is the one 503 that a client can bring about by itself.
        std::vector<std::unique_ptr<QTcpSocket>> open;
        int refused = 0;
        for (int i = 0; i < 202 && refused == 0; ++i) {
            auto socket = std::make_unique<QTcpSocket>();
            socket->connectToHost(u"127.0.0.1"_qs, static_cast<quint16>(platform().url.port()));
            socket->write(head(u"GET"_qs, u"/api/events-stream"_qs).replace("Connection: close\r\n", "") +
                          "\r\n");
            QTRY_VERIFY_WITH_TIMEOUT(socket->bytesAvailable() > 12, RunningPlatform::deadline);
            const QByteArray answer = socket->peek(4096);
            if (answer.startsWith("HTTP/1.1 503")) {
                ++refused;
                QVERIFY2(answer.contains("Retry-After: 1\r\n"), answer.constData());
            } else {
                QVERIFY2(answer.startsWith("HTTP/1.1 200"), answer.constData());
            }
            open.push_back(std::move(socket));
        }
        QCOMPARE(refused, 1);
    }
};

std::unique_ptr<QObject> conventionRows()
{
    return std::make_unique<ConventionRows>();
}

#include "conventionrows.moc"
