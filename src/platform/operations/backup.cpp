// SPDX-License-Identifier: GPL-3.0-or-later
#include "operations/backup.h"

#include "jobs/rundirectory.h"
#include "jobs/runresult.h"
#include "store/database.h"
#include "store/journalrepository.h"
#include "store/newestbackup.h"

#include <QDir>
#include <QFileInfo>

#include <sqlite3.h>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

constexpr int pagesPerStep = 2048;

/// Removes an unfinished backup unless it was kept.
class Staging
{
public:
    explicit Staging(QString folder)
        : m_folder(std::move(folder))
    {
    }
    ~Staging()
    {
        if (!m_folder.isEmpty())
            QDir(m_folder).removeRecursively();
    }
    Q_DISABLE_COPY_MOVE(Staging)

    QString path(const QString &below) const { return m_folder + u'/' + below; }
    bool moveTo(const QString &target)
    {
        if (!QDir().rename(m_folder, target))
            return false;
        m_folder.clear();
        return true;
    }

private:
    QString m_folder;
};

/// Copies the database as the connection's open read transaction sees it.
Outcome<Done> copyDatabase(Database &source, const QString &file, const StopFlag &stop)
{
    sqlite3 *target = nullptr;
    const auto failed = [&](const QString &reason) {
        const PlatformError error =
            PlatformError::storage(u"The database cannot be copied to %1: %2."_s.arg(file, reason));
        sqlite3_close(target);
        return error;
    };
    if (sqlite3_open(QFile::encodeName(file).constData(), &target) != SQLITE_OK)
        return failed(QString::fromUtf8(sqlite3_errmsg(target)));
    QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner);
    sqlite3_backup *backup = sqlite3_backup_init(target, "main", source.handle(), "main");
    if (!backup)
        return failed(QString::fromUtf8(sqlite3_errmsg(target)));
    int result = SQLITE_OK;
    while (result == SQLITE_OK && !stop)
        result = sqlite3_backup_step(backup, pagesPerStep);
    sqlite3_backup_finish(backup);
    if (stop) {
        sqlite3_close(target);
        return stoppedError();
    }
    if (result != SQLITE_DONE)
        return failed(QString::fromUtf8(sqlite3_errstr(result)));
    // The copy is one plain file, whatever the original's journal mode.
    if (sqlite3_exec(target, "PRAGMA journal_mode = DELETE", nullptr, nullptr, nullptr) != SQLITE_OK)
        return failed(QString::fromUtf8(sqlite3_errmsg(target)));
    sqlite3_close(target);
    return Done();
}

struct EndedRun
{
    QString jobName;
    QString artifactSha256; ///< empty = it made no version
};

QList<EndedRun> endedRuns(Database &snapshot)
{
    Statement rows = snapshot.run(
        u"SELECT j.job_name, coalesce(v.artifact_sha256, '') FROM job j LEFT JOIN version v ON v.job_id = "
        u"j.id "
        "WHERE j.deleted_at IS NULL AND j.status IN ('Succeeded', 'Failed', 'Stopped') ORDER BY j.id"_s);
    QList<EndedRun> runs;
    while (rows.next())
        runs.append({rows.text(0), rows.text(1)});
    return runs;
}

/// A run's folder without its training data, which the database has.
Outcome<Done> copyRun(const Workspace &workspace, const EndedRun &run, const Staging &staging,
                      BackupManifest &manifest, const StopFlag &stop)
{
    const QString folder = RunDirectory(workspace.jobsFolder(), run.jobName).root();
    for (const QStringList files = filesBelow(folder); const QString &file : files) {
        if (file.startsWith("input/data/"_L1) || file.startsWith("checkpoints/"_L1))
            continue;
        const QString relative = u"jobs/%1/%2"_s.arg(run.jobName, file);
        const auto copied = copyFile(folder + u'/' + file, staging.path(relative), stop);
        if (!copied)
            return copied.error();
        manifest.files.append({relative, *copied});
    }
    if (run.artifactSha256.isEmpty())
        return Done();
    const auto artifact = digestArtifact(staging.path(u"jobs/%1/model/artifact"_s.arg(run.jobName)));
    if (!artifact || artifact->sha256 != run.artifactSha256) {
        return PlatformError::storage(
            u"The artifact of %1 is missing or damaged, so no backup was made; run nsl-platform verify, and "
            "restore an earlier backup or delete that version."_s.arg(run.jobName),
            u"artifact_damaged"_s);
    }
    return Done();
}

} // namespace

Outcome<BackupResult> makeBackup(const Workspace &workspace, const QString &target, const StopFlag &stop)
{
    BackupResult result;
    BackupManifest &manifest = result.manifest;
    manifest.createdAt = QDateTime::currentDateTimeUtc();
    manifest.programVersion = QStringLiteral(NSL_VERSION);
    manifest.workspace = workspace.folder();
    result.folder = target.isEmpty() ? workspace.backupFolder() + u'/' +
                                           manifest.createdAt.toString(u"yyyyMMdd'T'HHmmss.zzz'Z'"_s)
                                     : QDir::cleanPath(QFileInfo(target).absoluteFilePath());
    const QFileInfo place(result.folder);
    if (place.exists()) {
        return PlatformError::conflict(
            u"%1 exists already; name a folder that does not."_s.arg(result.folder), u"target_exists"_s);
    }
    const QString staged = u"%1/.%2.partial"_s.arg(place.absolutePath(), place.fileName());
    QDir(staged).removeRecursively();
    if (!QDir().mkpath(staged)) {
        return PlatformError::storage(u"The folder %1 cannot be made."_s.arg(place.absolutePath()),
                                      u"target_unwritable"_s);
    }
    Staging staging(staged);
    try {
        auto source = Database::open(workspace.databaseFile(), Database::Mode::ReadOnly);
        if (!source)
            return source.error();
        Database &snapshot = *source.value();
        snapshot.run(u"BEGIN"_s);
        {
            Statement version = snapshot.run(u"PRAGMA user_version"_s);
            version.next();
            manifest.schema = int(version.integer(0));
        }
        const auto journal = JournalRepository(snapshot).verify();
        if (!journal)
            return journal.error();
        manifest.journalEntries = journal->entries;
        manifest.journalHead = journal->headHash;
        const QList<EndedRun> runs = endedRuns(snapshot);
        const QString copy = staging.path(u"platform.db"_s);
        if (const auto copied = copyDatabase(snapshot, copy, stop); !copied)
            return copied.error();
        snapshot.run(u"COMMIT"_s); // a long read keeps the write-ahead log growing
        const auto digest = digestFile(copy, stop);
        if (!digest)
            return digest.error();
        manifest.files.append({u"platform.db"_s, *digest});
        for (const EndedRun &run : runs) {
            if (const auto copied = copyRun(workspace, run, staging, manifest, stop); !copied)
                return copied.error();
        }
    } catch (const StoreFailure &failure) {
        return failure.error();
    }
    if (QFileInfo(workspace.configurationFile()).isFile()) {
        const auto copied = copyFile(workspace.configurationFile(), staging.path(u"platform.ini"_s), stop);
        if (!copied)
            return copied.error();
        manifest.files.append({u"platform.ini"_s, *copied});
    }
    const auto written = writeFile(staging.path(QString::fromUtf16(backupManifestName)), manifest.toJson());
    if (!written)
        return written.error();
    syncFolder(staged);
    if (!staging.moveTo(result.folder))
        return PlatformError::storage(u"The backup cannot be moved to %1."_s.arg(result.folder));
    syncFolder(place.absolutePath());
    return result;
}

} // namespace nsl
