// SPDX-License-Identifier: GPL-3.0-or-later
// Contract 2.1: event types and templates.
#include "row.h"
#include "sections.h"

using namespace nsl;

namespace
{

const QString typesPath = u"/api/events/event-types"_qs;
const QString templatesPath = u"/api/events/templates"_qs;

} // namespace

class SignalRows : public RowTests
{
    Q_OBJECT

private:
    static qint64 newType()
    {
        const auto made = write("POST", typesPath, {{u"name"_qs, platform().fresh(u"type"_qs)}});
        return made.value("event_id").toInteger();
    }
    static QJsonObject templateBody()
    {
        return {{u"name"_qs, platform().fresh(u"Recipe "_qs)},
                {u"status"_qs, u"draft"_qs},
                {u"event_types"_qs,
                 QJsonArray{QJsonObject{{u"id"_qs, 1}, {u"weight"_qs, 30}}, QJsonObject{{u"id"_qs, 2}}}},
                {u"thresholds"_qs, QJsonObject{{u"per_signal_min"_qs, 3}, {u"total_min"_qs, 40}}},
                {u"family_id"_qs, platform().familyId()}};
    }
    static qint64 newTemplate()
    {
        return write("POST", templatesPath, templateBody()).value("id").toInteger();
    }

    QList<Row> table() const override
    {
        const auto typeBody = [] {
            return QJsonObject{{u"event_name"_qs, platform().fresh(u"signal"_qs)}, {u"value"_qs, 35}};
        };
        return {
            {"GET", typesPath, [] { return Ask{typesPath}; }, u"[@eventtype]"_qs},
            {"POST", typesPath,
             [=] {
                 return Ask{typesPath, typeBody()};
             },
             u"@eventtype"_qs},
            {"POST", typesPath,
             [] {
                 return Ask{typesPath,
                            QJsonObject{{u"name"_qs, platform().fresh(u"signal"_qs)}, {u"weight"_qs, 1}}};
             },
             u"@eventtype"_qs},
            {"PUT", typesPath + u"/{}"_qs,
             [] {
                 return Ask{typesPath + u"/%1"_qs.arg(newType()),
                            QJsonObject{{u"event_name"_qs, platform().fresh(u"renamed"_qs)}}};
             },
             u"@eventtype"_qs, typesPath + u"/999999"_qs},
            {"DELETE", typesPath + u"/{}"_qs, [] { return Ask{typesPath + u"/%1"_qs.arg(newType())}; },
             u"{ok:bool}"_qs, typesPath + u"/999999"_qs},
            {"POST", u"/api/events/save-values"_qs,
             [] {
                 return Ask{
                     u"/api/events/save-values"_qs,
                     QJsonObject{{u"event_types"_qs,
                                  QJsonArray{QJsonObject{{u"event_id"_qs, newType()},
                                                         {u"event_name"_qs, platform().fresh(u"saved"_qs)},
                                                         {u"value"_qs, 12}}}}}};
             },
             u"{ok:bool updated:int}"_qs},
            {"GET", templatesPath, [] { return Ask{templatesPath}; }, u"{templates:[@template] rev:int}"_qs},
            {"POST", templatesPath,
             [] {
                 return Ask{templatesPath, templateBody()};
             },
             u"{template:@template id:int}"_qs},
            {"PUT", templatesPath + u"/{}"_qs,
             [] {
                 return Ask{templatesPath + u"/%1"_qs.arg(newTemplate()),
                            QJsonObject{{u"status"_qs, u"published"_qs},
                                        {u"event_types"_qs,
                                         QJsonArray{QJsonObject{{u"id"_qs, 3}, {u"weight"_qs, 9}}}}}};
             },
             u"{template:@template}"_qs, templatesPath + u"/999999"_qs},
            {"DELETE", templatesPath + u"/{}"_qs,
             [] { return Ask{templatesPath + u"/%1"_qs.arg(newTemplate())}; }, u"{ok:bool}"_qs,
             templatesPath + u"/999999"_qs},
        };
    }

private Q_SLOTS:
    void bothNamingsSayTheSame()
    {
        const auto made = write("POST", typesPath, {{u"event_name"_qs, u"both"_qs}, {u"value"_qs, 61}});
        for (const auto &[vendor, ours] :
             {std::pair(u"event_id"_qs, u"id"_qs), std::pair(u"event_name"_qs, u"name"_qs),
              std::pair(u"value"_qs, u"weight"_qs)})
            QCOMPARE(made.json().value(vendor), made.json().value(ours));
        QCOMPARE(made.value("value").toInt(), 61);
        QCOMPARE(made.value("name").toString(), u"both"_qs);
        // The PUT is partial, in either naming.
        const QString path = typesPath + u"/%1"_qs.arg(made.value("id").toInteger());
        QCOMPARE(write("PUT", path, {{u"weight"_qs, 7}}).value("event_name").toString(), u"both"_qs);
        QCOMPARE(write("PUT", path, {{u"name"_qs, u"both2"_qs}}).value("value").toInt(), 7);
        QCOMPARE(write("PUT", path, {{u"name"_qs, u"view"_qs}}).status, 409);
        QCOMPARE(write("PUT", path, {}).value("weight").toInt(), 7);
    }

    void weights()
    {
        const auto make = [](const QJsonObject &weight) {
            QJsonObject body{{u"name"_qs, platform().fresh(u"weighed"_qs)}};
            for (auto it = weight.begin(); it != weight.end(); ++it)
                body.insert(it.key(), it.value());
            return write("POST", typesPath, body);
        };
        QCOMPARE(make({}).value("weight").toInt(), 50);
        QCOMPARE(make({{u"value"_qs, 0}}).value("weight").toInt(-1), 0);
        QCOMPARE(make({{u"weight"_qs, 100}}).value("weight").toInt(), 100);
        for (const QJsonObject &wrong :
             {QJsonObject{{u"weight"_qs, 0}}, QJsonObject{{u"weight"_qs, 101}},
              QJsonObject{{u"value"_qs, -1}}, QJsonObject{{u"value"_qs, 101}},
              QJsonObject{{u"weight"_qs, 1.5}}, QJsonObject{{u"value"_qs, u"much"_qs}}})
            QCOMPARE(make(wrong).status, 400);
    }

