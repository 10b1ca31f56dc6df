// SPDX-License-Identifier: GPL-3.0-or-later
// Several targets with the real worker: contexts, filters, what changes a list at once, versions that are
// tried.
#include "runningplatform.h"

using namespace nsl;

class TestEndpointsTargets : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<RunningPlatform> m_platform;
    QString m_popular;
    QString m_learned;
    qint64 m_home = 0;

    QString approved(const QString &family)
    {
        const QString name = m_platform->train(family, {{u"epochs"_qs, 1}, {u"batch_size"_qs, 64}});
        if (m_platform->ended(name) != u"Succeeded") {
            qWarning("%s", qPrintable(m_platform->job(name).value(u"failure_reason"_qs).toString()));
            return {};
        }
        m_platform->post(u"/api/training-jobs/approve"_qs, {{u"job_name"_qs, name}});
        return name;
    }
    bool promoted(const QString &name, qint64 endpointId)
    {
        const auto answer = m_platform->post(u"/api/training-jobs/promote"_qs,
                                             {{u"job_name"_qs, name}, {u"endpoint_id"_qs, endpointId}});
        const QString path =
            u"/api/deployments/%1"_qs.arg(answer.value("deployment").toObject().value(u"id"_qs).toInteger());
        QString status;
        return QTest::qWaitFor(
                   [&] {
                       status = m_platform->get(path)
                                    .value("deployment")
                                    .toObject()
                                    .value(u"status"_qs)
                                    .toString();
                       return status != u"Updating";
                   },
                   RunningPlatform::deadline) &&
               status == u"Succeeded";
    }
    HttpAnswer recommend(const QString &query)
    {
        return m_platform->core(u"/v1/recommendations?"_qs + query);
    }
    static QString jobOf(const HttpAnswer &answer)
    {
        return answer.value("model").toObject().value(u"job_name"_qs).toString();
    }
    static QStringList ids(const HttpAnswer &answer)
    {
        QStringList result;
        const auto rows = answer.value("data").toArray();
        for (const QJsonValue row : rows)
            result.append(row.toObject().value(u"item_id"_qs).toString());
        return result;
    }
    qint64 modelOf(const QString &jobName) { return m_platform->store->versions().findByJob(jobName)->id; }

