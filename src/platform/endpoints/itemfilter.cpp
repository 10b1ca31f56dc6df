// SPDX-License-Identifier: GPL-3.0-or-later
#include "itemfilter.h"

#include "jsonread.h"

#include <algorithm>

namespace nsl
{

namespace
{

constexpr qsizetype maxKey = 128;
constexpr qsizetype maxValue = 512;

PlatformError mistake(const QString &message)
{
    return PlatformError::invalid(message, u"invalid_filter"_qs);
}

/// A scalar as a person writes it; nothing for null, objects and lists.
std::optional<QString> comparableText(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return value.toBool() ? u"true"_qs : u"false"_qs;
    case QJsonValue::Double:
        return value.toVariant().toString();
    case QJsonValue::String:
        return value.toString();
    default:
        return std::nullopt;
    }
}

QJsonValue fieldOf(const Item &item, const QString &key)
{
    if (key == u"id" || key == u"item_id")
        return item.id;
    if (key == u"name")
        return item.name;
    if (key == u"description")
        return item.description;
    if (key == u"active")
        return item.active;
    return item.metadata.value(key);
}

bool holds(const QJsonValue &field, const QString &wanted)
{
    if (!field.isArray())
        return comparableText(field) == wanted;
    const QJsonArray entries = field.toArray();
    return std::any_of(entries.begin(), entries.end(),
                       [&](const QJsonValue &entry) { return comparableText(entry) == wanted; });
}

} // namespace

Outcome<Done> ItemFilter::add(Term term)
{
    term.key = term.key.trimmed();
    term.value = term.value.trimmed();
    if (term.key.startsWith(u"metadata."))
        term.key = term.key.mid(9);
    if (term.key.isEmpty() || term.key.size() > maxKey || term.value.size() > maxValue)
        return mistake(
            u"A filter needs a key of 1 to %1 characters and a value of at most %2."_qs.arg(maxKey).arg(
                maxValue));
    if (m_terms.size() >= maxTerms)
        return mistake(u"A request has at most %1 filters."_qs.arg(maxTerms));
    m_terms.append(std::move(term));
    return Done{};
}

Outcome<ItemFilter> ItemFilter::parse(const QStringList &terms)
{
    ItemFilter filter;
    for (const QString &given : terms) {
        Term term;
        QString text = given.trimmed();
        if (text.startsWith(u"OR:", Qt::CaseInsensitive)) {
            term.isAlternative = true;
            text = text.mid(3);
        }
        const qsizetype unequal = text.indexOf(u"!="_qs);
        const qsizetype colon = text.indexOf(u':');
        term.isNegated = unequal > 0 && (colon < 0 || unequal < colon);
        const qsizetype at = term.isNegated ? unequal : colon;
        if (at <= 0)
            return mistake(u"\"%1\" is no filter: write key:value or key!=value."_qs.arg(given.left(80)));
        term.key = text.left(at);
        term.value = text.mid(at + (term.isNegated ? 2 : 1));
        if (const auto added = filter.add(std::move(term)); !added.ok())
            return added.error();
    }
    return filter;
}

Outcome<Done> ItemFilter::addScope(const QJsonValue &scope)
{
    QJsonObject object = scope.toObject();
    if (scope.isString()) {
        const auto parsed = json::parseObject(scope.toString().toUtf8());
        if (!parsed.ok())
            return mistake(u"scope is no JSON object."_qs);
        object = *parsed;
    }
    const QJsonArray filters = object.value(u"filters"_qs).toArray();
    for (const QJsonValue entry : filters) {
        const QJsonObject fields = entry.toObject();
        const QString comparison = fields.value(u"operator"_qs).toString(u"="_qs);
        const auto value = comparableText(fields.value(u"value"_qs));
        if ((comparison != u"=" && comparison != u"!=") || !value)
            return mistake(u"A filter of scope has an operator = or != and one value."_qs);
        const auto added =
            add({fields.value(u"column"_qs).toString(), *value, comparison == u"!=",
                 fields.value(u"logic"_qs).toString().compare(u"or", Qt::CaseInsensitive) == 0});
        if (!added.ok())
            return added;
    }
    return Done{};
}

bool ItemFilter::matches(const Item &item) const
{
    bool result = true;
    for (qsizetype i = 0; i < m_terms.size(); ++i) {
        const Term &term = m_terms.at(i);
        const bool fits = holds(fieldOf(item, term.key), term.value) != term.isNegated;
        result = i > 0 && term.isAlternative ? result || fits : result && fits;
    }
    return result;
}

QString ItemFilter::text() const
{
    QStringList parts;
    for (const Term &term : m_terms) {
        parts.append((term.isAlternative ? u"|"_qs : u"&"_qs) + term.key +
                     (term.isNegated ? u"\x1e!"_qs : u"\x1e="_qs) + term.value);
    }
    return parts.join(u'\x1f');
}

} // namespace nsl
