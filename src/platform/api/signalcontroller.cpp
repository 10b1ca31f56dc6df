// SPDX-License-Identifier: GPL-3.0-or-later
#include "signalcontroller.h"

#include "api/listing.h"
#include "jsonread.h"
#include "paths.h"
#include "trainingjson.h"

namespace nsl
{

namespace
{

/// A weight from the wire: `value` may be 0, `weight` may not; nothing when neither is there.
Outcome<std::optional<int>> weightIn(const QJsonObject &body)
{
    const QJsonValue weight = json::find(body, u"weight");
    const QJsonValue value = json::find(body, u"value");
    const bool byWeight = !weight.isUndefined() && !weight.isNull();
    const QJsonValue given = byWeight ? weight : value;
    if (given.isUndefined() || given.isNull())
        return std::optional<int>();
    const auto number = json::toInteger(given);
    const qint64 low = byWeight ? 1 : 0;
    if (!number || *number < low || *number > 100) {
        return PlatformError::invalid(
            u"%1 must be a whole number from %2 to 100."_qs.arg(byWeight ? u"weight"_qs : u"value"_qs)
                .arg(low),
            u"weight_out_of_range"_qs);
    }
    return std::optional<int>(static_cast<int>(*number));
}

QString nameIn(const QJsonObject &body)
{
    return json::find(body, {u"event_name", u"name"}).toString().trimmed();
}

PlatformError noEventType(qint64 id)
{
    return PlatformError::notFound(u"There is no event type with the id %1."_qs.arg(id),
                                   u"event_type_not_found"_qs);
}

PlatformError noTemplate(qint64 id)
{
    return PlatformError::notFound(u"There is no template with the id %1."_qs.arg(id),
                                   u"template_not_found"_qs);
}

Outcome<qint64> thresholdIn(const QJsonObject &thresholds, const char16_t *key, qint64 before)
{
    const QJsonValue value = json::find(thresholds, key);
    if (value.isUndefined() || value.isNull())
        return before;
    const auto number = json::toInteger(value);
    if (!number || *number < 0) {
        return PlatformError::invalid(
            u"thresholds.%1 must be a whole number of at least 0."_qs.arg(QString::fromUtf16(key)),
            u"threshold_out_of_range"_qs);
    }
    return *number;
}

} // namespace

void SignalController::addRoutes(Router &router)
{
    const auto bind = [this](ApiResult (SignalController::*method)(const ApiCall &)) {
        return [this, method](const ApiCall &call) { return (this->*method)(call); };
    };
    using Self = SignalController;
    router.add(u"GET"_qs, paths::eventTypes, bind(&Self::listEventTypes), Access::Events);
    router.add(u"POST"_qs, paths::eventTypes, bind(&Self::createEventType), Access::Events);
    router.add(u"PUT"_qs, paths::eventTypes + u"/{}"_qs, bind(&Self::updateEventType), Access::Events);
    router.add(u"DELETE"_qs, paths::eventTypes + u"/{}"_qs, bind(&Self::removeEventType), Access::Events);
    router.add(u"POST"_qs, u"/api/events/save-values"_qs, bind(&Self::saveValues), Access::Events);
    router.add(u"GET"_qs, paths::templates, bind(&Self::listTemplates), Access::Events);
    router.add(u"POST"_qs, paths::templates, bind(&Self::createTemplate), Access::Events);
    router.add(u"PUT"_qs, paths::templates + u"/{}"_qs, bind(&Self::updateTemplate), Access::Events);
    router.add(u"DELETE"_qs, paths::templates + u"/{}"_qs, bind(&Self::removeTemplate), Access::Events);
}

ApiResult SignalController::listEventTypes(const ApiCall &call)
{
    return m_store.read([&]() -> ApiResult {
        // A bare array has no room for rev, removals and cursors; the tag is all there is.
        const QString tag = entityTag(m_store, call, {RecordKind::EventType});
        if (auto same = notModified(call, tag))
            return *same;
        QJsonArray rows;
        for (const EventType &eventType : m_store.eventTypes().list())
            rows.append(toJson(eventType));
        ApiAnswer answer{QJsonValue(rows)};
        answer.headers.insert(u"ETag"_qs, tag);
        return answer;
    });
}

ApiResult SignalController::createEventType(const ApiCall &call)
{
    const auto body = call.json();
    if (!body.ok())
        return body.error();
    if (nameIn(*body).isEmpty())
        return PlatformError::invalid(u"event_name is missing."_qs, u"event_name_required"_qs);
    const auto weight = weightIn(*body);
    if (!weight.ok())
        return weight.error();
    return m_store.change(call.actor(), call.requestId, [&](StateChange &change) -> ApiResult {
        const auto created = m_store.eventTypes().create(change, nameIn(*body), weight->value_or(50));
        if (!created.ok())
            return created.error();
        return ApiAnswer(toJson(*created));
    });
}

Outcome<EventType> SignalController::changedEventType(const QJsonObject &body, const EventType &before) const
{
    const auto weight = weightIn(body);
    if (!weight.ok())
        return weight.error();
    EventType after = before;
    after.weight = weight->value_or(before.weight);
    const QJsonValue name = json::find(body, {u"event_name", u"name"});
    if (!name.isUndefined() && !name.isNull())
        after.name = name.toString().trimmed();
    return after;
}

ApiResult SignalController::updateEventType(const ApiCall &call)
{
    const auto id = call.idParameter();
    const auto body = call.json();
    if (!id.ok() || !body.ok())
        return id.ok() ? body.error() : id.error();
    return m_store.change(call.actor(), call.requestId, [&](StateChange &change) -> ApiResult {
        const auto before = m_store.eventTypes().find(*id);
        if (!before)
            return noEventType(*id);
        const auto wanted = changedEventType(*body, *before);
        if (!wanted.ok())
            return wanted.error();
        const auto updated = m_store.eventTypes().update(change, *id, wanted->name, wanted->weight);
        if (!updated.ok())
            return updated.error();
        return ApiAnswer(toJson(*updated));
    });
}

ApiResult SignalController::removeEventType(const ApiCall &call)
{
    const auto id = call.idParameter();
    if (!id.ok())
        return id.error();
    return m_store.change(call.actor(), call.requestId, [&](StateChange &change) -> ApiResult {
        const auto removed = m_store.eventTypes().remove(change, *id);
        if (!removed.ok())
            return removed.error();
        return ApiAnswer(QJsonObject{{u"ok"_qs, true}});
    });
}

ApiResult SignalController::saveValues(const ApiCall &call)
{
    const auto body = call.json();
    if (!body.ok())
        return body.error();
    const QJsonValue rows = json::find(*body, u"event_types");
    if (!rows.isArray())
        return PlatformError::invalid(u"event_types must be an array."_qs, u"event_types_required"_qs);
    return m_store.change(call.actor(), call.requestId, [&](StateChange &change) -> ApiResult {
        qint64 updated = 0;
        const QJsonArray list = rows.toArray();
        for (const QJsonValue value : list) {
            const QJsonObject row = value.toObject();
            const auto id = json::toInteger(json::find(row, {u"event_id", u"id"}));
            const auto before = id ? m_store.eventTypes().find(*id) : std::nullopt;
            if (!before)
                return noEventType(id.value_or(0));
            const auto wanted = changedEventType(row, *before);
            if (!wanted.ok())
                return wanted.error();
            const auto saved = m_store.eventTypes().update(change, *id, wanted->name, wanted->weight);
            if (!saved.ok())
                return saved.error();
            ++updated;
        }
        return ApiAnswer(QJsonObject{{u"ok"_qs, true}, {u"updated"_qs, updated}});
    });
}

ApiResult SignalController::listTemplates(const ApiCall &call)
{
    Listed<SignalTemplate> templates;
    templates.name = u"templates"_qs;
    templates.kind = RecordKind::Template;
    templates.dependsOn = {RecordKind::Template, RecordKind::EventType};
    templates.all = [this] { return m_store.templates().list(); };
    templates.since = [this](qint64 rev) { return m_store.templates().listSince(rev); };
    templates.json = [](const SignalTemplate &recipe) { return toJson(recipe); };
    return listAnswer(m_store, call, templates);
}

Outcome<SignalTemplate> SignalController::changedTemplate(const QJsonObject &body,
                                                          SignalTemplate recipe) const
{
    const QJsonValue name = json::find(body, u"name");
    if (!name.isUndefined())
        recipe.name = name.toString().trimmed();
    const QJsonValue status = json::find(body, u"status");
    if (!status.isUndefined()) {
        recipe.status = parseTemplateStatus(status.toString());
        if (recipe.status == TemplateStatus::Unknown)
            return PlatformError::invalid(u"status must be \"draft\" or \"published\"."_qs,
                                          u"invalid_status"_qs);
    }
    const QJsonValue eventTypes = json::find(body, u"event_types");
    if (!eventTypes.isUndefined()) {
        if (!eventTypes.isArray())
            return PlatformError::invalid(u"event_types must be an array of {id, weight}."_qs);
        recipe.eventTypes.clear();
        const QJsonArray rows = eventTypes.toArray();
        for (const QJsonValue value : rows) {
            const QJsonObject row = value.toObject();
            const auto id = json::toInteger(json::find(row, {u"id", u"event_id"}));
            const auto known = id ? m_store.eventTypes().find(*id) : std::nullopt;
            if (!known) {
                return PlatformError::invalid(
                    u"event_types names the event type %1, which does not exist."_qs.arg(id.value_or(0)),
                    u"event_type_not_found"_qs);
            }
            const auto weight = weightIn(row);
            if (!weight.ok())
                return weight.error();
            // The event type's own weight is the one proposed when it is added.
            recipe.eventTypes.append({*id, known->name, weight->value_or(known->weight)});
        }
    }
    const QJsonValue thresholds = json::find(body, u"thresholds");
    if (!thresholds.isUndefined() && !thresholds.isObject())
        return PlatformError::invalid(u"thresholds must be an object."_qs);
    const auto perSignal = thresholdIn(thresholds.toObject(), u"per_signal_min", recipe.perSignalMin);
    const auto total = thresholdIn(thresholds.toObject(), u"total_min", recipe.totalMin);
    if (!perSignal.ok() || !total.ok())
        return perSignal.ok() ? total.error() : perSignal.error();
    recipe.perSignalMin = *perSignal;
    recipe.totalMin = *total;
    const QJsonValue family = json::find(body, u"family_id");
    if (!family.isUndefined())
        recipe.familyId = family.isNull() ? std::nullopt : std::optional(json::toInteger(family).value_or(0));
    return recipe;
}

ApiResult SignalController::createTemplate(const ApiCall &call)
{
    const auto body = call.json();
    if (!body.ok())
        return body.error();
    return m_store.change(call.actor(), call.requestId, [&](StateChange &change) -> ApiResult {
        SignalTemplate empty;
        empty.status = TemplateStatus::Draft;
        const auto wanted = changedTemplate(*body, empty);
        if (!wanted.ok())
            return wanted.error();
        const auto created = m_store.templates().create(change, *wanted);
        if (!created.ok())
            return created.error();
        return ApiAnswer(QJsonObject{{u"template"_qs, toJson(*created)}, {u"id"_qs, created->id.toJson()}});
    });
}

ApiResult SignalController::updateTemplate(const ApiCall &call)
{
    const auto id = call.idParameter();
    const auto body = call.json();
    if (!id.ok() || !body.ok())
        return id.ok() ? body.error() : id.error();
    return m_store.change(call.actor(), call.requestId, [&](StateChange &change) -> ApiResult {
        const auto before = m_store.templates().find(*id);
        if (!before)
            return noTemplate(*id);
        const auto wanted = changedTemplate(*body, *before);
        if (!wanted.ok())
            return wanted.error();
        const auto updated = m_store.templates().update(change, *wanted);
        if (!updated.ok())
            return updated.error();
        return ApiAnswer(QJsonObject{{u"template"_qs, toJson(*updated)}});
    });
}

ApiResult SignalController::removeTemplate(const ApiCall &call)
{
    const auto id = call.idParameter();
    if (!id.ok())
        return id.error();
    return m_store.change(call.actor(), call.requestId, [&](StateChange &change) -> ApiResult {
        const auto removed = m_store.templates().remove(change, *id);
        if (!removed.ok())
            return removed.error();
        return ApiAnswer(QJsonObject{{u"ok"_qs, true}});
    });
}

} // namespace nsl
