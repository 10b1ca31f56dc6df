// SPDX-License-Identifier: GPL-3.0-or-later
// Import of events against `sqlite3 .import` of the same file into the same table with the same index:
// bench_import [rows]. Both write with journal_mode=WAL and synchronous=FULL on the same disk.
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
    ImportRunner runner(*store);
    QObject::connect(&runner, &ImportRunner::importFinished, qApp, [](const ImportJob &job) {
        if (job.status != ImportState::Succeeded)
            qFatal("%s", qPrintable(job.errors.first().message));
        QCoreApplication::quit();
    });
    QElapsedTimer clock;
    clock.start();
    ImportRequest request;
    request.kind = u"events"_s;
    request.path = file;
    const auto started = runner.start(request, {u"user"_s, 0, u"bench"_s, {}}, {});
    if (!started)
        qFatal("%s", qPrintable(started.error().message));
    QCoreApplication::exec();
    return double(rows) * 1000.0 / double(clock.elapsed());
}

double importTheirs(const QString &folder, const QString &file, qint64 rows)
{
    QProcess shell;
    QElapsedTimer clock;
    clock.start();
    shell.start(u"sqlite3"_s,
                {folder + u"/theirs.db"_s, u"PRAGMA journal_mode = WAL"_s, u"PRAGMA synchronous = FULL"_s,
                 u"CREATE TABLE event (id INTEGER PRIMARY KEY, user_id TEXT NOT NULL, item_id TEXT NOT NULL, "
                 "type_id INTEGER NOT NULL, occurred_at INTEGER NOT NULL, metadata TEXT, import_id INTEGER "
                 "NOT NULL DEFAULT 0)"_s,
                 u"CREATE INDEX event_by_user ON event (user_id, occurred_at, id)"_s,
                 u".import --csv "_s + file + u" event"_s});
    if (!shell.waitForFinished(-1) || shell.exitCode() != 0)
        qFatal("%s", shell.readAllStandardError().constData());
    return double(rows) * 1000.0 / double(clock.elapsed());
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
        std::fflush(stdout);
    }
    return 0;
}
