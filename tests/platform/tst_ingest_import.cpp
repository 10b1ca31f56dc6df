// SPDX-License-Identifier: GPL-3.0-or-later
#include "importhelper.h"

#include <QJsonObject>

using namespace nsl;
using importing::request;
using importing::run;
using importing::write;
using namespace Qt::StringLiterals;

class TestIngestImport : public QObject
{
    Q_OBJECT

private slots:
    void itemsAndEvents();
    void badFiles_data();
    void badFiles();
    void refusedAtOnce();
    void sameFileOnlyOnPurpose();
    void updateReplacesItems();
    void dryRunImportsNothing();
    void jsonlKeepsTypes();
    void firstHundredErrors();
    void cancelLeavesNothing();
    void oneAtATimeAndOthersGoOn();
    void leftoversOfACrashAreRemoved();
    void movieLens();

private:
    static void addItems(TestStore &store);
};

void TestIngestImport::addItems(TestStore &store)
{
    const auto job = run(*store.store,
                         request(u"items"_s, write(store, u"ok-items.csv"_s, "id,name\na,Apple\nb,Bread\n")));
    QVERIFY(job.status == ImportState::Succeeded);
}

void TestIngestImport::itemsAndEvents()
{
    TestStore store;
    ImportRequest items =
        request(u"items"_s, write(store, u"items.csv"_s,
                                  "\xef\xbb\xbfkey,title,genres\r\na,\"Apple, red\",x|y\r\nb,Bread,\r\n"));
    items.map = {{u"item_id"_s, u"key"_s}, {u"name"_s, u"title"_s}};
    const ImportJob first = run(*store.store, items);
    QVERIFY2(first.status == ImportState::Succeeded,
             first.errors.isEmpty() ? "" : qPrintable(first.errors.first().message));
    QCOMPARE(first.rows, 2);
    QCOMPARE(first.inserted, 2);
    QCOMPARE(first.extraColumns, QStringList{u"genres"_s});
    QCOMPARE(store->items().find(u"a"_s)->name, u"Apple, red"_s);
    QCOMPARE(store->items().find(u"a"_s)->metadata, (QJsonObject{{u"genres"_s, u"x|y"_s}}));
    QCOMPARE(store->items().revision(), 1);

    // Two equal rows: both are events, in the order of the file.
    ImportRequest events =
        request(u"events"_s,
                write(store, u"events.csv"_s,
                      "userId,itemId,type,timestamp,note\nu,b,click,1700000000,\"a \"\"b\"\" \\ \n\"\n"
                      "u,a,,1700000000,x\nu,a,,1700000000,\nv,a,purchase,2024-01-01T00:00:00Z,\xc3\xa9\n"));
    events.defaultType = u"view"_s;
    const ImportJob second = run(*store.store, events);
    QVERIFY2(second.status == ImportState::Succeeded,
             second.errors.isEmpty() ? "" : qPrintable(second.errors.first().message));
    QCOMPARE(store->events().count(), 4);
    QCOMPARE(store->events().find(1)->metadata, (QJsonObject{{u"note"_s, u"a \"b\" \\ \n"_s}}));
    QCOMPARE(store->events().find(4)->metadata, (QJsonObject{{u"note"_s, u"\u00e9"_s}}));
    const auto history = store->events().history(u"u"_s, {});
    QCOMPARE(history.size(), 3);
    QCOMPARE(history.at(0).itemId, QByteArray("b"));
    QCOMPARE(history.at(0).eventTypeId, 2);
    QCOMPARE(history.at(1).itemId, QByteArray("a"));
    QCOMPARE(store->events().page(1).first().eventTypeName, u"purchase"_s);
    QCOMPARE(store->eventTypes().find(1)->eventCount, 2);
    QCOMPARE(store->journal().page(10, 0, u"import/%1"_s.arg(second.id)).entries.size(), 1);
    QVERIFY(store->journal().verify().ok());
}

