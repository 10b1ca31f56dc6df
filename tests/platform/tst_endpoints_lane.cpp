// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the serving lane, one by one: what is counted, what is remembered, and when it is read again.
#include "endpoints/endpointmeters.h"
#include "endpoints/itemdirectory.h"
#include "endpoints/meterstext.h"
#include "endpoints/traffictable.h"
#include "endpoints/userdirectory.h"
#include "store/credentials.h"
#include "store/servingreader.h"
#include "teststore.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace nsl;
using namespace std::chrono_literals;

class TestEndpointsLane : public QObject
{
    Q_OBJECT

private:
    static void addItem(TestStore &store, const QString &id)
    {
        const auto done = store->record([&](DataWrite &write) {
            Item item;
            item.id = id;
            item.name = QStringLiteral("Name of %1 \"quoted\"").arg(id);
            item.metadata = {{QStringLiteral("kind"), id.left(1)}};
            return store->items().create(write, {item});
        });
        QVERIFY(done.ok());
    }
    static qint64 addEvents(TestStore &store, const QByteArray &user, const QByteArrayList &items,
                            qint64 importId = 0, qint64 type = 1)
    {
        qint64 last = 0;
        const auto done = store->record([&](DataWrite &write) -> Outcome<Done> {
            QList<EventRow> rows;
            for (qsizetype i = 0; i < items.size(); ++i)
                rows.append({0, user, items.at(i), type, (1'700'000'000 + i) * 1000, {}});
            store->events().append(write, rows, importId);
            last = rows.last().id;
            return Done{};
        });
        return done.ok() ? last : -1;
    }

private Q_SLOTS:
    void countsLatencies()
    {
        LatencyHistogram histogram;
        QCOMPARE(histogram.percentileMs(0.5), 0.0);
        for (int i = 1; i <= 1000; ++i)
            histogram.add(std::chrono::microseconds(i * 10)); // 10 µs to 10 ms, evenly
        QCOMPARE(histogram.count(), 1000);
        for (const double share : {0.1, 0.5, 0.9, 0.99}) {
            const double wanted = share * 10;
            QVERIFY2(std::abs(histogram.percentileMs(share) - wanted) < 0.12 * wanted,
                     qPrintable(QString::number(histogram.percentileMs(share))));
        }
        QCOMPARE(histogram.countThrough(LatencyHistogram::classes - 1), 1000);
        for (int i = 1; i < LatencyHistogram::classes; ++i) {
            QVERIFY(LatencyHistogram::boundSeconds(i) > LatencyHistogram::boundSeconds(i - 1));
            QVERIFY(histogram.countThrough(i) >= histogram.countThrough(i - 1));
        }
        // What is beyond the bounds is counted too.
        LatencyHistogram far;
        far.add(0ns);
        far.add(-5ns);
        far.add(24h);
        QCOMPARE(far.count(), 3);
        QVERIFY(far.percentileMs(0.99) >= 20'000);
    }

    void metersEndpointsOverTime()
    {
        EndpointMeters meters;
        meters.declare(1);
        meters.declare(2);
        constexpr qint64 start = 1'700'000'000;
        for (int second = 0; second < 120; ++second) {
            for (int i = 0; i < 5; ++i)
                meters.record(1, 2ms, second >= 60 && i == 0, start + second);
        }
        meters.record(2, 50ms, false, start);
        const MeterReport minute = meters.report(1, 1, start + 119);
        QCOMPARE(minute.series.size(), 6);
        QCOMPARE(minute.whole.requests, 300);
        QCOMPARE(minute.whole.errors, 60);
        QVERIFY(std::abs(minute.requestsPerSecond - 5) < 0.01);
        QVERIFY(std::abs(minute.whole.p50Ms - 2) < 0.25);
        for (qsizetype i = 0; i < minute.series.size(); ++i) {
            QCOMPARE(minute.series.at(i).at, start + 60 + i * 10);
            QCOMPARE(minute.series.at(i).requests, 50);
            QCOMPARE(minute.series.at(i).errors, 10);
        }
        QCOMPARE(meters.report(1, 60, start + 119).whole.requests, 600);
        QCOMPARE(meters.report(1, 60, start + 119).series.size(), 360);
        QCOMPARE(meters.report(2, 60, start + 119).whole.requests, 1);
        QCOMPARE(meters.report(3, 60, start + 119).whole.requests, 0);
        // An hour later the same slots hold other times.
        QCOMPARE(meters.report(1, 60, start + 119 + 3600).whole.requests, 0);
        meters.record(1, 2ms, false, start + 119 + 3600);
        QCOMPARE(meters.report(1, 60, start + 119 + 3600).whole.requests, 1);
        const auto totals = meters.totals();
        QCOMPARE(totals.size(), 2);
        QCOMPARE(totals.first().requests, 601);
        QCOMPARE(totals.first().errors, 60);
        QVERIFY(std::abs(totals.first().seconds - 601 * 0.002) < 1e-6);
        PrometheusText page;
        addServingMetrics(page, meters, start + 119 + 3600);
        QVERIFY(page.text().contains("nsl_recommendation_requests_total{endpoint_id=\"1\"} 601\n"));
        QVERIFY(page.text().contains("nsl_recommendation_errors_total{endpoint_id=\"1\"} 60\n"));
        QVERIFY(page.text().contains("{endpoint_id=\"1\",quantile=\"0.99\"} 0.00"));
        meters.forget(1);
        QCOMPARE(meters.totals().size(), 1);
        // What was under way when the endpoint was deleted.
        meters.record(1, 2ms, false, start + 119 + 3600);
        QCOMPARE(meters.totals().size(), 1);
    }

    void trafficIsCountedUntilItIsAnswered()
    {
        http::Loop loop;
        const auto first = std::make_shared<WorkerLink>(loop, quint16(1), "token-of-the-first");
        const auto second = std::make_shared<WorkerLink>(loop, quint16(2), "token-of-the-second");
        TrafficTable table;
        QCOMPARE(table.routeFor({}).endpointId, 0);
        Endpoint main;
        main.id = 1;
        main.modelType = QStringLiteral("embedder");
        main.isDefault = true;
        main.activeVersion = VersionRef{7, 1, QStringLiteral("F"), 1, {}, QStringLiteral("job")};
        Endpoint home = main;
        home.id = 2;
        home.isDefault = false;
        home.contextIds = {QStringLiteral("101")};
        Endpoint ranker = home;
        ranker.id = 3;
        ranker.modelType = QStringLiteral("ranker");
        ranker.contextIds = {QStringLiteral("202")};
        table.publish({{ranker, nullptr}, {home, nullptr}, {main, first}});
        QCOMPARE(table.routeFor(QStringLiteral("101")).endpointId, 2);
        QVERIFY(!table.routeFor(QStringLiteral("101")).worker);
        QCOMPARE(table.routeFor(QStringLiteral("202")).endpointId, 1);

        int idle = 0;
        first->setIdleCallback([&idle] { ++idle; });
        {
            TrafficRoute a = table.routeFor({});
            TrafficRoute b = table.routeFor(QStringLiteral("7"));
            QCOMPARE(first->requests(), std::size_t(2));
            table.publish({{main, second}});
            QCOMPARE(table.routeFor({}).endpointId, 1);
            QCOMPARE(first->requests(), std::size_t(2)); // who began before goes on with it
            a.worker = WorkerLease();
            QCOMPARE(idle, 0);
            const WorkerLease moved = std::move(b.worker);
            QCOMPARE(first->requests(), std::size_t(1));
        }
        QCOMPARE(first->requests(), std::size_t(0));
        QCOMPARE(idle, 1);
        QCOMPARE(second->requests(), std::size_t(0));
    }

    void usersAreReadAgainWhenTheyHaveNewEvents()
    {
        TestStore store;
        for (const char *id : {"a", "b", "c"})
            addItem(store, QString::fromLatin1(id));
        QVERIFY(addEvents(store, "ada", {"a", "b", "a"}) > 0);
        QVERIFY(addEvents(store, "bob", {"c"}) > 0);
        auto reader = ServingReader::open(store.file());
        QVERIFY(reader.ok());
        ServingReader &serving = *reader.value();
        QVERIFY(serving.hasMoved());
        QVERIFY(!serving.hasMoved());
        UserDirectory users(serving);
        const QHash<qint64, int> weights{{1, 20}};
        auto marks = serving.marks();
        QCOMPARE(users.find("ada", 1, weights).seen.text(), QByteArray("\"a\",\"b\""));
        QCOMPARE(users.find("ada", 1, weights).history,
                 QByteArray("[[\"a\",20,1700000000],[\"b\",20,1700000001],[\"a\",20,1700000002]]"));
        // Fractions of a second go along, and decide about the order.
        EventRow late{0, "eve", "a", 1, 1'700'000'000'250, {}};
        EventRow early = late;
        early.itemId = "b";
        early.occurredMs = 1'700'000'000'007;
        const auto added = store->record([&](DataWrite &write) -> Outcome<Done> {
            QList<EventRow> rows{late, early};
            store->events().append(write, rows);
            return Done{};
        });
        QVERIFY(added.ok());
        QCOMPARE(users.find("eve", 1, weights).history,
                 QByteArray("[[\"b\",20,1700000000.007],[\"a\",20,1700000000.250]]"));
        QCOMPARE(users.find("ada", 2, {{9, 5}}).history, QByteArray("[]")); // another version's signals
        QCOMPARE(users.find("bob", 1, weights).seen.text(), QByteArray("\"c\""));
        QCOMPARE(users.find("nobody", 1, weights).history, QByteArray("[]"));

        const auto follow = [&] {
            const auto now = serving.marks();
            users.follow(marks, now);
            marks = now;
        };
        QVERIFY(addEvents(store, "ada", {"c"}) > 0);
        QVERIFY(serving.hasMoved());
        follow();
        QVERIFY(users.find("ada", 1, weights).seen.text().contains("\"c\""));

        // Rows of an import are seen when it has ended, all at once.
        store.runBehind(QStringLiteral("INSERT INTO import (kind, path, status, hidden, created_at, rev) "
                                       "VALUES ('events', '', 'Running', "
                                       "1, 0, 0)"));
        QVERIFY(addEvents(store, "bob", {"a"}, 1) > 0);
        follow();
        QCOMPARE(users.find("bob", 1, weights).seen.text(), QByteArray("\"c\""));
        store.runBehind(QStringLiteral("UPDATE import SET hidden = 0"));
        store.runBehind(QStringLiteral("UPDATE counter SET value = value + 1 WHERE name = 'events'"));
        follow();
        QVERIFY(users.find("bob", 1, weights).seen.text().contains("\"a\""));

        // The id of a row that was taken back is given again.
        const qint64 last = serving.marks().lastEventId;
        store.runBehind(
            QStringLiteral("INSERT INTO import (kind, path, status, hidden, created_at, rev) VALUES "
                           "('events', '', 'Running', 1, 0, 0)"));
        QVERIFY(addEvents(store, "carl", {"a", "b", "c"}, 2) > last);
        follow();
        QCOMPARE(users.find("carl", 1, weights).seen.text(), QByteArray());
        store.runBehind(QStringLiteral("DELETE FROM event WHERE import_id = 2"));
        QCOMPARE(addEvents(store, "carl", {"b"}), last + 1);
        follow();
        QCOMPARE(users.find("carl", 1, weights).seen.text(), QByteArray("\"b\""));
    }

    void itemsAreWrittenOnceAndReadAgainWhenForgotten()
    {
        TestStore store;
        for (const char *id : {"a", "b", "c"})
            addItem(store, QString::fromLatin1(id));
        auto reader = ServingReader::open(store.file());
        QVERIFY(reader.ok());
        ItemDirectory items(*reader.value());
        const QByteArray *head = items.rowHead("a");
        QVERIFY(head);
        const auto row = QJsonDocument::fromJson(*head + "3,\"score\":0.25}").object();
        QCOMPARE(row.value(QStringLiteral("rank")).toInt(), 3);
        QCOMPARE(row.value(QStringLiteral("score")).toDouble(), 0.25);
        QCOMPARE(row.value(QStringLiteral("item_id")).toString(), QStringLiteral("a"));
        QCOMPARE(row.value(QStringLiteral("item")).toObject().value(QStringLiteral("name")).toString(),
                 QStringLiteral("Name of a \"quoted\""));
        QVERIFY(!items.rowHead("unheard-of"));
        QCOMPARE(items.inactiveIds().size(), 0);
        const auto filter = ItemFilter::parse({QStringLiteral("kind:b")});
        QVERIFY(filter.ok());
        QVERIFY(items.matches("b", *filter));
        QVERIFY(!items.matches("c", *filter));

        const qint64 before = reader.value()->marks().catalogue;
        const auto changed = store->record([&](DataWrite &write) {
            Item item = *store->items().find(QStringLiteral("a"));
            item.active = false;
            return store->items().update(write, item);
        });
        QVERIFY(changed.ok());
        QVERIFY(reader.value()->marks().catalogue > before);
        items.forget();
        QVERIFY(!items.rowHead("a"));
        QCOMPARE(items.inactiveIds(), QByteArrayList{"a"});
    }

    void aTokenEndsWithItsClient()
    {
        TestStore store;
        Credentials credentials(*store.store);
        const auto session = credentials.openSession(QStringLiteral("ada"));
        const auto client = credentials.createClient(testActor(), {}, QStringLiteral("shop"));
        QVERIFY(client.ok());
        auto reader = ServingReader::open(store.file());
        QVERIFY(reader.ok());
        TokenChecker checker(reader.value()->clients(), credentials.sessionClient());
        const auto token = credentials.issueToken(client->clientId, client->clientSecret, {});
        const auto own = credentials.issueToken(session.clientId, session.clientSecret, {});
        QVERIFY(token.ok() && own.ok());
        QByteArray other = token->accessToken;
        other[0] = other.startsWith('x') ? 'y' : 'x';
        for (int i = 0; i < 2; ++i) {
            const auto caller = checker.checkRemembering(token->accessToken);
            QVERIFY(caller);
            QCOMPARE(caller->actor.name, QStringLiteral("shop"));
            QCOMPARE(checker.checkRemembering(own->accessToken)->actor.name, QStringLiteral("ada"));
            QVERIFY(!checker.checkRemembering(other));
            QVERIFY(!checker.checkRemembering("short"));
        }
        QVERIFY(reader.value()->hasMoved());
        const auto revoked = store->change(testActor(), {}, [&](StateChange &change) {
            return store->clients().revoke(change,
                                           store->clients().findByClientId(client->clientId)->client.id);
        });
        QVERIFY(revoked.ok());
        QVERIFY(reader.value()->hasMoved());
        checker.forget();
        QVERIFY(!checker.checkRemembering(token->accessToken));
        QVERIFY(!checker.check(token->accessToken));
        QVERIFY(checker.check(own->accessToken));
        // Another run's session client is nobody.
        TokenChecker later(reader.value()->clients(), {QStringLiteral("other"), QStringLiteral("ada")});
        QVERIFY(!later.check(own->accessToken));
    }

    void textsAreWrittenAsJson()
    {
        for (const QByteArray &text : {QByteArray("plain-1"), QByteArray("a\"b\\c\n"), QByteArray("ünï")}) {
            const auto list = QJsonDocument::fromJson('[' + jsonString(text) + ']').array();
            QCOMPARE(list.at(0).toString(), QString::fromUtf8(text));
        }
    }
};

QTEST_GUILESS_MAIN(TestEndpointsLane)
#include "tst_endpoints_lane.moc"
