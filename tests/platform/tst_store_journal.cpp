// SPDX-License-Identifier: GPL-3.0-or-later
#include "teststore.h"

#include <QJsonObject>

using namespace nsl;
using namespace Qt::StringLiterals;

class TestStoreJournal : public QObject
{
    Q_OBJECT

private slots:
    void newWorkspaceIsJournalled();
    void changeWithoutEntryIsTakenBack();
    void failedChangeLeavesNothing();
    void nestingIsRefused();
    void rowsCannotBeChangedOrDeleted();
    void editBehindTheTriggersIsFound();
    void pagesAndObjects();
};

void TestStoreJournal::newWorkspaceIsJournalled()
{
    TestStore store;
    const JournalPage page = store->journal().page(100);
    QVERIFY(page.entries.size() >= 5);
    QCOMPARE(page.entries.last().action, u"workspace.created"_s);
    QCOMPARE(page.headHash, page.entries.first().hash);
    const auto check = store->journal().verify();
    QVERIFY(check.ok());
    QCOMPARE(check->entries, page.entries.size());
    QCOMPARE(check->headHash, page.headHash);
}

void TestStoreJournal::changeWithoutEntryIsTakenBack()
{
    TestStore store;
    const auto outcome = store->change(testActor(), {}, [](StateChange &change) -> Outcome<Done> {
        change.run(u"UPDATE event_type SET weight = 1"_s);
        return Done();
    });
    QVERIFY(!outcome.ok());
    QCOMPARE(outcome.error().code, u"journal_missing"_s);
    QCOMPARE(store->eventTypes().findByName(u"view"_s)->weight, 20);
}

void TestStoreJournal::failedChangeLeavesNothing()
{
    TestStore store;
    const QString head = store->journal().headHash();
    const auto outcome = store->change(testActor(), {}, [&](StateChange &change) -> Outcome<EventType> {
        const auto first = store->eventTypes().create(change, u"share"_s, 5);
        if (!first)
            return first;
        return store->eventTypes().create(change, u"share"_s, 5);
    });
    QVERIFY(!outcome.ok());
    QCOMPARE(outcome.error().kind, PlatformError::Kind::Conflict);
    QVERIFY(!store->eventTypes().findByName(u"share"_s));
    QCOMPARE(store->journal().headHash(), head);
}

void TestStoreJournal::nestingIsRefused()
{
    TestStore store;
    const auto outcome = store->change(testActor(), {}, [&](StateChange &change) -> Outcome<EventType> {
        const auto inner = store->record([](DataWrite &) -> Outcome<Done> { return Done(); });
        if (inner.ok() || inner.error().code != "nested_transaction"_L1)
            return PlatformError::invalid(u"the inner one was let through"_s);
        return store->eventTypes().create(change, u"share"_s, 5);
    });
    QVERIFY2(outcome.ok(), outcome.ok() ? "" : qPrintable(outcome.error().message));
    QVERIFY(store->eventTypes().findByName(u"share"_s));
}

void TestStoreJournal::rowsCannotBeChangedOrDeleted()
{
    TestStore store;
    QVERIFY_THROWS_EXCEPTION(StoreFailure, store.runBehind(u"UPDATE journal SET action = 'nothing'"_s));
    QVERIFY_THROWS_EXCEPTION(StoreFailure, store.runBehind(u"DELETE FROM journal"_s));
    QVERIFY(store->journal().verify().ok());
}

void TestStoreJournal::editBehindTheTriggersIsFound()
{
    TestStore store;
    store.runBehind(u"DROP TRIGGER journal_is_append_only_update"_s);
    store.runBehind(u"UPDATE journal SET actor_name = 'someone else' WHERE id = 3"_s);
    auto check = store->journal().verify();
    QVERIFY(!check.ok());
    QVERIFY(check.error().message.contains(u"entry 3"_s));

    TestStore other;
    other.runBehind(u"DROP TRIGGER journal_is_append_only_delete"_s);
    other.runBehind(u"DELETE FROM journal WHERE id = 2"_s);
    check = other->journal().verify();
    QVERIFY(!check.ok());
    QVERIFY(check.error().message.contains(u"entry 2"_s));
}

void TestStoreJournal::pagesAndObjects()
{
    TestStore store;
    const EventType view = *store->eventTypes().findByName(u"view"_s);
    const auto changed = store->change(testActor(), u"req-1"_s, [&](StateChange &change) {
        return store->eventTypes().update(change, view.id, u"view"_s, 30);
    });
    QVERIFY(changed.ok());
    QVERIFY(changed->rev > view.rev);
    const JournalPage page = store->journal().page(1, 0, u"event-type/%1"_s.arg(view.id));
    QCOMPARE(page.entries.size(), 1);
    const JournalEntry &entry = page.entries.first();
    QCOMPARE(entry.action, u"event_type.changed"_s);
    QCOMPARE(entry.before.toObject().value(u"weight"_s).toInt(), 20);
    QCOMPARE(entry.after.toObject().value(u"weight"_s).toInt(), 30);
    QCOMPARE(entry.requestId, u"req-1"_s);
    QCOMPARE(entry.actor, testActor());
    const JournalPage older = store->journal().page(100, entry.id, u"event-type/%1"_s.arg(view.id));
    QCOMPARE(older.entries.size(), 1);
    QVERIFY(older.entries.first().before.isUndefined());
}

QTEST_GUILESS_MAIN(TestStoreJournal)
#include "tst_store_journal.moc"
