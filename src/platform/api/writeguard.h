// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/apicall.h"
#include "store/sqlitestore.h"

#include <QSet>

#include <memory>

namespace nsl
{

/// A write with a key that is being answered.
class OpenWrite
{
public:
    OpenWrite(std::shared_ptr<QSet<QString>> all, QString name)
        : m_all(std::move(all))
        , m_name(std::move(name))
    {
        m_all->insert(m_name);
    }
    ~OpenWrite() { end(); }
    Q_DISABLE_COPY_MOVE(OpenWrite)

    /// It has been answered. The end of this object says so as well.
    void end()
    {
        if (m_all)
            m_all->remove(m_name);
        m_all.reset();
    }

private:
    std::shared_ptr<QSet<QString>> m_all;
    const QString m_name;
};

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
    /// Takes the key until the call is answered; null while an earlier call with it still is.
    std::shared_ptr<OpenWrite> begin(const ApiCall &call);
    /// Keeps a reply, unless the request could do better when repeated (5xx, 429). Together with what the
    /// request wrote, where that is one transaction: see SqliteStore::together().
    Outcome<Done> keep(const ApiCall &call, int status, const QByteArray &body);

private:
    SqliteStore &m_store;
    const std::shared_ptr<QSet<QString>> m_open = std::make_shared<QSet<QString>>();
};

} // namespace nsl
