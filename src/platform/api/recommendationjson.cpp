// SPDX-License-Identifier: GPL-3.0-or-later
#include "recommendationjson.h"

#include "corejson.h"
#include "jsonread.h"
#include "jsonwrite.h"
#include "paths.h"
#include "store/datarules.h"

#include <QJsonDocument>

namespace nsl
{

namespace
{

constexpr qint64 maxPage = 100;
constexpr qsizetype maxUserId = 256;

/// Every filter of a query string, in the order given.
QStringList filterTexts(const ApiCall &call)
{
    QStringList texts;
    for (const QString &key : {u"filter"_qs, u"filters"_qs})
        texts += call.query.values(key);
    return texts;
}

/// Puts what the body says into the query where that says nothing.
Outcome<Done> mergeBody(ApiCall &call)
{
    const auto body = call.json();
    if (!body.ok())
        return body.error();
    for (const char16_t *key :
         {u"user_id", u"context_id", u"limit", u"quantity", u"include_seen", u"scope"}) {
        const QJsonValue value = json::find(*body, key);
        const QString name = QString::fromUtf16(key);
        if (value.isUndefined() || value.isNull() || !call.queryText(name).isEmpty())
            continue;
        call.query.insert(name, value.isObject() ? QString::fromUtf8(QJsonDocument(value.toObject()).toJson())
                                                 : value.toVariant().toString());
    }
    if (!filterTexts(call).isEmpty())
        return Done{};
    const QJsonValue filter = json::find(*body, {u"filter", u"filters"});
    const QJsonArray terms = filter.isString() ? QJsonArray{filter} : filter.toArray();
    if (terms.isEmpty() && !filter.isUndefined() && !filter.isNull() && !filter.isArray())
        return PlatformError::invalid(u"filter must be a text or a list of texts."_qs, u"invalid_filter"_qs);
    // QMultiMap gives equal keys newest first.
    for (auto it = terms.end(); it != terms.begin();) {
        --it;
        if (!(*it).isString())
            return PlatformError::invalid(u"Each filter must be a text."_qs, u"invalid_filter"_qs);
        call.query.insert(u"filter"_qs, (*it).toString());
    }
    return Done{};
}

} // namespace

Outcome<qint64> coreLimit(const ApiCall &call)
{
    const QString key = call.query.contains(u"limit"_qs) ? u"limit"_qs : u"quantity"_qs;
    return call.queryInteger(key, 20, 1, maxPage, true);
}

Outcome<RecommendationQuery> recommendationQueryFrom(const ApiCall &original)
{
    ApiCall call = original;
    if (const auto merged = mergeBody(call); !merged.ok())
        return merged.error();
    const auto limit = coreLimit(call);
    if (!limit.ok())
        return limit.error();
    const auto filter = ItemFilter::parse(filterTexts(call));
    if (!filter.ok())
        return filter.error();
    RecommendationQuery query;
    query.arrived = original.arrived;
    query.filter = *filter;
    const QString scope = call.queryText(u"scope"_qs);
    if (!scope.isEmpty()) {
        if (const auto added = query.filter.addScope(scope); !added.ok())
            return added.error();
    }
    query.userId = datarules::trimmedId(call.queryText(u"user_id"_qs));
    query.contextId = call.queryText(u"context_id"_qs);
    query.limit = static_cast<int>(*limit);
    query.includeSeen = call.queryText(u"include_seen"_qs) == u"true";
    if (query.userId.isEmpty() || query.userId.size() > maxUserId) {
        return PlatformError::invalid(query.userId.isEmpty()
                                          ? u"user_id is missing."_qs
                                          : u"user_id is longer than %1 characters."_qs.arg(maxUserId),
                                      u"user_id_required"_qs);
    }
    return query;
}

ApiAnswer recommendationsAnswer(const Recommended &result, const ApiCall &call, int limit)
{
    QJsonValue model(QJsonValue::Null);
    if (result.version) {
        model = QJsonObject{{u"family"_qs, result.version->familyName},
                            {u"version"_qs, result.version->version},
                            {u"job_name"_qs, result.version->jobName}};
    }
    const QJsonValue dimension = result.dimension > 0 ? QJsonValue(result.dimension) : QJsonValue();
    const auto elapsed = std::chrono::steady_clock::now() - call.arrived;
    const QJsonObject envelope{
        {u"object"_qs, u"list"_qs},
        {u"url"_qs, paths::recommendations},
        {u"request_id"_qs, call.requestId},
        {u"has_more"_qs, false},
        {u"next_cursor"_qs, QJsonValue(QJsonValue::Null)},
        {u"limit"_qs, limit},
        {u"quantity"_qs, limit},
        {u"mode"_qs, u"single"_qs},
        {u"processing_time_ms"_qs,
         qint64(std::chrono::duration_cast<std::chrono::milliseconds>(elapsed).count())},
        {u"embedding_info"_qs, QJsonObject{{u"source"_qs, result.usedDefault ? u"default"_qs : u"db"_qs},
                                           {u"used_default"_qs, result.usedDefault},
                                           {u"default_reason"_qs, json::textOrNull(result.defaultReason)},
                                           {u"dimension"_qs, dimension},
                                           {u"expected_dimension"_qs, dimension}}},
        {u"cold_start_fallback_used"_qs, result.usedDefault && result.version.has_value()},
        {u"model"_qs, model}};
    // The rows are text already; published clients read only one of the two arrays.
    const QByteArray rest = QJsonDocument(envelope).toJson(QJsonDocument::Compact);
    QByteArray text;
    text.reserve(2 * result.rows.size() + rest.size() + 64);
    text += R"({"data":)" + result.rows + R"(,"recommendations":)" + result.rows + ',';
    text += QByteArrayView(rest).sliced(1);
    return ApiAnswer::ofText(std::move(text));
}

} // namespace nsl
