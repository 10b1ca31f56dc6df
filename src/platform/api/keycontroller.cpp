// SPDX-License-Identifier: GPL-3.0-or-later
#include "keycontroller.h"

#include "api/listing.h"
#include "jsonread.h"
#include "jsonwrite.h"

#include <QJsonArray>

namespace nsl
{

namespace
{

const QString keysPath = u"/api/api-keys"_qs;

QJsonObject keyJson(const ApiKey &key)
{
    return {{u"id"_qs, key.id},
            {u"name"_qs, key.name},
            {u"environment"_qs, json::textOrNull(key.environment)},
            {u"scopes"_qs, QJsonArray::fromStringList(key.scopes)},
            {u"revoked"_qs, key.revoked},
            {u"prefix"_qs, key.prefix},
            {u"last_used_at"_qs, json::isoTime(key.lastUsedAt)},
            {u"created_at"_qs, json::isoTime(key.createdAt)},
            {u"rev"_qs, key.rev}};
}

/// Overwrites what the body names; Invalid where it names something that cannot be.
Outcome<ApiKey> changedKey(const QJsonObject &body, ApiKey key)
{
    const auto readText = [&](const char16_t *name, qsizetype most, QString &target) -> Outcome<Done> {
        const QJsonValue value = json::find(body, name);
        if (value.isUndefined() || value.isNull())
            return Done{};
        if (!value.isString() || value.toString().trimmed().size() > most)
            return PlatformError::invalid(
                u"%1 must be a text of at most %2 characters."_qs.arg(QString::fromUtf16(name)).arg(most));
        target = value.toString().trimmed();
        return Done{};
    };
    if (const auto read = readText(u"name", 80, key.name); !read.ok())
        return read.error();
    if (const auto read = readText(u"environment", 40, key.environment); !read.ok())
        return read.error();
    if (key.name.isEmpty())
        return PlatformError::invalid(u"name is missing."_qs, u"name_required"_qs);
    const QJsonValue scopes = json::find(body, u"scopes");
    if (!scopes.isUndefined() && !scopes.isNull()) {
        key.scopes.clear();
        const QJsonArray rows = scopes.toArray();
        for (const QJsonValue row : rows)
            key.scopes.append(row.toString());
        key.scopes.removeDuplicates();
    }
    if (key.scopes.isEmpty())
        return PlatformError::invalid(
            u"scopes must be a list of: %1."_qs.arg(Credentials::keyScopes().join(u", "_qs)),
            u"scopes_required"_qs);
    for (const QString &scope : std::as_const(key.scopes)) {
        if (!Credentials::keyScopes().contains(scope)) {
            return PlatformError::invalid(u"There is no scope \"%1\"; the scopes are: %2."_qs.arg(
                                              scope.left(40), Credentials::keyScopes().join(u", "_qs)),
                                          u"unknown_scope"_qs);
        }
    }
    return key;
}

} // namespace

void KeyController::addRoutes(Router &router)
{
    const auto bind = [this](ApiResult (KeyController::*method)(const ApiCall &)) {
        return [this, method](const ApiCall &call) { return (this->*method)(call); };
    };
    using Self = KeyController;
    router.add(u"GET"_qs, keysPath, bind(&Self::list));
    router.add(u"POST"_qs, keysPath, bind(&Self::create));
    router.add(u"PATCH"_qs, keysPath + u"/{}"_qs, bind(&Self::update));
    router.add(u"DELETE"_qs, keysPath + u"/{}"_qs, bind(&Self::revoke));
}

ApiResult KeyController::list(const ApiCall &call)
{
    Listed<ApiKey> keys;
    keys.name = u"keys"_qs;
    keys.kind = RecordKind::Key;
    keys.dependsOn = {RecordKind::Key};
    keys.all = [this] { return m_store.keys().list(); };
    keys.since = [this](qint64 rev) { return m_store.keys().listSince(rev); };
    keys.json = keyJson;
    return listAnswer(m_store, call, keys);
}

ApiResult KeyController::create(const ApiCall &call)
{
    const auto body = call.json();
    if (!body.ok())
        return body.error();
    const auto wanted = changedKey(*body, {});
    if (!wanted.ok())
        return wanted.error();
    const auto text = m_credentials.createKey(call.actor(), call.requestId, wanted->name, wanted->environment,
                                              wanted->scopes);
    if (!text.ok())
        return text.error();
    return m_store.read([&]() -> ApiResult {
        const QString prefix = QString::fromLatin1(text->left(12)); // "nsl_" and its eight characters
        for (const KeyRepository::Stored &stored : m_store.keys().findByPrefix(prefix)) {
            if (stored.key.name != wanted->name)
                continue;
            QJsonObject answer = keyJson(stored.key);
            answer.insert(u"fullKey"_qs, QString::fromLatin1(*text));
            ApiAnswer secret(answer);
            secret.isSecret = true;
            return secret;
        }
        return PlatformError::storage(u"The new key cannot be read back."_qs);
    });
}

ApiResult KeyController::update(const ApiCall &call)
{
    const auto id = call.idParameter();
    const auto body = call.json();
    if (!id.ok() || !body.ok())
        return id.ok() ? body.error() : id.error();
    return m_store.change(call.actor(), call.requestId, [&](StateChange &change) -> ApiResult {
        const auto before = m_store.keys().find(*id);
        if (!before)
            return PlatformError::notFound(u"There is no API key %1."_qs.arg(*id), u"key_not_found"_qs);
        const auto wanted = changedKey(*body, *before);
        if (!wanted.ok())
            return wanted.error();
        const auto updated = m_store.keys().update(change, *wanted);
        if (!updated.ok())
            return updated.error();
        return ApiAnswer(QJsonObject{{u"key"_qs, keyJson(*updated)}});
    });
}

ApiResult KeyController::revoke(const ApiCall &call)
{
    const auto id = call.idParameter();
    if (!id.ok())
        return id.error();
    return m_store.change(call.actor(), call.requestId, [&](StateChange &change) -> ApiResult {
        const auto key = m_store.keys().revoke(change, *id);
        if (!key.ok())
            return key.error();
        return ApiAnswer(QJsonObject{{u"ok"_qs, true}, {u"key"_qs, keyJson(*key)}});
    });
}

} // namespace nsl