void TestIngestImport::badFiles_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<qint64>("line");
    QTest::addColumn<QString>("reason");
    const auto events = u"events"_s;
    const auto items = u"items"_s;
    const QByteArray head = "user_id,item_id,type,timestamp\nu,a,view,1\n";
    QTest::newRow("empty") << events << QByteArray() << qint64(0) << u"empty"_s;
    QTest::newRow("no rows") << events << QByteArray("user_id,item_id,type,timestamp\n") << qint64(0)
                             << u"no rows"_s;
    QTest::newRow("column missing") << events << QByteArray("user_id,type,timestamp\nu,view,1\n") << qint64(1)
                                    << u"item_id"_s;
    QTest::newRow("unknown type") << events << QByteArray(head + "u,a,stare,1\n") << qint64(3) << u"stare"_s;
    QTest::newRow("unknown item") << events << QByteArray(head + "u,zzz,view,1\n") << qint64(3) << u"zzz"_s;
    QTest::newRow("bad time") << events << QByteArray(head + "u,a,view,soon\n") << qint64(3) << u"soon"_s;
    QTest::newRow("no user") << events << QByteArray(head + ",a,view,1\n") << qint64(3) << u"user"_s;
    QTest::newRow("long user") << events << QByteArray(head + QByteArray(300, 'u') + ",a,view,1\n")
                               << qint64(3) << u"256"_s;
    QTest::newRow("short row") << events << QByteArray(head + "u,a,view\n") << qint64(3) << u"3 fields"_s;
    // Nothing longer came before it, so nothing is left over that could be read in place of what is missing.
    QTest::newRow("short row first") << events
                                     << QByteArray(
                                            "user_id,item_id,type,timestamp,extra\nu,a\nu,a,view,1,x\n")
                                     << qint64(2) << u"2 fields"_s;
    QTest::newRow("short item first")
        << items << QByteArray("item_id,name,extra\na,b\n") << qint64(2) << u"2 fields"_s;
    QTest::newRow("not utf-8") << events << QByteArray(head + "\xff,a,view,1\n") << qint64(3) << u"UTF-8"_s;
    QTest::newRow("after a record of two lines")
        << events << QByteArray("user_id,item_id,type,timestamp,note\nu,a,view,1,\"x\ny\"\nu,q,view,1,\n")
        << qint64(4) << u"\"q\""_s;
    QTest::newRow("open quote") << events << QByteArray(head + "\"u,a,view,1\n") << qint64(3)
                                << u"never closed"_s;
    QTest::newRow("twice in file") << items << QByteArray("id,name\nx,X\nx,Y\n") << qint64(3) << u"twice"_s;
    QTest::newRow("already stored") << items << QByteArray("id,name\nx,X\na,Y\n") << qint64(3)
                                    << u"already"_s;
    QTest::newRow("illegal id") << items << QByteArray("id,name\n-x,X\n") << qint64(2) << u"-x"_s;
    QTest::newRow("no name") << items << QByteArray("id,name\nx, \n") << qint64(2) << u"name"_s;
    QTest::newRow("bad active") << items << QByteArray("id,name,active\nx,X,maybe\n") << qint64(2)
                                << u"true or false"_s;
    QTest::newRow("bad metadata") << items << QByteArray("id,name,metadata\nx,X,[1]\n") << qint64(2)
                                  << u"JSON object"_s;
    QTest::newRow("name too long") << items << QByteArray("id,name\nx," + QByteArray(501, 'n') + "\n")
                                   << qint64(2) << u"500"_s;
    QTest::newRow("bad json") << items << QByteArray("{\"id\":\"x\",\"name\":\"X\"}\n{\"id\":") << qint64(2)
                              << u"not a JSON object"_s;
}

