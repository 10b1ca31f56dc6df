// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/sqlitestore.h"

#include "store/migrations.h"
#include "store/newestbackup.h"
#include "store/systemactor.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonObject>
#include <QLoggingCategory>

#include <utility>

// Off unless a log was started: commands are to be silent.
Q_LOGGING_CATEGORY(journalLog, "nsl.journal", QtWarningMsg)

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

PlatformError damaged(const QString &file, const QString &backupFolder, const QString &finding)
{
    const QString rescue = rescueSentence(backupFolder);
    return PlatformError::storage(
        u"The database %1 is damaged (%2) and is not opened. %3"_s.arg(file, finding, rescue),
        u"database_damaged"_s);
}

/// An empty database beside runs or backups was not always empty: to begin anew would let go of them.
std::optional<PlatformError> lostContent(const QString &file, const QString &backupFolder)
{
    const QFileInfo info(file);
    if (info.size() > 0)
        return std::nullopt;
    const bool hasRuns =
        !QDir(info.dir().filePath(u"jobs"_s)).isEmpty(QDir::Dirs | QDir::Files | QDir::NoDotAndDotDot);
    if (!hasRuns && listBackups(backupFolder).isEmpty())
        return std::nullopt;
    return PlatformError::storage(
        u"The database %1 is %2, but its workspace holds %3: it is not begun anew. %4 To begin anew, move the folders jobs and backups away."_s
            .arg(file, info.exists() ? u"empty"_s : u"missing"_s, hasRuns ? u"training runs"_s : u"backups"_s,
                 rescueSentence(backupFolder)),
        u"database_lost"_s);
}

} // namespace

SqliteStore::SqliteStore(std::unique_ptr<Database> database, int schemaVersion)
    : m_database(std::move(database))
    , m_schemaVersion(schemaVersion)
    , m_eventTypes(*m_database)
    , m_templates(*m_database)
    , m_families(*m_database)
    , m_jobs(*m_database)
    , m_metrics(*m_database)
    , m_versions(*m_database)
    , m_endpoints(*m_database)
    , m_deployments(*m_database)
    , m_journal(*m_database)
    , m_items(*m_database)
    , m_events(*m_database)
    , m_imports(*m_database)
    , m_keys(*m_database)
    , m_clients(*m_database)
    , m_changes(*m_database)
    , m_replies(*m_database)
    , m_evaluations(*m_database)
{
}

SqliteStore::~SqliteStore() = default;

Outcome<std::unique_ptr<SqliteStore>> SqliteStore::open(const QString &file, const QString &backupFolder)
{
    if (const auto lost = lostContent(file, backupFolder))
        return *lost;
    auto database = Database::open(file, Database::Mode::ReadWrite);
    if (!database) {
        if (database.error().code == "database_damaged"_L1)
            return damaged(file, backupFolder, u"it cannot be read"_s);
        return database.error();
    }
    try {
        Statement check = database.value()->run(u"PRAGMA quick_check(1)"_s);
        if (!check.next() || check.text(0) != "ok"_L1)
            return damaged(file, backupFolder, u"its check found errors"_s);
    } catch (const StoreFailure &) {
        return damaged(file, backupFolder, u"it cannot be read"_s);
    }
    try {
        const auto schema = Migrations::apply(*database.value());
        if (!schema)
            return schema.error();
        std::unique_ptr<SqliteStore> store(new SqliteStore(std::move(database).value(), *schema));
        if (const auto filled = store->fillNewWorkspace(); !filled)
            return filled.error();
        const auto forgotten = store->record([&](DataWrite &write) -> Outcome<Done> {
            store->m_changes.forgetOld(write);
            return Done();
        });
        if (!forgotten)
            return forgotten.error();
        return store;
    } catch (const StoreFailure &failure) {
        return failure.error();
    }
}

