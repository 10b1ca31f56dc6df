// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/keyrepository.h"

#include <QJsonArray>
#include <QJsonObject>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

constexpr auto keyColumns =
    u"SELECT id, name, environment, scopes, prefix, revoked, last_used_at, created_at, "
    u"rev, sha256 FROM api_key ";

QList<KeyRepository::Stored> selectKeys(Database &database, const QString &tail,
                                        const QVariantList &values = {})
{
    Statement rows = database.run(QString::fromUtf16(keyColumns) + tail, values);
    QList<KeyRepository::Stored> list;
    while (rows.next()) {
        ApiKey key;
        key.id = rows.integer(0);
        key.name = rows.text(1);
        key.environment = rows.text(2);
        key.scopes = rows.text(3).split(u' ', Qt::SkipEmptyParts);
        key.prefix = rows.text(4);
        key.revoked = rows.integer(5) != 0;
        key.lastUsedAt = rows.time(6);
        key.createdAt = rows.time(7);
        key.rev = rows.integer(8);
        list.append({key, rows.bytes(9)});
    }
    return list;
}

QJsonObject facts(const ApiKey &key)
{
    return {{u"name"_s, key.name},
            {u"environment"_s, key.environment},
            {u"scopes"_s, QJsonArray::fromStringList(key.scopes)},
            {u"prefix"_s, key.prefix},
            {u"revoked"_s, key.revoked}};
}

} // namespace

QList<ApiKey> KeyRepository::list() const
{
    QList<ApiKey> keys;
    for (const auto stored = selectKeys(m_database, u"ORDER BY id"_s); const Stored &each : stored)
        keys.append(each.key);
    return keys;
}

QList<ApiKey> KeyRepository::listSince(qint64 rev) const
{
    QList<ApiKey> keys;
    for (const auto stored = selectKeys(m_database, u"WHERE rev > ? ORDER BY id"_s, {rev});
         const Stored &each : stored)
        keys.append(each.key);
    return keys;
}

std::optional<ApiKey> KeyRepository::find(qint64 id) const
{
    const auto list = selectKeys(m_database, u"WHERE id = ?"_s, {id});
    return list.isEmpty() ? std::nullopt : std::optional(list.first().key);
}

QList<KeyRepository::Stored> KeyRepository::findByPrefix(const QString &prefix) const
{
    return selectKeys(m_database, u"WHERE prefix = ? AND revoked = 0"_s, {prefix});
}

Outcome<ApiKey> KeyRepository::create(StateChange &change, const ApiKey &wanted, const QByteArray &sha256)
{
    const qint64 id =
        change
            .run(u"INSERT INTO api_key (name, environment, scopes, prefix, sha256, created_at, rev) VALUES "
                 u"(?, ?, ?, ?, "
                 "?, ?, ?)"_s,
                 {wanted.name, wanted.environment, wanted.scopes.join(u' '), wanted.prefix, sha256,
                  toColumn(change.now()), change.nextRev()})
            .insertedId();
    const ApiKey created = *find(id);
    change.journal(u"api_key.created"_s, u"api-key/%1"_s.arg(id), QJsonValue::Undefined, facts(created));
    return created;
}

Outcome<ApiKey> KeyRepository::update(StateChange &change, const ApiKey &wanted)
{
    const auto before = find(wanted.id);
    if (!before)
        return PlatformError::notFound(u"There is no API key %1."_s.arg(wanted.id));
    if (before->revoked)
        return PlatformError::conflict(u"The key %1 is revoked: make a new one."_s.arg(before->name),
                                       u"key_revoked"_s);
    if (before->name == wanted.name && before->environment == wanted.environment &&
        before->scopes == wanted.scopes)
        return *before;
    change.run(u"UPDATE api_key SET name = ?, environment = ?, scopes = ?, rev = ? WHERE id = ?"_s,
               {wanted.name, wanted.environment, wanted.scopes.join(u' '), change.nextRev(), wanted.id});
    const ApiKey after = *find(wanted.id);
    change.journal(u"api_key.changed"_s, u"api-key/%1"_s.arg(after.id), facts(*before), facts(after));
    return after;
}

Outcome<ApiKey> KeyRepository::revoke(StateChange &change, qint64 id)
{
    const auto before = find(id);
    if (!before)
        return PlatformError::notFound(u"There is no API key %1."_s.arg(id));
    if (before->revoked)
        return *before;
    change.run(u"UPDATE api_key SET revoked = 1, rev = ? WHERE id = ?"_s, {change.nextRev(), id});
    const ApiKey after = *find(id);
    change.journal(u"api_key.revoked"_s, u"api-key/%1"_s.arg(id), facts(*before), facts(after));
    return after;
}

void KeyRepository::touch(DataWrite &write, qint64 id)
{
    write.run(u"UPDATE api_key SET last_used_at = ?, rev = ? WHERE id = ?"_s,
              {toColumn(write.now()), write.nextRev(), id});
}

} // namespace nsl
