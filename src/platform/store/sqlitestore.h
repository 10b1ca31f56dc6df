// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/changerepository.h"
#include "store/clientrepository.h"
#include "store/deploymentrepository.h"
#include "store/endpointrepository.h"
#include "store/evaluationrepository.h"
#include "store/eventrepository.h"
#include "store/eventtyperepository.h"
#include "store/familyrepository.h"
#include "store/importrepository.h"
#include "store/itemrepository.h"
#include "store/jobrepository.h"
#include "store/journalrepository.h"
#include "store/keyrepository.h"
#include "store/metricrepository.h"
#include "store/replyrepository.h"
#include "store/templaterepository.h"
#include "store/versionrepository.h"
#include "store/writing.h"

#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <vector>

namespace nsl
{

/// The workspace's database: one writer connection with all repositories. Lives on the platform's main
/// thread, which is the one writer.
class SqliteStore
{
public:
    /// Opens or creates the file, checks it (quick_check), brings the schema up to date and fills a new
    /// workspace. Refuses a damaged file (naming the newest backup in `backupFolder`) and a newer schema.
    static Outcome<std::unique_ptr<SqliteStore>> open(const QString &file, const QString &backupFolder = {});
    ~SqliteStore();
    Q_DISABLE_COPY_MOVE(SqliteStore)

    /// Runs `work(StateChange &)`, which returns an Outcome, in one transaction. Commits only when the
    /// outcome is ok and, if anything was written, a journal entry was too. Never throws StoreFailure;
    /// any error rolls everything back. Must not be nested.
    template<typename Work>
    auto change(const Actor &actor, const QString &requestId, Work &&work)
        -> std::invoke_result_t<Work, StateChange &>;

    /// The same for `work(DataWrite &)`: data and measurements, without a journal entry.
    template<typename Work>
    auto record(Work &&work) -> std::invoke_result_t<Work, DataWrite &>;

    /// The same for rows that nobody sees before a later change() shows them, and that are removed if it
    /// never comes; and for that removal, which the next start repeats. The commit does not wait for the
    /// disk.
    template<typename Work>
    auto stage(Work &&work) -> std::invoke_result_t<Work, DataWrite &>;

    /// Makes everything that `work()` changes and records one transaction, with one commit at its end; what
    /// of it fails is rolled back by itself. The error where all of it could not be stored; then nothing is.
    Outcome<Done> together(const std::function<void()> &work);
    /// Inside together(): nothing of it is to be stored, for this reason.
    void takeBack(const PlatformError &reason) { m_takenBack = reason; }
    /// Calls back when what is being written is on the disk, or with the error when that failed: at the end
    /// of together(), and at once outside of it.
    void whenStored(std::function<void(const Outcome<Done> &)> then);
    /// Why nothing is written any more, if so: see Database::loss().
    std::optional<PlatformError> loss() const { return m_database->loss(); }

    /// Runs `work()`, which returns an Outcome and only reads; a StoreFailure becomes its error.
    template<typename Work>
    auto read(Work &&work) -> std::invoke_result_t<Work>;

    /// Gives unused space back to the disk and empties the write-ahead log. Nobody else may use the file.
    Outcome<Done> compact();
    /// Whether unused space can be given back step by step, which a database of an earlier version cannot
    /// before it was compacted once.
    bool canShrink() const;
    /// Gives at most so many unused pages back to the disk; how many are left. Others may use the file.
    Outcome<qint64> shrink(int pages);

    QString file() const { return m_database->file(); }
    int schemaVersion() const { return m_schemaVersion; }
    /// The newest rev that was given to any record.
    qint64 rev() const;

    EventTypeRepository &eventTypes() { return m_eventTypes; }
    TemplateRepository &templates() { return m_templates; }
    FamilyRepository &families() { return m_families; }
    JobRepository &jobs() { return m_jobs; }
    MetricRepository &metrics() { return m_metrics; }
    VersionRepository &versions() { return m_versions; }
    EndpointRepository &endpoints() { return m_endpoints; }
    DeploymentRepository &deployments() { return m_deployments; }
    JournalRepository &journal() { return m_journal; }
    ItemRepository &items() { return m_items; }
    EventRepository &events() { return m_events; }
    ImportRepository &imports() { return m_imports; }
    KeyRepository &keys() { return m_keys; }
    ClientRepository &clients() { return m_clients; }
    ChangeRepository &changes() { return m_changes; }
    ReplyRepository &replies() { return m_replies; }
    EvaluationRepository &evaluations() { return m_evaluations; }

private:
    explicit SqliteStore(std::unique_ptr<Database> database, int schemaVersion);
    Outcome<Done> fillNewWorkspace();
    /// The error of a change that forgot its journal entry, if it did.
    static std::optional<PlatformError> gapIn(const StateChange &write);
    static std::optional<PlatformError> gapIn(const DataWrite &write);

    /// One line in the log for each journal entry.
    static void logCommitted(const StateChange &write);
    static void logCommitted(const DataWrite &) {}

    template<typename Write, typename Work>
    auto runIn(Write &write, Work &work) -> std::invoke_result_t<Work, Write &>;

    std::unique_ptr<Database> m_database;
    int m_schemaVersion;
    bool m_isTogether = false;
    std::optional<PlatformError> m_takenBack;
    std::vector<std::function<void(const Outcome<Done> &)>> m_whenStored;
    EventTypeRepository m_eventTypes;
    TemplateRepository m_templates;
    FamilyRepository m_families;
    JobRepository m_jobs;
    MetricRepository m_metrics;
    VersionRepository m_versions;
    EndpointRepository m_endpoints;
    DeploymentRepository m_deployments;
    JournalRepository m_journal;
    ItemRepository m_items;
    EventRepository m_events;
    ImportRepository m_imports;
    KeyRepository m_keys;
    ClientRepository m_clients;
    ChangeRepository m_changes;
    ReplyRepository m_replies;
    EvaluationRepository m_evaluations;
};

template<typename Write, typename Work>
auto SqliteStore::runIn(Write &write, Work &work) -> std::invoke_result_t<Work, Write &>
{
    try {
        if (const auto lost = m_database->loss())
            return *lost;
        Transaction transaction(*m_database);
        auto result = work(write);
        if (!result.ok())
            return result;
        if (const auto gap = gapIn(write))
            return *gap;
        transaction.commit();
        logCommitted(write);
        return result;
    } catch (const StoreFailure &failure) {
        return failure.error();
    }
}

template<typename Work>
auto SqliteStore::change(const Actor &actor, const QString &requestId, Work &&work)
    -> std::invoke_result_t<Work, StateChange &>
{
    StateChange write(*m_database, actor, requestId);
    return runIn(write, work);
}

template<typename Work>
auto SqliteStore::record(Work &&work) -> std::invoke_result_t<Work, DataWrite &>
{
    DataWrite write(*m_database);
    return runIn(write, work);
}

template<typename Work>
auto SqliteStore::stage(Work &&work) -> std::invoke_result_t<Work, DataWrite &>
{
    const UnsyncedCommits unsynced(*m_database);
    return record(work);
}

template<typename Work>
auto SqliteStore::read(Work &&work) -> std::invoke_result_t<Work>
{
    try {
        return work();
    } catch (const StoreFailure &failure) {
        return failure.error();
    }
}

} // namespace nsl
