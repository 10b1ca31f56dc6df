// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/writing.h"

#include <optional>

namespace nsl
{

/// A reply to a write, as it was sent.
struct KeptReply
{
    QString
        request; ///< SHA-256 (hex) of method, path and body: the same key with another request is a mistake
    int status = 0;
    QByteArray body; ///< JSON
};

/// Replies to writes that carried an Idempotency-Key, for 24 hours: a repetition is answered with them. A
/// reply that holds a secret (a new key) must not be kept: the store never sees one.
class ReplyRepository
{
public:
    static constexpr qint64 keptMs = 24LL * 60 * 60 * 1000;
    static constexpr int maximumReplies = 100'000; ///< the oldest go first
    static constexpr qsizetype maximumKeyLength = 255;

    explicit ReplyRepository(Database &database)
        : m_database(database)
    {
    }

    /// The reply that `caller` got for `key` in the last 24 hours.
    std::optional<KeptReply> find(const QString &caller, const QString &key) const;
    /// Keeps a reply, in the same transaction as what it answers where that is possible, and forgets old
    /// ones. Conflict with code "idempotency_key_reused" when the key stands for another request; Invalid for
    /// an empty or overlong key.
    Outcome<Done> keep(DataWrite &write, const QString &caller, const QString &key, const KeptReply &reply);

private:
    Database &m_database;
};

} // namespace nsl
