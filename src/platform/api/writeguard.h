// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/apicall.h"
#include "store/sqlitestore.h"

namespace nsl
{

/// Idempotency keys (contract 1): the reply to a write that carried one is kept for 24 hours, and a
/// repetition is answered with it instead of being done again.
class WriteGuard
{
public:
    explicit WriteGuard(SqliteStore &store)
        : m_store(store)
    {
    }

    /// Whether the call is a write with a key.
    static bool concerns(const ApiCall &call);
    /// The reply that this caller's key stands for, if it was used before. Conflict where it was used for
    /// another request, Invalid for a malformed key.
    Outcome<std::optional<KeptReply>> earlier(const ApiCall &call) const;
    /// Keeps a reply, unless the request could do better when repeated (5xx, 429).
    void keep(const ApiCall &call, int status, const QByteArray &body);

private:
    SqliteStore &m_store;
};

} // namespace nsl
