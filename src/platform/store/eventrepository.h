// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recommendation.h"

#include "store/writing.h"
#include <QStringList>

#include <QList>

#include <optional>

namespace nsl
{

/// An event as it is stored: UTF-8 bytes and numbers, for bulk work.
struct EventRow
{
    qint64 id = 0;
    QByteArray userId;
    QByteArray itemId;
    qint64 eventTypeId = 0;
    qint64 occurredMs = 0; ///< Unix milliseconds
    QByteArray metadata;   ///< JSON object text, or empty
};

/// Which events a page shows.
struct EventFilter
{
    QString userId;         ///< empty = all
    qint64 eventTypeId = 0; ///< 0 = all
};

/// Recorded events. Rows of an import that is still running are not seen. Ids give the order of arrival.
class EventRepository
{
public:
    explicit EventRepository(Database &database)
        : m_database(database)
    {
    }

    struct TypeCount
    {
        qint64 eventTypeId = 0;
        qint64 count = 0;
    };
    qint64 count() const;
    qint64 userCount() const;
    /// The greatest visible id; 0 without events.
    qint64 lastId() const;
    /// Events per type, counted; types without events are not listed.
    QList<TypeCount> countsByType() const;
    /// Newest first: at most `limit` with an id below `beforeId` (0 = from the newest).
    QList<Event> page(int limit, qint64 beforeId = 0, const EventFilter &filter = {}) const;
    std::optional<Event> find(qint64 id) const;
    /// The user's last `limit` events of the given types (empty = all types) by (time, id), oldest first.
    QList<EventRow> history(const QString &userId, const QList<qint64> &eventTypeIds, int limit = 200) const;
    /// Every item the user has any event with, each once.
    QStringList itemsOfUser(const QString &userId) const;
    /// Ids of users that begin with `prefix`, in order, at most `limit`.
    QStringList users(const QString &prefix, int limit) const;

    /// Appends in order, gives ids, keeps the counts of the event types. Types and items are checked by the
    /// caller. Throws StoreFailure. `importId` 0 = seen at once.
    void append(DataWrite &write, QList<EventRow> &rows, qint64 importId = 0);
    /// Adds to the counts that event types show; append() with an import id leaves this to the import's end.
    void addToCounts(DataWrite &write, const QList<TypeCount> &counts, qint64 lastMs);

    /// Streams events with 0 < id <= throughId and one of the types, ordered by id, until `take` returns
    /// false. Works on any connection, so a long export uses StoreReader on a thread of its own.
    template<typename Take>
    void forEach(qint64 throughId, const QList<qint64> &eventTypeIds, Take &&take) const;

private:
    Database &m_database;
    Statement selectOrdered(qint64 throughId, const QList<qint64> &eventTypeIds) const;
};

template<typename Take>
void EventRepository::forEach(qint64 throughId, const QList<qint64> &eventTypeIds, Take &&take) const
{
    Statement rows = selectOrdered(throughId, eventTypeIds);
    EventRow row;
    while (rows.next()) {
        row.id = rows.integer(0);
        row.userId = rows.text(1).toUtf8();
        row.itemId = rows.text(2).toUtf8();
        row.eventTypeId = rows.integer(3);
        row.occurredMs = rows.integer(4);
        if (!take(std::as_const(row)))
            return;
    }
}

} // namespace nsl
