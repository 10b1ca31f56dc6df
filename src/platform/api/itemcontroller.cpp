// SPDX-License-Identifier: GPL-3.0-or-later
#include "itemcontroller.h"

#include "api/corebody.h"
#include "api/recommendationjson.h"
#include "canonicaljson.h"
#include "corejson.h"
#include "jsonread.h"
#include "paths.h"
#include "store/datarules.h"

#include <QElapsedTimer>
#include <QUuid>

namespace nsl
{

namespace
{

constexpr qsizetype maxItemsAtOnce = 1000;
constexpr int walkPage = 500;

PlatformError noItem(const QString &id)
{
    return PlatformError::notFound(u"There is no item with the id \"%1\"."_qs.arg(id.left(128)),
                                   u"item_not_found"_qs);
}

/// Overwrites the fields that a body names. `null` is "not said", except for the description.
Outcome<Done> applyFields(const QJsonObject &body, Item &item)
{
    const QJsonValue name = json::find(body, u"name");
    if (!name.isUndefined() && !name.isNull()) {
        if (!name.isString())
            return PlatformError::invalid(u"name must be a text."_qs, u"invalid_name"_qs);
        item.name = name.toString().trimmed();
        if (const QString wrong = datarules::mistakeInItemName(item.name); !wrong.isEmpty())
            return PlatformError::invalid(wrong, u"invalid_name"_qs);
    }
    const QJsonValue description = json::find(body, u"description");
    if (!description.isUndefined()) {
        if (!description.isString() && !description.isNull())
            return PlatformError::invalid(u"description must be a text."_qs, u"invalid_description"_qs);
        item.description = description.toString();
        if (const QString wrong = datarules::mistakeInItemDescription(item.description); !wrong.isEmpty())
            return PlatformError::invalid(wrong, u"invalid_description"_qs);
    }
    const QJsonValue metadata = json::find(body, u"metadata");
    if (!metadata.isUndefined() && !metadata.isNull()) {
        if (!metadata.isObject())
            return PlatformError::invalid(u"metadata must be an object."_qs, u"invalid_metadata"_qs);
        item.metadata = metadata.toObject();
        if (const QString wrong = datarules::mistakeInMetadataSize(canonicalJson(item.metadata).size());
            !wrong.isEmpty())
            return PlatformError::invalid(wrong, u"invalid_metadata"_qs);
    }
    const QJsonValue active = json::find(body, u"active");
    if (!active.isUndefined() && !active.isNull()) {
        if (!active.isBool())
            return PlatformError::invalid(u"active must be true or false."_qs, u"invalid_active"_qs);
        item.active = active.toBool();
    }
    return Done{};
}

Outcome<Item> newItem(const QJsonObject &body)
{
    Item item;
    const QJsonValue id = firstGiven(body, {u"id", u"item_id", u"itemId"});
    item.id = id.isUndefined() ? QUuid::createUuid().toString(QUuid::Id128).left(16) : idText(id);
    if (!ItemRepository::isLegalId(item.id)) {
        return PlatformError::invalid(
            u"An item id has 1 to 128 letters, digits, _ and -, a letter or digit first."_qs,
            u"invalid_item_id"_qs);
    }
    if (json::text(body, u"name").trimmed().isEmpty())
        return PlatformError::invalid(u"name is missing."_qs, u"name_required"_qs);
    if (const auto applied = applyFields(body, item); !applied.ok())
        return applied.error();
    return item;
}

/// The documented conditions of a list of items.
struct ListConditions
{
    QString category;
    qint64 createdAfter = 0;
    qint64 createdBefore = std::numeric_limits<qint64>::max();

