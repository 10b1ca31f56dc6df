// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "importjob.h"
#include "store/writing.h"

#include <QList>

#include <optional>

namespace nsl
{

/// Imports of files. An import's rows are hidden from every reader until finish() with Succeeded.
class ImportRepository
{
public:
    explicit ImportRepository(Database &database)
        : m_database(database)
    {
    }

    std::optional<ImportJob> find(qint64 id) const;
    /// The Succeeded import of the same kind and content, if there is one. `digest`: SHA-256, lower-case hex.
    std::optional<ImportJob> findByDigest(const QString &kind, const QString &digest) const;

    /// Running, with rows hidden from now on. Returns the id.
    qint64 begin(DataWrite &write, const ImportRequest &request, qint64 bytesTotal);
    /// Counts while it runs.
    void saveProgress(DataWrite &write, const ImportJob &job);
    /// Succeeded: shows the rows; writes the one journal entry of an import.
    void finish(StateChange &change, const ImportJob &job, const QString &digest);
    /// Failed or Cancelled: the rows are to be removed by removeRows(), the record with its errors stays.
    void abandon(DataWrite &write, const ImportJob &job);
    /// Removes up to `limit` rows of an abandoned import; false when none are left (it is forgotten then).
    bool removeRows(DataWrite &write, qint64 id, int limit);
    /// To be called where a start finds leftovers: commits that did not wait for the disk may be gone with a
    /// power cut although their revs were seen, and no rev may be given twice.
    void skipRevs(DataWrite &write);
    /// How many imports there were, by status; for the operator.
    QList<std::pair<QString, qint64>> countsByStatus() const;
    /// Imports whose rows are hidden though nothing runs: leftovers of a crash (at start).
    QList<qint64> hiddenImports() const;

private:
    Database &m_database;
};

} // namespace nsl
