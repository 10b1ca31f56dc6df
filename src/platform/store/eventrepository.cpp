// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/eventrepository.h"

#include "store/visibility.h"

#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

#include <sqlite3.h>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

/// "AND type_id IN (1,2)"; nothing for an empty list. The numbers are ours, so they need no binding.
QString typeCondition(const QList<qint64> &eventTypeIds)
{
    if (eventTypeIds.isEmpty())
        return {};
    QStringList numbers;
    for (const qint64 id : eventTypeIds)
        numbers.append(QString::number(id));
    return u" AND type_id IN ("_s + numbers.join(u',') + u") "_s;
}

/// A prepared insert of SQLite's own: several times faster than going through QVariants.
class EventInserter
{
public:
    explicit EventInserter(Database &database)
        : m_database(database)
    {
        constexpr auto sql =
            "INSERT INTO event (id, user_id, item_id, type_id, occurred_at, metadata, import_id) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)";
        if (sqlite3_prepare_v2(database.handle(), sql, -1, &m_statement, nullptr) != SQLITE_OK)
            throw database.failure(u"an event"_s);
    }
    ~EventInserter() { sqlite3_finalize(m_statement); }
    Q_DISABLE_COPY_MOVE(EventInserter)

    void insert(const EventRow &row, qint64 importId)
    {
        sqlite3_bind_int64(m_statement, 1, row.id);
        bindText(2, row.userId);
        bindText(3, row.itemId);
        sqlite3_bind_int64(m_statement, 4, row.eventTypeId);
        sqlite3_bind_int64(m_statement, 5, row.occurredMs);
        if (row.metadata.isEmpty())
            sqlite3_bind_null(m_statement, 6);
        else
            bindText(6, row.metadata);
        sqlite3_bind_int64(m_statement, 7, importId);
        const int result = sqlite3_step(m_statement);
        sqlite3_reset(m_statement);
        if (result != SQLITE_DONE)
            throw m_database.failure(u"an event"_s);
    }

private:
    void bindText(int index, const QByteArray &text)
    {
        // The row outlives the step, so SQLite need not copy.
        sqlite3_bind_text(m_statement, index, text.constData(), int(text.size()), SQLITE_STATIC);
    }

    Database &m_database;
    sqlite3_stmt *m_statement = nullptr;
};

constexpr auto eventColumns =
    u"SELECT e.id, e.user_id, e.item_id, e.type_id, t.name, e.occurred_at, e.metadata FROM ";
constexpr auto withType = u" e LEFT JOIN event_type t ON t.id = e.type_id ";

QList<Event> eventsOf(Statement rows)
{
    QList<Event> list;
    while (rows.next()) {
        Event event;
        event.id = rows.integer(0);
        event.userId = rows.text(1);
        event.itemId = rows.text(2);
        event.eventTypeId = rows.integer(3);
        event.eventTypeName = rows.text(4);
        event.occurredAt = rows.time(5);
        event.metadata = rows.json(6).toObject();
        list.append(event);
    }
    return list;
}

} // namespace

qint64 EventRepository::count() const
{
    Statement row = m_database.run(u"SELECT value FROM counter WHERE name = 'events'"_s);
    row.next();
    return row.integer(0);
}

qint64 EventRepository::userCount() const
{
    Statement row =
        m_database.run(u"SELECT count(DISTINCT user_id) FROM "_s + visibleRows(m_database, "event"_L1));
    row.next();
    return row.integer(0);
}

qint64 EventRepository::lastId() const
{
    Statement row = m_database.run(u"SELECT id FROM "_s + visibleRows(m_database, "event"_L1) +
                                   " ORDER BY id DESC LIMIT 1"_L1);
    return row.next() ? row.integer(0) : 0;
}

QList<EventRepository::TypeCount> EventRepository::countsByType() const
{
    Statement rows =
        m_database.run(u"SELECT id, event_count FROM event_type WHERE event_count > 0 ORDER BY id"_s);
    QList<TypeCount> counts;
    while (rows.next())
        counts.append({rows.integer(0), rows.integer(1)});
    return counts;
}

QList<Event> EventRepository::page(int limit, qint64 beforeId, const EventFilter &filter) const
{
    QString where = u"WHERE 1 "_s;
    QVariantList values;
    if (beforeId > 0) {
        where += "AND e.id < ? "_L1;
        values << beforeId;
    }
    if (!filter.userId.isEmpty()) {
        where += "AND e.user_id = ? "_L1;
        values << filter.userId;
    }
    if (filter.eventTypeId > 0) {
        where += "AND e.type_id = ? "_L1;
        values << filter.eventTypeId;
    }
    values << limit;
    return eventsOf(m_database.run(QString::fromUtf16(eventColumns) + visibleRows(m_database, "event"_L1) +
                                       QString::fromUtf16(withType) + where + "ORDER BY e.id DESC LIMIT ?"_L1,
                                   values));
}

