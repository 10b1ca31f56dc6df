// SPDX-License-Identifier: GPL-3.0-or-later
#include "operations/verification.h"

#include "jobs/rundirectory.h"
#include "jobs/runresult.h"
#include "operations/backupmanifest.h"
#include "store/database.h"
#include "store/journalrepository.h"
#include "store/migrations.h"
#include "store/newestbackup.h"
#include "store/versionrepository.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QSet>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

constexpr int maximumFindings = 100;

/// One pass over a workspace.
class Verifier
{
public:
    Verifier(const Workspace &workspace, Database &database, const StopFlag &stop)
        : m_workspace(workspace)
        , m_database(database)
        , m_stop(stop)
    {
    }

    Outcome<Verification> run(bool isServed)
    {
        m_backups = listBackups(m_workspace.backupFolder());
        m_found.newestBackup = m_backups.value(0);
        m_database.run(u"BEGIN"_s);
        Statement version = m_database.run(u"PRAGMA user_version"_s);
        version.next();
        m_found.schema = int(version.integer(0));
        if (m_found.schema > Migrations::newest()) {
            return PlatformError::storage(
                u"The workspace was made by a newer version of this program (schema %1, this one knows %2); "
                "use that version to check it."_s.arg(m_found.schema)
                    .arg(Migrations::newest()),
                u"newer_schema"_s);
        }
        checkIntegrity();
        checkForeignKeys();
        checkCounts();
        checkJournal();
        checkBackupHeads();
        checkArtifacts();
        findLeftoverFolders();
        if (!isServed)
            findHiddenImports();
        if (m_stop)
            return stoppedError();
        return m_found;
    }

private:
    void problem(const QString &object, const QString &text)
    {
        if (m_found.problems.size() < maximumFindings)
            m_found.problems.append({object, text});
    }

    /// Each check stands alone: a damaged table must not hide what the others find.
    template<typename Check>
    void attempt(const QString &object, Check &&check)
    {
        if (m_stop)
            return;
        try {
            check();
        } catch (const StoreFailure &failure) {
            problem(object, failure.error().message);
        }
    }

    bool knowsTombstones() const { return m_found.schema >= 2; }

    void checkIntegrity()
    {
        attempt(u"database"_s, [this] {
            Statement rows = m_database.run(u"PRAGMA integrity_check(%1)"_s.arg(maximumFindings));
            while (rows.next()) {
                if (rows.text(0) != "ok"_L1)
                    problem(u"database"_s, rows.text(0));
            }
        });
    }

    void checkForeignKeys()
    {
        attempt(u"database"_s, [this] {
            Statement rows = m_database.run(u"PRAGMA foreign_key_check"_s);
            while (rows.next()) {
                problem(u"%1/%2"_s.arg(rows.text(0)).arg(rows.integer(1)),
                        u"It refers to a row of %1 that is not there."_s.arg(rows.text(2)));
            }
        });
    }

    void checkCounts()
    {
        attempt(u"event"_s, [this] {
            Statement rows = m_database.run(
                u"SELECT t.id, t.name, t.event_count, coalesce(e.n, 0) FROM event_type t LEFT JOIN (SELECT "
                "type_id, count(*) AS n FROM visible_event GROUP BY type_id) e ON e.type_id = t.id WHERE "
                "t.event_count <> coalesce(e.n, 0)"_s);
            while (rows.next()) {
                problem(u"event-type/%1"_s.arg(rows.integer(0)),
                        u"\"%1\" counts %2 events, but %3 are recorded."_s.arg(rows.text(1))
                            .arg(rows.integer(2))
                            .arg(rows.integer(3)));
            }
        });
    }

    void checkJournal()
    {
        attempt(u"journal"_s, [this] {
            const auto journal = JournalRepository(m_database).verify();
            if (!journal)
                return problem(u"journal"_s, journal.error().message);
            m_found.journalEntries = journal->entries;
            m_found.journalHead = journal->headHash;
        });
    }

    /// A chain that was cut short or made anew is still a chain: only a head kept elsewhere tells.
    void checkBackupHeads()
    {
        attempt(u"journal"_s, [this] {
            const QDateTime historyBegan = lastRestore();
            for (const QString &folder : std::as_const(m_backups)) {
                const auto backup = BackupManifest::read(folder);
                if (!backup) {
                    problem(folder, backup.error().message);
                    continue;
                }
                // One that was made before another history was restored belongs to that history.
                if (backup->createdAt < historyBegan)
                    continue;
                Statement row =
                    m_database.run(u"SELECT hash FROM journal WHERE id = ?"_s, {backup->journalEntries});
                if (!row.next() || row.text(0) != backup->journalHead) {
                    problem(u"journal"_s,
                            u"Entry %1 is not the one that the backup %2 recorded: entries were removed or "
                            "rewritten."_s.arg(backup->journalEntries)
                                .arg(folder));
                }
            }
        });
    }

    /// When the present history took the place of another one; invalid if it never did.
    QDateTime lastRestore()
    {
        Statement row = m_database.run(
            u"SELECT at FROM journal WHERE action = 'workspace.restored' ORDER BY id DESC LIMIT 1"_s);
        return row.next() ? row.time(0) : QDateTime();
    }

