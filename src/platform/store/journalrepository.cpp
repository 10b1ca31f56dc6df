// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/journalrepository.h"

#include "canonicaljson.h"

#include <QJsonObject>

#include <algorithm>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

constexpr auto entryColumns =
    u"SELECT id, at, actor_kind, actor_key_id, actor_name, actor_user, action, object, before, "
    "after, comment, request_id, hash FROM journal ";

JournalEntry entryOf(const Statement &row)
{
    JournalEntry entry;
    entry.id = row.integer(0);
    entry.at = row.time(1);
    entry.actor = {row.text(2), row.integer(3), row.text(4), row.text(5)};
    entry.action = row.text(6);
    entry.object = row.text(7);
    entry.before = row.json(8);
    entry.after = row.json(9);
    entry.comment = row.text(10);
    entry.requestId = row.text(11);
    entry.hash = row.text(12);
    return entry;
}

} // namespace

QString JournalRepository::hashOf(const QString &previousHash, const JournalEntry &entry)
{
    const QJsonObject content{
        {u"id"_s, entry.id},
        {u"at"_s, entry.at.toMSecsSinceEpoch()},
        {u"actor"_s, QJsonObject{{u"kind"_s, entry.actor.kind},
                                 {u"key_id"_s, entry.actor.keyId},
                                 {u"name"_s, entry.actor.name},
                                 {u"os_user"_s, entry.actor.osUser}}},
        {u"action"_s, entry.action},
        {u"object"_s, entry.object},
        // "Was not there" and "was null" differ, so each side says which it is.
        {u"has_before"_s, !entry.before.isUndefined()},
        {u"has_after"_s, !entry.after.isUndefined()},
        {u"before"_s, entry.before.isUndefined() ? QJsonValue() : entry.before},
        {u"after"_s, entry.after.isUndefined() ? QJsonValue() : entry.after},
        {u"comment"_s, entry.comment},
        {u"request_id"_s, entry.requestId},
    };
    return sha256Hex(previousHash.toLatin1() + '\n' + canonicalJson(content));
}

JournalPage JournalRepository::page(const Query &query) const
{
    QString where = u"WHERE id > ? "_s;
    QVariantList values{query.afterId};
    if (query.beforeId > 0) {
        where += "AND id < ? "_L1;
        values << query.beforeId;
    }
    if (query.from.isValid()) {
        where += "AND at >= ? "_L1;
        values << query.from.toMSecsSinceEpoch();
    }
    if (query.object.contains(u'/')) {
        where += "AND object = ? "_L1;
        values << query.object;
    } else if (!query.object.isEmpty()) {
        // '0' follows '/': everything that begins with "<kind>/", by the index. "workspace" has no id.
        where += "AND (object = ? OR (object > ? AND object < ?)) "_L1;
        values << query.object << QString(query.object + u'/') << QString(query.object + u'0');
    }
    values << std::clamp(query.limit, 1, 1001);
    Statement rows =
        m_database.run(QString::fromUtf16(entryColumns) + where + "ORDER BY id DESC LIMIT ?"_L1, values);
    JournalPage page;
    while (rows.next())
        page.entries.append(entryOf(rows));
    page.headHash = headHash();
    return page;
}

QString JournalRepository::headHash() const
{
    Statement row = m_database.run(u"SELECT hash FROM journal ORDER BY id DESC LIMIT 1"_s);
    return row.next() ? row.text(0) : QString();
}

Outcome<JournalCheck> JournalRepository::verify() const
{
    Statement rows = m_database.run(QString::fromUtf16(entryColumns) + "ORDER BY id"_L1);
    JournalCheck check;
    while (rows.next()) {
        const JournalEntry entry = entryOf(rows);
        if (entry.id != check.entries + 1 || entry.hash != hashOf(check.headHash, entry)) {
            return PlatformError::storage(
                u"The journal was edited: entry %1 does not follow from the one before it. Restore a backup."_s
                    .arg(check.entries + 1),
                u"journal_broken"_s);
        }
        check.entries += 1;
        check.headHash = entry.hash;
    }
    return check;
}

} // namespace nsl
