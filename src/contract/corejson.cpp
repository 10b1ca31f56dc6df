// SPDX-License-Identifier: GPL-3.0-or-later
#include "corejson.h"

#include "jsonread.h"
#include "jsonwrite.h"

namespace nsl
{

QJsonObject toJson(const Item &item)
{
    return {{u"id"_qs, item.id},
            {u"object"_qs, u"item"_qs},
            {u"name"_qs, item.name},
            {u"description"_qs, json::textOrNull(item.description)},
            {u"metadata"_qs, item.metadata},
            {u"active"_qs, item.active},
            {u"created"_qs, json::unixTime(item.created)},
            {u"updated_at"_qs, json::unixTime(item.updatedAt)}};
}

Item itemFromJson(const QJsonObject &object)
{
    Item item;
    const QJsonValue id = json::find(object, {u"id", u"item_id"});
    item.id = id.isString() ? id.toString() : QString::number(json::toInteger(id).value_or(0));
    item.name = json::text(object, u"name");
    item.description = json::text(object, u"description");
    item.metadata = json::find(object, u"metadata").toObject();
    item.active = json::boolean(object, u"active", true);
    item.created = json::time(object, u"created");
    item.updatedAt = json::time(object, u"updated_at");
    return item;
}

QJsonObject toJson(const Event &event)
{
    return {{u"id"_qs, QString::number(event.id)},
            {u"object"_qs, u"event"_qs},
            {u"user_id"_qs, event.userId},
            {u"item_id"_qs, event.itemId},
            {u"type"_qs, event.eventTypeName},
            {u"event_type_id"_qs, event.eventTypeId},
            {u"occurred_at"_qs, json::unixTime(event.occurredAt)},
            {u"created"_qs, json::unixTime(event.occurredAt)},
            {u"metadata"_qs, event.metadata}};
}

Event eventFromJson(const QJsonObject &object)
{
    Event event;
    event.id = json::integer(object, u"id");
    event.userId = json::text(object, u"user_id");
    event.itemId = json::text(object, u"item_id");
    event.eventTypeId = json::integer(object, u"event_type_id");
    event.eventTypeName = json::find(object, {u"type", u"event_type"}).toString();
    event.occurredAt = json::time(object, u"occurred_at");
    event.metadata = json::find(object, u"metadata").toObject();
    return event;
}

QJsonObject toJson(const Recommendation &row, const Item &item)
{
    return {{u"id"_qs, row.itemId},          {u"object"_qs, u"recommendation"_qs},
            {u"item_id"_qs, row.itemId},     {u"entity_id"_qs, row.itemId},
            {u"rank"_qs, row.rank},          {u"score"_qs, row.score},
            {u"name"_qs, item.name},         {u"description"_qs, json::textOrNull(item.description)},
            {u"metadata"_qs, item.metadata}, {u"item"_qs, toJson(item)}};
}

RecommendationList recommendationsFromJson(const QJsonObject &object)
{
    RecommendationList list;
    list.requestId = json::text(object, u"request_id");
    list.processingMs = json::optionalNumber(object, u"processing_time_ms");
    const QJsonObject info = json::find(object, u"embedding_info").toObject();
    list.usedDefault = json::boolean(info, u"used_default");
    list.defaultReason = json::text(info, u"default_reason");
    const QJsonObject model = json::find(object, u"model").toObject();
    list.modelFamily = json::text(model, u"family");
    list.modelVersion = json::optionalInt(model, u"version");
    list.modelJobName = json::text(model, u"job_name");
    const QJsonArray rows = json::find(object, {u"recommendations", u"data"}).toArray();
    for (const QJsonValue value : rows) {
        const QJsonObject fields = value.toObject();
        const QJsonValue id = json::find(fields, {u"item_id", u"entity_id", u"id"});
        const QString itemId =
            id.isString() ? id.toString() : QString::number(json::toInteger(id).value_or(0));
        list.rows.append({itemId,
                          json::optionalInt(fields, u"rank").value_or(static_cast<int>(list.rows.size()) + 1),
                          json::optionalNumber(fields, u"score").value_or(0), json::text(fields, u"name"),
                          json::text(fields, u"description")});
    }
    return list;
}

QJsonObject coreList(const QJsonArray &data, bool hasMore, const QString &nextCursor, const QString &url)
{
    return {{u"object"_qs, u"list"_qs},
            {u"data"_qs, data},
            {u"has_more"_qs, hasMore},
            {u"next_cursor"_qs, json::textOrNull(nextCursor)},
            {u"url"_qs, url}};
}

} // namespace nsl
