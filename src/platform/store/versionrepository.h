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

    QList<Version> list() const;                        ///< newest first
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

private:
    QList<Version> select(const QString &tail, const QVariantList &values = {}) const;

    Database &m_database;
};

} // namespace nsl
