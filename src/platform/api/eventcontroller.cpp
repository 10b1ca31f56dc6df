// SPDX-License-Identifier: GPL-3.0-or-later
#include "eventcontroller.h"

#include "api/corebody.h"
#include "api/recommendationjson.h"
#include "canonicaljson.h"
#include "corejson.h"
#include "ingest/eventtime.h"
#include "jsonread.h"
#include "paths.h"
#include "store/datarules.h"

#include <QSet>

namespace nsl
{

namespace
{

/// What an event says beside its four fields is kept in its metadata under these keys.
constexpr const char16_t *sideFields[] = {u"session_id", u"request_id", u"context_id", u"placement"};

PlatformError mistake(const QString &message, const QString &code)
{
    return PlatformError::invalid(message, code);
}

QJsonObject eventJson(const Event &event)
{
    QJsonObject object = toJson(event);
    for (const char16_t *key : sideFields) {
        const QJsonValue value = event.metadata.value(QStringView(key));
        object.insert(QString::fromUtf16(key), value.isUndefined() ? QJsonValue() : value);
    }
    // The payload of its type, {"purchase":{…}}; never in place of a field.
    const QJsonValue payload = event.metadata.value(event.eventTypeName);
    if (payload.isObject() && !object.contains(event.eventTypeName))
        object.insert(event.eventTypeName, payload);
    return object;
}

QByteArray timeText(const QJsonValue &value)
{
    if (value.isString())
        return value.toString().toUtf8();
    if (!value.isDouble())
        return "no time";
    const auto whole = json::toInteger(value);
    return whole ? QByteArray::number(*whole) : QByteArray::number(value.toDouble(), 'f', 3);
}

QJsonObject metadataOf(const QJsonObject &body, const QString &typeName)
{
    QJsonObject metadata = json::find(body, u"metadata").toObject();
    for (const char16_t *key : sideFields) {
        const QJsonValue value = json::find(body, key);
        const QString text = idText(value);
        if (!text.isEmpty())
            metadata.insert(QString::fromUtf16(key), text);
    }
    const QJsonValue payload = body.value(typeName);
    if (payload.isObject() && typeName != u"metadata")
        metadata.insert(typeName, payload);
    return metadata;
}

} // namespace

void EventController::addRoutes(Router &router)
{
    const auto bind = [this](ApiResult (EventController::*method)(const ApiCall &)) {
        return [this, method](const ApiCall &call) { return (this->*method)(call); };
    };
    using Self = EventController;
    router.addCore(u"GET"_qs, u"/events"_qs, Access::CoreRead, bind(&Self::list));
    router.addCore(u"POST"_qs, u"/events"_qs, Access::CoreWrite, bind(&Self::create));
    router.addCore(u"GET"_qs, u"/events/{}"_qs, Access::CoreRead, bind(&Self::get));
}

std::optional<EventType> EventController::typeNamed(const QJsonValue &value) const
{
    if (value.isString()) {
        if (auto byName = m_store.eventTypes().findByName(value.toString().trimmed()))
            return byName;
    }
    const auto id = json::toInteger(value.isString() ? QJsonValue(value.toString().trimmed()) : value);
    return id ? m_store.eventTypes().find(*id) : std::nullopt;
}

ApiResult EventController::list(const ApiCall &call)
{
    const auto limit = coreLimit(call);
    if (!limit.ok())
        return limit.error();
    const QString after = call.queryText(u"starting_after"_qs);
    bool ok = true;
    const qint64 beforeId = after.isEmpty() ? 0 : after.toLongLong(&ok);
    if (!ok || beforeId < 0)
        return mistake(u"starting_after must be the id of an event."_qs, u"invalid_cursor"_qs);
    return m_store.read([&]() -> ApiResult {
        EventFilter filter;
        filter.userId = datarules::trimmedId(call.queryText(u"user_id"_qs));
        const QString type = call.queryText(u"type"_qs);
        if (!type.isEmpty()) {
            const auto found = typeNamed(type);
            if (!found)
                return mistake(u"There is no event type \"%1\"."_qs.arg(type.left(64)),
                               u"unknown_event_type"_qs);
            filter.eventTypeId = found->id;
        }
        QList<Event> page = m_store.events().page(static_cast<int>(*limit) + 1, beforeId, filter);
        const bool hasMore = page.size() > *limit;
        if (hasMore)
            page.removeLast();
        QJsonArray rows;
        for (const Event &one : page)
            rows.append(eventJson(one));
        return ApiAnswer(
            coreList(rows, hasMore, hasMore ? QString::number(page.last().id) : QString(), paths::events));
    });
}

ApiResult EventController::get(const ApiCall &call)
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
        return ApiAnswer(eventJson(*found));
    });
}