private Q_SLOTS:
    void initTestCase()
    {
        const QString worker = QStringLiteral(NSL_BIN_DIR "/nsl-worker");
        if (!QFileInfo::exists(worker))
            QFAIL("nsl-worker is not built");
        m_platform = std::make_unique<RunningPlatform>(worker);
        m_platform->fill(40, 60, 20);
        const auto categories = m_platform->store->record([&](DataWrite &write) -> Outcome<Done> {
            for (int i = 0; i < 40; ++i) {
                Item item = *m_platform->store->items().find(u"i%1"_qs.arg(i));
                item.metadata = {{u"category"_qs, i % 4 == 0 ? u"shoes"_qs : u"hats"_qs}, {u"n"_qs, i}};
                if (auto done = m_platform->store->items().update(write, item); !done.ok())
                    return done.error();
            }
            return Done{};
        });
        QVERIFY(categories.ok());
        QVERIFY(m_platform->start());
        m_popular = approved(u"popularity"_qs);
        m_learned = approved(u"two-tower-gru"_qs);
        QVERIFY(!m_popular.isEmpty() && !m_learned.isEmpty());
    }
    void cleanupTestCase()
    {
        QVERIFY(m_platform->stop());
        m_platform.reset();
    }

    void anyVersionCanBeTried()
    {
        const QString path = u"/api/models/%1/recommendations?user_id=u1&limit=5"_qs;
        for (const QString &name : {m_popular, m_learned}) {
            const auto answer = m_platform->get(path.arg(modelOf(name)));
            QVERIFY2(answer.status == 200, answer.body.constData());
            QCOMPARE(ids(answer).size(), 5);
            QCOMPARE(jobOf(answer), name);
        }
        // Nothing went live by that.
        QCOMPARE(ids(recommend(u"user_id=u1"_qs)).size(), 0);
        QCOMPARE(m_platform->get(u"/api/models/%1/recommendations"_qs.arg(modelOf(m_popular))).status, 400);
    }

    void aContextIsServedByItsEndpoint()
    {
        const auto made =
            m_platform->post(u"/api/model-endpoints"_qs,
                             {{u"endpoint_name"_qs, u"home"_qs}, {u"context_ids"_qs, QJsonArray{u"101"_qs}}});
        m_home = made.value("endpoint").toObject().value(u"id"_qs).toInteger();
        QVERIFY(promoted(m_popular, 1));
        QCOMPARE(jobOf(recommend(u"user_id=u1&context_id=7"_qs)), m_popular);
        QCOMPARE(ids(recommend(u"user_id=u1&context_id=101"_qs)).size(), 0);
        QVERIFY(promoted(m_learned, m_home));
        QCOMPARE(jobOf(recommend(u"user_id=u1&context_id=101"_qs)), m_learned);
        QCOMPARE(jobOf(recommend(u"user_id=u1"_qs)), m_popular);
        const auto active = m_platform->get(u"/api/context/101/active-model"_qs);
        QCOMPARE(active.value("model").toObject().value(u"job_name"_qs).toString(), m_learned);
        QCOMPARE(active.value("family").toObject().value(u"family_key"_qs).toString(), u"two-tower-gru"_qs);
        const auto now = m_platform->get(u"/api/production-at?endpoint_id=%1"_qs.arg(m_home));
        QCOMPARE(now.value("version").toObject().value(u"job_name"_qs).toString(), m_learned);
        QVERIFY(
            m_platform->get(u"/api/production-at?time=2020-01-01T00:00:00Z"_qs).value("version").isNull());
    }

    void filtersTheList()
    {
        const auto shoes = recommend(u"user_id=u1&include_seen=true&filter=category:shoes"_qs);
        QCOMPARE(shoes.status, 200);
        QCOMPARE(ids(shoes).size(), 10);
        const auto rows = shoes.value("data").toArray();
        for (qsizetype i = 0; i < rows.size(); ++i) {
            QCOMPARE(rows.at(i).toObject().value(u"metadata"_qs).toObject().value(u"category"_qs).toString(),
                     u"shoes"_qs);
            QCOMPARE(rows.at(i).toObject().value(u"rank"_qs).toInt(), i + 1);
        }
        QCOMPARE(ids(recommend(u"user_id=u1&limit=100&include_seen=true&filter=category!=shoes"_qs)).size(),
                 30);
        const auto both = recommend(u"user_id=u1&include_seen=true&filters=n:4&filters=OR:n:5"_qs);
        QStringList two = ids(both);
        two.sort();
        QCOMPARE(two, (QStringList{u"i4"_qs, u"i5"_qs}));
        const auto byBody = m_platform->send(
            "GET", u"/v1/recommendations"_qs,
            R"({"userId":"u1","includeSeen":true,"filter":["n:4","OR:n:5"],"context_id":101})",
            m_platform->coreToken());
        QCOMPARE(ids(byBody).size(), 2);
        QCOMPARE(jobOf(byBody), m_learned);
    }

    void aNewEventChangesTheListAtOnce()
    {
        const QStringList before = ids(recommend(u"user_id=u1&limit=3"_qs));
        QCOMPARE(before.size(), 3);
        const auto written = m_platform->send("POST", u"/v1/events"_qs,
                                              "{\"user_id\":\"u1\",\"item_id\":\"" +
                                                  before.first().toLatin1() + "\",\"type\":\"view\"}",
                                              m_platform->coreToken());
        QCOMPARE(written.status, 200);
        const QStringList after = ids(recommend(u"user_id=u1&limit=3"_qs));
        QVERIFY(!after.contains(before.first()));
        QCOMPARE(after.first(), before.at(1));
    }

    void aDeletedItemLeavesAndTheListStaysFull()
    {
        const QStringList before = ids(recommend(u"user_id=u2&limit=5"_qs));
        QCOMPARE(before.size(), 5);
        QCOMPARE(
            m_platform->send("DELETE", u"/v1/items/"_qs + before.first(), {}, m_platform->coreToken()).status,
            200);
        const QStringList after = ids(recommend(u"user_id=u2&limit=5"_qs));
        QVERIFY(!after.contains(before.first()));
        QCOMPARE(after.size(), 5);
        QCOMPARE(after.first(), before.at(1));
    }

    void namesTheDimensionOfTheVersion()
    {
        const auto learned = recommend(u"user_id=u1&context_id=101"_qs).value("embedding_info").toObject();
        QCOMPARE(learned.value(u"dimension"_qs).toInt(), 64);
        QCOMPARE(learned.value(u"expected_dimension"_qs).toInt(), 64);
        QCOMPARE(learned.value(u"source"_qs).toString(), u"db"_qs);
        const auto popular = recommend(u"user_id=u1"_qs).value("embedding_info").toObject();
        QVERIFY(popular.contains(u"dimension"_qs) && popular.value(u"dimension"_qs).isNull());
    }

    void metersWhatAnEndpointServes()
    {
        const QString path = u"/api/model-endpoints/%1/metrics"_qs;
        const auto requests = [&](qint64 id) {
            return m_platform->get(path.arg(id) + u"?minutes=5"_qs).value("requests").toInteger();
        };
        const qint64 main = requests(1);
        const qint64 home = requests(m_home);
        QVERIFY(main > 0 && home > 0);
        for (int i = 0; i < 7; ++i)
            QCOMPARE(recommend(u"user_id=u3&context_id=101"_qs).status, 200);
        QCOMPARE(recommend(u"user_id=u3&limit=0"_qs).status, 400); // never reached an endpoint
        const auto answer = m_platform->get(path.arg(m_home) + u"?minutes=5"_qs);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.value("requests").toInteger(), home + 7);
        QCOMPARE(requests(1), main);
        QCOMPARE(answer.value("errors").toInteger(), 0);
        QVERIFY(answer.value("requests_per_second").toDouble() > 0);
        QVERIFY(answer.value("p50_ms").toDouble() > 0);
        QVERIFY(answer.value("p99_ms").toDouble() >= answer.value("p50_ms").toDouble());
        const QJsonArray series = answer.value("series").toArray();
        QCOMPARE(series.size(), 30);
        qint64 sum = 0;
        for (const QJsonValue point : series)
            sum += point.toObject().value(u"requests"_qs).toInteger();
        QCOMPARE(sum, home + 7);
        QCOMPARE(m_platform->get(path.arg(1) + u"?minutes=999"_qs).value("minutes").toInt(), 60);
        for (const QString &bad : {u"0"_qs, u"-3"_qs, u"x"_qs, u"1.5"_qs})
            QCOMPARE(m_platform->get(path.arg(1) + u"?minutes="_qs + bad).status, 400);
        QCOMPARE(m_platform->get(path.arg(999)).status, 404);
        const QByteArray page = m_platform->get(u"/metrics"_qs).body;
        QVERIFY2(page.contains("nsl_recommendation_requests_total{endpoint_id=\"" +
                               QByteArray::number(m_home) + "\"} "),
                 page.constData());
        QCOMPARE(m_platform->send("GET", path.arg(1), {}, m_platform->keyWith({u"events"_qs})).status, 403);
    }

    void aRevokedClientIsOutAtOnce()
    {
        const auto client = m_platform->credentials.createClient(testActor(), {}, u"shop"_qs);
        QVERIFY(client.ok());
        const auto token = m_platform->credentials.issueToken(client->clientId, client->clientSecret, {});
        QVERIFY(token.ok());
        const auto ask = [&] {
            return m_platform->send("GET", u"/v1/recommendations?user_id=u1"_qs, {}, token->accessToken)
                .status;
        };
        QCOMPARE(ask(), 200);
        QCOMPARE(ask(), 200);
        const auto revoked = m_platform->store->change(testActor(), {}, [&](StateChange &change) {
            auto &clients = m_platform->store->clients();
            return clients.revoke(change, clients.findByClientId(client->clientId)->client.id);
        });
        QVERIFY(revoked.ok());
        QCOMPARE(ask(), 401);
        QCOMPARE(m_platform->send("GET", u"/v1/recommendations?user_id=u1"_qs, {}, {}).status, 401);
        // A platform key is no token, and a token without the scope reads nothing.
        QCOMPARE(m_platform->get(u"/v1/recommendations?user_id=u1"_qs).status, 401);
        const auto writer = m_platform->credentials.issueToken(
            m_platform->session.clientId, m_platform->session.clientSecret, u"neuronsearchlab-api/write"_qs);
        QVERIFY(writer.ok());
        QCOMPARE(
            m_platform->send("GET", u"/v1/recommendations?user_id=u1"_qs, {}, writer->accessToken).status,
            403);
    }

    void aContextMovesWithItsEndpointAtOnce()
    {
        const QString path = u"/api/model-endpoints/%1"_qs.arg(m_home);
        QCOMPARE(m_platform->patch(path, {{u"context_ids"_qs, QJsonArray{u"303"_qs}}}).status, 200);
        QCOMPARE(jobOf(recommend(u"user_id=u1&context_id=101"_qs)), m_popular);
        QCOMPARE(jobOf(recommend(u"user_id=u1&context_id=303"_qs)), m_learned);
        QCOMPARE(m_platform->patch(path, {{u"context_ids"_qs, QJsonArray{u"101"_qs}}}).status, 200);
        QCOMPARE(jobOf(recommend(u"user_id=u1&context_id=101"_qs)), m_learned);
    }

    void manyInactiveItemsAreLeftOutToo()
    {
        // More than are named in each request, beside all but a few that the version knows.
        const auto written = m_platform->store->record([&](DataWrite &write) -> Outcome<Done> {
            QList<Item> gone;
            for (int i = 0; i < 600; ++i) {
                Item item;
                item.id = u"gone%1"_qs.arg(i);
                item.name = item.id;
                item.active = false;
                gone.append(item);
            }
            if (auto done = m_platform->store->items().create(write, gone); !done.ok())
                return done.error();
            for (int i = 0; i < 34; ++i) {
                const auto item = m_platform->store->items().find(u"i%1"_qs.arg(i));
                if (!item)
                    continue;
                Item changed = *item;
                changed.active = false;
                if (auto done = m_platform->store->items().update(write, changed); !done.ok())
                    return done.error();
            }
            return Done{};
        });
        QVERIFY(written.ok());
        const QStringList left = ids(recommend(u"user_id=u3&limit=20&include_seen=true"_qs));
        QVERIFY(!left.isEmpty() && left.size() <= 6);
        for (const QString &id : left)
            QVERIFY(id.mid(1).toInt() >= 34);
    }

    void anEndpointThatServesGoesOnlyByName()
    {
        const QString path = u"/api/model-endpoints/%1"_qs.arg(m_home);
        const auto refused = m_platform->send("DELETE", path, {}, m_platform->session.key);
        QCOMPARE(refused.status, 409);
        QCOMPARE(refused.code(), u"endpoint_serves"_qs);
        QCOMPARE(m_platform->send("DELETE", path + u"?force=other"_qs, {}, m_platform->session.key).status,
                 409);
        QCOMPARE(m_platform->send("DELETE", path + u"?force=home"_qs, {}, m_platform->session.key).status,
                 200);
        QCOMPARE(jobOf(recommend(u"user_id=u1&context_id=101"_qs)), m_popular);
        QVERIFY(m_platform->store->journal().verify().ok());
        // Its version is free again.
        const auto version = m_platform->get(u"/api/models/%1"_qs.arg(modelOf(m_learned)));
        QCOMPARE(version.value("model").toObject().value(u"lifecycle_state"_qs).toString(), u"approved"_qs);
    }
};

QTEST_GUILESS_MAIN(TestEndpointsTargets)
#include "tst_endpoints_targets.moc"