std::optional<Event> EventRepository::find(qint64 id) const
{
    const auto list =
        eventsOf(m_database.run(QString::fromUtf16(eventColumns) + visibleRows(m_database, "event"_L1) +
                                    QString::fromUtf16(withType) + "WHERE e.id = ?"_L1,
                                {id}));
    return list.isEmpty() ? std::nullopt : std::optional(list.first());
}

QList<EventRow> EventRepository::history(const QString &userId, const QList<qint64> &eventTypeIds,
                                         int limit) const
{
    Statement rows =
        m_database.run(u"SELECT id, user_id, item_id, type_id, occurred_at FROM "_s +
                           visibleRows(m_database, "event"_L1) + " WHERE user_id = ?"_L1 +
                           typeCondition(eventTypeIds) + " ORDER BY occurred_at DESC, id DESC LIMIT ?"_L1,
                       {userId, limit});
    QList<EventRow> list;
    while (rows.next()) {
        list.append({rows.integer(0),
                     rows.text(1).toUtf8(),
                     rows.text(2).toUtf8(),
                     rows.integer(3),
                     rows.integer(4),
                     {}});
    }
    std::reverse(list.begin(), list.end());
    return list;
}

QStringList EventRepository::itemsOfUser(const QString &userId) const
{
    Statement rows = m_database.run(u"SELECT DISTINCT item_id FROM "_s + visibleRows(m_database, "event"_L1) +
                                        " WHERE user_id = ?"_L1,
                                    {userId});
    QStringList items;
    while (rows.next())
        items.append(rows.text(0));
    return items;
}

QStringList EventRepository::users(const QString &prefix, int limit) const
{
    // One jump in the index per user instead of a walk over every event.
    const QString next = u"SELECT user_id FROM "_s + visibleRows(m_database, "event"_L1);
    QStringList users;
    Statement row = m_database.run(next + " WHERE user_id >= ? ORDER BY user_id LIMIT 1"_L1, {prefix});
    while (users.size() < limit && row.next() && row.text(0).startsWith(prefix)) {
        users.append(row.text(0));
        row = m_database.run(next + " WHERE user_id > ? ORDER BY user_id LIMIT 1"_L1, {users.last()});
    }
    return users;
}

void EventRepository::append(DataWrite &write, QList<EventRow> &rows, qint64 importId)
{
    if (rows.isEmpty())
        return;
    write.nextRev(); // also notes that this transaction writes
    Statement last = m_database.run(u"SELECT max(id) FROM event"_s);
    last.next();
    qint64 id = last.integer(0);
    qint64 newest = 0;
    QHash<qint64, qint64> perType;
    EventInserter inserter(m_database);
    for (EventRow &row : rows) {
        row.id = ++id;
        inserter.insert(row, importId);
        perType[row.eventTypeId] += 1;
        newest = std::max(newest, row.occurredMs);
    }
    if (importId > 0)
        return;
    QList<TypeCount> counts;
    for (auto it = perType.cbegin(); it != perType.cend(); ++it)
        counts.append({it.key(), it.value()});
    addToCounts(write, counts, newest);
}

void EventRepository::addToCounts(DataWrite &write, const QList<TypeCount> &counts, qint64 lastMs)
{
    for (const TypeCount &added : counts) {
        write.run(u"UPDATE event_type SET event_count = event_count + ?, last_event_at = "
                  u"max(coalesce(last_event_at, "
                  "0), ?), rev = ? WHERE id = ?"_s,
                  {added.count, lastMs, write.nextRev(), added.eventTypeId});
        write.run(u"UPDATE counter SET value = value + ? WHERE name = 'events'"_s, {added.count});
    }
}

Statement EventRepository::selectOrdered(qint64 throughId, const QList<qint64> &eventTypeIds) const
{
    return m_database.run(u"SELECT id, user_id, item_id, type_id, occurred_at FROM "_s +
                              visibleRows(m_database, "event"_L1) + " WHERE id <= ?"_L1 +
                              typeCondition(eventTypeIds) + " ORDER BY id"_L1,
                          {throughId});
}

} // namespace nsl
