// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/storereader.h"
#include "teststore.h"

#include <QJsonObject>

using namespace nsl;
using namespace Qt::StringLiterals;

class TestStoreData : public QObject
{
    Q_OBJECT

private slots:
    void itemsAreAllOrNothing();
    void legalItemIds();
    void eventsInOrder();
    void rowsOfARunningImportAreHidden();
    void readerSeesOneMoment();
    void onlyStagedRowsMayBeLost();

private:
    static void addEvents(SqliteStore &store, QList<EventRow> rows, qint64 importId = 0);
};

void TestStoreData::addEvents(SqliteStore &store, QList<EventRow> rows, qint64 importId)
{
    QVERIFY(store
                .record([&](DataWrite &write) -> Outcome<Done> {
                    store.events().append(write, rows, importId);
                    return Done();
                })
                .ok());
}

void TestStoreData::onlyStagedRowsMayBeLost()
{
    TestStore store;
    constexpr qint64 normal = 1;
    constexpr qint64 full = 2;
    qint64 level = 0;
    bool fails = false;
    const auto look = [&](auto &write) -> Outcome<Done> {
        Statement row = write.run(u"PRAGMA synchronous"_s);
        row.next();
        level = row.integer(0);
        if (fails)
            return PlatformError::invalid(u"no"_s);
        return Done();
    };
    QVERIFY(store->stage(look).ok());
    QCOMPARE(level, normal);
    QVERIFY(store->record(look).ok());
    QCOMPARE(level, full);
    fails = true;
    QVERIFY(!store->stage(look).ok());
    fails = false;
    QVERIFY(store->record(look).ok());
    QCOMPARE(level, full);
}

void TestStoreData::itemsAreAllOrNothing()
{
    TestStore store;
    const auto create = [&](const QStringList &ids) {
        QList<Item> items;
        for (const QString &id : ids) {
            Item item;
            item.id = id;
            item.name = u"Name of "_s + id;
            item.metadata = QJsonObject{{u"genres"_s, u"a|b"_s}};
            items.append(item);
        }
        return store->record([&](DataWrite &write) { return store->items().create(write, items); });
    };
    QCOMPARE(store->items().revision(), 0);
    QVERIFY(create({u"a"_s, u"b"_s, u"c"_s}).ok());
    QCOMPARE(store->items().revision(), 1);
    QCOMPARE(create({u"d"_s, u"b"_s}).error().code, u"item_already_exists"_s);
    QCOMPARE(create({u"e"_s, u"e"_s}).error().code, u"item_already_exists"_s);
    QCOMPARE(store->items().count(), 3);
    QCOMPARE(store->items().revision(), 1);
    const auto page = store->items().page(2, u"a"_s);
    QCOMPARE(page.size(), 2);
    QCOMPARE(page.first().id, u"b"_s);
    QCOMPARE(page.first().metadata.value(u"genres"_s).toString(), u"a|b"_s);
    Item item = page.first();
    item.active = false;
    QVERIFY(store->record([&](DataWrite &write) { return store->items().update(write, item); }).ok());
    QCOMPARE(store->items().inactiveIds(), QStringList{u"b"_s});
    QCOMPARE(store->items().activeCount(), 2);
    QVERIFY(store->record([&](DataWrite &write) { return store->items().remove(write, u"b"_s); }).ok());
    QVERIFY(!store->items().find(u"b"_s));
    QCOMPARE(store->items().findMany({u"c"_s, u"b"_s, u"a"_s}).size(), 2);
}

void TestStoreData::legalItemIds()
{
    QVERIFY(ItemRepository::isLegalId(u"A-_9"));
    QVERIFY(ItemRepository::isLegalId(QString(128, u'x')));
    QVERIFY(!ItemRepository::isLegalId(QString(129, u'x')));
    for (const QString &bad : {u""_s, u"-a"_s, u"_a"_s, u"a b"_s, u"a/b"_s, u"\u00e9"_s})
        QVERIFY2(!ItemRepository::isLegalId(bad), qPrintable(bad));
}

