// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journalentry.h"
#include "store/database.h"

#include <QStringList>

namespace nsl
{

/// The right to write measurements and data (events, items, progress, metric points, tokens), which have
/// no journal entry each. Only SqliteStore hands it out, inside an open transaction.
class DataWrite
{
public:
    Q_DISABLE_COPY_MOVE(DataWrite)

    /// For the repositories: runs a writing statement.
    Statement run(const QString &sql, const QVariantList &values = {});
    /// For the repositories: the next value of the global, increasing counter that every record carries.
    qint64 nextRev();
    /// The moment of this transaction, UTC, whole milliseconds; every record it writes carries the same.
    QDateTime now() const { return m_now; }
    Database &database() { return m_database; }

protected:
    friend class SqliteStore;
    explicit DataWrite(Database &database);

    Database &m_database;
    QDateTime m_now;
    bool m_wrote = false;
};

/// The right to change state (registry, endpoints, jobs, templates, event types, keys, clients). A change
/// that wrote something and has no journal entry is rolled back: see SqliteStore::change().
class StateChange : public DataWrite
{
public:
    /// One entry of the hash-chained journal, in the same transaction. `action` is "<noun>.<past tense>",
    /// `object` "<kind>/<id>"; undefined before/after mean that the object did not exist on that side.
    void journal(const QString &action, const QString &object, const QJsonValue &before,
                 const QJsonValue &after, const QString &comment = {});
    const Actor &actor() const { return m_actor; }

private:
    friend class SqliteStore;
    StateChange(Database &database, Actor actor, QString requestId);

    Actor m_actor;
    QString m_requestId;
    bool m_journalled = false;
    QStringList m_notes; ///< for the log, once it is committed
};

} // namespace nsl
