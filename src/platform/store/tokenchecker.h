// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/clientrepository.h"
#include "store/writing.h"

#include <QByteArray>
#include <QHash>
#include <QString>
#include <QStringList>

#include <optional>

namespace nsl
{

/// Who is calling and what they may do.
struct Caller
{
    Actor actor;
    QStringList scopes;

    bool has(QLatin1String scope) const { return scopes.contains(scope); }
};

/// The client of one run of the server and the person it stands for. Empty = there is none.
struct SessionClient
{
    QString clientId;
    QString osUser;
};

/// Decides who a Core access token stands for; the one place for every thread. Lives on the thread of its
/// database.
class TokenChecker
{
public:
    explicit TokenChecker(ClientRepository &clients, SessionClient session = {})
        : m_clients(clients)
        , m_session(std::move(session))
    {
    }

    /// Nothing for an unknown, expired or revoked one. Throws StoreFailure.
    std::optional<Caller> check(const QByteArray &token) const;
    /// The same, remembering what was found until forget() is called: whenever anything has been committed.
    std::optional<Caller> checkRemembering(const QByteArray &token);
    void forget() { m_known.clear(); }

private:
    struct Known
    {
        Caller caller;
        QDateTime expiresAt;
    };
    std::optional<Known> find(const QByteArray &digest) const;

    static constexpr qsizetype maxKnown = 1000;

    ClientRepository &m_clients;
    SessionClient m_session;
    QHash<QByteArray, Known> m_known; ///< by the token's digest
};

} // namespace nsl
