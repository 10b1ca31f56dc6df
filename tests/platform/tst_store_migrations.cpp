// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/migrations.h"
#include "teststore.h"

#include <QDir>
#include <QFile>

using namespace nsl;
using namespace Qt::StringLiterals;

/// Workspaces of every earlier schema are opened with this program. A dump schemas/NNNN.sql is a workspace as
/// schema N left it; who adds a migration adds one of the schema before, with rows in what is new there:
/// `sqlite3 platform.db .dump`, and at its end `PRAGMA user_version = N;`. Every dump is also brought to each
/// schema in between first.
class TestStoreMigrations : public QObject
{
    Q_OBJECT

private slots:
    void theFirstSchemasHaveTheirDumps();
    void everyEarlierSchemaKeepsItsRows_data();
    void everyEarlierSchemaKeepsItsRows();
    void theFirstSchemaIsReadable();
    void newerSchemasAreLeftAlone();

private:
    /// Table -> its columns -> its rows, each as one text.
    struct Content
    {
        QMap<QString, QStringList> columns;
        QMap<QString, QStringList> rows;
    };

    static QString schemasFolder() { return QStringLiteral(NSL_SOURCE_DIR) + u"/tests/platform/schemas"_s; }
    static QStringList shapeOf(const QString &file);
    static int versionOf(Database &database);
    static Content contentOf(const QString &file);
    static QStringList rowsOf(Database &database, const QString &table, const QStringList &columns);
    static QString load(const QString &dump, const QTemporaryDir &folder);
};

void TestStoreMigrations::theFirstSchemasHaveTheirDumps()
{
    for (const QString &name :
         {u"0001.sql"_s, u"0002.sql"_s, u"0003.sql"_s, u"0004.sql"_s, u"0005.sql"_s, u"0006.sql"_s})
        QVERIFY2(QFile::exists(schemasFolder() + u'/' + name), qPrintable(name));
}

int TestStoreMigrations::versionOf(Database &database)
{
    Statement row = database.run(u"PRAGMA user_version"_s);
    row.next();
    return int(row.integer(0));
}

QString TestStoreMigrations::load(const QString &dump, const QTemporaryDir &folder)
{
    const QString path = folder.filePath(u"platform.db"_s);
    QFile script(dump);
    if (!script.open(QFile::ReadOnly))
        qFatal("%s cannot be read", qPrintable(dump));
    auto database = Database::open(path, Database::Mode::ReadWrite);
    database.value()->runScript(script.readAll());
    return path;
}

