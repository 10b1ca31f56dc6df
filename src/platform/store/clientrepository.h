// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/writing.h"
#include <QStringList>

#include <QList>

#include <optional>

namespace nsl
{

/// A client of the Core API without its secret.
struct CoreClient
{
    qint64 id = 0;
    QString clientId;
    QString name;
    QStringList scopes;
    bool revoked = false;
    QDateTime lastUsedAt;
    QDateTime createdAt;
    qint64 rev = 0;
};

/// An access token without its text.
struct CoreToken
{
    QString clientId;
    QStringList scopes;
    QDateTime expiresAt;
};

/// Core API clients and their access tokens: only SHA-256 digests are stored.
class ClientRepository
{
public:
    explicit ClientRepository(Database &database)
        : m_database(database)
    {
    }

    struct Stored
    {
        CoreClient client;
        QByteArray sha256; ///< of the secret, 32 bytes
    };

    QList<CoreClient> list() const; ///< in order of id
    std::optional<CoreClient> find(qint64 id) const;
    std::optional<Stored> findByClientId(const QString &clientId) const; ///< revoked ones too
    Outcome<CoreClient> create(StateChange &change, const CoreClient &wanted, const QByteArray &sha256);
    /// Also ends the tokens of the client. Repeated: ok, nothing written. NotFound.
    Outcome<CoreClient> revoke(StateChange &change, qint64 id);
    void touch(DataWrite &write, qint64 id);

    void addToken(DataWrite &write, const QByteArray &sha256, const CoreToken &token);
    /// Not expired and not of a revoked client.
    std::optional<CoreToken> findToken(const QByteArray &sha256, const QDateTime &now) const;
    void removeExpiredTokens(DataWrite &write);

private:
    Database &m_database;
};

} // namespace nsl