void TestIngestImport::badFiles()
{
    QFETCH(QString, kind);
    QFETCH(QByteArray, content);
    QFETCH(qint64, line);
    QFETCH(QString, reason);
    TestStore store;
    addItems(store);
    const qint64 catalogue = store->items().revision();
    const ImportJob job = run(*store.store, request(kind, write(store, u"bad"_s, content)));
    QVERIFY(job.status == ImportState::Failed);
    QVERIFY(!job.errors.isEmpty());
    QCOMPARE(job.errors.first().line, line);
    QCOMPARE(job.errors.size(), 1);
    QVERIFY2(job.errors.first().message.contains(reason), qPrintable(job.errors.first().message));
    QCOMPARE(job.inserted, 0);
    QCOMPARE(store->items().count(), 2);
    QCOMPARE(store->items().revision(), catalogue);
    QCOMPARE(store->events().count(), 0);
    QCOMPARE(store->events().lastId(), 0);
    QVERIFY(store->imports().hiddenImports().isEmpty());
    const auto stored = store->imports().find(job.id);
    QVERIFY(stored->status == ImportState::Failed);
    QCOMPARE(stored->errors, job.errors);
}

void TestIngestImport::refusedAtOnce()
{
    TestStore store;
    ImportRunner runner(*store.store);
    const auto codeOf = [&](const ImportRequest &wanted) {
        const auto started = runner.start(wanted, testActor(), {});
        return started ? u"started"_s : started.error().code;
    };
    QCOMPARE(codeOf(request(u"events"_s, store.folder.filePath(u"none.csv"_s))), u"file_not_found"_s);
    QCOMPARE(codeOf(request(u"events"_s, store.folder.path())), u"not_a_file"_s);
    QCOMPARE(codeOf(request(u"users"_s, store.file())), QString());
    ImportRequest wrong = request(u"events"_s, store.file());
    wrong.map = {{u"colour"_s, u"c"_s}};
    QCOMPARE(codeOf(wrong), u"bad_map"_s);

    ImportRequest missing = request(u"items"_s, write(store, u"i.csv"_s, "id,name\nx,X\n"));
    missing.map = {{u"name"_s, u"title"_s}};
    const ImportJob job = run(*store.store, missing);
    QVERIFY(job.status == ImportState::Failed);
    QVERIFY(job.errors.first().message.contains(u"\"title\""_s));
    QCOMPARE(job.errors.first().line, 1);
    ImportRequest badDefault =
        request(u"events"_s, write(store, u"e.csv"_s, "user_id,item_id,timestamp\nu,x,1\n"));
    badDefault.defaultType = u"stare"_s;
    QVERIFY(run(*store.store, badDefault).errors.first().message.contains(u"stare"_s));
}

void TestIngestImport::sameFileOnlyOnPurpose()
{
    TestStore store;
    addItems(store);
    ImportRequest events =
        request(u"events"_s, write(store, u"e.csv"_s, "user_id,item_id,type,timestamp\nu,a,view,1\n"));
    QVERIFY(run(*store.store, events).status == ImportState::Succeeded);
    const ImportJob again = run(*store.store, events);
    QVERIFY(again.status == ImportState::Failed);
    QVERIFY(again.errors.first().message.contains(u"imported before"_s));
    QCOMPARE(store->events().count(), 1);
    events.again = true;
    QVERIFY(run(*store.store, events).status == ImportState::Succeeded);
    QCOMPARE(store->events().count(), 2);
}

void TestIngestImport::updateReplacesItems()
{
    TestStore store;
    addItems(store);
    ImportRequest items =
        request(u"items"_s, write(store, u"u.csv"_s, "id,name,active\na,Avocado,false\nc,Cake,\n"));
    items.update = true;
    const ImportJob job = run(*store.store, items);
    QVERIFY(job.status == ImportState::Succeeded);
    QCOMPARE(job.inserted, 1);
    QCOMPARE(job.duplicates, 1);
    QCOMPARE(store->items().find(u"a"_s)->name, u"Avocado"_s);
    QVERIFY(!store->items().find(u"a"_s)->active);
    QVERIFY(store->items().find(u"c"_s)->active);
    QCOMPARE(store->items().count(), 3);

    // An update that fails changes nothing of what is stored.
    items.path = write(store, u"v.csv"_s, "id,name\na,Almond\na,Apricot\n");
    QVERIFY(run(*store.store, items).status == ImportState::Failed);
    QCOMPARE(store->items().find(u"a"_s)->name, u"Avocado"_s);
}