void TestStoreMigrations::everyEarlierSchemaKeepsItsRows_data()
{
    QTest::addColumn<QString>("dump");
    QTest::addColumn<int>("schema");
    for (const QStringList names = QDir(schemasFolder()).entryList({u"*.sql"_s});
         const QString &name : names) {
        for (int schema = name.left(4).toInt(); schema < Migrations::newest(); ++schema)
            QTest::newRow(qPrintable(name + u" at %1"_s.arg(schema)))
                << QString(schemasFolder() + u'/' + name) << schema;
    }
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

QStringList TestStoreMigrations::rowsOf(Database &database, const QString &table, const QStringList &columns)
{
    QStringList quoted;
    for (const QString &column : columns)
        quoted.append(u"quote(\"%1\")"_s.arg(column));
    Statement rows =
        database.run(u"SELECT %1 FROM \"%2\" ORDER BY 1"_s.arg(quoted.join(u" || ',' || "_s), table));
    QStringList found;
    while (rows.next())
        found.append(rows.text(0));
    return found;
}

TestStoreMigrations::Content TestStoreMigrations::contentOf(const QString &file)
{
    auto database = Database::open(file, Database::Mode::ReadOnly);
    Content content;
    Statement tables = database.value()->run(
        u"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"_s);
    while (tables.next()) {
        const QString table = tables.text(0);
        Statement columns = database.value()->run(u"SELECT name FROM pragma_table_info('%1')"_s.arg(table));
        while (columns.next())
            content.columns[table].append(columns.text(0));
        content.rows[table] = rowsOf(*database.value(), table, content.columns[table]);
    }
    return content;
}

void TestStoreMigrations::everyEarlierSchemaKeepsItsRows()
{
    QFETCH(QString, dump);
    QFETCH(int, schema);
    QTemporaryDir folder;
    const QString path = load(dump, folder);
    {
        auto database = Database::open(path, Database::Mode::ReadWrite);
        QVERIFY(Migrations::apply(*database.value(), schema).ok());
        QCOMPARE(versionOf(*database.value()), schema);
    }
    const Content before = contentOf(path);
    int rows = 0;
    for (const QStringList &each : before.rows)
        rows += int(each.size());
    QVERIFY(rows > 40);
    {
        auto opened = SqliteStore::open(path);
        QVERIFY2(opened.ok(), opened.ok() ? "" : qPrintable(opened.error().message));
        QCOMPARE(opened.value()->schemaVersion(), Migrations::newest());
        QVERIFY(opened.value()->journal().verify().ok());
        QVERIFY(opened.value()->rev() >= 40);
    }
    auto database = Database::open(path, Database::Mode::ReadOnly);
    for (auto it = before.columns.cbegin(); it != before.columns.cend(); ++it) {
        // Counters go on.
        if (it.key() != u"counter")
            QCOMPARE(rowsOf(*database.value(), it.key(), it.value()), before.rows.value(it.key()));
    }
    Statement check = database.value()->run(u"PRAGMA foreign_key_check"_s);
    QVERIFY(!check.next());
    database.value().reset();
    TestStore fresh;
    QCOMPARE(shapeOf(path), shapeOf(fresh.file()));
    // It is a workspace like any other.
    auto opened = SqliteStore::open(path);
    const auto made = opened.value()->change(testActor(), {}, [&](StateChange &change) {
        return opened.value()->eventTypes().create(change, u"after"_s, 5);
    });
    QVERIFY(made.ok());
    QVERIFY(opened.value()->journal().verify().ok());
}

void TestStoreMigrations::theFirstSchemaIsReadable()
{
    QTemporaryDir folder;
    auto opened = SqliteStore::open(load(schemasFolder() + u"/0001.sql"_s, folder));
    QVERIFY2(opened.ok(), opened.ok() ? "" : qPrintable(opened.error().message));
    SqliteStore &store = *opened.value();
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
    // A client of before the second schema cannot know what was removed then.
    QVERIFY(!store.changes().removedSince(RecordKind::Job, 39).ok());
    QVERIFY(store.changes().removedSince(RecordKind::Job, 40).ok());
    const auto removed =
        store.change(testActor(), {}, [&](StateChange &change) { return store.jobs().remove(change, 3); });
    QVERIFY(removed.ok());
    QCOMPARE(*store.changes().removedSince(RecordKind::Job, 40), QList<qint64>{3});
}

void TestStoreMigrations::newerSchemasAreLeftAlone()
{
    QTemporaryDir folder;
    const QString path = load(schemasFolder() + u"/0001.sql"_s, folder);
    {
        auto database = Database::open(path, Database::Mode::ReadWrite);
        database.value()->run(u"PRAGMA user_version = %1"_s.arg(Migrations::newest() + 1));
    }
    const auto opened = SqliteStore::open(path);
    QVERIFY(!opened.ok());
    QCOMPARE(opened.error().code, u"newer_schema"_s);
    auto database = Database::open(path, Database::Mode::ReadOnly);
    QCOMPARE(versionOf(*database.value()), Migrations::newest() + 1);
    QVERIFY(!database.value()->run(u"SELECT 1 FROM sqlite_master WHERE name = 'removed_record'"_s).next());
}

QTEST_GUILESS_MAIN(TestStoreMigrations)
#include "tst_store_migrations.moc"
