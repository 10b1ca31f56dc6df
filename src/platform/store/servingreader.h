// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recommendation.h"
#include "store/clientrepository.h"
#include "store/itemrepository.h"
#include "store/jobrepository.h"

#include <QByteArray>
#include <QByteArrayList>

#include <functional>
#include <memory>

struct sqlite3_stmt;

namespace nsl
{

/// What recommendations read, on a read-only connection of its own with statements that are prepared once.
/// Belongs to the thread that opened it. Sees every commit with the next read; no read transaction stays
/// open. Reading throws StoreFailure.
class ServingReader
{
public:
    static Outcome<std::unique_ptr<ServingReader>> open(const QString &file);
    ~ServingReader();
    Q_DISABLE_COPY_MOVE(ServingReader)

    /// Whether anything has been committed since the last call; true at the first.
    bool hasMoved();
    /// What hasMoved() told could not be followed: it says so again.
    void lookAgain() { m_lastVersion = -1; }

    /// Where the data stands. Equal marks: no event and no item has come, gone or changed.
    struct Marks
    {
        qint64 catalogue = -1;  ///< the catalogue's revision
        qint64 events = -1;     ///< how many are visible
        qint64 lastEventId = 0; ///< of all rows, hidden ones too
        QByteArray hidden;      ///< imports whose rows are not seen

        friend bool operator==(const Marks &, const Marks &) = default;
    };
    Marks marks();

    struct PastEvent
    {
        QByteArray itemId;
        qint64 eventTypeId = 0;
        qint64 occurredMs = 0;
    };
    /// Every visible event of a user, newest first, until `take` returns false.
    void forEachOfUser(const QByteArray &userId, const std::function<bool(const PastEvent &)> &take);
    /// User ids of the visible events with an id above `eventId`, one per event.
    QByteArrayList usersAfter(qint64 eventId);

    ItemRepository &items() { return m_items; }
    ClientRepository &clients() { return m_clients; }
    JobRepository &jobs() { return m_jobs; }

private:
    class Query;
    explicit ServingReader(std::unique_ptr<Database> database);

    std::unique_ptr<Database> m_database;
    ItemRepository m_items;
    ClientRepository m_clients;
    JobRepository m_jobs;
    std::unique_ptr<Query> m_version;
    std::unique_ptr<Query> m_marks;
    std::unique_ptr<Query> m_ofUser;
    std::unique_ptr<Query> m_usersAfter;
    qint64 m_lastVersion = -1;
};

} // namespace nsl