void TestIngestImport::dryRunImportsNothing()
{
    TestStore store;
    const QString head = store->journal().headHash();
    ImportRequest items = request(u"items"_s, write(store, u"i.csv"_s, "id,name\nx,X\ny,Y\n"));
    items.dryRun = true;
    const ImportJob job = run(*store.store, items);
    QVERIFY(job.status == ImportState::Succeeded);
    QCOMPARE(job.rows, 2);
    QCOMPARE(store->items().count(), 0);
    QCOMPARE(store->journal().headHash(), head);
    items.dryRun = false;
    QVERIFY(run(*store.store, items).status == ImportState::Succeeded);
}

void TestIngestImport::jsonlKeepsTypes()
{
    TestStore store;
    const ImportJob job = run(
        *store.store,
        request(u"items"_s, write(store, u"i.jsonl"_s,
                                  "{\"itemId\":7,\"name\":\"X\",\"price\":9.5}\n"
                                  "{\"itemId\":8,\"name\":\"Y\",\"metadata\":{\"k\":1},\"new\":true}\n")));
    QVERIFY2(job.status == ImportState::Succeeded,
             job.errors.isEmpty() ? "" : qPrintable(job.errors.first().message));
    QCOMPARE(store->items().find(u"7"_s)->metadata, (QJsonObject{{u"price"_s, 9.5}}));
    QCOMPARE(store->items().find(u"8"_s)->metadata, (QJsonObject{{u"k"_s, 1}, {u"new"_s, true}}));
    QCOMPARE(job.extraColumns, (QStringList{u"price"_s, u"new"_s}));
}

void TestIngestImport::firstHundredErrors()
{
    TestStore store;
    QByteArray content("user_id,item_id,type,timestamp\n");
    for (int i = 0; i < 1000; ++i)
        content += "u,none,view,1\n";
    const ImportJob job = run(*store.store, request(u"events"_s, write(store, u"e.csv"_s, content)));
    QCOMPARE(job.errors.size(), 100);
    QCOMPARE(job.errors.last().line, 101);
}

