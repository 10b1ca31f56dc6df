// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "importjob.h"
#include "store/sqlitestore.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace nsl
{

class ImportRun;

/// Runs imports of files, one at a time, in turns of at most about 20 ms on the store's thread, so that other
/// writers go on. All of a file or nothing of it comes in.
class ImportRunner : public QObject
{
    Q_OBJECT

public:
    explicit ImportRunner(SqliteStore &store, QObject *parent = nullptr);
    ~ImportRunner() override;
    Q_DISABLE_COPY_MOVE(ImportRunner)

    /// Begins an import and returns it, Running. Invalid for a file that cannot be read or a wrong map;
    /// Conflict (code "import_running") while another one runs. What is wrong inside the file ends the import
    /// as Failed.
    Outcome<ImportJob> start(const ImportRequest &request, const Actor &actor, const QString &requestId);
    /// The import as it is now, running or ended.
    std::optional<ImportJob> find(qint64 id) const;
    /// Ends a running import as Cancelled, soon. NotFound; Conflict when it has ended.
    Outcome<ImportJob> cancel(qint64 id);
    bool isRunning() const { return m_run != nullptr; }
    /// Removes, in turns, the rows that a crash left hidden. Called once at start.
    void removeLeftovers();

signals:
    void importUpdated(const nsl::ImportJob &job);
    /// Succeeded, Failed or Cancelled, and no row of a failed one is left.
    void importFinished(const nsl::ImportJob &job);

private:
    void takeTurn();

    SqliteStore &m_store;
    QTimer m_turns;
    std::unique_ptr<ImportRun> m_run;
    QList<qint64> m_leftovers;
};

} // namespace nsl
