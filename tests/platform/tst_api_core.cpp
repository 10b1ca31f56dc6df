// SPDX-License-Identifier: GPL-3.0-or-later
#include "runningplatform.h"

using namespace nsl;

class TestApiCore : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<RunningPlatform> m_platform;

private Q_SLOTS:
    void initTestCase()
    {
        m_platform = std::make_unique<RunningPlatform>();
        m_platform->fill(30, 4, 10);
        QVERIFY(m_platform->start());
    }
    void cleanupTestCase() { QVERIFY(m_platform->stop()); }

    void pagesThroughItems()
    {
        QStringList seen;
        QString after;
        for (int page = 0; page < 10; ++page) {
            const auto answer = m_platform->core(
                u"/v1/items?limit=7"_qs + (after.isEmpty() ? QString() : u"&starting_after="_qs + after));
            QCOMPARE(answer.status, 200);
            QCOMPARE(answer.value("object").toString(), u"list"_qs);
            const QJsonArray rows = answer.value("data").toArray();
            for (const QJsonValue row : rows)
                seen.append(row.toObject().value(u"id"_qs).toString());
            if (!answer.value("has_more").toBool())
                break;
            after = answer.value("next_cursor").toString();
        }
        QCOMPARE(seen.size(), 30);
        QCOMPARE(QSet<QString>(seen.begin(), seen.end()).size(), 30);
        QCOMPARE(m_platform->core(u"/items"_qs).value("data").toArray().size(), 20);
    }

    void showsOneItem()
    {
        const auto answer = m_platform->core(u"/v1/items/i3"_qs);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.value("name").toString(), u"Item 3"_qs);
        QVERIFY(answer.value("created").isDouble());
        const auto missing = m_platform->core(u"/items/none"_qs);
        QCOMPARE(missing.status, 404);
        QCOMPARE(missing.code(), u"item_not_found"_qs);
        QVERIFY(!missing.value("error").toObject().value(u"request_id"_qs).toString().isEmpty());
    }

    void listsEvents()
    {
        auto answer = m_platform->core(u"/v1/events?limit=3&user_id=u1"_qs);
        QCOMPARE(answer.status, 200);
        const QJsonArray rows = answer.value("data").toArray();
        QCOMPARE(rows.size(), 3);
        const QJsonObject newest = rows.first().toObject();
        QCOMPARE(newest.value(u"user_id"_qs).toString(), u"u1"_qs);
        QVERIFY(newest.value(u"id"_qs).isString());
        const auto next = m_platform->core(u"/v1/events?limit=3&userId=u1&starting_after="_qs +
                                           answer.value("next_cursor").toString());
        QVERIFY(next.value("data").toArray().first().toObject().value(u"id"_qs).toString().toLongLong() <
                rows.last().toObject().value(u"id"_qs).toString().toLongLong());
        QCOMPARE(m_platform->core(u"/v1/events?type=view"_qs).value("data").toArray().size(), 20);
        QCOMPARE(m_platform->core(u"/v1/events?type=1"_qs).value("data").toArray().size(), 20);
        QCOMPARE(m_platform->core(u"/v1/events?type=click"_qs).value("data").toArray().size(), 0);
        QCOMPARE(m_platform->core(u"/v1/events?type=unheard"_qs).status, 400);
        QCOMPARE(m_platform->core(u"/v1/events?starting_after=x"_qs).status, 400);
        const auto one = m_platform->core(u"/v1/events/"_qs + newest.value(u"id"_qs).toString());
        QCOMPARE(one.json().value(u"item_id"_qs), newest.value(u"item_id"_qs));
        QCOMPARE(m_platform->core(u"/v1/events/999999"_qs).status, 404);
        QCOMPARE(m_platform->core(u"/v1/events/x"_qs).status, 404);
    }

    void recommendsNothingWhileNothingIsLive()
    {
        const auto answer = m_platform->core(u"/v1/recommendations?user_id=u1"_qs);
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.value("data").isArray());
        QCOMPARE(answer.value("data").toArray().size(), 0);
        QVERIFY(answer.value("recommendations").isArray());
        const QJsonObject info = answer.value("embedding_info").toObject();
        QCOMPARE(info.value(u"default_reason"_qs).toString(), u"no_model_deployed"_qs);
        QCOMPARE(answer.value("limit").toInt(), 20);
        QCOMPARE(answer.value("request_id").toString().toLatin1(), answer.headers.value("x-request-id"));
    }

    void checksLimits()
    {
        for (const QString &bad : {u"0"_qs, u"-1"_qs, u"x"_qs, u""_qs, u"1.5"_qs}) {
            QCOMPARE(m_platform->core(u"/v1/recommendations?user_id=u1&limit="_qs + bad).status, 400);
            QCOMPARE(m_platform->core(u"/v1/items?limit="_qs + bad).status, 400);
        }
        QCOMPARE(m_platform->core(u"/v1/recommendations?user_id=u1&limit=5000"_qs).value("limit").toInt(),
                 100);
        QCOMPARE(m_platform->core(u"/recommendations?userId=u1&quantity=5"_qs).value("quantity").toInt(), 5);
        QCOMPARE(m_platform->core(u"/v1/recommendations"_qs).status, 400);
        QCOMPARE(m_platform->core(u"/v1/recommendations?user_id=u1&filter=nothing"_qs).status, 400);
        QCOMPARE(m_platform->core(u"/v1/recommendations?user_id=u1&filter=a:b&filter=OR:c!=d"_qs).status,
                 200);
        const auto byBody = m_platform->send("GET", u"/v1/recommendations"_qs,
                                             "{\"userId\":\"u1\",\"limit\":4}", m_platform->coreToken());
        QCOMPARE(byBody.status, 200);
        QCOMPARE(byBody.value("limit").toInt(), 4);
    }

    void listsUsers()
    {
        const auto answer = m_platform->get(u"/api/users?prefix=u&limit=2"_qs);
        QCOMPARE(answer.value("users").toArray(), (QJsonArray{u"u0"_qs, u"u1"_qs}));
        QCOMPARE(m_platform->get(u"/api/users?prefix=nobody"_qs).value("users").toArray().size(), 0);
    }
};

QTEST_GUILESS_MAIN(TestApiCore)
#include "tst_api_core.moc"
