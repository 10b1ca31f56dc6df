// SPDX-License-Identifier: GPL-3.0-or-later
#include "operationscontroller.h"

#include "endpoints/meterstext.h"
#include "jsonread.h"
#include "operations/prometheustext.h"
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
    router.addAsync(u"GET"_qs, paths::metrics,
                    [this](const ApiCall &call, const ApiReply &reply) { metrics(call, reply); });
}

ApiResult OperationsController::journal(const ApiCall &call)
{
    const auto limit = call.queryInteger(u"limit"_qs, 100, 1, 1000, true);
    const auto cursor = call.queryInteger(u"cursor"_qs, 0, 1, std::numeric_limits<qint64>::max());
    for (const auto *number : {&limit, &cursor}) {
        if (!number->ok())
            return number->error();
    }
    JournalRepository::Query query;
    query.limit = static_cast<int>(*limit) + 1;
    query.beforeId = *cursor;
    query.object = call.queryText(u"object"_qs);
    if (const QString since = call.queryText(u"since"_qs); !since.isEmpty()) {
        // The id of an entry that the client has, or a moment.
        bool isId = false;
        query.afterId = since.toLongLong(&isId);
        if (!isId)
            query.from = json::time({{u"since"_qs, since}}, u"since");
        if (query.afterId < 0 || (!isId && !query.from.isValid())) {
            return PlatformError::invalid(u"since must be the id of an entry or an ISO 8601 time."_qs,
                                          u"invalid_since"_qs);
        }
    }
    return m_store.read([&]() -> ApiResult {
        JournalPage page = m_store.journal().page(query);
        const bool hasMore = page.entries.size() > *limit;
        if (hasMore)
            page.entries.removeLast();
        QJsonArray entries;
        for (const JournalEntry &entry : std::as_const(page.entries))
            entries.append(toJson(entry));
        return ApiAnswer(
            QJsonObject{{u"entries"_qs, entries},
                        {u"head_hash"_qs, page.headHash},
                        {u"next_cursor"_qs,
                         hasMore ? QJsonValue(QString::number(page.entries.last().id)) : QJsonValue()}});
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
    const auto loss = m_store.loss();
    QJsonObject state{{u"status"_qs, loss ? u"read_only"_qs : u"ok"_qs},
                      {u"version"_qs, QStringLiteral(NSL_VERSION)},
                      {u"schema"_qs, m_store.schemaVersion()}};
    if (loss)
        state.insert(u"reason"_qs, loss->message);
    ApiAnswer answer(state);
    if (loss)
        answer.status = 503;
    return answer;
}

void OperationsController::metrics(const ApiCall &call, const ApiReply &reply)
{
    PrometheusText page;
    const auto built = m_store.read([&]() -> Outcome<Done> {
        addPlatformMetrics(page, m_store);
        addServingMetrics(page, m_meters, QDateTime::currentSecsSinceEpoch());
        return Done{};
    });
    if (!built.ok()) {
        reply(built.error());
        return;
    }
    // Not JSON, so it goes past the usual answer.
    http::Response response;
    response.headers = {{"Content-Type", PrometheusText::contentType},
                        {"Cache-Control", "no-store"},
                        {"X-Content-Type-Options", "nosniff"},
                        {"X-Request-Id", call.requestId.toStdString()}};
    response.body = page.text().toStdString();
    call.responder.respond(std::move(response));
}

} // namespace nsl