Outcome<Done> SqliteStore::fillNewWorkspace()
{
    if (!m_journal.headHash().isEmpty())
        return Done(); // filling is the first entry of the journal
    return change(systemActor(), {}, [this](StateChange &write) -> Outcome<Done> {
        write.journal(u"workspace.created"_s, u"workspace"_s, QJsonValue::Undefined,
                      QJsonObject{{u"schema"_s, m_schemaVersion}});
        SignalTemplate all;
        all.name = u"All signals"_s;
        all.status = TemplateStatus::Published;
        all.perSignalMin = 10;
        all.totalMin = 1000;
        const std::pair<QString, int> types[] = {{u"view"_s, 20}, {u"click"_s, 50}, {u"purchase"_s, 100}};
        for (const auto &[name, weight] : types) {
            const auto created = m_eventTypes.create(write, name, weight);
            if (!created)
                return created.error();
            all.eventTypes.append({created->id, name, weight});
        }
        if (const auto created = m_templates.create(write, all); !created)
            return created.error();
        write.run(u"INSERT INTO endpoint (name, model_type, is_default, context_ids, status, status_since, "
                  u"rev) VALUES "
                  "('production', 'embedder', 1, '[]', 'OutOfService', ?, ?)"_s,
                  {toColumn(write.now()), write.nextRev()});
        write.journal(u"endpoint.created"_s, u"endpoint/1"_s, QJsonValue::Undefined,
                      QJsonObject{{u"endpoint_name"_s, u"production"_s},
                                  {u"model_type"_s, u"embedder"_s},
                                  {u"is_default"_s, true}});
        return Done();
    });
}

Outcome<Done> SqliteStore::together(const std::function<void()> &work)
{
    if (m_isTogether) {
        work(); // a part of what is under way
        return Done();
    }
    Outcome<Done> stored = Done();
    m_isTogether = true;
    m_takenBack.reset();
    try {
        TransactionGroup group(*m_database);
        work();
        if (m_takenBack)
            stored = *m_takenBack;
        else
            group.commit();
    } catch (const StoreFailure &failure) {
        stored = failure.error();
    } catch (...) {
        m_isTogether = false;
        m_whenStored.clear();
        throw;
    }
    m_isTogether = false;
    for (const auto &then : std::exchange(m_whenStored, {}))
        then(stored);
    return stored;
}

void SqliteStore::whenStored(std::function<void(const Outcome<Done> &)> then)
{
    if (m_isTogether)
        m_whenStored.push_back(std::move(then));
    else
        then(Done());
}

Outcome<Done> SqliteStore::compact()
{
    return read([this]() -> Outcome<Done> {
        m_database->run(u"VACUUM"_s);
        m_database->run(u"PRAGMA optimize"_s);
        m_database->run(u"PRAGMA wal_checkpoint(TRUNCATE)"_s);
        return Done();
    });
}

bool SqliteStore::canShrink() const
{
    constexpr qint64 incremental = 2;
    Statement row = m_database->run(u"PRAGMA auto_vacuum"_s);
    return row.next() && row.integer(0) == incremental;
}

Outcome<qint64> SqliteStore::shrink(int pages)
{
    return read([&]() -> Outcome<qint64> {
        // Every row of this pragma is one page, so it must be run to its end.
        m_database->runScript("PRAGMA incremental_vacuum(" + QByteArray::number(pages) + ")",
                              u"to give space back"_s);
        qint64 left = 0;
        {
            // Ends here: the log is not written back while a statement of this connection is open.
            Statement row = m_database->run(u"PRAGMA freelist_count"_s);
            left = row.next() ? row.integer(0) : 0;
        }
        // The file becomes smaller when its log is written back; passive: readers are not waited for.
        if (left == 0)
            m_database->run(u"PRAGMA wal_checkpoint(PASSIVE)"_s);
        return left;
    });
}

qint64 SqliteStore::rev() const
{
    Statement row = m_database->run(u"SELECT value FROM counter WHERE name = 'rev'"_s);
    row.next();
    return row.integer(0);
}

void SqliteStore::logCommitted(const StateChange &write)
{
    for (const QString &note : write.m_notes)
        qCInfo(journalLog).noquote() << note;
}

std::optional<PlatformError> SqliteStore::gapIn(const StateChange &write)
{
    if (!write.m_wrote || write.m_journalled)
        return std::nullopt;
    return PlatformError::storage(u"A change of state had no journal entry and was taken back."_s,
                                  u"journal_missing"_s);
}

std::optional<PlatformError> SqliteStore::gapIn(const DataWrite &)
{
    return std::nullopt;
}

} // namespace nsl
