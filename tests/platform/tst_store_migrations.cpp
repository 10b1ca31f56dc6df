// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/migrations.h"
#include "teststore.h"

#include <QDir>
#include <QFile>

using namespace nsl;
using namespace Qt::StringLiterals;

/// Workspaces of every earlier schema (schemas/NNNN.sql) are opened with this program.
class TestStoreMigrations : public QObject
{
    Q_OBJECT

private slots:
    void everyEarlierSchemaHasADump();
    void everyEarlierSchemaIsBroughtUpToDate_data();
    void everyEarlierSchemaIsBroughtUpToDate();

private:
    static QString schemasFolder() { return QStringLiteral(NSL_SOURCE_DIR) + u"/tests/platform/schemas"_s; }
    static QStringList shapeOf(const QString &file);
};

void TestStoreMigrations::everyEarlierSchemaHasADump()
{
    for (int schema = 1; schema < Migrations::newest(); ++schema) {
        const QString file = u"%1/%2.sql"_s.arg(schemasFolder()).arg(schema, 4, 10, QLatin1Char('0'));
        QVERIFY2(QFile::exists(file), qPrintable(file));
    }
}

void TestStoreMigrations::everyEarlierSchemaIsBroughtUpToDate_data()
{
    QTest::addColumn<QString>("dump");
    for (const QStringList names = QDir(schemasFolder()).entryList({u"*.sql"_s}); const QString &name : names)
        QTest::newRow(qPrintable(name)) << QString(schemasFolder() + u'/' + name);
}

QStringList TestStoreMigrations::shapeOf(const QString &file)
{
    auto database = Database::open(file, Database::Mode::ReadOnly);
    Statement rows = database.value()->run(u"SELECT m.type || ' ' || m.name || ' ' || coalesce(c.name || ' ' "
                                           u"|| c.type || ' ' || c.\"notnull\", '') "
                                           "FROM sqlite_master m LEFT JOIN pragma_table_info(m.name) c WHERE "
                                           "m.name NOT LIKE 'sqlite_%' ORDER BY "
                                           "1"_s);
    QStringList shape;
    while (rows.next())
        shape.append(rows.text(0));
    return shape;
}

void TestStoreMigrations::everyEarlierSchemaIsBroughtUpToDate()
{
    QFETCH(QString, dump);
    QTemporaryDir folder;
    const QString path = folder.filePath(u"platform.db"_s);
    {
        QFile script(dump);
        QVERIFY(script.open(QFile::ReadOnly));
        auto database = Database::open(path, Database::Mode::ReadWrite);
        database.value()->runScript(script.readAll());
    }
    {
        auto opened = SqliteStore::open(path);
        QVERIFY2(opened.ok(), opened.ok() ? "" : qPrintable(opened.error().message));
        SqliteStore &store = *opened.value();
        QCOMPARE(store.schemaVersion(), Migrations::newest());
        // Nothing of what was there is lost.
        QVERIFY(store.journal().verify().ok());
        QCOMPARE(store.jobs().list().size(), 3);
        QCOMPARE(store.jobs().findByName(u"train-1-1700000100"_s)->label, u"first"_s);
        QCOMPARE(store.jobs().find(3)->failureReason, u"The worker ran out of memory."_s);
        QCOMPARE(store.versions().list().size(), 2);
        QCOMPARE(store.metrics().series(1).first().points.size(), 2);
        QCOMPARE(store.endpoints().list().first().activeVersion->version, 2);
        QCOMPARE(store.deployments().listOfEndpoint(1).size(), 2);
        QCOMPARE(store.items().count(), 3);
        QCOMPARE(store.events().history(u"u2"_s, {}).size(), 2);
        QCOMPARE(store.keys().list().size(), 1);
        QCOMPARE(store.clients().list().size(), 1);
        // A client of before the step cannot know what was removed then.
        QVERIFY(!store.changes().removedSince(RecordKind::Job, 39).ok());
        QVERIFY(store.changes().removedSince(RecordKind::Job, 40).ok());
        // And the new is there.
        const auto removed = store.change(
            testActor(), {}, [&](StateChange &change) { return store.jobs().remove(change, 3); });
        QVERIFY(removed.ok());
        QCOMPARE(*store.changes().removedSince(RecordKind::Job, 40), QList<qint64>{3});
    }
    TestStore fresh;
    QCOMPARE(shapeOf(path), shapeOf(fresh.file()));
}

QTEST_GUILESS_MAIN(TestStoreMigrations)
#include "tst_store_migrations.moc"
