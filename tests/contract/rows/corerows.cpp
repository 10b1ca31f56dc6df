// SPDX-License-Identifier: GPL-3.0-or-later
// Contract 3: the Core API, and its tokens.
#include "row.h"
#include "sections.h"

using namespace nsl;

class CoreRows : public RowTests
{
    Q_OBJECT

private:
    static QString newItem()
    {
        const QString id = platform().fresh(u"made-"_qs);
        const auto made =
            writeCore("POST", u"/v1/items"_qs, QJsonObject{{u"id"_qs, id}, {u"name"_qs, u"Made"_qs}});
        return made.status == 200 ? id : QString();
    }
    static QJsonObject eventBody(const QString &user = u"u1"_qs)
    {
        return {{u"user_id"_qs, user},
                {u"item_id"_qs, u"i3"_qs},
                {u"event_type"_qs, u"click"_qs},
                {u"occurred_at"_qs, 1'700'000'000},
                {u"session_id"_qs, u"s-1"_qs},
                {u"request_id"_qs, u"r-1"_qs},
                {u"metadata"_qs, QJsonObject{{u"shelf_no"_qs, 4}}}};
    }
    static QString recordedEvent()
    {
        const auto made = writeCore("POST", u"/v1/events"_qs, eventBody());
        return made.value("data").toArray().first().toObject().value(u"id"_qs).toString();
    }

    QList<Row> table() const override
    {
        const auto at = [](const QString &path) { return [path] { return Ask{path}; }; };
        const QString eventsShape =
            u"{object:text data:[@event] has_more:bool url:text inserted:int processed:int "
            "session:{with_session_id:int with_request_id:int} embedding_refresh:{users_in_batch:int "
            "enqueued:bool mode:text min_seconds:num}}"_qs;
        return {
            {"GET", u"/items"_qs, at(u"/items?limit=3&starting_after=i1"_qs), u"@items"_qs},
            {"POST", u"/items"_qs,
             [] {
                 return Ask{u"/items"_qs, QJsonObject{{u"item_id"_qs, platform().fresh(u"new-"_qs)},
                                                      {u"name"_qs, u"New"_qs},
                                                      {u"description"_qs, u"Nice"_qs},
                                                      {u"metadata"_qs, QJsonObject{{u"shelf_no"_qs, 4}}},
                                                      {u"active"_qs, true}}};
             },
             u"@item"_qs},
            {"POST", u"/items"_qs,
             [] {
                 QJsonArray two;
                 for (int i = 0; i < 2; ++i)
                     two.append(
                         QJsonObject{{u"item_id"_qs, platform().next() + 10'000}, {u"name"_qs, u"n"_qs}});
                 return Ask{u"/items"_qs, two};
             },
             u"@items"_qs},
            {"DELETE", u"/items"_qs,
             [] {
                 return Ask{u"/items"_qs, QJsonObject{{u"item_id"_qs, newItem()}}};
             },
             u"@deleteditem"_qs},
            {"DELETE", u"/items"_qs,
             [] {
                 return Ask{u"/items"_qs, QJsonArray{QJsonObject{{u"item_id"_qs, newItem()}},
                                                     QJsonObject{{u"item_id"_qs, newItem()}}}};
             },
             u"@deleteditem"_qs},
            {"GET", u"/items/{}"_qs, at(u"/items/i1"_qs), u"@item"_qs, u"/items/nothing"_qs},
            {"POST", u"/items/{}"_qs,
             [] {
                 return Ask{u"/items/"_qs + newItem(), QJsonObject{{u"name"_qs, u"Renamed"_qs}}};
             },
             u"@item"_qs, u"/items/nothing"_qs},
            {"PATCH", u"/items/{}"_qs,
             [] {
                 return Ask{u"/items/"_qs + newItem(), QJsonObject{{u"active"_qs, false}}};
             },
             u"@item"_qs, u"/items/nothing"_qs},
            {"DELETE", u"/items/{}"_qs, [] { return Ask{u"/items/"_qs + newItem()}; }, u"@deleteditem"_qs},
            {"GET", u"/events"_qs, at(u"/events?limit=2&user_id=u1&type=view"_qs), u"@events"_qs},
            {"POST", u"/events"_qs,
             [] {
                 return Ask{u"/events"_qs, eventBody()};
             },
             eventsShape},
            {"POST", u"/events"_qs,
             [] {
                 return Ask{u"/events"_qs, QJsonArray{eventBody(u"u1"_qs), eventBody(u"u2"_qs)}};
             },
             eventsShape},
            {"GET", u"/events/{}"_qs, [] { return Ask{u"/events/"_qs + recordedEvent()}; }, u"@event"_qs,
             u"/events/999999999"_qs},
            {"GET", u"/recommendations"_qs,
             at(u"/recommendations?user_id=u1&context_id=home&limit=5&include_seen=true"_qs),
             u"@recommendations"_qs},
            {.method = "GET",
             .route = u"/recommendations"_qs,
             .request =
                 [] {
                     return Ask{u"/recommendations"_qs, QJsonObject{{u"user_id"_qs, u"u2"_qs},
                                                                    {u"context_id"_qs, u"home"_qs},
                                                                    {u"quantity"_qs, 7}}};
                 },
             .answer = u"@recommendations"_qs,
             .missing = {}},
        };
    }

private Q_SLOTS:
    void tokens()
    {
        const auto &session = platform().session;
        const auto ask = [](const QByteArray &id, const QByteArray &secret, const QByteArray &form) {
            return platform().send("POST", u"/oauth2/token"_qs, form, {},
                                   {{"Authorization", "Basic " + (id + ':' + secret).toBase64()},
                                    {"Content-Type", "application/x-www-form-urlencoded"}});
        };
        const QByteArray id = session.clientId.toLatin1();
        const auto answer = ask(id, session.clientSecret, "grant_type=client_credentials");
        QCOMPARE(answer.status, 200);
        QVERIFY(Shape::complaints(answer.json(),
                                  u"{access_token:text expires_in:int token_type:text scope:text}"_qs)
                    .isEmpty());
        QCOMPARE(answer.value("expires_in").toInt(), 3600);
        const auto one =
            ask(id, session.clientSecret, "grant_type=client_credentials&scope=neuronsearchlab-api%2Fread");
        QCOMPARE(one.value("scope").toString(), u"neuronsearchlab-api/read"_qs);
        QCOMPARE(platform()
                     .send("POST", u"/v1/items"_qs, "{}", one.value("access_token").toString().toLatin1())
                     .status,
                 403);
        for (const auto &wrong :
             {ask(id, "wrong", "grant_type=client_credentials"),
              ask("nobody", "x", "grant_type=client_credentials"),
              ask(id, session.clientSecret, "grant_type=password"), ask(id, session.clientSecret, {}),
              ask(id, session.clientSecret, "grant_type=client_credentials&scope=everything")}) {
            QVERIFY2(wrong.status == 400 || wrong.status == 401, wrong.body.constData());
            QVERIFY(Shape::complaints(wrong.json(), u"{error:text error_description:text}"_qs).isEmpty());
            QCOMPARE(wrong.value("error").toString() == u"invalid_client", wrong.status == 401);
        }
        platform().visited.insert(u"POST /oauth2/token"_qs);
    }

    void searchHasNoEmbeddings()
    {
        for (const QString &prefix : {u"/v1"_qs, QString()}) {
            const auto answer =
                writeCore("POST", prefix + u"/search"_qs, QJsonObject{{u"query"_qs, u"red"_qs}});
            QVERIFY(RowCheck::errorComplaint(answer, 422, true).isEmpty());
            QCOMPARE(answer.code(), u"query_embedding_unavailable"_qs);
            QCOMPARE(platform().send("POST", prefix + u"/search"_qs, "{}", {}).status, 401);
            QCOMPARE(platform()
                         .send("POST", prefix + u"/search"_qs, "{}",
                               platform().tokenWith(u"neuronsearchlab-api/write"_qs))
                         .status,
                     403);
            platform().visited.insert(u"POST "_qs + prefix + u"/search"_qs);
        }
    }

    void items()
    {
        const auto post = [](const QJsonValue &body) { return writeCore("POST", u"/v1/items"_qs, body); };
        // The id may be left out, and may be a number.
        const auto nameless = post(QJsonObject{{u"name"_qs, u"No id"_qs}});
        QCOMPARE(nameless.status, 200);
        QVERIFY(ItemRepository::isLegalId(nameless.value("id").toString()));
        const int number = platform().next() + 50'000;
        QCOMPARE(post(QJsonObject{{u"itemId"_qs, number}, {u"name"_qs, u"n"_qs}}).value("id").toString(),
                 QString::number(number));
        const auto again = post(QJsonObject{{u"id"_qs, u"i1"_qs}, {u"name"_qs, u"n"_qs}});
        QVERIFY(RowCheck::errorComplaint(again, 409, true).isEmpty());
        QCOMPARE(again.code(), u"item_already_exists"_qs);
        QVERIFY(RowCheck::errorComplaint(post(QJsonObject{{u"id"_qs, u"fresh"_qs}}), 400, true).isEmpty());
        for (const QString &id : {u"-a"_qs, u"_a"_qs, u"a b"_qs, u"a/b"_qs, QString(129, u'a'), u"\u00e4"_qs})
            QCOMPARE(post(QJsonObject{{u"id"_qs, id}, {u"name"_qs, u"n"_qs}}).status, 400);
        // Atomic: the good one of two is not made.
        const QString good = platform().fresh(u"good-"_qs);
        QCOMPARE(post(QJsonArray{QJsonObject{{u"id"_qs, good}, {u"name"_qs, u"n"_qs}},
                                 QJsonObject{{u"id"_qs, u"i1"_qs}, {u"name"_qs, u"n"_qs}}})
                     .status,
                 409);
        QCOMPARE(platform().core(u"/v1/items/"_qs + good).status, 404);
        QCOMPARE(post(QJsonArray()).status, 400);
        // Times are Unix seconds, called created.
        const auto item = platform().core(u"/v1/items/i1"_qs);
        QVERIFY(!item.json().contains(u"created_at"_qs));
        QCOMPARE(item.value("object").toString(), u"item"_qs);
        // Deleting what is not there is fine, and counted.
        const auto gone = writeCore("DELETE", u"/v1/items/nothing"_qs);
        QCOMPARE(gone.status, 200);
        QCOMPARE(gone.value("deletedCount").toInt(-1), 0);
        const auto listed = platform().core(u"/v1/items"_qs);
        QCOMPARE(listed.value("data").toArray().size(), 20);
        QVERIFY(listed.value("has_more").toBool());
        const auto next =
            platform().core(u"/v1/items?starting_after="_qs + listed.value("next_cursor").toString());
        QVERIFY(next.value("data").toArray().first() != listed.value("data").toArray().first());
    }

    void aDeletedItemLeavesTheLists()
    {
        const auto ids = [] {
            QSet<QString> found;
            const auto rows =
                platform().core(u"/v1/recommendations?user_id=stranger&limit=100"_qs).value("data").toArray();
            for (const QJsonValue row : rows)
                found.insert(row.toObject().value(u"item_id"_qs).toString());
            return found;
        };
        QVERIFY(ids().contains(u"i39"_qs) && ids().contains(u"i38"_qs));
        QCOMPARE(writeCore("PATCH", u"/v1/items/i39"_qs, QJsonObject{{u"active"_qs, false}}).status, 200);
        QVERIFY(!ids().contains(u"i39"_qs));
        QCOMPARE(writeCore("DELETE", u"/v1/items/i38"_qs).status, 200);
        QVERIFY(!ids().contains(u"i38"_qs));
        QCOMPARE(writeCore("PATCH", u"/v1/items/i39"_qs, QJsonObject{{u"active"_qs, true}}).status, 200);
        QVERIFY(ids().contains(u"i39"_qs));
    }

    void events()
    {
        const auto post = [](const QJsonValue &body) { return writeCore("POST", u"/v1/events"_qs, body); };
        const auto with = [](const QString &key, const QJsonValue &value, const QStringList &without = {}) {
            QJsonObject body = eventBody(u"times"_qs);
            for (const QString &name : without)
                body.remove(name);
            body.insert(key, value);
            return body;
        };
        for (const QJsonObject &wrong :
             {with(u"user_id"_qs, u""_qs), with(u"item_id"_qs, u"nothing"_qs),
              with(u"event_type"_qs, u"lick"_qs), with(u"x"_qs, 1, {u"user_id"_qs}),
              with(u"x"_qs, 1, {u"item_id"_qs}), with(u"x"_qs, 1, {u"event_type"_qs}),
              with(u"occurred_at"_qs, u"soon"_qs), with(u"user_id"_qs, QString(300, u'u'))}) {
            const qint64 before = platform().store->events().count();
            const auto one = post(wrong);
            const QString complaint = RowCheck::errorComplaint(one, 400, true);
            QVERIFY2(complaint.isEmpty(), qPrintable(complaint));
            // And nothing of an array that it stands in.
            QCOMPARE(post(QJsonArray{eventBody(), wrong}).status, 400);
            QCOMPARE(platform().store->events().count(), before);
        }
        QJsonArray many;
        for (int i = 0; i < 200; ++i)
            many.append(eventBody());
        QCOMPARE(post(many).value("inserted").toInt(), 200);
        many.append(eventBody());
        QCOMPARE(post(many).status, 400);
        // Camel and snake side by side: snake_case wins.
        QJsonObject both = eventBody(u"snake"_qs);
        both.insert(u"userId"_qs, u"camel"_qs);
        both.insert(u"itemId"_qs, u"i9"_qs);
        const auto made = post(both).value("data").toArray().first().toObject();
        QCOMPARE(made.value(u"user_id"_qs).toString(), u"snake"_qs);
        QCOMPARE(made.value(u"item_id"_qs).toString(), u"i3"_qs);
        const auto counted = post(QJsonArray{eventBody(u"a"_qs), eventBody(u"a"_qs), eventBody(u"b"_qs)});
        QCOMPARE(counted.value("processed").toInt(), 3);
        QCOMPARE(counted.value("session").toObject().value(u"with_session_id"_qs).toInt(), 3);
        QCOMPARE(counted.value("embedding_refresh").toObject().value(u"users_in_batch"_qs).toInt(), 2);
        QCOMPARE(counted.value("embedding_refresh").toObject().value(u"mode"_qs).toString(), u"async"_qs);
    }

    void eventTimesAndTypes_data()
    {
        QTest::addColumn<QJsonObject>("said");
        QTest::addColumn<qint64>("seconds");
        QTest::newRow("seconds") << QJsonObject{{u"timestamp"_qs, 1'600'000'000}} << 1'600'000'000LL;
        QTest::newRow("milliseconds")
            << QJsonObject{{u"timestamp"_qs, qint64(1'600'000'000'500)}} << 1'600'000'000LL;
        QTest::newRow("text") << QJsonObject{{u"client_ts"_qs, u"2020-09-13T12:26:40Z"_qs}}
                              << 1'600'000'000LL;
        QTest::newRow("order") << QJsonObject{{u"clientTs"_qs, 5},
                                              {u"client_ts"_qs, 4},
                                              {u"timestamp"_qs, 3},
                                              {u"occurredAt"_qs, 2},
                                              {u"occurred_at"_qs, 1'600'000'001}}
                               << 1'600'000'001LL;
        QTest::newRow("order, camel")
            << QJsonObject{{u"timestamp"_qs, 3}, {u"occurredAt"_qs, 1'600'000'002}} << 1'600'000'002LL;
        QTest::newRow("type by number")
            << QJsonObject{{u"event_id"_qs, 2}, {u"timestamp"_qs, 1'600'000'003}} << 1'600'000'003LL;
        QTest::newRow("type by text")
            << QJsonObject{{u"eventId"_qs, u"2"_qs}, {u"timestamp"_qs, 1'600'000'004}} << 1'600'000'004LL;
        QTest::newRow("type, first name") << QJsonObject{{u"type"_qs, u"click"_qs},
                                                         {u"eventType"_qs, u"purchase"_qs},
                                                         {u"timestamp"_qs, 1'600'000'005}}
                                          << 1'600'000'005LL;
    }
    void eventTimesAndTypes()
    {
        QFETCH(QJsonObject, said);
        QFETCH(qint64, seconds);
        said.insert(u"userId"_qs, u"times"_qs);
        said.insert(u"itemId"_qs, u"i5"_qs);
        if (!said.contains(u"type"_qs) && !said.contains(u"event_id"_qs) && !said.contains(u"eventId"_qs))
            said.insert(u"eventType"_qs, u"click"_qs);
        const auto made = writeCore("POST", u"/v1/events"_qs, said);
        QVERIFY2(made.status == 200, made.body.constData());
        const QJsonObject event = made.value("data").toArray().first().toObject();
        QCOMPARE(event.value(u"created"_qs).toInteger(), seconds);
        QCOMPARE(event.value(u"type"_qs).toString(), u"click"_qs);
    }

    void recommendations()
    {
        const auto ask = [](const QString &query) {
            return platform().core(u"/v1/recommendations?"_qs + query);
        };
        const auto known = ask(u"user_id=u1&limit=5"_qs);
        QCOMPARE(known.value("data"), known.value("recommendations"));
        QCOMPARE(known.value("data").toArray().size(), 5);
        const QStringList seen = platform().store->events().itemsOfUser(u"u1"_qs);
        const auto rows = known.value("data").toArray();
        for (qsizetype i = 0; i < rows.size(); ++i) {
            const QJsonObject row = rows.at(i).toObject();
            QCOMPARE(row.value(u"rank"_qs).toInteger(), i + 1);
            QCOMPARE(row.value(u"entity_id"_qs), row.value(u"item_id"_qs));
            QCOMPARE(row.value(u"id"_qs), row.value(u"item"_qs).toObject().value(u"id"_qs));
            QVERIFY(!seen.contains(row.value(u"item_id"_qs).toString()));
        }
        QCOMPARE(known.value("request_id").toString().toLatin1(), known.headers.value("x-request-id"));
        QCOMPARE(known.value("model").toObject().value(u"job_name"_qs).toString(), platform().liveJob);
        QCOMPARE(known.value("limit").toInt(), 5);
        QCOMPARE(ask(u"user_id=u1&limit=500"_qs).value("limit").toInt(), 100);
        QCOMPARE(ask(u"user_id=u1"_qs).value("quantity").toInt(), 20);
        QCOMPARE(ask(u"user_id=u1&quantity=3"_qs).value("data").toArray().size(), 3);
        for (const QString &wrong : {u"limit=0&user_id=u1"_qs, u"limit=-1&user_id=u1"_qs,
                                     u"limit=many&user_id=u1"_qs, u"limit=5"_qs, u"user_id="_qs}) {
            const QString complaint = RowCheck::errorComplaint(ask(wrong), 400, true);
            QVERIFY2(complaint.isEmpty(), qPrintable(wrong + complaint));
        }
        const auto withSeen = ask(u"user_id=u1&limit=100&include_seen=true"_qs);
        QVERIFY(withSeen.value("data").toArray().size() >
                ask(u"user_id=u1&limit=100"_qs).value("data").toArray().size());
        const auto stranger = ask(u"user_id=nobody-knows"_qs);
        const QJsonObject info = stranger.value("embedding_info").toObject();
        QCOMPARE(info.value(u"used_default"_qs).toBool(), true);
        QCOMPARE(info.value(u"default_reason"_qs).toString(), u"no_db_embedding"_qs);
        QCOMPARE(stranger.value("cold_start_fallback_used").toBool(), true);
    }

    void filters()
    {
        QCOMPARE(writeCore("PATCH", u"/v1/items/i20"_qs,
                           QJsonObject{{u"metadata"_qs, QJsonObject{{u"colour"_qs, u"red"_qs}}}})
                     .status,
                 200);
        const auto ids = [](const QString &filter) {
            QStringList found;
            const auto rows = platform()
                                  .core(u"/v1/recommendations?user_id=stranger&limit=100&filter="_qs + filter)
                                  .value("data")
                                  .toArray();
            for (const QJsonValue row : rows)
                found.append(row.toObject().value(u"item_id"_qs).toString());
            return found;
        };
        QCOMPARE(ids(u"colour:red"_qs), QStringList{u"i20"_qs});
        QVERIFY(!ids(u"colour!%3Dred"_qs).contains(u"i20"_qs));
        QVERIFY(ids(u"OR:colour:red"_qs).contains(u"i20"_qs));
        QCOMPARE(platform().core(u"/v1/recommendations?user_id=u1&filter=nonsense"_qs).status, 400);
    }

    void nothingLiveIsAnEmptyList()
    {
        RunningPlatform empty;
        empty.fill(5, 5, 5);
        QVERIFY(empty.start());
        const auto answer = empty.core(u"/v1/recommendations?user_id=u1"_qs);
        QCOMPARE(answer.status, 200);
        QCOMPARE(Shape::complaints(answer.json(), u"@recommendations"_qs), QStringList());
        QVERIFY(answer.value("data").toArray().isEmpty() &&
                answer.value("recommendations").toArray().isEmpty());
        QCOMPARE(answer.value("embedding_info").toObject().value(u"default_reason"_qs).toString(),
                 u"no_model_deployed"_qs);
        QVERIFY(empty.stop());
    }
};

std::unique_ptr<QObject> coreRows()
{
    return std::make_unique<CoreRows>();
}

#include "corerows.moc"
