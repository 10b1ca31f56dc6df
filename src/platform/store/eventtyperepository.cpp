// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/eventtyperepository.h"

#include <QJsonObject>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

QList<EventType> selectEventTypes(Database &database, const QString &tail, const QVariantList &values = {})
{
    Statement rows = database.run(
        u"SELECT id, name, weight, event_count, last_event_at, created_at, rev FROM event_type "_s + tail,
        values);
    QList<EventType> list;
    while (rows.next()) {
        list.append({rows.integer(0), rows.text(1), int(rows.integer(2)), rows.integer(3), rows.time(4),
                     rows.time(5), rows.integer(6)});
    }
    return list;
}

std::optional<EventType> firstEventType(const QList<EventType> &list)
{
    return list.isEmpty() ? std::nullopt : std::optional(list.first());
}

QJsonObject facts(const EventType &type)
{
    return {{u"name"_s, type.name}, {u"weight"_s, type.weight}};
}

QString eventTypeObjectName(qint64 id)
{
    return u"event-type/%1"_s.arg(id);
}

std::optional<PlatformError> mistakeIn(const QString &name, int weight)
{
    if (name.trimmed().isEmpty() || name.size() > 64)
        return PlatformError::invalid(u"An event type needs a name of 1 to 64 characters."_s);
    if (weight < 0 || weight > 100)
        return PlatformError::invalid(u"The weight of an event type is 0 to 100, not %1."_s.arg(weight));
    return std::nullopt;
}

PlatformError unknownEventType(qint64 id)
{
    return PlatformError::notFound(u"There is no event type %1."_s.arg(id));
}

PlatformError taken(const QString &name)
{
    return PlatformError::conflict(u"There is already an event type \"%1\"."_s.arg(name), u"name_taken"_s);
}

} // namespace

QList<EventType> EventTypeRepository::list() const
{
    return selectEventTypes(m_database, u"ORDER BY id"_s);
}

QList<EventType> EventTypeRepository::listSince(qint64 rev) const
{
    return selectEventTypes(m_database, u"WHERE rev > ? ORDER BY id"_s, {rev});
}

std::optional<EventType> EventTypeRepository::find(qint64 id) const
{
    return firstEventType(selectEventTypes(m_database, u"WHERE id = ?"_s, {id}));
}

std::optional<EventType> EventTypeRepository::findByName(const QString &name) const
{
    return firstEventType(selectEventTypes(m_database, u"WHERE name = ?"_s, {name}));
}

Outcome<EventType> EventTypeRepository::create(StateChange &change, const QString &name, int weight)
{
    const QString cleaned = name.trimmed();
    if (const auto mistake = mistakeIn(cleaned, weight))
        return *mistake;
    if (findByName(cleaned))
        return taken(cleaned);
    const qint64 id =
        change
            .run(u"INSERT INTO event_type (name, weight, created_at, rev) VALUES (?, ?, ?, ?)"_s,
                 {cleaned, weight, toColumn(change.now()), change.nextRev()})
            .insertedId();
    const EventType created = *find(id);
    change.journal(u"event_type.created"_s, eventTypeObjectName(id), QJsonValue::Undefined, facts(created));
    return created;
}

Outcome<EventType> EventTypeRepository::update(StateChange &change, qint64 id, const QString &name,
                                               int weight)
{
    const auto before = find(id);
    if (!before)
        return unknownEventType(id);
    const QString cleaned = name.trimmed();
    if (const auto mistake = mistakeIn(cleaned, weight))
        return *mistake;
    if (before->name == cleaned && before->weight == weight)
        return *before;
    if (before->name != cleaned && findByName(cleaned))
        return taken(cleaned);
    change.run(u"UPDATE event_type SET name = ?, weight = ?, rev = ? WHERE id = ?"_s,
               {cleaned, weight, change.nextRev(), id});
    // Templates show the names of their types.
    change.run(u"UPDATE template SET rev = ? WHERE id IN (SELECT template_id FROM template_signal WHERE "
               "event_type_id = ?)"_s,
               {change.nextRev(), id});
    const EventType after = *find(id);
    change.journal(u"event_type.changed"_s, eventTypeObjectName(id), facts(*before), facts(after));
    return after;
}

Outcome<Done> EventTypeRepository::remove(StateChange &change, qint64 id)
{
    const auto before = find(id);
    if (!before)
        return unknownEventType(id);
    Statement users =
        m_database.run(u"SELECT t.name FROM template_signal s JOIN template t ON t.id = s.template_id "
                       "WHERE s.event_type_id = ? LIMIT 1"_s,
                       {id});
    if (users.next()) {
        return PlatformError::conflict(
            u"The event type \"%1\" is used by the template \"%2\"; take it out there first."_s.arg(
                before->name, users.text(0)),
            u"event_type_in_use"_s);
    }
    change.run(u"DELETE FROM event_type WHERE id = ?"_s, {id}); // a trigger notes the removal
    change.journal(u"event_type.deleted"_s, eventTypeObjectName(id), facts(*before), QJsonValue::Undefined);
    return Done();
}

} // namespace nsl
