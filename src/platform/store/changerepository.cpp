// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/changerepository.h"

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

QString tableOf(RecordKind kind)
{
    switch (kind) {
    case RecordKind::EventType:
        return u"event_type"_s;
    case RecordKind::Template:
        return u"template"_s;
    case RecordKind::Family:
        return u"family"_s;
    case RecordKind::Job:
        return u"job"_s;
    case RecordKind::Version:
        return u"version"_s;
    case RecordKind::Endpoint:
        return u"endpoint"_s;
    case RecordKind::Deployment:
        return u"deployment"_s;
    case RecordKind::Key:
        return u"api_key"_s;
    case RecordKind::Client:
        return u"core_client"_s;
    }
    Q_UNREACHABLE();
}

qint64 counter(Database &database, const QString &name)
{
    Statement row = database.run(u"SELECT value FROM counter WHERE name = ?"_s, {name});
    return row.next() ? row.integer(0) : 0;
}

} // namespace

qint64 ChangeRepository::revOf(RecordKind kind) const
{
    const QString table = tableOf(kind);
    Statement row =
        m_database.run(u"SELECT max(coalesce((SELECT max(rev) FROM %1), 0), coalesce((SELECT max(rev) FROM "
                       "removed_record WHERE kind = ?), 0))"_s.arg(table),
                       {table});
    row.next();
    return row.integer(0);
}

Outcome<QList<qint64>> ChangeRepository::removedSince(RecordKind kind, qint64 sinceRev) const
{
    // A rev that was never given comes from another workspace, or from before a restore.
    if (sinceRev < counter(m_database, u"removals_known_from"_s) ||
        sinceRev > counter(m_database, u"rev"_s)) {
        PlatformError gone = PlatformError::notFound(
            u"What changed since rev %1 is no longer known; load the whole list."_s.arg(sinceRev),
            u"changes_forgotten"_s);
        gone.httpStatus = 410;
        return gone;
    }
    Statement rows =
        m_database.run(u"SELECT id FROM removed_record WHERE kind = ? AND rev > ? ORDER BY rev"_s,
                       {tableOf(kind), sinceRev});
    QList<qint64> ids;
    while (rows.next())
        ids.append(rows.integer(0));
    return ids;
}

void ChangeRepository::forgetOld(DataWrite &write)
{
    Statement row = m_database.run(u"SELECT rev FROM removed_record ORDER BY rev DESC LIMIT 1 OFFSET ?"_s,
                                   {maximumRemovals});
    if (!row.next())
        return;
    const qint64 newestForgotten = row.integer(0);
    write.run(u"DELETE FROM removed_record WHERE rev <= ?"_s, {newestForgotten});
    write.run(u"UPDATE counter SET value = max(value, ?) WHERE name = 'removals_known_from'"_s,
              {newestForgotten});
}

void ChangeRepository::startAnew(DataWrite &write, qint64 atLeast)
{
    write.run(u"UPDATE counter SET value = max(value, ?) + 1 WHERE name = 'rev'"_s, {atLeast});
    write.run(u"DELETE FROM removed_record"_s);
    write.run(u"UPDATE counter SET value = (SELECT value FROM counter WHERE name = 'rev') WHERE name = "
              "'removals_known_from'"_s);
}

} // namespace nsl