    void checkArtifacts()
    {
        attempt(u"version"_s, [this] {
            Statement rows = m_database.run(
                u"SELECT v.id, j.id, j.job_name, v.artifact_sha256 FROM version v JOIN job j ON j.id = "
                "v.job_id WHERE %1 ORDER BY v.id"_s.arg(knowsTombstones() ? u"j.deleted_at IS NULL"_s
                                                                          : u"1"_s));
            while (rows.next() && !m_stop) {
                const QString folder = RunDirectory(m_workspace.jobsFolder(), rows.text(2)).artifactFolder();
                const auto artifact = digestArtifact(folder);
                m_found.artifacts += 1;
                if (artifact && artifact->sha256 == rows.text(3))
                    continue;
                const QString name = displayName(*VersionRepository::reference(m_database, rows.integer(0)));
                problem(
                    u"training-job/%1"_s.arg(rows.integer(1)),
                    artifact
                        ? u"The artifact of %1 in %2 is not what its training left: its SHA-256 is "
                          "%3, not %4."_s.arg(name, folder, artifact->sha256.left(12), rows.text(3).left(12))
                        : u"The artifact of %1 cannot be used: %2"_s.arg(name, artifact.error().message));
            }
        });
    }

    void findLeftoverFolders()
    {
        attempt(u"job"_s, [this] {
            QSet<QString> known;
            Statement rows = m_database.run(u"SELECT job_name FROM job%1"_s.arg(
                knowsTombstones() ? u" WHERE deleted_at IS NULL"_s : QString()));
            while (rows.next())
                known.insert(rows.text(0));
            for (const QStringList folders =
                     QDir(m_workspace.jobsFolder()).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
                 const QString &folder : folders) {
                if (!known.contains(folder)) {
                    m_found.leftovers.append({m_workspace.jobsFolder() + u'/' + folder,
                                              u"No training job has this folder; it can be removed."_s});
                }
            }
        });
        const QDir::Filters hiddenFolders = QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot;
        for (const QStringList partial =
                 QDir(m_workspace.backupFolder()).entryList({u".*.partial"_s}, hiddenFolders);
             const QString &folder : partial) {
            m_found.leftovers.append({m_workspace.backupFolder() + u'/' + folder,
                                      u"A backup that is being made, or was interrupted."_s});
        }
        if (QFileInfo(m_workspace.restoreStaging()).isDir()) {
            m_found.leftovers.append(
                {m_workspace.restoreStaging(), u"A restore was interrupted before it changed anything."_s});
        }
    }

    void findHiddenImports()
    {
        attempt(u"import"_s, [this] {
            Statement rows = m_database.run(u"SELECT id FROM import WHERE hidden = 1"_s);
            while (rows.next()) {
                m_found.leftovers.append(
                    {u"import/%1"_s.arg(rows.integer(0)),
                     u"Its rows were never shown; the next command that writes removes them."_s});
            }
        });
    }

    const Workspace &m_workspace;
    Database &m_database;
    const StopFlag &m_stop;
    QStringList m_backups;
    Verification m_found;
};

} // namespace

QJsonObject Verification::toJson() const
{
    const auto list = [](const QList<Finding> &findings) {
        QJsonArray array;
        for (const Finding &finding : findings)
            array.append(QJsonObject{{u"object"_s, finding.object}, {u"text"_s, finding.text}});
        return array;
    };
    return {{u"ok"_s, isWhole()},
            {u"schema"_s, schema},
            {u"journal_entries"_s, journalEntries},
            {u"journal_head"_s, journalHead},
            {u"artifacts"_s, artifacts},
            {u"problems"_s, list(problems)},
            {u"leftovers"_s, list(leftovers)},
            {u"newest_backup"_s, newestBackup.isEmpty() ? QJsonValue() : QJsonValue(newestBackup)}};
}

QString Verification::toText() const
{
    QStringList lines;
    for (const Finding &finding : problems)
        lines.append(u"%1: %2"_s.arg(finding.object, finding.text));
    for (const Finding &finding : leftovers)
        lines.append(u"(left over) %1: %2"_s.arg(finding.object, finding.text));
    if (!isWhole()) {
        lines.append(
            newestBackup.isEmpty()
                ? u"There is no backup of this workspace."_s
                : u"The newest backup is %1; nsl-platform restore brings it back."_s.arg(newestBackup));
    } else {
        lines.append(
            u"The workspace is whole: %1 journal entries, %2 artifacts, head %3."_s.arg(journalEntries)
                .arg(artifacts)
                .arg(journalHead));
    }
    return lines.join(u'\n');
}

Outcome<Verification> verifyWorkspace(const Workspace &workspace, bool isServed, const StopFlag &stop)
{
    if (!QFileInfo::exists(workspace.databaseFile()))
        return Verification(); // nothing was ever written here
    auto database = Database::open(workspace.databaseFile(), Database::Mode::ReadOnly);
    if (!database)
        return database.error();
    try {
        return Verifier(workspace, *database.value(), stop).run(isServed);
    } catch (const StoreFailure &failure) {
        // Not even its first page can be read.
        Verification found;
        found.problems.append({u"database"_s, failure.error().message});
        found.newestBackup = listBackups(workspace.backupFolder()).value(0);
        return found;
    }
}

} // namespace nsl
