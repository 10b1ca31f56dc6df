// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/replyrepository.h"

namespace nsl
{

using namespace Qt::StringLiterals;

std::optional<KeptReply> ReplyRepository::find(const QString &caller, const QString &key) const
{
    Statement row = m_database.run(
        u"SELECT request, status, body FROM kept_reply WHERE caller = ? AND key = ? AND at > ?"_s,
        {caller, key, QDateTime::currentMSecsSinceEpoch() - keptMs});
    if (!row.next())
        return std::nullopt;
    return KeptReply{row.text(0), int(row.integer(1)), row.bytes(2)};
}

Outcome<Done> ReplyRepository::keep(DataWrite &write, const QString &caller, const QString &key,
                                    const KeptReply &reply)
{
    if (key.isEmpty() || key.size() > maximumKeyLength) {
        return PlatformError::invalid(u"An Idempotency-Key has 1 to %1 characters."_s.arg(maximumKeyLength),
                                      u"bad_idempotency_key"_s);
    }
    if (const auto earlier = find(caller, key); earlier && earlier->request != reply.request) {
        return PlatformError::conflict(
            u"This Idempotency-Key was used for another request; choose a new one for each."_s,
            u"idempotency_key_reused"_s);
    }
    // An empty body is not NULL.
    const QByteArray body = reply.body.isNull() ? QByteArray("") : reply.body;
    write.run(u"INSERT OR REPLACE INTO kept_reply (caller, key, request, status, body, at) VALUES (?, ?, ?, "
              "?, ?, ?)"_s,
              {caller, key, reply.request, reply.status, body, toColumn(write.now())});
    write.run(u"DELETE FROM kept_reply WHERE at <= ?"_s, {write.now().toMSecsSinceEpoch() - keptMs});
    write.run(u"DELETE FROM kept_reply WHERE at < (SELECT at FROM kept_reply ORDER BY at DESC LIMIT 1 OFFSET "
              "?)"_s,
              {maximumReplies});
    return Done();
}

} // namespace nsl
