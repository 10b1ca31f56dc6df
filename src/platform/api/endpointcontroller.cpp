// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpointcontroller.h"

#include "api/corebody.h"
#include "api/endpointjson.h"
#include "api/listing.h"
#include "jsonread.h"
#include "jsonwrite.h"
#include "paths.h"
#include "utctime.h"

namespace nsl
{

namespace
{

PlatformError noEndpoint(qint64 id)
{
    return PlatformError::notFound(u"There is no endpoint with the id %1."_qs.arg(id),
                                   u"endpoint_not_found"_qs);
}

/// Overwrites what the body names.
Outcome<Endpoint> changedEndpoint(const QJsonObject &body, Endpoint endpoint)
{
    const QJsonValue name = json::find(body, {u"endpoint_name", u"name"});
    if (!name.isUndefined() && !name.isNull())
        endpoint.name = name.toString().trimmed();
    const QJsonValue modelType = json::find(body, u"model_type");
    if (!modelType.isUndefined() && !modelType.isNull())
        endpoint.modelType = modelType.toString();
    const QJsonValue isDefault = json::find(body, u"is_default");
    if (!isDefault.isUndefined() && !isDefault.isNull()) {
        if (!isDefault.isBool())
            return PlatformError::invalid(u"is_default must be true or false."_qs);
        endpoint.isDefault = isDefault.toBool();
    }
    const QJsonValue contexts = json::find(body, u"context_ids");
    if (!contexts.isUndefined() && !contexts.isNull()) {
        if (!contexts.isArray())
            return PlatformError::invalid(u"context_ids must be a list."_qs, u"invalid_context_id"_qs);
        endpoint.contextIds.clear();
        const QJsonArray rows = contexts.toArray();
        for (const QJsonValue row : rows)
            endpoint.contextIds.append(idText(row));
        endpoint.contextIds.removeDuplicates();
    }
    return endpoint;
}

} // namespace

void EndpointController::addRoutes(Router &router)
{
    const auto bind = [this](ApiResult (EndpointController::*method)(const ApiCall &)) {
        return [this, method](const ApiCall &call) { return (this->*method)(call); };
    };
    using Self = EndpointController;
    router.add(u"GET"_qs, paths::endpoints, bind(&Self::list));
    router.add(u"POST"_qs, paths::endpoints, bind(&Self::create));
    router.add(u"PATCH"_qs, paths::endpoints + u"/{}"_qs, bind(&Self::update));
    router.add(u"DELETE"_qs, paths::endpoints + u"/{}"_qs, bind(&Self::remove));
    router.add(u"GET"_qs, paths::endpoints + u"/{}/metrics"_qs, bind(&Self::metrics));
    router.add(u"GET"_qs, u"/api/context/{}/active-model"_qs, bind(&Self::activeModel));
    router.add(u"GET"_qs, u"/api/production-at"_qs, bind(&Self::productionAt));
}

ApiResult EndpointController::list(const ApiCall &call)
{
    Listed<Endpoint> endpoints;
    endpoints.name = u"endpoints"_qs;
    endpoints.kind = RecordKind::Endpoint;
    endpoints.dependsOn = {RecordKind::Endpoint, RecordKind::Version, RecordKind::Job};
    endpoints.all = [this] { return m_store.endpoints().list(); };
    endpoints.since = [this](qint64 rev) { return m_store.endpoints().listSince(rev); };
    endpoints.json = [this](const Endpoint &endpoint) { return endpointJson(endpoint, m_baseUrl); };
    return listAnswer(m_store, call, endpoints);
}

ApiResult EndpointController::create(const ApiCall &call)
{
    const auto body = call.json();
    if (!body.ok())
        return body.error();
    Endpoint fresh;
    fresh.modelType = u"embedder"_qs;
    const auto wanted = changedEndpoint(*body, fresh);
    if (!wanted.ok())
        return wanted.error();
    return published(m_store.change(call.actor(), call.requestId, [&](StateChange &change) -> ApiResult {
        const auto created = m_store.endpoints().create(change, *wanted);
        if (!created.ok())
            return created.error();
        return ApiAnswer(QJsonObject{{u"endpoint"_qs, endpointJson(*created, m_baseUrl)}});
    }));
}

ApiResult EndpointController::update(const ApiCall &call)
{
    const auto id = call.idParameter();
    const auto body = call.json();
    if (!id.ok() || !body.ok())
        return id.ok() ? body.error() : id.error();
    return published(m_store.change(call.actor(), call.requestId, [&](StateChange &change) -> ApiResult {
        const auto before = m_store.endpoints().find(*id);
        if (!before)
            return noEndpoint(*id);
        const auto wanted = changedEndpoint(*body, *before);
        if (!wanted.ok())
            return wanted.error();
        const auto after = m_store.endpoints().describe(change, *wanted);
        if (!after.ok())
            return after.error();
        return ApiAnswer(QJsonObject{{u"endpoint"_qs, endpointJson(*after, m_baseUrl)}});
    }));
}

ApiResult EndpointController::remove(const ApiCall &call)
{
    const auto id = call.idParameter();
    if (!id.ok())
        return id.error();
    const auto removed = m_store.change(call.actor(), call.requestId, [&](StateChange &change) -> ApiResult {
        const auto before = m_store.endpoints().find(*id);
        if (!before)
            return noEndpoint(*id);
        if (before->activeVersion && call.queryText(u"force"_qs) != before->name) {
            return PlatformError::conflict(u"%1 serves %2. To delete it all the same, add ?force=%1."_qs.arg(
                                               before->name, displayName(*before->activeVersion)),
                                           u"endpoint_serves"_qs);
        }
        if (const auto done = m_store.endpoints().remove(change, *id); !done.ok())
            return done.error();
        return ApiAnswer(QJsonObject{{u"ok"_qs, true}});
    });
    if (removed.ok()) {
        m_store.whenStored([this, endpointId = *id](const Outcome<Done> &stored) {
            if (!stored.ok())
                return;
            m_serving.remove(endpointId);
            m_serving.lane().meters().forget(endpointId);
        });
    }
    return published(removed);
}

ApiResult EndpointController::published(ApiResult result)
{
    // What is served follows the store, whichever way that went.
    m_store.whenStored([this](const Outcome<Done> &) { m_serving.publish(); });
    return result;
}

ApiResult EndpointController::metrics(const ApiCall &call)
{
    const auto id = call.idParameter();
    const auto minutes = call.queryInteger(u"minutes"_qs, 15, 1, EndpointMeters::maxMinutes, true);
    if (!id.ok() || !minutes.ok())
        return id.ok() ? minutes.error() : id.error();
    const auto endpoint =
        m_store.read([&]() -> Outcome<std::optional<Endpoint>> { return m_store.endpoints().find(*id); });
    if (!endpoint.ok())
        return endpoint.error();
    if (!*endpoint)
        return noEndpoint(*id);
    return ApiAnswer(metersJson(
        m_serving.lane().meters().report(*id, static_cast<int>(*minutes), QDateTime::currentSecsSinceEpoch()),
        *id, static_cast<int>(*minutes)));
}

ApiResult EndpointController::activeModel(const ApiCall &call)
{
    const QString contextId = call.parameters.first();
    return m_store.read([&]() -> ApiResult {
        const auto endpoint = m_store.endpoints().findForContext(contextId);
        if (!endpoint)
            return PlatformError::notFound(
                u"There is no endpoint that serves the context %1."_qs.arg(contextId.left(128)),
                u"endpoint_not_found"_qs);
        QJsonValue model(QJsonValue::Null);
        QJsonValue familyJson(QJsonValue::Null);
        if (endpoint->activeVersion) {
            if (const auto version = m_store.versions().find(endpoint->activeVersion->modelId))
                model = toJson(*version);
            if (const auto family = m_store.families().find(endpoint->activeVersion->familyId))
                familyJson = toJson(*family);
        }
        return ApiAnswer(QJsonObject{
            {u"context_id"_qs, contextId},
            {u"source"_qs, endpoint->contextIds.contains(contextId) ? u"context"_qs : u"default"_qs},
            {u"family"_qs, familyJson},
            {u"model"_qs, model},
            {u"endpoint"_qs, endpointJson(*endpoint, m_baseUrl)}});
    });
}

Outcome<Endpoint> EndpointController::endpointIn(const ApiCall &call) const
{
    const QString text = call.queryText(u"endpoint_id"_qs);
    if (text.isEmpty()) {
        const auto found = m_store.endpoints().findDefault(u"embedder"_qs);
        return found ? Outcome<Endpoint>(*found)
                     : PlatformError::notFound(u"There is no default endpoint."_qs, u"endpoint_not_found"_qs);
    }
    bool ok = false;
    const qint64 id = text.toLongLong(&ok);
    if (!ok)
        return PlatformError::invalid(u"endpoint_id must be a whole number."_qs, u"invalid_endpoint_id"_qs);
    const auto found = m_store.endpoints().find(id);
    return found ? Outcome<Endpoint>(*found) : noEndpoint(id);
}

ApiResult EndpointController::productionAt(const ApiCall &call)
{
    QDateTime time = QDateTime::currentDateTimeUtc();
    if (const QString text = call.queryText(u"time"_qs); !text.isEmpty()) {
        const QDateTime asked = parseUtc(text);
        if (!asked.isValid())
            return PlatformError::invalid(u"time must be an ISO 8601 time."_qs, u"invalid_time"_qs);
        if (asked > time) {
            return PlatformError::invalid(u"time is in the future; what will be served then is not known."_qs,
                                          u"time_in_future"_qs);
        }
        time = asked;
    }
    return m_store.read([&]() -> ApiResult {
        const auto endpoint = endpointIn(call);
        if (!endpoint.ok())
            return endpoint.error();
        std::optional<VersionRef> served;
        if (endpoint->activeVersion && endpoint->lastPromotedAt.isValid() &&
            time >= endpoint->lastPromotedAt) {
            served = endpoint->activeVersion;
        } else {
            // Newest first: the last change of traffic at or before that moment.
            const auto deployments = m_store.deployments().listOfEndpoint(endpoint->id);
            for (const Deployment &one : deployments) {
                if (one.status == DeploymentStatus::Succeeded && one.endedAt.isValid() &&
                    one.endedAt <= time) {
                    served = one.to;
                    break;
                }
            }
        }
        return ApiAnswer(QJsonObject{
            {u"endpoint_id"_qs, endpoint->id.toJson()},
            {u"time"_qs, json::isoTime(time.toUTC())},
            {u"version"_qs, served ? QJsonValue(toJson(*served)) : QJsonValue(QJsonValue::Null)}});
    });
}

} // namespace nsl
