// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/writing.h"

#include <QList>

namespace nsl
{

/// The kinds of records that carry a rev and are listed over HTTP.
enum class RecordKind { EventType, Template, Family, Job, Version, Endpoint, Deployment, Key, Client };

/// What changed since a rev, for clients that hold a list already. The changed records themselves come from
/// listSince() of their repositories.
class ChangeRepository
{
public:
    static constexpr int maximumRemovals = 10'000; ///< that are remembered

    explicit ChangeRepository(Database &database)
        : m_database(database)
    {
    }

    /// The newest rev among the records of a kind, removals included: while it is the same, so is the list
    /// (but for what the program itself adds, such as a family's options).
    qint64 revOf(RecordKind kind) const;
    /// Ids of records that were removed after `sinceRev`, oldest removal first. NotFound with HTTP status 410
    /// and code "changes_forgotten" when that can no longer be told: reload the list.
    Outcome<QList<qint64>> removedSince(RecordKind kind, qint64 sinceRev) const;
    /// Forgets the oldest removals beyond maximumRemovals; at start.
    void forgetOld(DataWrite &write);
    /// Makes every rev that was given so far unusable for removedSince(), and every later one greater than
    /// `atLeast`: for a restored workspace, whose counter went back.
    void startAnew(DataWrite &write, qint64 atLeast);

private:
    Database &m_database;
};

} // namespace nsl