void TestStoreData::eventsInOrder()
{
    TestStore store;
    addEvents(*store.store, {{0, "u1", "a", 1, 2000, {}},
                             {0, "u2", "b", 2, 1000, "{\"k\":1}"},
                             {0, "u1", "b", 2, 1000, {}},
                             {0, "u1", "c", 1, 2000, {}},
                             {0, "u10", "c", 1, 3000, {}}});
    QCOMPARE(store->events().count(), 5);
    QCOMPARE(store->events().lastId(), 5);
    QCOMPARE(store->events().userCount(), 3);
    const auto history = store->events().history(u"u1"_s, {});
    QCOMPARE(history.size(), 3);
    QCOMPARE(history.at(0).itemId, QByteArray("b"));
    QCOMPARE(history.at(1).itemId, QByteArray("a")); // equal times: in order of arrival
    QCOMPARE(history.at(2).itemId, QByteArray("c"));
    QCOMPARE(store->events().history(u"u1"_s, {1}, 1).first().itemId, QByteArray("c"));
    QCOMPARE(store->events().itemsOfUser(u"u1"_s).size(), 3);
    QCOMPARE(store->events().users(u"u1"_s, 10), (QStringList{u"u1"_s, u"u10"_s}));
    QCOMPARE(store->events().users({}, 2), (QStringList{u"u1"_s, u"u10"_s}));
    QCOMPARE(store->eventTypes().find(1)->eventCount, 3);
    QCOMPARE(store->eventTypes().find(1)->lastEventAt.toMSecsSinceEpoch(), 3000);
    const Event event = *store->events().find(2);
    QCOMPARE(event.eventTypeName, u"click"_s);
    QCOMPARE(event.metadata.value(u"k"_s).toInt(), 1);
    const auto page = store->events().page(2, 5, {u"u1"_s, 1});
    QCOMPARE(page.size(), 2);
    QCOMPARE(page.first().id, 4);
    QList<qint64> seen;
    store->events().forEach(4, {1}, [&](const EventRow &row) {
        seen.append(row.id);
        return true;
    });
    QCOMPARE(seen, (QList<qint64>{1, 4}));
}

void TestStoreData::rowsOfARunningImportAreHidden()
{
    TestStore store;
    addEvents(*store.store, {{0, "u1", "a", 1, 1000, {}}});
    ImportRequest request;
    request.kind = u"events"_s;
    request.path = u"/some/file.csv"_s;
    qint64 id = 0;
    QVERIFY(store
                ->record([&](DataWrite &write) -> Outcome<Done> {
                    id = store->imports().begin(write, request, 10);
                    return Done();
                })
                .ok());
    addEvents(*store.store, {{0, "u2", "b", 1, 1000, {}}, {0, "u2", "c", 1, 1000, {}}}, id);
    addEvents(*store.store, {{0, "u3", "a", 1, 1000, {}}});
    QCOMPARE(store->events().count(), 2);
    QCOMPARE(store->events().users({}, 10), (QStringList{u"u1"_s, u"u3"_s}));
    QVERIFY(!store->events().find(2));
    QVERIFY(store->events().history(u"u2"_s, {}).isEmpty());
    QCOMPARE(store->imports().hiddenImports(), QList<qint64>{id});

    // What a start of the program does with the leftovers of a crash.
    bool more = true;
    int turns = 0;
    while (more) {
        turns += 1;
        QVERIFY(store
                    ->record([&](DataWrite &write) -> Outcome<Done> {
                        more = store->imports().removeRows(write, id, 1);
                        return Done();
                    })
                    .ok());
    }
    QCOMPARE(turns, 3);
    QVERIFY(store->imports().hiddenImports().isEmpty());
    QVERIFY(store->imports().find(id)->status == ImportState::Failed);
    QCOMPARE(store->events().lastId(), 4);
    QCOMPARE(store->events().page(10).size(), 2);
}

void TestStoreData::readerSeesOneMoment()
{
    TestStore store;
    addEvents(*store.store, {{0, "u1", "a", 1, 1000, {}}});
    auto reader = StoreReader::open(store.file());
    QVERIFY(reader.ok());
    addEvents(*store.store, {{0, "u2", "a", 1, 1000, {}}});
    int seen = 0;
    reader.value()->events().forEach(1000, {}, [&](const EventRow &) { return ++seen > 0; });
    QCOMPARE(seen, 1);
    QCOMPARE(store->events().count(), 2);
}

QTEST_GUILESS_MAIN(TestStoreData)
#include "tst_store_data.moc"
