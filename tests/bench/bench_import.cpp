// SPDX-License-Identifier: GPL-3.0-or-later
// Imports of events and of items against `sqlite3 .import` of the same rows into the same table with the same
// index: bench_import [rows]. Both write with journal_mode=WAL, and what they have done at their end is on
// the disk (synchronous=FULL). The items' table is large rows with a text key, so they are measured with a
// fifth of the rows.
#include "ingest/importrunner.h"
#include "store/sqlitestore.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <cstdio>

using namespace nsl;
using namespace Qt::StringLiterals;

namespace
{

/// The rows of the file, in the columns of the event table for the shell.
bool writeFiles(const QString &ours, const QString &theirs, qint64 rows)
{
    QFile csv(ours);
    QFile plain(theirs);
    if (!csv.open(QFile::WriteOnly) || !plain.open(QFile::WriteOnly))
        return false;
    csv.write("user_id,item_id,event_type,timestamp\n");
    quint64 state = 1;
    const char *types[] = {"view", "click", "purchase"};
    for (qint64 row = 0; row < rows; ++row) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        const auto user = qlonglong((state >> 33) % 20'000);
        const auto item = qlonglong((state >> 13) % 10'000);
        const int type = int((state >> 50) % 3);
        const auto at = qlonglong(1'600'000'000 + row);
        char line[128];
        int size = std::snprintf(line, sizeof line, "u%lld,i%lld,%s,%lld\n", user, item, types[type], at);
        csv.write(line, size);
        size = std::snprintf(line, sizeof line, "%lld,u%lld,i%lld,%d,%lld000,,1\n", qlonglong(row + 1), user,
                             item, type + 1, at);
        plain.write(line, size);
    }
    return true;
}

/// The same for items.
bool writeItemFiles(const QString &ours, const QString &theirs, qint64 rows)
{
    QFile csv(ours);
    QFile plain(theirs);
    if (!csv.open(QFile::WriteOnly) || !plain.open(QFile::WriteOnly))
        return false;
    csv.write("item_id,name,description,genre\n");
    for (qint64 row = 0; row < rows; ++row) {
        char line[256];
        int size =
            std::snprintf(line, sizeof line, "i%lld,Film number %lld,A film that is quite long,drama\n",
                          qlonglong(row), qlonglong(row));
        csv.write(line, size);
        size = std::snprintf(
            line, sizeof line,
            "i%lld,Film number %lld,A film that is quite long,\"{\"\"genre\"\":\"\"drama\"\"}\",1,1,1,1,1\n",
            qlonglong(row), qlonglong(row));
        plain.write(line, size);
    }
    return true;
}

double importFile(SqliteStore &store, const QString &kind, const QString &file, qint64 rows)
{
    ImportRunner runner(store);
    QObject::connect(&runner, &ImportRunner::importFinished, qApp, [](const ImportJob &job) {
        if (job.status != ImportState::Succeeded)
            qFatal("%s", qPrintable(job.errors.first().message));
        QCoreApplication::quit();
    });
    QElapsedTimer clock;
    clock.start();
    ImportRequest request;
    request.kind = kind;
    request.path = file;
    const auto started = runner.start(request, {u"user"_s, 0, u"bench"_s, {}}, {});
    if (!started)
        qFatal("%s", qPrintable(started.error().message));
    QCoreApplication::exec();
    return double(rows) * 1000.0 / double(clock.elapsed());
}

double importOurs(const QString &folder, const QString &file, qint64 rows)
{
    auto store = SqliteStore::open(folder + u"/ours.db"_s).value();
    const auto filled = store->record([&](DataWrite &write) {
        QList<Item> items;
        for (int i = 0; i < 10'000; ++i) {
            Item item;
            item.id = u"i%1"_s.arg(i);
            item.name = item.id;
            items.append(item);
        }
        return store->items().create(write, items);
    });
    if (!filled)
        qFatal("%s", qPrintable(filled.error().message));
    return importFile(*store, u"events"_s, file, rows);
}

double importShell(const QString &file, qint64 rows, const QStringList &statements)
{
    QProcess shell;
    QElapsedTimer clock;
    clock.start();
    shell.start(u"sqlite3"_s,
                QStringList{file, u"PRAGMA journal_mode = WAL"_s, u"PRAGMA synchronous = FULL"_s} +
                    statements);
    if (!shell.waitForStarted(-1))
        qFatal("The sqlite3 shell is what this compares with: install the package sqlite3.");
    if (!shell.waitForFinished(-1) || shell.exitCode() != 0)
        qFatal("%s", shell.readAllStandardError().constData());
    return double(rows) * 1000.0 / double(clock.elapsed());
}

void measureItems(const QString &folder, qint64 rows)
{
    const QString ours = folder + u"/items.csv"_s;
    const QString theirs = folder + u"/plain.csv"_s;
    if (!writeItemFiles(ours, theirs, rows))
        qFatal("no files");
    const double reference =
        importShell(folder + u"/their-items.db"_s, rows,
                    {u"CREATE TABLE item (id TEXT PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT "
                     u"NULL, metadata TEXT "
                     "NOT NULL, active INTEGER NOT NULL, import_id INTEGER NOT NULL DEFAULT 0, created_at "
                     "INTEGER NOT NULL, "
                     "updated_at INTEGER NOT NULL, rev INTEGER NOT NULL)"_s,
                     u"CREATE INDEX item_by_import ON item (import_id) WHERE import_id > 0"_s,
                     u"CREATE INDEX item_inactive ON item (id) WHERE active = 0"_s,
                     u".import --csv "_s + theirs + u" item"_s});
    auto store = SqliteStore::open(folder + u"/our-items.db"_s).value();
    const double measured = importFile(*store, u"items"_s, ours, rows);
    std::printf("%lld items: %.0f rows/s, sqlite3 .import %.0f rows/s, ratio %.2f\n", qlonglong(rows),
                measured, reference, measured / reference);
}

double importTheirs(const QString &folder, const QString &file, qint64 rows)
{
    return importShell(
        folder + u"/theirs.db"_s, rows,
        {u"CREATE TABLE event (id INTEGER PRIMARY KEY, user_id TEXT NOT NULL, item_id TEXT NOT NULL, "
         "type_id INTEGER NOT NULL, occurred_at INTEGER NOT NULL, metadata TEXT, import_id INTEGER "
         "NOT NULL DEFAULT 0)"_s,
         u"CREATE INDEX event_by_user ON event (user_id, occurred_at, id)"_s,
         u".import --csv "_s + file + u" event"_s});
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const qint64 rows = argc > 1 ? QByteArray(argv[1]).toLongLong() : 1'000'000;
    for (int round = 0; round < 3; ++round) {
        QTemporaryDir folder;
        const QString ours = folder.filePath(u"ours.csv"_s);
        const QString theirs = folder.filePath(u"theirs.csv"_s);
        if (!writeFiles(ours, theirs, rows))
            return 1;
        const double reference = importTheirs(folder.path(), theirs, rows);
        const double measured = importOurs(folder.path(), ours, rows);
        std::printf("%lld events: %.0f rows/s, sqlite3 .import %.0f rows/s, ratio %.2f\n", qlonglong(rows),
                    measured, reference, measured / reference);
        measureItems(folder.path(), rows / 5);
        std::fflush(stdout);
    }
    return 0;
}
