// SPDX-License-Identifier: GPL-3.0-or-later
#include "operations/restore.h"

#include "store/sqlitestore.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonObject>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

PlatformError unmovable(const QString &from, const QString &to)
{
    return PlatformError::storage(u"%1 cannot be moved to %2."_s.arg(from, to), u"restore_failed"_s);
}

/// The last rev of a database that is about to be replaced; 0 when it cannot be read any more.
qint64 lastRevOf(const QString &file)
{
    if (!QFileInfo::exists(file))
        return 0;
    try {
        auto database = Database::open(file, Database::Mode::ReadOnly);
        if (!database)
            return 0;
        Statement row = database.value()->run(u"SELECT value FROM counter WHERE name = 'rev'"_s);
        return row.next() ? row.integer(0) : 0;
    } catch (const StoreFailure &) {
        return 0; // damaged: that is why it is replaced
    }
}

Outcome<Done> copyAll(const QString &backup, const BackupManifest &manifest, const QString &staging,
                      const StopFlag &stop)
{
    for (const BackupManifest::File &file : manifest.files) {
        const QString from = backup + u'/' + file.path;
        const auto copied = copyFile(from, staging + u'/' + file.path, stop);
        if (!copied)
            return copied.error();
        if (copied->bytes != file.digest.bytes || copied->sha256 != file.digest.sha256) {
            return PlatformError::storage(
                u"The backup is damaged: %1 is not the file that was saved (SHA-256 %2, not %3). Nothing was "
                "restored."_s.arg(from, copied->sha256.left(12), file.digest.sha256.left(12)),
                u"backup_damaged"_s);
        }
    }
    return Done();
}

/// Opens the copied database as the platform would, which checks and migrates it, and writes down what
/// happened.
Outcome<Done> adopt(const QString &file, const QString &backup, const BackupManifest &manifest,
                    qint64 lastRev, const Actor &actor)
{
    auto opened = SqliteStore::open(file);
    if (!opened)
        return opened.error();
    SqliteStore &store = *opened.value();
    const auto journal = store.journal().verify();
    if (!journal)
        return journal.error();
    if (journal->headHash != manifest.journalHead || journal->entries != manifest.journalEntries) {
        return PlatformError::storage(
            u"The backup is damaged: the journal in it ends otherwise than its list says. Nothing was "
            "restored."_s,
            u"backup_damaged"_s);
    }
    return store.change(actor, {}, [&](StateChange &change) -> Outcome<Done> {
        store.changes().startAnew(change, lastRev);
        change.journal(u"workspace.restored"_s, u"workspace"_s, QJsonValue::Undefined,
                       QJsonObject{{u"backup"_s, backup},
                                   {u"created_at"_s, manifest.createdAt.toString(Qt::ISODateWithMs)},
                                   {u"journal_head"_s, manifest.journalHead}});
        return Done();
    });
}

/// Moves what is there aside. The database goes first: without it nobody takes the rest for a workspace.
Outcome<Done> moveAside(const Workspace &workspace, const QString &target)
{
    if (!QDir().mkpath(target))
        return unmovable(workspace.folder(), target);
    for (const QString &name :
         {u"platform.db"_s, u"platform.db-wal"_s, u"platform.db-shm"_s, u"jobs"_s, u"platform.ini"_s}) {
        const QString from = workspace.folder() + u'/' + name;
        if (QFileInfo::exists(from) && !QDir().rename(from, target + u'/' + name))
            return unmovable(from, target);
    }
    syncFolder(target);
    return Done();
}

/// Moves the restored files to their places. The database comes last: with it the workspace is whole.
Outcome<Done> moveIn(const Workspace &workspace, const QString &from)
{
    for (const QString &name : {u"jobs"_s, u"platform.ini"_s, u"platform.db"_s}) {
        const QString file = from + u'/' + name;
        if (QFileInfo::exists(file) && !QDir().rename(file, workspace.folder() + u'/' + name))
            return unmovable(file, workspace.folder());
    }
    syncFolder(workspace.folder());
    return Done();
}

} // namespace

Outcome<RestoreResult> restoreBackup(const Workspace &workspace, const QString &backup, bool force,
                                     const Actor &actor, const StopFlag &stop)
{
    const auto manifest = BackupManifest::read(backup);
    if (!manifest)
        return manifest.error();
    RestoreResult result;
    result.manifest = *manifest;
    const bool isThere = QFileInfo::exists(workspace.databaseFile());
    if (isThere && !force) {
        return PlatformError::conflict(
            u"The workspace %1 is not empty; --force replaces its content, which is kept under %2."_s.arg(
                workspace.folder(), workspace.backupFolder()),
            u"workspace_not_empty"_s);
    }
    const QString staging = workspace.restoreStaging();
    QDir(staging).removeRecursively();
    if (!QDir().mkpath(staging))
        return PlatformError::storage(u"The folder %1 cannot be made."_s.arg(staging), u"restore_failed"_s);
    const auto giveUp = [&](const PlatformError &error) {
        QDir(staging).removeRecursively();
        return error;
    };
    if (const auto copied = copyAll(backup, *manifest, staging, stop); !copied)
        return giveUp(copied.error());
    const auto adopted =
        adopt(staging + u"/platform.db"_s, backup, *manifest, lastRevOf(workspace.databaseFile()), actor);
    if (!adopted)
        return giveUp(adopted.error());
    syncFolder(staging);
    // From here on an interruption leaves this folder, and whoever opens the workspace is told to repeat.
    const QString moving = workspace.restoreMarker();
    QDir(moving).removeRecursively();
    if (!QDir().rename(staging, moving))
        return giveUp(unmovable(staging, moving));
    if (QFileInfo::exists(workspace.databaseFile()) || QFileInfo::exists(workspace.configurationFile()) ||
        !QDir(workspace.jobsFolder()).isEmpty()) {
        result.replaced = workspace.backupFolder() + u"/replaced-"_s +
                          QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd'T'HHmmss.zzz'Z'"_s);
        if (const auto moved = moveAside(workspace, result.replaced); !moved)
            return moved.error();
    } else {
        QDir().rmdir(workspace.jobsFolder());
    }
    if (const auto moved = moveIn(workspace, moving); !moved)
        return moved.error();
    QDir(moving).removeRecursively();
    return result;
}

} // namespace nsl
