// SPDX-License-Identifier: GPL-3.0-or-later
#include "operationscontroller.h"

#include "operationsjson.h"
#include "paths.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>
#include <QRegularExpression>

namespace nsl
{

void OperationsController::addRoutes(Router &router)
{
    const auto bind = [this](ApiResult (OperationsController::*method)(const ApiCall &)) {
        return [this, method](const ApiCall &call) { return (this->*method)(call); };
    };
    using Self = OperationsController;
    router.add(u"GET"_qs, paths::journal, bind(&Self::journal));
    router.add(u"GET"_qs, paths::whoami, bind(&Self::whoami));
    router.add(u"GET"_qs, paths::users, bind(&Self::users));
    router.add(u"GET"_qs, paths::instance, bind(&Self::instance), Access::Open);
    router.add(u"GET"_qs, paths::healthz, bind(&Self::health), Access::Open);
}

ApiResult OperationsController::journal(const ApiCall &call)
{
    const auto limit = call.queryInteger(u"limit"_qs, 100, 1, 1000, true);
    const auto cursor = call.queryInteger(u"cursor"_qs, 0, 1, std::numeric_limits<qint64>::max());
    const auto since = call.queryInteger(u"since"_qs, 0, 0, std::numeric_limits<qint64>::max());
    for (const auto *number : {&limit, &cursor, &since}) {
        if (!number->ok())
            return number->error();
    }
    return m_store.read([&]() -> ApiResult {
        const JournalPage page =
            m_store.journal().page(static_cast<int>(*limit), *cursor, call.queryText(u"object"_qs));
        QJsonArray entries;
        for (const JournalEntry &entry : page.entries) {
            if (entry.id > *since)
                entries.append(toJson(entry));
        }
        const bool full = page.entries.size() >= *limit && entries.size() == page.entries.size();
        return ApiAnswer(QJsonObject{
            {u"entries"_qs, entries},
            {u"head_hash"_qs, page.headHash},
            {u"next_cursor"_qs, full ? QJsonValue(QString::number(page.entries.last().id)) : QJsonValue()}});
    });
}

ApiResult OperationsController::instance(const ApiCall &call)
{
    static const QRegularExpression legal(u"\\A[A-Za-z0-9_-]{1,128}\\z"_qs);
    const QString nonce = call.queryText(u"nonce"_qs);
    if (!legal.match(nonce).hasMatch()) {
        return PlatformError::invalid(u"nonce must be 1 to 128 characters of A-Z, a-z, 0-9, _ and -."_qs,
                                      u"invalid_nonce"_qs);
    }
    // Shows that we hold the key without telling it.
    const QByteArray proof =
        QMessageAuthenticationCode::hash(nonce.toLatin1(), m_identity.sessionKey, QCryptographicHash::Sha256);
    return ApiAnswer(QJsonObject{{u"instance"_qs, m_identity.instance},
                                 {u"version"_qs, QStringLiteral(NSL_VERSION)},
                                 {u"proof"_qs, QString::fromLatin1(proof.toHex())}});
}

ApiResult OperationsController::whoami(const ApiCall &call)
{
    return ApiAnswer(QJsonObject{{u"key_name"_qs, call.actor().name},
                                 {u"scopes"_qs, QJsonArray::fromStringList(call.caller.scopes)},
                                 {u"workspace"_qs, m_identity.workspace},
                                 {u"actor"_qs, toJson(call.actor())}});
}

ApiResult OperationsController::users(const ApiCall &call)
{
    const auto limit = call.queryInteger(u"limit"_qs, 20, 1, 1000, true);
    if (!limit.ok())
        return limit.error();
    return m_store.read([&]() -> ApiResult {
        const QStringList ids =
            m_store.events().users(call.queryText(u"prefix"_qs), static_cast<int>(*limit));
        return ApiAnswer(QJsonObject{{u"users"_qs, QJsonArray::fromStringList(ids)}});
    });
}

ApiResult OperationsController::health(const ApiCall &)
{
    return ApiAnswer(QJsonObject{{u"status"_qs, u"ok"_qs},
                                 {u"version"_qs, QStringLiteral(NSL_VERSION)},
                                 {u"schema"_qs, m_store.schemaVersion()}});
}

} // namespace nsl
