// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/writing.h"
#include "version.h"

#include <QList>

#include <optional>

namespace nsl
{

/// Versions (the contract also calls them models).
class VersionRepository
{
public:
    explicit VersionRepository(Database &database)
        : m_database(database)
    {
    }

    // Deleted versions are in none of these but reference(): history goes on naming them.
    QList<Version> list() const; ///< newest first
    /// Newest first: at most `limit` with an id below `beforeId` (0 = from the newest).
    QList<Version> page(int limit, qint64 beforeId = 0) const;
    QList<Version> listSince(qint64 rev) const;         ///< that changed after `rev`, newest first
    QList<Version> listOfFamily(qint64 familyId) const; ///< newest first
    std::optional<Version> find(qint64 id) const;
    std::optional<Version> findByJob(const QString &jobName) const;
    std::optional<VersionRef> reference(qint64 id) const;
    /// The same for the repositories that carry references.
    static std::optional<VersionRef> reference(Database &database, qint64 id);
    qint64 artifactBytes(qint64 id) const;
    /// Moves the approval. To the same state: ok, nothing written. Away from Approved while live or pending:
    /// Conflict. Approving records who and when. Journalled.
    Outcome<Version> setApproval(StateChange &change, qint64 id, ApprovalStatus status,
                                 const QString &comment);
    /// Deprecated or Retired, or Candidate to take either back. Retiring a live or pending version: Conflict.
    Outcome<Version> setLifecycle(StateChange &change, qint64 id, LifecycleState state);

    /// The run that made it, deleted or not; to delete a version is to delete its run:
    /// JobRepository::remove().
    std::optional<qint64> jobOf(qint64 id) const;

private:
    QList<Version> select(const QString &tail, const QVariantList &values = {}) const;

    Database &m_database;
};

} // namespace nsl
