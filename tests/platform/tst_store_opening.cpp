// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/migrations.h"
#include "teststore.h"

#include <QFile>

using namespace nsl;
using namespace Qt::StringLiterals;

class TestStoreOpening : public QObject
{
    Q_OBJECT

private slots:
    void newWorkspaceContent();
    void secondOpeningChangesNothing();
    void newerSchemaIsRefused();
    void damagedFileNamesTheBackup();
    void emptyFileBesideRunsOrBackupsIsRefused_data();
    void emptyFileBesideRunsOrBackupsIsRefused();
    void fileIsPrivate();
};

void TestStoreOpening::newWorkspaceContent()
{
    TestStore store;
    QCOMPARE(store->schemaVersion(), Migrations::newest());
    const auto types = store->eventTypes().list();
    QCOMPARE(types.size(), 3);
    QCOMPARE(types.at(0).name, u"view"_s);
    QCOMPARE(types.at(0).weight, 20);
    QCOMPARE(types.at(1).name, u"click"_s);
    QCOMPARE(types.at(1).weight, 50);
    QCOMPARE(types.at(2).name, u"purchase"_s);
    QCOMPARE(types.at(2).weight, 100);
    const auto templates = store->templates().list();
    QCOMPARE(templates.size(), 1);
    const SignalTemplate &all = templates.first();
    QCOMPARE(all.name, u"All signals"_s);
    QVERIFY(all.status == TemplateStatus::Published);
    QCOMPARE(all.perSignalMin, 10);
    QCOMPARE(all.totalMin, 1000);
    QCOMPARE(all.eventTypes.size(), 3);
    QCOMPARE(all.eventTypes.at(2).weight, 100);
    const auto endpoints = store->endpoints().list();
    QCOMPARE(endpoints.size(), 1);
    QCOMPARE(endpoints.first().name, u"production"_s);
    QCOMPARE(endpoints.first().modelType, u"embedder"_s);
    QVERIFY(endpoints.first().isDefault);
    QVERIFY(endpoints.first().status == EndpointStatus::OutOfService);
    QVERIFY(!endpoints.first().activeVersion);
}

void TestStoreOpening::secondOpeningChangesNothing()
{
    TestStore store;
    const QString head = store->journal().headHash();
    const qint64 rev = store->rev();
    store.store.reset();
    auto again = SqliteStore::open(store.file());
    QVERIFY(again.ok());
    QCOMPARE(again.value()->journal().headHash(), head);
    QCOMPARE(again.value()->rev(), rev);
}

void TestStoreOpening::newerSchemaIsRefused()
{
    TestStore store;
    store.store.reset();
    store.runBehind(u"PRAGMA user_version = 4711"_s);
    const auto refused = SqliteStore::open(store.file());
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().code, u"newer_schema"_s);
    QVERIFY(refused.error().message.contains(u"made by a newer version"_s));
    QVERIFY(refused.error().message.contains(store.file()));
}

void TestStoreOpening::damagedFileNamesTheBackup()
{
    TestStore store;
    store.store.reset();
    QFile file(store.file());
    QVERIFY(file.open(QFile::ReadWrite));
    const qint64 size = file.size();
    // Everything after the first page, so that the file still says that it is a database.
    QVERIFY(file.seek(4096));
    QCOMPARE(file.write(QByteArray(int(size - 4096), '\x5a')), size - 4096);
    file.close();
    auto refused = SqliteStore::open(store.file(), store.folder.filePath(u"backups"_s));
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().code, u"database_damaged"_s);
    QVERIFY(refused.error().message.contains(store.file()));
    QVERIFY(refused.error().message.contains(u"There is no backup"_s));

    QVERIFY(QDir(store.folder.path()).mkpath(u"backups/2026-01-01"_s));
    // One that was never finished is none.
    QVERIFY(QDir(store.folder.path()).mkpath(u"backups/.2026-01-02"_s));
    QFile backup(store.folder.filePath(u"backups/2026-01-01/backup.json"_s));
    QVERIFY(backup.open(QFile::WriteOnly));
    backup.close();
    refused = SqliteStore::open(store.file(), store.folder.filePath(u"backups"_s));
    QVERIFY(!refused.ok());
    QVERIFY(refused.error().message.contains(u"backups/2026-01-01."_s));

    QFile rubbish(store.folder.filePath(u"rubbish.db"_s));
    QVERIFY(rubbish.open(QFile::WriteOnly));
    rubbish.write(QByteArray(20000, 'x'));
    rubbish.close();
    refused = SqliteStore::open(rubbish.fileName());
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().code, u"database_damaged"_s);
}

void TestStoreOpening::emptyFileBesideRunsOrBackupsIsRefused_data()
{
    QTest::addColumn<bool>("isThere");
    QTest::addColumn<QString>("content");
    QTest::newRow("empty, runs") << true << u"jobs/train-1"_s;
    QTest::newRow("empty, backups") << true << u"backups/2026-01-01"_s;
    QTest::newRow("missing, runs") << false << u"jobs/train-1"_s;
    QTest::newRow("missing, backups") << false << u"backups/2026-01-01"_s;
}

void TestStoreOpening::emptyFileBesideRunsOrBackupsIsRefused()
{
    QFETCH(const bool, isThere);
    QFETCH(const QString, content);
    QTemporaryDir folder;
    const QString path = folder.filePath(u"platform.db"_s);
    const QString backups = folder.filePath(u"backups"_s);
    QVERIFY(QDir(folder.path()).mkpath(u"jobs"_s));
    QVERIFY(QDir(folder.path()).mkpath(u"backups"_s));
    QFile file(path);
    if (isThere)
        QVERIFY(file.open(QFile::WriteOnly));
    file.close();
    // A first start that was ended at once leaves this.
    {
        QVERIFY(SqliteStore::open(path, backups).ok());
    }
    QVERIFY(file.remove());
    if (isThere)
        QVERIFY(file.open(QFile::WriteOnly));
    file.close();
    QVERIFY(QDir(folder.path()).mkpath(content));
    if (content.startsWith(u"backups"_s)) {
        QFile manifest(folder.filePath(content + u"/backup.json"_s));
        QVERIFY(manifest.open(QFile::WriteOnly));
    }
    const auto refused = SqliteStore::open(path, backups);
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().code, u"database_lost"_s);
    QVERIFY(refused.error().message.contains(path));
    QCOMPARE(QFileInfo(path).size(), 0); // nothing was begun
}

void TestStoreOpening::fileIsPrivate()
{
    TestStore store;
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    for (const QString &suffix : {u""_s, u"-wal"_s, u"-shm"_s}) {
        QVERIFY(QFile::exists(store.file() + suffix));
        QCOMPARE(QFile::permissions(store.file() + suffix) & others, QFile::Permissions());
    }
}

QTEST_GUILESS_MAIN(TestStoreOpening)
#include "tst_store_opening.moc"
