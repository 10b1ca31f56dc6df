// SPDX-License-Identifier: GPL-3.0-or-later
// Writing items and events over the Core API.
#include "runningplatform.h"

using namespace nsl;

class TestApiCatalogue : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<RunningPlatform> m_platform;

    HttpAnswer write(const QByteArray &method, const QString &path, const QByteArray &body = {})
    {
        return m_platform->send(method, path, body, m_platform->coreToken());
    }
    qint64 eventCount() { return m_platform->store->events().count(); }
    qint64 itemCount() { return m_platform->store->items().count(); }

private Q_SLOTS:
    void initTestCase()
    {
        m_platform = std::make_unique<RunningPlatform>();
        m_platform->fill(10, 2, 3);
        QVERIFY(m_platform->start());
    }
    void cleanupTestCase() { QVERIFY(m_platform->stop()); }

    void createsOneItem()
    {
        const auto answer = write(
            "POST", u"/v1/items"_qs,
            R"({"id":"7f3a2c9e","name":"Headphones","metadata":{"category":"electronics","price":10999},"new":1})");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.value("id").toString(), u"7f3a2c9e"_qs);
        QCOMPARE(answer.value("object").toString(), u"item"_qs);
        QCOMPARE(answer.value("active").toBool(), true);
        QVERIFY(answer.value("created").isDouble());
        QVERIFY(!answer.json().contains(u"created_at"_qs));
        const auto again = write("POST", u"/items"_qs, R"({"itemId":"7f3a2c9e","name":"Other"})");
        QCOMPARE(again.status, 409);
        QCOMPARE(again.code(), u"item_already_exists"_qs);
        QCOMPARE(write("POST", u"/v1/items"_qs, R"({"item_id":9007199254740993,"name":"Number"})")
                     .value("id")
                     .toString(),
                 u"9007199254740993"_qs);
        const auto named = write("POST", u"/v1/items"_qs, R"({"name":"No id"})");
        QCOMPARE(named.status, 200);
        QVERIFY(ItemRepository::isLegalId(named.value("id").toString()));
    }

    void idsAndNumbersSurviveToTheDigit()
    {
        const auto item = write("POST", u"/v1/items"_qs,
                                R"({"item_id":18446744073709551615,"name":"Wide",)"
                                R"("metadata":{"sku":9007199254740993,"ean":[123456789012345678901,-1.5]}})");
        QCOMPARE(item.status, 200);
        QCOMPARE(item.value("id").toString(), u"18446744073709551615"_qs);
        const QJsonObject metadata = item.value("metadata").toObject();
        QCOMPARE(metadata.value(u"sku"_qs).toInteger(), 9007199254740993);
        QCOMPARE(metadata.value(u"ean"_qs).toArray().first().toString(), u"123456789012345678901"_qs);
        QCOMPARE(metadata.value(u"ean"_qs).toArray().last().toDouble(), -1.5);
        const auto patched = write("PATCH", u"/v1/items/18446744073709551615"_qs,
                                   R"({"metadata":{"ean":123456789012345678902}})");
        QCOMPARE(patched.value("metadata").toObject().value(u"ean"_qs).toString(),
                 u"123456789012345678902"_qs);
        const auto events =
            write("POST", u"/v1/events"_qs,
                  R"([{"user_id":12345678901234567890,"item_id":18446744073709551615,"type":"view"}])");
        QCOMPARE(events.status, 200);
        const QJsonObject event = events.value("data").toArray().first().toObject();
        QCOMPARE(event.value(u"user_id"_qs).toString(), u"12345678901234567890"_qs);
        QCOMPARE(event.value(u"item_id"_qs).toString(), u"18446744073709551615"_qs);
    }

    void blanksAroundIdsAreNoPartOfThem()
    {
        QCOMPARE(
            write("POST", u"/v1/events"_qs, R"({"user_id":" blank ","item_id":"i3","type":"view"})").status,
            200);
        const auto found = write("GET", u"/v1/events?user_id=%20blank%C2%A0"_qs);
        QCOMPARE(found.value("data").toArray().size(), 1);
        QCOMPARE(found.value("data").toArray().first().toObject().value(u"user_id"_qs).toString(),
                 u"blank"_qs);
    }

    void refusesHalfCharactersAndControls_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("body");
        const QString items = u"/v1/items"_qs;
        const QString events = u"/v1/events"_qs;
        QTest::newRow("item name, half pair") << items << QByteArray("{\"id\":\"s1\",\"name\":\"a\\ud800\"}");
        QTest::newRow("item name, second half")
            << items << QByteArray("{\"id\":\"s1\",\"name\":\"\\ude00a\"}");
        QTest::newRow("metadata")
            << items << QByteArray("{\"id\":\"s1\",\"name\":\"a\",\"metadata\":{\"k\":\"\\ud800\\u0041\"}}");
        QTest::newRow("item name, NUL") << items << QByteArray("{\"id\":\"s1\",\"name\":\"a\\u0000b\"}");
        QTest::newRow("item name, line break") << items << QByteArray("[{\"id\":\"s1\",\"name\":\"a\\nb\"}]");
        QTest::newRow("item description")
            << items << QByteArray("{\"id\":\"s1\",\"name\":\"a\",\"description\":\"\\u001b[31m\"}");
        QTest::newRow("user id") << events
                                 << QByteArray(
                                        "{\"user_id\":\"u\\u0007\",\"item_id\":\"i3\",\"type\":\"view\"}");
        QTest::newRow("user id, half pair")
            << events << QByteArray("{\"user_id\":\"u\\udbff\",\"item_id\":\"i3\",\"type\":\"view\"}");
    }

    void refusesHalfCharactersAndControls()
    {
        QFETCH(QString, path);
        QFETCH(QByteArray, body);
        const qint64 itemsBefore = itemCount();
        const qint64 eventsBefore = eventCount();
        const auto answer = write("POST", path, body);
        QCOMPARE(answer.status, 400);
        QVERIFY(!answer.error().isEmpty());
        QCOMPARE(itemCount(), itemsBefore);
        QCOMPARE(eventCount(), eventsBefore);
    }

    void keepsWholePairs()
    {
        const auto answer = write("POST", u"/v1/items"_qs, R"({"id":"pair","name":"\ud83d\ude00 \\ud800"})");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.value("name").toString(), u"\U0001f600 \\ud800"_qs);
    }

    void refusesSuchNamesOfKeys()
    {
        const auto key = [&](const QByteArray &name) {
            return m_platform
                ->send("POST", u"/api/api-keys"_qs, "{\"name\":\"" + name + "\",\"scopes\":[\"events\"]}",
                       m_platform->session.key)
                .status;
        };
        const auto stored = [&] { return m_platform->store->keys().list().size(); };
        const auto before = stored();
        QCOMPARE(key("a\\ud800"), 400);
        QCOMPARE(key("a\\tb"), 400);
        QCOMPARE(stored(), before);
    }

    void createsItemsAllOrNone()
    {
        const qint64 before = itemCount();
        const auto refused =
            write("POST", u"/v1/items"_qs, R"([{"id":"a1","name":"A"},{"id":"i3","name":"taken"}])");
        QCOMPARE(refused.status, 409);
        QCOMPARE(itemCount(), before);
        QCOMPARE(write("POST", u"/v1/items"_qs, R"([{"id":"a1","name":"A"},{"id":"a1","name":"B"}])").status,
                 409);
        QCOMPARE(write("POST", u"/v1/items"_qs, R"([{"id":"a1","name":"A"},{"id":"a2"}])").status, 400);
        QCOMPARE(itemCount(), before);
        const auto created =
            write("POST", u"/v1/items"_qs, R"([{"id":"a1","name":"A"},{"id":"a2","name":"B"}])");
        QCOMPARE(created.status, 200);
        QCOMPARE(created.value("object").toString(), u"list"_qs);
        QCOMPARE(created.value("data").toArray().size(), 2);
        QCOMPARE(itemCount(), before + 2);
    }

    void refusesBadItems_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("not JSON") << QByteArray("{");
        QTest::newRow("empty body") << QByteArray();
        QTest::newRow("empty array") << QByteArray("[]");
        QTest::newRow("number") << QByteArray("[1]");
        QTest::newRow("no name") << QByteArray(R"({"id":"b1"})");
        QTest::newRow("blank name") << QByteArray(R"({"id":"b1","name":"  "})");
        QTest::newRow("name is a number") << QByteArray(R"({"id":"b1","name":7})");
        QTest::newRow("bad id") << QByteArray(R"({"id":"-b1","name":"B"})");
        QTest::newRow("id with a slash") << QByteArray(R"({"id":"a/b","name":"B"})");
        QTest::newRow("long id") << "{\"id\":\"" + QByteArray(129, 'x') + "\",\"name\":\"B\"}";
        QTest::newRow("metadata is a text") << QByteArray(R"({"id":"b1","name":"B","metadata":"x"})");
        QTest::newRow("active is a text") << QByteArray(R"({"id":"b1","name":"B","active":"yes"})");
    }
    void refusesBadItems()
    {
        QFETCH(QByteArray, body);
        const auto answer = write("POST", u"/v1/items"_qs, body);
        QCOMPARE(answer.status, 400);
        QVERIFY(!answer.error().isEmpty());
        QVERIFY(!m_platform->store->items().find(u"b1"_qs));
    }

    void updatesAndDeletesItems()
    {
        for (const QByteArray &method : {QByteArray("POST"), QByteArray("PATCH")}) {
            const auto answer = write(method, u"/v1/items/i5"_qs, "{\"name\":\"" + method + "\"}");
            QCOMPARE(answer.status, 200);
            QCOMPARE(answer.value("name").toString().toLatin1(), method);
        }
        QCOMPARE(write("PATCH", u"/v1/items/i5"_qs, R"({"active":false})").value("active").toBool(true),
                 false);
        QCOMPARE(m_platform->store->items().inactiveIds(), QStringList{u"i5"_qs});
        QCOMPARE(write("PATCH", u"/v1/items/none"_qs, R"({"name":"x"})").status, 404);
        QCOMPARE(write("PATCH", u"/v1/items/i5"_qs, R"({"name":""})").status, 400);

        const auto deleted = write("DELETE", u"/v1/items/i5"_qs, "{}");
        QCOMPARE(deleted.status, 200);
        QCOMPARE(deleted.value("itemId").toString(), u"i5"_qs);
        QCOMPARE(deleted.value("deletedCount").toInt(), 1);
        QVERIFY(deleted.value("message").isString());
        QVERIFY(deleted.value("processing_time_ms").isDouble());
        QCOMPARE(write("DELETE", u"/v1/items/i5"_qs).value("deletedCount").toInt(-1), 0);
        QCOMPARE(m_platform->core(u"/v1/items/i5"_qs).status, 404);
        QCOMPARE(write("DELETE", u"/v1/items"_qs, R"({"itemId":"i6"})").value("deletedCount").toInt(), 1);
        QCOMPARE(write("DELETE", u"/items"_qs, R"([{"itemId":"i7"},{"item_id":"i8"},{"itemId":"nope"}])")
                     .value("deletedCount")
                     .toInt(),
                 2);
        QCOMPARE(write("DELETE", u"/v1/items"_qs, R"({})").status, 400);
    }

    void filtersTheListOfItems()
    {
        const auto answer = m_platform->core(u"/v1/items?category=electronics"_qs);
        QCOMPARE(answer.value("data").toArray().size(), 1);
        QCOMPARE(m_platform->core(u"/v1/items?created_after=1"_qs).value("data").toArray().isEmpty(), false);
        QCOMPARE(m_platform->core(u"/v1/items?created_before=1"_qs).value("data").toArray().size(), 0);
    }

    void createsOneEvent()
    {
        const auto answer = write(
            "POST", u"/v1/events"_qs,
            R"({"user_id":"ann","item_id":"i1","type":"purchase","request_id":"c7f0d2bb-56b1-4ca7-8f09-84d8e4ed02b4",
                "context_id":"101","occurred_at":1777478400,"purchase":{"amount":4999},"metadata":{"surface":"home"}})");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.value("inserted").toInt(), 1);
        QCOMPARE(answer.value("processed").toInt(), 1);
        QCOMPARE(answer.value("object").toString(), u"list"_qs);
        QCOMPARE(answer.value("session").toObject().value(u"with_request_id"_qs).toInt(), 1);
        QCOMPARE(answer.value("embedding_refresh").toObject().value(u"users_in_batch"_qs).toInt(), 1);
        const QJsonObject event = answer.value("data").toArray().first().toObject();
        QVERIFY(event.value(u"id"_qs).isString());
        QCOMPARE(event.value(u"type"_qs).toString(), u"purchase"_qs);
        QCOMPARE(event.value(u"occurred_at"_qs).toInteger(), 1777478400);
        QCOMPARE(event.value(u"context_id"_qs).toString(), u"101"_qs);
        QVERIFY(event.value(u"session_id"_qs).isNull());
        QCOMPARE(event.value(u"purchase"_qs).toObject().value(u"amount"_qs).toInt(), 4999);
        QCOMPARE(event.value(u"metadata"_qs).toObject().value(u"surface"_qs).toString(), u"home"_qs);
        const auto same = m_platform->core(u"/v1/events/"_qs + event.value(u"id"_qs).toString());
        QCOMPARE(same.json(), event);
    }

    void readsEverySpelling_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<qint64>("seconds"); // 0 = now
        QTest::newRow("camel") << QByteArray(R"({"userId":"bo","itemId":"i2","eventType":"click"})") << 0LL;
        QTest::newRow("both, side by side")
            << QByteArray(R"({"user_id":"bo","userId":"no","item_id":"i2","itemId":"i1","event_type":"click",
                              "eventType":"view","occurred_at":1700000001,"timestamp":5})")
            << 1700000001LL;
        QTest::newRow("number")
            << QByteArray(R"({"user_id":"bo","item_id":"i2","event_id":2,"occurredAt":1700000002})")
            << 1700000002LL;
        QTest::newRow("number as text")
            << QByteArray(R"({"user_id":"bo","item_id":"i2","eventId":"2","timestamp":1700000003000})")
            << 1700000003LL;
        QTest::newRow("ISO")
            << QByteArray(
                   R"({"user_id":"bo","item_id":"i2","type":"click","client_ts":"2023-11-14T22:13:24Z"})")
            << 1700000004LL;
        QTest::newRow("null does not count")
            << QByteArray(
                   R"({"user_id":null,"userId":"bo","item_id":"i2","type":"click","occurred_at":null,"clientTs":1700000005.5})")
            << 1700000005LL;
    }
    void readsEverySpelling()
    {
        QFETCH(QByteArray, body);
        QFETCH(qint64, seconds);
        const qint64 now = QDateTime::currentSecsSinceEpoch();
        const auto answer = write("POST", u"/events"_qs, body);
        QVERIFY2(answer.status == 200, answer.body.constData());
        const QJsonObject event = answer.value("data").toArray().first().toObject();
        QCOMPARE(event.value(u"user_id"_qs).toString(), u"bo"_qs);
        QCOMPARE(event.value(u"item_id"_qs).toString(), u"i2"_qs);
        QCOMPARE(event.value(u"type"_qs).toString(), u"click"_qs);
        const qint64 said = event.value(u"occurred_at"_qs).toInteger();
        if (seconds > 0)
            QCOMPARE(said, seconds);
        else
            QVERIFY(said >= now - 1 && said <= now + 60);
    }

    void createsEventsAllOrNone()
    {
        const qint64 before = eventCount();
        QJsonArray rows;
        const auto row = [](const QString &item) {
            return QJsonObject{{u"user_id"_qs, u"cy"_qs}, {u"item_id"_qs, item}, {u"type"_qs, u"view"_qs}};
        };
        for (int i = 0; i < 199; ++i)
            rows.append(row(u"i1"_qs));
        rows.append(row(u"unheard"_qs));
        const auto refused = write("POST", u"/v1/events"_qs, QJsonDocument(rows).toJson());
        QCOMPARE(refused.status, 400);
        QVERIFY(refused.error().contains(u"199"_qs));
        QCOMPARE(eventCount(), before);
        rows.removeLast();
        rows.append(row(u"i2"_qs));
        const auto taken = write("POST", u"/v1/events"_qs, QJsonDocument(rows).toJson());
        QCOMPARE(taken.status, 200);
        QCOMPARE(taken.value("inserted").toInt(), 200);
        QCOMPARE(eventCount(), before + 200);
        rows.append(row(u"i2"_qs));
        QCOMPARE(write("POST", u"/v1/events"_qs, QJsonDocument(rows).toJson()).status, 400);
        QCOMPARE(eventCount(), before + 200);
    }

    void refusesBadEvents_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("no user") << QByteArray(R"({"item_id":"i1","type":"view"})");
        QTest::newRow("no item") << QByteArray(R"({"user_id":"u","type":"view"})");
        QTest::newRow("no type") << QByteArray(R"({"user_id":"u","item_id":"i1"})");
        QTest::newRow("unknown type") << QByteArray(R"({"user_id":"u","item_id":"i1","type":"stare"})");
        QTest::newRow("unknown number") << QByteArray(R"({"user_id":"u","item_id":"i1","type":99})");
        QTest::newRow("half a number") << QByteArray(R"({"user_id":"u","item_id":"i1","type":1.5})");
        QTest::newRow("bad time") << QByteArray(
            R"({"user_id":"u","item_id":"i1","type":"view","timestamp":"noon"})");
        QTest::newRow("time is a list")
            << QByteArray(R"({"user_id":"u","item_id":"i1","type":"view","timestamp":[]})");
        QTest::newRow("control character")
            << QByteArray(R"({"user_id":"a\u0007b","item_id":"i1","type":"view"})");
        QTest::newRow("empty array") << QByteArray("[]");
        QTest::newRow("text") << QByteArray("hello");
    }
    void refusesBadEvents()
    {
        QFETCH(QByteArray, body);
        const qint64 before = eventCount();
        QCOMPARE(write("POST", u"/v1/events"_qs, body).status, 400);
        QCOMPARE(eventCount(), before);
    }

    void searchSaysThatItCannot()
    {
        const auto answer = write("POST", u"/v1/search"_qs, R"({"query":"shoes"})");
        QCOMPARE(answer.status, 422);
        QCOMPARE(answer.code(), u"query_embedding_unavailable"_qs);
    }
};

QTEST_GUILESS_MAIN(TestApiCatalogue)
#include "tst_api_catalogue.moc"
