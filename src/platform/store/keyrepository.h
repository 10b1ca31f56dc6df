// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/writing.h"
#include <QStringList>

#include <QList>

#include <optional>

namespace nsl
{

/// A platform API key without its secret.
struct ApiKey
{
    qint64 id = 0;
    QString name;
    QString environment;
    QStringList scopes; ///< of admin, events, items, recommendations
    QString prefix;     ///< "nsl_<8>"
    bool revoked = false;
    QDateTime lastUsedAt;
    QDateTime createdAt;
    qint64 rev = 0;
};

/// Platform API keys: only the SHA-256 of a key is stored.
class KeyRepository
{
public:
    explicit KeyRepository(Database &database)
        : m_database(database)
    {
    }

    QList<ApiKey> list() const;                ///< in order of id
    QList<ApiKey> listSince(qint64 rev) const; ///< that changed after `rev`, in order of id
    std::optional<ApiKey> find(qint64 id) const;
    struct Stored
    {
        ApiKey key;
        QByteArray sha256; ///< 32 bytes
    };
    /// Keys that are not revoked and carry this prefix.
    QList<Stored> findByPrefix(const QString &prefix) const;
    Outcome<ApiKey> create(StateChange &change, const ApiKey &wanted, const QByteArray &sha256);
    /// Writes name, environment and scopes of wanted.id. NotFound; Conflict for a revoked key. Journalled if
    /// anything differs.
    Outcome<ApiKey> update(StateChange &change, const ApiKey &wanted);
    /// At once and for good; repeated: ok, nothing written. NotFound.
    Outcome<ApiKey> revoke(StateChange &change, qint64 id);
    void touch(DataWrite &write, qint64 id);

private:
    Database &m_database;
};

} // namespace nsl