    bool fit(const Item &item) const
    {
        const qint64 created = item.created.toSecsSinceEpoch();
        return created >= createdAfter && created <= createdBefore &&
               (category.isEmpty() || item.metadata.value(u"category"_qs).toString() == category);
    }
};

} // namespace

void ItemController::addRoutes(Router &router)
{
    const auto bind = [this](ApiResult (ItemController::*method)(const ApiCall &)) {
        return [this, method](const ApiCall &call) { return (this->*method)(call); };
    };
    using Self = ItemController;
    router.addCore(u"GET"_qs, u"/items"_qs, Access::CoreRead, bind(&Self::list));
    router.addCore(u"POST"_qs, u"/items"_qs, Access::CoreWrite, bind(&Self::create));
    router.addCore(u"DELETE"_qs, u"/items"_qs, Access::CoreWrite, bind(&Self::removeByBody));
    router.addCore(u"GET"_qs, u"/items/{}"_qs, Access::CoreRead, bind(&Self::get));
    router.addCore(u"POST"_qs, u"/items/{}"_qs, Access::CoreWrite, bind(&Self::update));
    router.addCore(u"PATCH"_qs, u"/items/{}"_qs, Access::CoreWrite, bind(&Self::update));
    router.addCore(u"DELETE"_qs, u"/items/{}"_qs, Access::CoreWrite, bind(&Self::remove));
}

ApiResult ItemController::list(const ApiCall &call)
{
    constexpr qint64 most = std::numeric_limits<qint64>::max();
    const auto limit = coreLimit(call);
    const auto after = call.queryInteger(u"created_after"_qs, 0, 0, most);
    const auto before = call.queryInteger(u"created_before"_qs, most, 0, most);
    for (const auto *number : {&limit, &after, &before}) {
        if (!number->ok())
            return number->error();
    }
    const ListConditions conditions{call.queryText(u"category"_qs), *after, *before};
    return m_store.read([&]() -> ApiResult {
        QList<Item> found;
        QString cursor = call.queryText(u"starting_after"_qs);
        for (bool goesOn = true; goesOn && found.size() <= *limit;) {
            const QList<Item> page = m_store.items().page(walkPage, cursor);
            for (const Item &item : page) {
                if (conditions.fit(item) && found.size() <= *limit)
                    found.append(item);
            }
            goesOn = page.size() == walkPage;
            if (goesOn)
                cursor = page.last().id;
        }
        const bool hasMore = found.size() > *limit;
        if (hasMore)
            found.removeLast();
        QJsonArray rows;
        for (const Item &item : found)
            rows.append(toJson(item));
        return ApiAnswer(coreList(rows, hasMore, hasMore ? found.last().id : QString(), paths::items));
    });
}

ApiResult ItemController::get(const ApiCall &call)
{
    return m_store.read([&]() -> ApiResult {
        const auto found = m_store.items().find(call.parameters.first());
        if (!found)
            return noItem(call.parameters.first());
        return ApiAnswer(toJson(*found));
    });
}

ApiResult ItemController::create(const ApiCall &call)
{
    const auto bodies = objectsIn(call, maxItemsAtOnce);
    if (!bodies.ok())
        return bodies.error();
    QList<Item> items;
    for (qsizetype i = 0; i < bodies->objects.size(); ++i) {
        const auto item = newItem(bodies->objects.at(i));
        if (!item.ok())
            return bodies->isArray ? atIndex(item.error(), i) : item.error();
        items.append(*item);
    }
    return m_store.record([&](DataWrite &write) -> ApiResult {
        if (const auto created = m_store.items().create(write, items); !created.ok())
            return created.error();
        QJsonArray rows;
        for (const Item &item : items) {
            if (const auto stored = m_store.items().find(item.id))
                rows.append(toJson(*stored));
        }
        if (!bodies->isArray)
            return ApiAnswer(rows.first());
        return ApiAnswer(coreList(rows, false, {}, paths::items));
    });
}

ApiResult ItemController::update(const ApiCall &call)
{
    const auto body = call.json();
    if (!body.ok())
        return body.error();
    return m_store.record([&](DataWrite &write) -> ApiResult {
        const auto before = m_store.items().find(call.parameters.first());
        if (!before)
            return noItem(call.parameters.first());
        Item after = *before;
        if (const auto applied = applyFields(*body, after); !applied.ok())
            return applied.error();
        if (after == *before)
            return ApiAnswer(toJson(*before));
        const auto updated = m_store.items().update(write, after);
        if (!updated.ok())
            return updated.error();
        return ApiAnswer(toJson(*updated));
    });
}

ApiResult ItemController::remove(const ApiCall &call)
{
    return removeAll({call.parameters.first()});
}

ApiResult ItemController::removeByBody(const ApiCall &call)
{
    const auto bodies = objectsIn(call, maxItemsAtOnce);
    if (!bodies.ok())
        return bodies.error();
    QStringList ids;
    for (const QJsonObject &body : bodies->objects) {
        const QString id = idText(firstGiven(body, {u"item_id", u"itemId", u"id"}));
        if (id.isEmpty())
            return PlatformError::invalid(u"itemId is missing."_qs, u"item_id_required"_qs);
        ids.append(id);
    }
    ids.removeDuplicates();
    return removeAll(ids);
}

ApiResult ItemController::removeAll(const QStringList &ids)
{
    QElapsedTimer timer;
    timer.start();
    return m_store.record([&](DataWrite &write) -> ApiResult {
        qint64 removed = 0;
        for (const QString &id : ids) {
            // Deleting what is not there is no error: the wish is fulfilled.
            if (!m_store.items().find(id))
                continue;
            if (const auto done = m_store.items().remove(write, id); !done.ok())
                return done.error();
            ++removed;
        }
        const QString what = ids.size() == 1 ? u"Item"_qs : u"Items"_qs;
        return ApiAnswer(QJsonObject{
            {u"message"_qs, removed > 0 ? what + u" deleted successfully"_qs : what + u" not found"_qs},
            {u"itemId"_qs, ids.first()},
            {u"itemIds"_qs, QJsonArray::fromStringList(ids)},
            {u"deletedCount"_qs, removed},
            {u"processing_time_ms"_qs, timer.elapsed()}});
    });
}

} // namespace nsl
