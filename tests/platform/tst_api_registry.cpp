// SPDX-License-Identifier: GPL-3.0-or-later
// API keys and endpoints, without a worker.
#include "runningplatform.h"

using namespace nsl;

class TestApiRegistry : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<RunningPlatform> m_platform;

    HttpAnswer remove(const QString &path)
    {
        return m_platform->send("DELETE", path, "{}", m_platform->session.key);
    }
    QJsonObject endpoint(qint64 id)
    {
        const auto rows = m_platform->get(u"/api/model-endpoints"_qs).value("endpoints").toArray();
        for (const QJsonValue row : rows) {
            if (row.toObject().value(u"id"_qs).toInteger() == id)
                return row.toObject();
        }
        return {};
    }
    qint64 created(const QJsonObject &body)
    {
        const auto answer = m_platform->post(u"/api/model-endpoints"_qs, body);
        if (answer.status != 200)
            qWarning("%s", answer.body.constData());
        return answer.value("endpoint").toObject().value(u"id"_qs).toInteger();
    }

private Q_SLOTS:
    void init()
    {
        m_platform = std::make_unique<RunningPlatform>();
        QVERIFY(m_platform->start());
    }
    void cleanup()
    {
        QVERIFY(m_platform->store->journal().verify().ok());
        QVERIFY(m_platform->stop());
        m_platform.reset();
    }

    void aKeyIsShownOnce()
    {
        const auto made = m_platform->post(u"/api/api-keys"_qs, {{u"name"_qs, u"Shop"_qs},
                                                                 {u"environment"_qs, u"live"_qs},
                                                                 {u"scopes"_qs, QJsonArray{u"events"_qs}}});
        QCOMPARE(made.status, 200);
        const QByteArray key = made.value("fullKey").toString().toLatin1();
        QVERIFY(key.startsWith(made.value("prefix").toString().toLatin1() + '_'));
        QCOMPARE(made.value("revoked").toBool(true), false);
        QCOMPARE(m_platform->send("GET", u"/api/events/event-types"_qs, {}, key).status, 200);
        QCOMPARE(m_platform->send("GET", u"/api/models"_qs, {}, key).status, 403);

        const auto list = m_platform->get(u"/api/api-keys"_qs);
        const QJsonObject row = list.value("keys").toArray().first().toObject();
        QVERIFY(!list.body.contains(key.mid(13)));
        for (const char *field :
             {"id", "name", "environment", "scopes", "revoked", "prefix", "last_used_at", "created_at"})
            QVERIFY2(row.contains(QLatin1String(field)), field);
        QVERIFY(row.value(u"last_used_at"_qs).isString());

        const QString path = u"/api/api-keys/%1"_qs.arg(row.value(u"id"_qs).toInteger());
        const auto changed =
            m_platform->patch(path, {{u"name"_qs, u"Store"_qs}, {u"scopes"_qs, QJsonArray{u"admin"_qs}}});
        QCOMPARE(changed.status, 200);
        QCOMPARE(changed.value("key").toObject().value(u"environment"_qs).toString(), u"live"_qs);
        QCOMPARE(m_platform->send("GET", u"/api/models"_qs, {}, key).status, 200);

        QCOMPARE(remove(path).status, 200);
        QCOMPARE(m_platform->send("GET", u"/api/models"_qs, {}, key).status, 401);
        const QJsonObject after =
            m_platform->get(u"/api/api-keys"_qs).value("keys").toArray().first().toObject();
        QCOMPARE(after.value(u"revoked"_qs).toBool(), true);
        QCOMPARE(remove(path).status, 200);
        QCOMPARE(m_platform->patch(path, {{u"name"_qs, u"Again"_qs}}).status, 409);
        QCOMPARE(remove(u"/api/api-keys/99"_qs).status, 404);
        QCOMPARE(m_platform->patch(u"/api/api-keys/99"_qs, {}).status, 404);
    }

    void refusesBadKeys()
    {
        for (const QJsonObject &body :
             {QJsonObject{}, QJsonObject{{u"name"_qs, u"x"_qs}},
              QJsonObject{{u"name"_qs, u"x"_qs}, {u"scopes"_qs, QJsonArray{}}},
              QJsonObject{{u"name"_qs, u"x"_qs}, {u"scopes"_qs, QJsonArray{u"root"_qs}}},
              QJsonObject{{u"name"_qs, u" "_qs}, {u"scopes"_qs, QJsonArray{u"admin"_qs}}},
              QJsonObject{{u"name"_qs, QString(81, u'x')}, {u"scopes"_qs, QJsonArray{u"admin"_qs}}}})
            QCOMPARE(m_platform->post(u"/api/api-keys"_qs, body).status, 400);
        QVERIFY(m_platform->get(u"/api/api-keys"_qs).value("keys").toArray().isEmpty());
    }

    void exactlyOneDefaultPerModelType()
    {
        const qint64 second =
            created({{u"model_type"_qs, u"embedder"_qs}, {u"endpoint_name"_qs, u"home"_qs}});
        QCOMPARE(endpoint(1).value(u"is_default"_qs).toBool(), true);
        QCOMPARE(endpoint(second).value(u"is_default"_qs).toBool(true), false);
        QCOMPARE(endpoint(second).value(u"status"_qs).toString(), u"OutOfService"_qs);
        const qint64 ranker = created({{u"modelType"_qs, u"ranker"_qs}, {u"endpointName"_qs, u"rank"_qs}});
        QCOMPARE(endpoint(ranker).value(u"is_default"_qs).toBool(), true);

        const QString path = u"/api/model-endpoints/%1"_qs;
        QCOMPARE(m_platform->patch(path.arg(second), {{u"is_default"_qs, true}}).status, 200);
        QCOMPARE(endpoint(1).value(u"is_default"_qs).toBool(true), false);
        QCOMPARE(endpoint(second).value(u"is_default"_qs).toBool(), true);
        QCOMPARE(m_platform->patch(path.arg(second), {{u"is_default"_qs, false}}).status, 409);
        QCOMPARE(remove(path.arg(second)).status, 409);
        QCOMPARE(remove(path.arg(1)).status, 200);
        QCOMPARE(remove(path.arg(1)).status, 404);
        QVERIFY(endpoint(1).isEmpty());
        // The last one of its type may go.
        QCOMPARE(remove(path.arg(second)).status, 200);
        QCOMPARE(m_platform->get(u"/api/context/101/active-model"_qs).status, 404);
    }

    void checksEndpoints()
    {
        for (const QJsonObject &body :
             {QJsonObject{}, QJsonObject{{u"endpoint_name"_qs, u"a b"_qs}},
              QJsonObject{{u"endpoint_name"_qs, u"x"_qs}, {u"model_type"_qs, u"oracle"_qs}},
              QJsonObject{{u"endpoint_name"_qs, u"x"_qs}, {u"is_default"_qs, u"yes"_qs}},
              QJsonObject{{u"endpoint_name"_qs, u"x"_qs}, {u"context_ids"_qs, u"101"_qs}},
              QJsonObject{{u"endpoint_name"_qs, u"x"_qs}, {u"context_ids"_qs, QJsonArray{QJsonObject{}}}}})
            QCOMPARE(m_platform->post(u"/api/model-endpoints"_qs, body).status, 400);
        QCOMPARE(
            m_platform->post(u"/api/model-endpoints"_qs, {{u"endpoint_name"_qs, u"production"_qs}}).status,
            409);
        const qint64 home =
            created({{u"endpoint_name"_qs, u"home"_qs}, {u"context_ids"_qs, QJsonArray{101, u"home"_qs}}});
        QCOMPARE(endpoint(home).value(u"context_ids"_qs).toArray(), (QJsonArray{u"101"_qs, u"home"_qs}));
        const auto taken =
            m_platform->patch(u"/api/model-endpoints/1"_qs, {{u"context_ids"_qs, QJsonArray{u"home"_qs}}});
        QCOMPARE(taken.status, 409);
        QCOMPARE(taken.code(), u"context_taken"_qs);
        QCOMPARE(m_platform->patch(u"/api/model-endpoints/77"_qs, {}).status, 404);

        const auto listed = m_platform->get(u"/api/context/101/active-model"_qs);
        QCOMPARE(listed.status, 200);
        QCOMPARE(listed.value("source").toString(), u"context"_qs);
        QVERIFY(listed.value("model").isNull());
        QCOMPARE(listed.value("endpoint").toObject().value(u"id"_qs).toInteger(), home);
        const auto other = m_platform->get(u"/api/context/7/active-model"_qs);
        QCOMPARE(other.value("source").toString(), u"default"_qs);
        QCOMPARE(other.value("endpoint").toObject().value(u"endpoint_name"_qs).toString(), u"production"_qs);
    }

    void nothingServedYet()
    {
        const auto answer = m_platform->get(u"/api/production-at?time=2020-01-01T00:00:00Z"_qs);
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.value("version").isNull());
        QCOMPARE(m_platform->get(u"/api/production-at?time=noon"_qs).status, 400);
        // Nobody knows what will be served.
        const auto later = m_platform->get(u"/api/production-at?time=2100-01-01T00:00:00Z"_qs);
        QCOMPARE(later.status, 400);
        QCOMPARE(later.code(), u"time_in_future"_qs);
        QCOMPARE(m_platform->get(u"/api/production-at?endpoint_id=9"_qs).status, 404);
        QCOMPARE(m_platform->get(u"/api/production-at?endpoint_id=x"_qs).status, 400);
        QCOMPARE(m_platform->get(u"/api/models/5/recommendations?user_id=u1"_qs).status, 404);
    }
};

QTEST_GUILESS_MAIN(TestApiRegistry)
#include "tst_api_registry.moc"