void TestIngestImport::cancelLeavesNothing()
{
    TestStore store;
    addItems(store);
    QByteArray content("user_id,item_id,type,timestamp\n");
    for (int i = 0; i < 200'000; ++i)
        content += "u,a,view,1\n";
    ImportRunner runner(*store.store);
    QSignalSpy finished(&runner, &ImportRunner::importFinished);
    const auto started =
        runner.start(request(u"events"_s, write(store, u"e.csv"_s, content)), testActor(), {});
    QVERIFY(started.ok());
    // Cancelled when rows are in the table already.
    QTRY_VERIFY_WITH_TIMEOUT(runner.find(started->id)->rows > 0, 60'000);
    QVERIFY(runner.cancel(started->id).ok());
    QVERIFY(!finished.isEmpty() || finished.wait(60'000));
    QVERIFY(finished.first().first().value<ImportJob>().status == ImportState::Cancelled);
    QCOMPARE(store->events().lastId(), 0);
    QCOMPARE(store->events().count(), 0);
    QVERIFY(store->imports().hiddenImports().isEmpty());
    QCOMPARE(runner.cancel(started->id).error().code, u"import_ended"_s);
}

void TestIngestImport::oneAtATimeAndOthersGoOn()
{
    TestStore store;
    addItems(store);
    QByteArray content("user_id,item_id,type,timestamp\n");
    for (int i = 0; i < 100'000; ++i)
        content += "u" + QByteArray::number(i % 100) + ",a,view,1\n";
    ImportRunner runner(*store.store);
    QSignalSpy finished(&runner, &ImportRunner::importFinished);
    const ImportRequest wanted = request(u"events"_s, write(store, u"e.csv"_s, content));
    QVERIFY(runner.start(wanted, testActor(), {}).ok());
    QCOMPARE(runner.start(wanted, testActor(), {}).error().code, u"import_running"_s);
    // Another writer in the middle; what it wrote is seen, what is being imported is not.
    int turns = 0;
    connect(&runner, &ImportRunner::importUpdated, this, [&](const ImportJob &job) {
        if (job.rows == 0 || ++turns != 2)
            return;
        QVERIFY(store
                    ->record([&](DataWrite &write) -> Outcome<Done> {
                        QList<EventRow> rows{{0, "other", "b", 2, 1000, {}}};
                        store->events().append(write, rows);
                        return Done();
                    })
                    .ok());
        QCOMPARE(store->events().count(), 1);
        QCOMPARE(store->events().users({}, 10), QStringList{u"other"_s});
    });
    QVERIFY(finished.wait(60'000));
    QVERIFY(turns >= 2);
    QCOMPARE(store->events().count(), 100'001);
    QCOMPARE(store->events().userCount(), 101);
}

void TestIngestImport::leftoversOfACrashAreRemoved()
{
    TestStore store;
    addItems(store);
    {
        QByteArray content("user_id,item_id,type,timestamp\n");
        for (int i = 0; i < 100'000; ++i)
            content += "u,a,view,1\n";
        ImportRunner runner(*store.store);
        const auto started =
            runner.start(request(u"events"_s, write(store, u"e.csv"_s, content)), testActor(), {});
        QVERIFY(started.ok());
        QTRY_VERIFY_WITH_TIMEOUT(runner.find(started->id)->rows > 0, 60'000);
    } // the runner is gone in the middle, as after a crash
    QCOMPARE(store->events().lastId(), 0);
    QCOMPARE(store->imports().hiddenImports().size(), 1);
    store.store.reset();
    store.store = std::move(SqliteStore::open(store.file())).value();
    ImportRunner next(*store.store);
    const qint64 before = store->rev();
    next.removeLeftovers();
    QVERIFY(store->rev() > before + 100'000); // more than a power cut can have undone
    QTRY_VERIFY_WITH_TIMEOUT(store->imports().hiddenImports().isEmpty(), 60'000);
    QCOMPARE(store->events().page(10).size(), 0);
}

void TestIngestImport::movieLens()
{
    const QString folder = QStringLiteral(NSL_SHARED_DIR) + u"/data/ml-latest-small"_s;
    if (!QFile::exists(folder + u"/ratings.csv"_s))
        QSKIP("The reference data are not on this machine.");
    TestStore store;
    ImportRequest items = request(u"items"_s, folder + u"/movies.csv"_s);
    items.map = {{u"item_id"_s, u"movieId"_s}, {u"name"_s, u"title"_s}};
    const ImportJob movies = run(*store.store, items);
    QVERIFY(movies.status == ImportState::Succeeded);
    QCOMPARE(movies.inserted, 9742);
    QCOMPARE(movies.extraColumns, QStringList{u"genres"_s});
    ImportRequest events = request(u"events"_s, folder + u"/ratings.csv"_s);
    events.map = {{u"item_id"_s, u"movieId"_s}};
    events.defaultType = u"view"_s;
    const ImportJob ratings = run(*store.store, events);
    QVERIFY(ratings.status == ImportState::Succeeded);
    QCOMPARE(ratings.inserted, 100'836);
    QCOMPARE(ratings.extraColumns, QStringList{u"rating"_s});
    QCOMPARE(store->events().count(), 100'836);
    QCOMPARE(store->events().userCount(), 610);
    QCOMPARE(store->events().find(1)->metadata, (QJsonObject{{u"rating"_s, u"4.0"_s}}));
    QCOMPARE(store->events().find(1)->itemId, u"1"_s);
    QCOMPARE(store->events().find(1)->occurredAt.toSecsSinceEpoch(), 964982703);
}

QTEST_GUILESS_MAIN(TestIngestImport)
#include "tst_ingest_import.moc"