Outcome<EventRow> EventController::rowFrom(const QJsonObject &body, qint64 nowMs) const
{
    EventRow row;
    row.userId = idText(firstGiven(body, {u"user_id", u"userId"})).toUtf8();
    if (row.userId.isEmpty())
        return mistake(u"user_id is missing."_qs, u"user_id_required"_qs);
    if (const QString wrong = datarules::mistakeInUserId(row.userId); !wrong.isEmpty())
        return mistake(wrong, u"invalid_user_id"_qs);
    const QString itemId = idText(firstGiven(body, {u"item_id", u"itemId"}));
    if (itemId.isEmpty())
        return mistake(u"item_id is missing."_qs, u"item_id_required"_qs);
    if (!m_store.items().find(itemId))
        return mistake(u"There is no item \"%1\" in the catalogue."_qs.arg(itemId.left(128)),
                       u"unknown_item"_qs);
    row.itemId = itemId.toUtf8();
    const QJsonValue typeValue =
        firstGiven(body, {u"type", u"event_type", u"eventType", u"event_id", u"eventId"});
    if (typeValue.isUndefined())
        return mistake(u"type is missing."_qs, u"event_type_required"_qs);
    const auto type = typeNamed(typeValue);
    if (!type)
        return mistake(u"There is no event type \"%1\"."_qs.arg(typeValue.toVariant().toString().left(64)),
                       u"unknown_event_type"_qs);
    row.eventTypeId = type->id;
    row.occurredMs = nowMs;
    const QJsonValue time =
        firstGiven(body, {u"occurred_at", u"occurredAt", u"timestamp", u"client_ts", u"clientTs"});
    if (!time.isUndefined()) {
        const auto parsed = parseEventTime(timeText(time));
        if (!parsed)
            return mistake(mistakeInEventTime(timeText(time)), u"invalid_time"_qs);
        row.occurredMs = *parsed;
    }
    const QJsonObject metadata = metadataOf(body, type->name);
    if (!metadata.isEmpty())
        row.metadata = canonicalJson(metadata);
    if (const QString wrong = datarules::mistakeInMetadataSize(row.metadata.size()); !wrong.isEmpty())
        return mistake(wrong, u"metadata_too_large"_qs);
    return row;
}

ApiResult EventController::create(const ApiCall &call)
{
    const auto bodies = objectsIn(call, maxBatch);
    if (!bodies.ok())
        return bodies.error();
    return m_store.record([&](DataWrite &write) -> ApiResult {
        QList<EventRow> rows;
        QSet<QByteArray> users;
        qint64 withSession = 0;
        qint64 withRequest = 0;
        for (qsizetype i = 0; i < bodies->objects.size(); ++i) {
            const QJsonObject &body = bodies->objects.at(i);
            const auto row = rowFrom(body, write.now().toMSecsSinceEpoch());
            // All or nothing: a client may send the good ones again one by one.
            if (!row.ok())
                return bodies->isArray ? atIndex(row.error(), i) : row.error();
            rows.append(*row);
            users.insert(row->userId);
            withSession += idText(json::find(body, u"session_id")).isEmpty() ? 0 : 1;
            withRequest += idText(json::find(body, u"request_id")).isEmpty() ? 0 : 1;
        }
        m_store.events().append(write, rows);
        QJsonArray created;
        for (const EventRow &row : rows) {
            if (const auto event = m_store.events().find(row.id))
                created.append(eventJson(*event));
        }
        QJsonObject answer = coreList(created, false, {}, paths::events);
        answer.insert(u"inserted"_qs, rows.size());
        answer.insert(u"processed"_qs, rows.size());
        answer.insert(u"session"_qs, QJsonObject{{u"with_session_id"_qs, withSession},
                                                 {u"with_request_id"_qs, withRequest}});
        // A user's list is computed from the stored events at each request, so there is nothing to wait for.
        answer.insert(u"embedding_refresh"_qs, QJsonObject{{u"users_in_batch"_qs, users.size()},
                                                           {u"enqueued"_qs, true},
                                                           {u"mode"_qs, u"async"_qs},
                                                           {u"min_seconds"_qs, 0}});
        return ApiAnswer(answer);
    });
}

} // namespace nsl
