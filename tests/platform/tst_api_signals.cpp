// SPDX-License-Identifier: GPL-3.0-or-later
#include "runningplatform.h"

using namespace nsl;

class TestApiSignals : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<RunningPlatform> m_platform;

    HttpAnswer put(const QString &path, const QJsonObject &body)
    {
        return m_platform->send("PUT", path, QJsonDocument(body).toJson(), m_platform->session.key);
    }
    HttpAnswer remove(const QString &path)
    {
        return m_platform->send("DELETE", path, "{}", m_platform->session.key);
    }

private Q_SLOTS:
    void init()
    {
        m_platform = std::make_unique<RunningPlatform>();
        QVERIFY(m_platform->start());
    }
    void cleanup() { m_platform.reset(); }

    void aNewWorkspaceHasItsSignals()
    {
        const auto answer = m_platform->get(u"/api/events/event-types"_qs);
        QCOMPARE(answer.status, 200);
        const QJsonArray rows = QJsonDocument::fromJson(answer.body).array(); // a bare array
        QCOMPARE(rows.size(), 3);
        QCOMPARE(rows.first().toObject().value(u"event_name"_qs).toString(), u"view"_qs);
        QCOMPARE(rows.first().toObject().value(u"value"_qs).toInt(), 20);
        const auto templates = m_platform->get(u"/api/events/templates"_qs);
        const QJsonObject recipe = templates.value("templates").toArray().first().toObject();
        QCOMPARE(recipe.value(u"name"_qs).toString(), u"All signals"_qs);
        QCOMPARE(recipe.value(u"status"_qs).toString(), u"published"_qs);
        QVERIFY(templates.value("rev").toInteger() > 0);
    }

    void eventTypesAreMadeInEitherNaming()
    {
        const QString path = u"/api/events/event-types"_qs;
        auto answer = m_platform->post(path, {{u"event_name"_qs, u"like"_qs}, {u"value"_qs, 0}});
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.value("event_id").toInteger() > 0);
        QCOMPARE(answer.value("value").toInt(), 0);
        answer = m_platform->post(path, {{u"eventName"_qs, u"rate"_qs}});
        QCOMPARE(answer.value("weight").toInt(), 50);
        answer = m_platform->post(path, {{u"name"_qs, u"share"_qs}, {u"weight"_qs, u"70"_qs}});
        QCOMPARE(answer.value("value").toInt(), 70);
        QCOMPARE(m_platform->post(path, {{u"name"_qs, u"share"_qs}}).status, 409);
        QCOMPARE(m_platform->post(path, {{u"weight"_qs, 5}}).status, 400);
        QCOMPARE(m_platform->post(path, {{u"name"_qs, u"a"_qs}, {u"weight"_qs, 0}}).status, 400);
        QCOMPARE(m_platform->post(path, {{u"name"_qs, u"a"_qs}, {u"weight"_qs, 101}}).status, 400);
        QCOMPARE(m_platform->post(path, {{u"name"_qs, u"a"_qs}, {u"value"_qs, 1.5}}).status, 400);
    }

    void eventTypesChangeAndGo()
    {
        const QString path = u"/api/events/event-types"_qs;
        const QString one =
            path + u'/' +
            QString::number(m_platform->post(path, {{u"name"_qs, u"like"_qs}}).value("id").toInteger());
        auto answer = put(one, {{u"value"_qs, 9}});
        QCOMPARE(answer.value("weight").toInt(), 9);
        QCOMPARE(answer.value("name").toString(), u"like"_qs);
        QCOMPARE(put(one, {{u"weight"_qs, -1}}).status, 400);
        QCOMPARE(put(path + u"/4711"_qs, {{u"weight"_qs, 1}}).status, 404);
        answer = m_platform->post(
            u"/api/events/save-values"_qs,
            {{u"eventTypes"_qs, QJsonArray{QJsonObject{{u"event_id"_qs, 1}, {u"value"_qs, 33}}}}});
        QCOMPARE(answer.value("updated").toInt(), 1);
        QCOMPARE(m_platform->store->eventTypes().find(1)->weight, 33);
        QCOMPARE(remove(one).value("ok").toBool(), true);
        QCOMPARE(remove(one).status, 404);
        QCOMPARE(remove(path + u"/1"_qs).status, 409); // a template uses it
    }

    void templatesAreChecked()
    {
        const QString path = u"/api/events/templates"_qs;
        const QJsonObject good{
            {u"name"_qs, u"Clicks"_qs},
            {u"status"_qs, u"draft"_qs},
            {u"event_types"_qs,
             QJsonArray{QJsonObject{{u"id"_qs, 2}, {u"weight"_qs, 40}}, QJsonObject{{u"id"_qs, 3}}}},
            {u"thresholds"_qs, QJsonObject{{u"per_signal_min"_qs, 3}, {u"totalMin"_qs, 7}}}};
        auto answer = m_platform->post(path, good);
        QCOMPARE(answer.status, 200);
        const QJsonObject recipe = answer.value("template").toObject();
        QCOMPARE(recipe.value(u"id"_qs), answer.value("id"));
        QCOMPARE(recipe.value(u"event_types"_qs).toArray().at(0).toObject().value(u"weight"_qs).toInt(), 40);
        QCOMPARE(recipe.value(u"event_types"_qs).toArray().at(1).toObject().value(u"weight"_qs).toInt(), 100);
        QCOMPARE(recipe.value(u"thresholds"_qs).toObject().value(u"total_min"_qs).toInt(), 7);

        const QString one = path + u'/' + QString::number(answer.value("id").toInteger());
        answer = put(one, {{u"status"_qs, u"published"_qs}});
        QCOMPARE(answer.value("template").toObject().value(u"status"_qs).toString(), u"published"_qs);
        QCOMPARE(answer.value("template").toObject().value(u"name"_qs).toString(), u"Clicks"_qs);

        const auto without = [&](const QString &key, const QJsonValue &value) {
            QJsonObject changed = good;
            changed.insert(key, value);
            return m_platform->post(path, changed).status;
        };
        QCOMPARE(without(u"name"_qs, u""_qs), 400);
        QCOMPARE(without(u"status"_qs, u"final"_qs), 400);
        QCOMPARE(without(u"event_types"_qs, QJsonArray()), 400);
        QCOMPARE(without(u"event_types"_qs, u"view"_qs), 400);
        QCOMPARE(without(u"event_types"_qs, QJsonArray{QJsonObject{{u"id"_qs, 99}}}), 400);
        QCOMPARE(without(u"event_types"_qs, QJsonArray{QJsonObject{{u"id"_qs, 1}, {u"weight"_qs, 0}}}), 400);
        QCOMPARE(without(u"thresholds"_qs, QJsonObject{{u"per_signal_min"_qs, -1}}), 400);
        QCOMPARE(without(u"thresholds"_qs, 5), 400);
        QCOMPARE(without(u"family_id"_qs, 99), 400);
        QCOMPARE(remove(one).status, 200);
        QCOMPARE(remove(one).status, 404);
        QCOMPARE(put(one, {{u"name"_qs, u"x"_qs}}).status, 404);
    }
};

QTEST_GUILESS_MAIN(TestApiSignals)
#include "tst_api_signals.moc"
