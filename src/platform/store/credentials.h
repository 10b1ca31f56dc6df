// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/sqlitestore.h"
#include "store/tokenchecker.h"

#include <QByteArray>
#include <QStringList>

#include <optional>

namespace nsl
{

/// The secrets of one run of the server, handed over in run/platform.json. Never stored, never logged.
struct SessionSecrets
{
    QByteArray key; ///< a platform key with scope admin
    QString clientId;
    QByteArray clientSecret;
    QString osUser; ///< the actor they stand for
};

/// A Core access token, in plain text this once.
struct IssuedToken
{
    QByteArray accessToken;
    int expiresInSeconds = 0;
    QStringList scopes;
};

/// Makes and checks platform keys, Core clients and tokens. Secrets come from the system's random generator;
/// digests are compared in constant time. Lives on the store's thread.
class Credentials
{
public:
    explicit Credentials(SqliteStore &store);

    /// New secrets for a start of the server; from now on they are accepted by this object.
    SessionSecrets openSession(const QString &osUser);

    /// The whole key, shown this once. Scopes: one or more of admin, events, items, recommendations.
    Outcome<QByteArray> createKey(const Actor &actor, const QString &requestId, const QString &name,
                                  const QString &environment, const QStringList &scopes);
    struct NewClient
    {
        QString clientId;
        QByteArray clientSecret;
    };
    Outcome<NewClient> createClient(const Actor &actor, const QString &requestId, const QString &name,
                                    const QStringList &scopes = defaultCoreScopes());

    /// Who a platform key stands for; nothing for a malformed, unknown or revoked one.
    std::optional<Caller> checkKey(const QByteArray &key);
    /// Client credentials grant. `scope` empty = all of the client's. Unauthorized with code
    /// "invalid_client", Invalid with code "invalid_scope".
    Outcome<IssuedToken> issueToken(const QString &clientId, const QByteArray &secret, const QString &scope);
    /// Who an access token stands for; nothing for an unknown or expired one.
    std::optional<Caller> checkToken(const QByteArray &token);
    /// What a TokenChecker on another thread needs to know of this run; empty before openSession().
    SessionClient sessionClient() const;

    /// The digest of a text is equal to another, in time that does not depend on where they differ.
    static bool equalInConstantTime(const QByteArray &left, const QByteArray &right);
    /// Characters of base64url from the system's random generator; 32 bytes give 43.
    static QByteArray randomText(int bytes);
    static const QStringList &keyScopes();
    static const QStringList &defaultCoreScopes();
    static constexpr int tokenLifetimeSeconds = 3600;

private:
    SqliteStore &m_store;
    std::optional<SessionSecrets> m_session;
};

} // namespace nsl
