// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/writing.h"

#include "store/journalrepository.h"

namespace nsl
{

using namespace Qt::StringLiterals;

DataWrite::DataWrite(Database &database)
    : m_database(database)
    , m_now(QDateTime::fromMSecsSinceEpoch(QDateTime::currentMSecsSinceEpoch(), Qt::UTC))
{
}

Statement DataWrite::run(const QString &sql, const QVariantList &values)
{
    m_wrote = true;
    return m_database.run(sql, values);
}

qint64 DataWrite::nextRev()
{
    run(u"UPDATE counter SET value = value + 1 WHERE name = 'rev'"_s);
    Statement rev = m_database.run(u"SELECT value FROM counter WHERE name = 'rev'"_s);
    rev.next();
    return rev.integer(0);
}

StateChange::StateChange(Database &database, Actor actor, QString requestId)
    : DataWrite(database)
    , m_actor(std::move(actor))
    , m_requestId(std::move(requestId))
{
}

void StateChange::journal(const QString &action, const QString &object, const QJsonValue &before,
                          const QJsonValue &after, const QString &comment)
{
    JournalEntry entry;
    QString previous;
    Statement last = m_database.run(u"SELECT id, hash FROM journal ORDER BY id DESC LIMIT 1"_s);
    if (last.next()) {
        entry.id = last.integer(0);
        previous = last.text(1);
    }
    entry.id += 1;
    entry.at = m_now;
    entry.actor = m_actor;
    entry.action = action;
    entry.object = object;
    entry.before = before;
    entry.after = after;
    entry.comment = comment;
    entry.requestId = m_requestId;
    entry.hash = JournalRepository::hashOf(previous, entry);
    run(u"INSERT INTO journal (id, at, actor_kind, actor_key_id, actor_name, actor_user, action, object, "
        "before, after, comment, request_id, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
        {entry.id, toColumn(entry.at), m_actor.kind, m_actor.keyId, m_actor.name, m_actor.osUser, action,
         object, toColumn(before), toColumn(after), comment, m_requestId, entry.hash});
    m_journalled = true;
    m_notes.append(
        u"%1 %2 by %3"_s.arg(action, object, m_actor.name.isEmpty() ? m_actor.kind : m_actor.name) +
        (m_requestId.isEmpty() ? QString() : u" (request %1)"_s.arg(m_requestId)));
}

} // namespace nsl
