// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journalentry.h"
#include "store/writing.h"

#include <QList>

#include <optional>

namespace nsl
{

/// What verify() found.
struct JournalCheck
{
    qint64 entries = 0;
    QString headHash; ///< of the last entry; empty without any
};

/// The append-only, hash-chained journal. Entries are written through StateChange::journal() only.
///
/// hash = lower-case hex SHA-256 of (previous hash as text, "\\n", canonical JSON of the entry without its
/// hash); the first entry has an empty previous hash.
class JournalRepository
{
public:
    explicit JournalRepository(Database &database)
        : m_database(database)
    {
    }

    struct Query
    {
        int limit = 100;     ///< 1 to 1001
        qint64 beforeId = 0; ///< entries with a smaller id; 0 = from the newest
        qint64 afterId = 0;  ///< entries with a greater id
        QDateTime from;      ///< entries of this moment and later, if valid
        QString object;      ///< of "<kind>/<id>", or of all of a "<kind>"; empty = of everything
    };
    /// Newest first.
    JournalPage page(const Query &query) const;
    JournalPage page(int limit, qint64 beforeId = 0, const QString &object = {}) const
    {
        return page(Query{limit, beforeId, 0, {}, object});
    }
    QString headHash() const;
    /// Recomputes the whole chain. Storage error that names the first entry that does not fit.
    Outcome<JournalCheck> verify() const;

    /// The hash of an entry that follows `previousHash`.
    static QString hashOf(const QString &previousHash, const JournalEntry &entry);

private:
    Database &m_database;
};

} // namespace nsl
