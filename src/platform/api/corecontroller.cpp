// SPDX-License-Identifier: GPL-3.0-or-later
#include "corecontroller.h"

#include "corejson.h"
#include "httpmessage.h"
#include "jsonread.h"
#include "jsonwrite.h"
#include "paths.h"

#include <QElapsedTimer>

namespace nsl
{

namespace
{

constexpr qint64 maxPage = 100;

Outcome<qint64> limitOf(const ApiCall &call)
{
    const QString key = call.query.contains(u"limit"_qs) ? u"limit"_qs : u"quantity"_qs;
    return call.queryInteger(key, 20, 1, maxPage, true);
}

PlatformError oauthError(PlatformError::Kind kind, const QString &code, const QString &message)
{
    PlatformError error;
    error.kind = kind;
    error.code = code;
    error.message = message;
    return error;
}

QJsonObject recommendationsJson(const Recommended &result, const ApiCall &call, int limit,
                                qint64 milliseconds)
{
    QJsonArray rows;
    for (qsizetype i = 0; i < result.rows.size(); ++i)
        rows.append(toJson(result.rows.at(i), result.items.at(i)));
    QJsonValue model(QJsonValue::Null);
    if (result.version) {
        model = QJsonObject{{u"family"_qs, result.version->familyName},
                            {u"version"_qs, result.version->version},
                            {u"job_name"_qs, result.version->jobName}};
    }
    return {{u"object"_qs, u"list"_qs},
            {u"url"_qs, paths::recommendations},
            {u"request_id"_qs, call.requestId},
            {u"data"_qs, rows},
            {u"recommendations"_qs, rows},
            {u"has_more"_qs, false},
            {u"next_cursor"_qs, QJsonValue(QJsonValue::Null)},
            {u"limit"_qs, limit},
            {u"quantity"_qs, limit},
            {u"mode"_qs, u"single"_qs},
            {u"processing_time_ms"_qs, milliseconds},
            {u"embedding_info"_qs, QJsonObject{{u"source"_qs, result.usedDefault ? u"default"_qs : u"db"_qs},
                                               {u"used_default"_qs, result.usedDefault},
                                               {u"default_reason"_qs, json::textOrNull(result.defaultReason)},
                                               {u"dimension"_qs, QJsonValue(QJsonValue::Null)},
                                               {u"expected_dimension"_qs, QJsonValue(QJsonValue::Null)}}},
            {u"cold_start_fallback_used"_qs, result.usedDefault && result.version.has_value()},
            {u"model"_qs, model}};
}

} // namespace

void CoreController::addRoutes(Router &router)
{
    const auto bind = [this](ApiResult (CoreController::*method)(const ApiCall &)) {
        return [this, method](const ApiCall &call) { return (this->*method)(call); };
    };
    using Self = CoreController;
    Route tokenRoute;
    tokenRoute.method = u"POST"_qs;
    tokenRoute.pattern = {u"oauth2"_qs, u"token"_qs};
    tokenRoute.access = Access::Open;
    tokenRoute.errors = ErrorForm::OAuth;
    tokenRoute.handler = [this](const ApiCall &call, const ApiReply &reply) { reply(token(call)); };
    router.addRaw(std::move(tokenRoute));
    router.addCore(u"GET"_qs, u"/items"_qs, Access::CoreRead, bind(&Self::items));
    router.addCore(u"GET"_qs, u"/items/{}"_qs, Access::CoreRead, bind(&Self::item));
    router.addCore(u"GET"_qs, u"/events"_qs, Access::CoreRead, bind(&Self::events));
    router.addCore(u"GET"_qs, u"/events/{}"_qs, Access::CoreRead, bind(&Self::event));
    router.addCoreAsync(u"GET"_qs, u"/recommendations"_qs, Access::CoreRead,
                        [this](const ApiCall &call, const ApiReply &reply) { recommendations(call, reply); });
}

ApiResult CoreController::token(const ApiCall &call)
{
    using Kind = PlatformError::Kind;
    const auto form = http::formDecoded(
        std::string_view(call.body.constData(), static_cast<std::size_t>(call.body.size())));
    if (!form)
        return oauthError(Kind::Invalid, u"invalid_request"_qs, u"The form body cannot be decoded."_qs);
    const auto field = [&form](const char *name) {
        const auto it = form->find(name);
        return it == form->end() ? QString() : QString::fromStdString(it->second);
    };
    const QString grant = field("grant_type");
    if (grant != u"client_credentials") {
        return oauthError(Kind::Invalid,
                          grant.isEmpty() ? u"invalid_request"_qs : u"unsupported_grant_type"_qs,
                          u"grant_type must be client_credentials."_qs);
    }
    const QByteArray authorization = call.header("authorization");
    QByteArray pair;
    if (authorization.left(6).toLower() == "basic ") {
        const auto decoded = QByteArray::fromBase64Encoding(authorization.mid(6).trimmed(),
                                                            QByteArray::AbortOnBase64DecodingErrors);
        pair = decoded ? *decoded : QByteArray();
    }
    const qsizetype colon = pair.indexOf(':');
    if (colon <= 0) {
        return oauthError(Kind::Unauthorized, u"invalid_client"_qs,
                          u"The client id and secret are expected in an Authorization: Basic header."_qs);
    }
    const auto issued =
        m_credentials.issueToken(QString::fromUtf8(pair.left(colon)), pair.mid(colon + 1), field("scope"));
    if (!issued.ok())
        return issued.error();
    return ApiAnswer(QJsonObject{{u"access_token"_qs, QString::fromLatin1(issued->accessToken)},
                                 {u"expires_in"_qs, issued->expiresInSeconds},
                                 {u"token_type"_qs, u"Bearer"_qs},
                                 {u"scope"_qs, issued->scopes.join(u' ')}});
}

ApiResult CoreController::items(const ApiCall &call)
{
    const auto limit = limitOf(call);
    if (!limit.ok())
        return limit.error();
    return m_store.read([&]() -> ApiResult {
        const QString after = call.queryText(u"starting_after"_qs);
        QList<Item> page = m_store.items().page(static_cast<int>(*limit) + 1, after);
        const bool hasMore = page.size() > *limit;
        if (hasMore)
            page.removeLast();
        QJsonArray rows;
        for (const Item &one : page)
            rows.append(toJson(one));
        return ApiAnswer(coreList(rows, hasMore, hasMore ? page.last().id : QString(), paths::items));
    });
}

ApiResult CoreController::item(const ApiCall &call)
{
    return m_store.read([&]() -> ApiResult {
        const QString id = call.parameters.first();
        const auto found = m_store.items().find(id);
        if (!found)
            return PlatformError::notFound(u"There is no item with the id \"%1\"."_qs.arg(id.left(128)),
                                           u"item_not_found"_qs);
        return ApiAnswer(toJson(*found));
    });
}

ApiResult CoreController::events(const ApiCall &call)
{
    const auto limit = limitOf(call);
    if (!limit.ok())
        return limit.error();
    const QString after = call.queryText(u"starting_after"_qs);
    bool ok = true;
    const qint64 beforeId = after.isEmpty() ? 0 : after.toLongLong(&ok);
    if (!ok || beforeId < 0)
        return PlatformError::invalid(u"starting_after must be the id of an event."_qs, u"invalid_cursor"_qs);
    return m_store.read([&]() -> ApiResult {
        EventFilter filter;
        filter.userId = call.queryText(u"user_id"_qs);
        const QString type = call.queryText(u"type"_qs);
        if (!type.isEmpty()) {
            auto found = m_store.eventTypes().findByName(type);
            if (!found)
                found = m_store.eventTypes().find(type.toLongLong());
            if (!found)
                return PlatformError::invalid(u"There is no event type \"%1\"."_qs.arg(type.left(64)),
                                              u"unknown_event_type"_qs);
            filter.eventTypeId = found->id;
        }
        QList<Event> page = m_store.events().page(static_cast<int>(*limit) + 1, beforeId, filter);
        const bool hasMore = page.size() > *limit;
        if (hasMore)
            page.removeLast();
        QJsonArray rows;
        for (const Event &one : page)
            rows.append(toJson(one));
        return ApiAnswer(
            coreList(rows, hasMore, hasMore ? QString::number(page.last().id) : QString(), paths::events));
    });
}

ApiResult CoreController::event(const ApiCall &call)
{
    return m_store.read([&]() -> ApiResult {
        bool ok = false;
        const qint64 id = call.parameters.first().toLongLong(&ok);
        const auto found = ok ? m_store.events().find(id) : std::nullopt;
        if (!found) {
            return PlatformError::notFound(
                u"There is no event with the id \"%1\"."_qs.arg(call.parameters.first().left(32)),
                u"event_not_found"_qs);
        }
        return ApiAnswer(toJson(*found));
    });
}

void CoreController::recommendations(const ApiCall &original, const ApiReply &reply)
{
    ApiCall call = original;
    // A JSON body says the same as the query string, which wins.
    const auto body = call.json();
    if (!body.ok()) {
        reply(body.error());
        return;
    }
    for (const char16_t *key :
         {u"user_id", u"context_id", u"limit", u"quantity", u"include_seen", u"filter"}) {
        const QJsonValue value = json::find(*body, key);
        const QString name = QString::fromUtf16(key);
        if (!value.isUndefined() && !value.isNull() && call.queryText(name).isEmpty())
            call.query.insert(name, value.toVariant().toString());
    }
    const auto limit = limitOf(call);
    if (!limit.ok()) {
        reply(limit.error());
        return;
    }
    RecommendationQuery query;
    query.userId = call.queryText(u"user_id"_qs);
    query.contextId = call.queryText(u"context_id"_qs);
    query.limit = static_cast<int>(*limit);
    query.includeSeen = call.queryText(u"include_seen"_qs) == u"true";
    if (query.userId.isEmpty() || query.userId.size() > 256) {
        reply(PlatformError::invalid(query.userId.isEmpty() ? u"user_id is missing."_qs
                                                            : u"user_id is longer than 256 characters."_qs,
                                     u"user_id_required"_qs));
        return;
    }
    if (call.query.contains(u"filter"_qs) || call.query.contains(u"filters"_qs)) {
        // Better no answer than one that looks filtered.
        reply(PlatformError::invalid(u"Filters are not available on this server yet."_qs,
                                     u"filter_not_supported"_qs));
        return;
    }
    QElapsedTimer timer;
    timer.start();
    m_recommender.recommend(
        query, [call, reply, timer, limit = query.limit](const Outcome<Recommended> &result) {
            if (result.ok())
                reply(ApiAnswer(recommendationsJson(*result, call, limit, timer.elapsed())));
            else
                reply(result.error());
        });
}

} // namespace nsl
