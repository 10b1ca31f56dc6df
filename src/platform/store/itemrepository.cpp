// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/itemrepository.h"

#include "store/visibility.h"

#include <QJsonObject>
#include <QSet>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

PlatformError unknownItem(const QString &id)
{
    return PlatformError::notFound(u"There is no item \"%1\"."_s.arg(id), u"item_not_found"_s);
}

} // namespace

QList<Item> ItemRepository::select(const QString &tail, const QVariantList &values) const
{
    Statement rows =
        m_database.run(u"SELECT id, name, description, metadata, active, created_at, updated_at FROM "_s +
                           visibleRows(m_database, "item"_L1) + u' ' + tail,
                       values);
    QList<Item> list;
    while (rows.next()) {
        Item item;
        item.id = rows.text(0);
        item.name = rows.text(1);
        item.description = rows.text(2);
        item.metadata = rows.json(3).toObject();
        item.active = rows.integer(4) != 0;
        item.created = rows.time(5);
        item.updatedAt = rows.time(6);
        list.append(item);
    }
    return list;
}

qint64 ItemRepository::count() const
{
    Statement row = m_database.run(u"SELECT count(*) FROM "_s + visibleRows(m_database, "item"_L1));
    row.next();
    return row.integer(0);
}

qint64 ItemRepository::activeCount() const
{
    return count() - inactiveIds().size();
}

qint64 ItemRepository::revision() const
{
    Statement row = m_database.run(u"SELECT value FROM counter WHERE name = 'catalogue'"_s);
    row.next();
    return row.integer(0);
}

void ItemRepository::raiseRevision(DataWrite &write)
{
    write.run(u"UPDATE counter SET value = value + 1 WHERE name = 'catalogue'"_s);
}

QList<Item> ItemRepository::page(int limit, const QString &startingAfter) const
{
    return select(u"WHERE id > ? ORDER BY id LIMIT ?"_s, {startingAfter, limit});
}

std::optional<Item> ItemRepository::find(const QString &id) const
{
    const auto list = select(u"WHERE id = ?"_s, {id});
    return list.isEmpty() ? std::nullopt : std::optional(list.first());
}

QList<Item> ItemRepository::findMany(const QStringList &ids) const
{
    QList<Item> list;
    for (const QString &id : ids) {
        if (const auto item = find(id))
            list.append(*item);
    }
    return list;
}

QStringList ItemRepository::inactiveIds() const
{
    Statement rows = m_database.run(u"SELECT id FROM "_s + visibleRows(m_database, "item"_L1) +
                                    " WHERE active = 0 ORDER BY id"_L1);
    QStringList ids;
    while (rows.next())
        ids.append(rows.text(0));
    return ids;
}

QList<QByteArray> ItemRepository::activeIds() const
{
    Statement rows = m_database.run(u"SELECT id FROM "_s + visibleRows(m_database, "item"_L1) +
                                    " WHERE active = 1 ORDER BY id"_L1);
    QList<QByteArray> ids;
    while (rows.next())
        ids.append(rows.text(0).toUtf8());
    return ids;
}

Outcome<Done> ItemRepository::create(DataWrite &write, const QList<Item> &items)
{
    const qint64 rev = write.nextRev();
    QSet<QString> seen;
    for (const Item &item : items) {
        // The table itself, not what is visible: the row of a running import has the id too.
        if (seen.contains(item.id) ||
            m_database.run(u"SELECT 1 FROM item WHERE id = ?"_s, {item.id}).next()) {
            return PlatformError::conflict(u"There is already an item \"%1\"."_s.arg(item.id),
                                           u"item_already_exists"_s);
        }
        seen.insert(item.id);
        write.run(
            u"INSERT INTO item (id, name, description, metadata, active, created_at, updated_at, rev) VALUES "
            "(?, ?, ?, ?, ?, ?, ?, ?)"_s,
            {item.id, item.name, item.description, toColumn(QJsonValue(item.metadata)), item.active,
             toColumn(write.now()), toColumn(write.now()), rev});
    }
    raiseRevision(write);
    return Done();
}

Outcome<Item> ItemRepository::update(DataWrite &write, const Item &item)
{
    if (!find(item.id))
        return unknownItem(item.id);
    write.run(
        u"UPDATE item SET name = ?, description = ?, metadata = ?, active = ?, updated_at = ?, rev = ? WHERE id = ?"_s,
        {item.name, item.description, toColumn(QJsonValue(item.metadata)), item.active, toColumn(write.now()),
         write.nextRev(), item.id});
    raiseRevision(write);
    return *find(item.id);
}

Outcome<Done> ItemRepository::remove(DataWrite &write, const QString &id)
{
    if (!find(id))
        return unknownItem(id);
    write.run(u"DELETE FROM item WHERE id = ?"_s, {id});
    write.nextRev();
    raiseRevision(write);
    return Done();
}

bool ItemRepository::isLegalId(QStringView id)
{
    if (id.isEmpty() || id.size() > 128 || id.front() == u'-' || id.front() == u'_')
        return false;
    for (const QChar character : id) {
        const char16_t c = character.unicode();
        const bool legal = (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') ||
                           c == u'_' || c == u'-';
        if (!legal)
            return false;
    }
    return true;
}

} // namespace nsl
