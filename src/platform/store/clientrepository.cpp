// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/clientrepository.h"

#include <QJsonArray>
#include <QJsonObject>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

QList<ClientRepository::Stored> selectClients(Database &database, const QString &tail,
                                              const QVariantList &values = {})
{
    Statement rows = database.run(
        u"SELECT id, client_id, name, scopes, revoked, last_used_at, created_at, rev, sha256 FROM core_client "_s +
            tail,
        values);
    QList<ClientRepository::Stored> list;
    while (rows.next()) {
        CoreClient client;
        client.id = rows.integer(0);
        client.clientId = rows.text(1);
        client.name = rows.text(2);
        client.scopes = rows.text(3).split(u' ', Qt::SkipEmptyParts);
        client.revoked = rows.integer(4) != 0;
        client.lastUsedAt = rows.time(5);
        client.createdAt = rows.time(6);
        client.rev = rows.integer(7);
        list.append({client, rows.bytes(8)});
    }
    return list;
}

QJsonObject facts(const CoreClient &client)
{
    return {{u"client_id"_s, client.clientId},
            {u"name"_s, client.name},
            {u"scopes"_s, QJsonArray::fromStringList(client.scopes)},
            {u"revoked"_s, client.revoked}};
}

} // namespace

QList<CoreClient> ClientRepository::list() const
{
    QList<CoreClient> clients;
    for (const auto stored = selectClients(m_database, u"ORDER BY id"_s); const Stored &each : stored)
        clients.append(each.client);
    return clients;
}

std::optional<CoreClient> ClientRepository::find(qint64 id) const
{
    const auto list = selectClients(m_database, u"WHERE id = ?"_s, {id});
    return list.isEmpty() ? std::nullopt : std::optional(list.first().client);
}

std::optional<ClientRepository::Stored> ClientRepository::findByClientId(const QString &clientId) const
{
    const auto list = selectClients(m_database, u"WHERE client_id = ?"_s, {clientId});
    return list.isEmpty() ? std::nullopt : std::optional(list.first());
}

Outcome<CoreClient> ClientRepository::create(StateChange &change, const CoreClient &wanted,
                                             const QByteArray &sha256)
{
    const qint64 id =
        change
            .run(
                u"INSERT INTO core_client (client_id, name, scopes, sha256, created_at, rev) VALUES (?, ?, ?, ?, ?, ?)"_s,
                {wanted.clientId, wanted.name, wanted.scopes.join(u' '), sha256, toColumn(change.now()),
                 change.nextRev()})
            .insertedId();
    const CoreClient created = *find(id);
    change.journal(u"core_client.created"_s, u"core-client/%1"_s.arg(id), QJsonValue::Undefined,
                   facts(created));
    return created;
}

Outcome<CoreClient> ClientRepository::revoke(StateChange &change, qint64 id)
{
    const auto before = find(id);
    if (!before)
        return PlatformError::notFound(u"There is no Core client %1."_s.arg(id));
    if (before->revoked)
        return *before;
    change.run(u"UPDATE core_client SET revoked = 1, rev = ? WHERE id = ?"_s, {change.nextRev(), id});
    change.run(u"DELETE FROM core_token WHERE client_id = ?"_s, {before->clientId});
    const CoreClient after = *find(id);
    change.journal(u"core_client.revoked"_s, u"core-client/%1"_s.arg(id), facts(*before), facts(after));
    return after;
}

void ClientRepository::touch(DataWrite &write, qint64 id)
{
    write.run(u"UPDATE core_client SET last_used_at = ?, rev = ? WHERE id = ?"_s,
              {toColumn(write.now()), write.nextRev(), id});
}

void ClientRepository::addToken(DataWrite &write, const QByteArray &sha256, const CoreToken &token)
{
    write.run(u"INSERT INTO core_token (sha256, client_id, scopes, expires_at) VALUES (?, ?, ?, ?)"_s,
              {sha256, token.clientId, token.scopes.join(u' '), toColumn(token.expiresAt)});
}

std::optional<CoreToken> ClientRepository::findToken(const QByteArray &sha256, const QDateTime &now) const
{
    Statement row = m_database.run(
        u"SELECT client_id, scopes, expires_at FROM core_token WHERE sha256 = ? AND expires_at > ?"_s,
        {sha256, toColumn(now)});
    if (!row.next())
        return std::nullopt;
    return CoreToken{row.text(0), row.text(1).split(u' ', Qt::SkipEmptyParts), row.time(2)};
}

void ClientRepository::removeExpiredTokens(DataWrite &write)
{
    write.run(u"DELETE FROM core_token WHERE expires_at <= ?"_s, {toColumn(write.now())});
}

} // namespace nsl