    void aTypeWithoutANameOrTwice()
    {
        QCOMPARE(write("POST", typesPath, {{u"value"_qs, 5}}).code(), u"event_name_required"_qs);
        QCOMPARE(write("POST", typesPath, {{u"name"_qs, QString(65, u'n')}}).status, 400);
        QCOMPARE(write("POST", typesPath, {{u"name"_qs, u"view"_qs}}).status, 409);
        QCOMPARE(write("POST", u"/api/events/save-values"_qs, {}).status, 400);
        QCOMPARE(write("POST", u"/api/events/save-values"_qs,
                       {{u"event_types"_qs, QJsonArray{QJsonObject{{u"event_id"_qs, 999999}}}}})
                     .status,
                 404);
    }

    void recordedEventsStay()
    {
        const qint64 id = newType();
        const QJsonObject event{{u"user_id"_qs, u"u1"_qs}, {u"item_id"_qs, u"i1"_qs}, {u"type"_qs, id}};
        const auto recorded = writeCore("POST", u"/v1/events"_qs, event);
        QCOMPARE(recorded.status, 200);
        const QString eventId =
            recorded.value("data").toArray().first().toObject().value(u"id"_qs).toString();
        QCOMPARE(write("DELETE", typesPath + u"/%1"_qs.arg(id)).status, 200);
        QCOMPARE(platform().core(u"/v1/events/"_qs + eventId).status, 200);
        // In use by a template: it stays.
        QCOMPARE(write("DELETE", typesPath + u"/1"_qs).status, 409);
    }

    void anIdWithSixteenDigitsIsExact()
    {
        const qint64 id = 9'007'199'254'740'993; // no double is this number
        platform().store.runBehind(
            u"INSERT INTO event_type (id, name, weight, created_at, rev) VALUES (%1, 'long', 10, 0, 1)"_qs
                .arg(id));
        const QByteArray number = QByteArray::number(id);
        QVERIFY(platform().get(typesPath).body.contains("\"event_id\":" + number));
        const auto changed = write("PUT", typesPath + u'/' + QString::number(id), {{u"weight"_qs, 11}});
        QCOMPARE(changed.status, 200);
        QVERIFY(changed.body.contains("\"id\":" + number));
        const auto saved = platform().send("POST", u"/api/events/save-values"_qs,
                                           "{\"event_types\":[{\"event_id\":" + number + ",\"value\":12}]}",
                                           platform().session.key);
        QCOMPARE(saved.value("updated").toInt(), 1);
        QCOMPARE(platform().store->eventTypes().find(id)->weight, 12);
        for (const QByteArray &type : {number, '"' + number + '"', QByteArray("\"long\"")}) {
            const auto event = platform().send(
                "POST", u"/v1/events"_qs, "{\"user_id\":\"u1\",\"item_id\":\"i1\",\"type\":" + type + "}",
                platform().coreToken());
            QCOMPARE(event.status, 200);
            QVERIFY(event.body.contains(number));
        }
        QCOMPARE(platform()
                     .core(u"/v1/events?type="_qs + QString::fromLatin1(number))
                     .value("data")
                     .toArray()
                     .size(),
                 3);
        QCOMPARE(write("DELETE", typesPath + u'/' + QString::number(id)).status, 200);
    }

    void templates()
    {
        const qint64 id = newTemplate();
        const QString path = templatesPath + u"/%1"_qs.arg(id);
        const auto stored = platform().store->templates().find(id);
        QCOMPARE(stored->eventTypes.first().weight, 30);
        // The event type's own weight is the value proposed when it is added.
        QCOMPARE(stored->eventTypes.last().weight, 50);
        const auto renamed = write("PUT", path, {{u"name"_qs, u"Renamed"_qs}}).value("template").toObject();
        QCOMPARE(renamed.value(u"name"_qs).toString(), u"Renamed"_qs);
        QCOMPARE(renamed.value(u"status"_qs).toString(), u"draft"_qs);
        QCOMPARE(renamed.value(u"event_types"_qs).toArray().size(), 2);
        for (const QJsonObject &wrong :
             {QJsonObject{{u"status"_qs, u"ready"_qs}}, QJsonObject{{u"event_types"_qs, 5}},
              QJsonObject{{u"event_types"_qs, QJsonArray{QJsonObject{{u"id"_qs, 999999}}}}},
              QJsonObject{{u"event_types"_qs, QJsonArray{QJsonObject{{u"id"_qs, 1}, {u"weight"_qs, 0}}}}},
              QJsonObject{{u"thresholds"_qs, QJsonObject{{u"total_min"_qs, -1}}}},
              QJsonObject{{u"family_id"_qs, 999999}}, QJsonObject{{u"name"_qs, u""_qs}}}) {
            const auto answer = write("PUT", path, wrong);
            QVERIFY2(answer.status == 400, answer.body.constData());
        }
        // A new workspace has one, published.
        const auto first = platform().store->templates().find(1);
        QCOMPARE(first->name, u"All signals"_qs);
        QVERIFY(first->status == TemplateStatus::Published);
        QCOMPARE(first->perSignalMin, 10);
        QCOMPARE(first->totalMin, 1000);
    }
};

std::unique_ptr<QObject> signalRows()
{
    return std::make_unique<SignalRows>();
}

#include "signalrows.moc"
