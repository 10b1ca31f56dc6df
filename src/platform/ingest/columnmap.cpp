// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/columnmap.h"

#include "canonicaljson.h"
#include "utf8.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

/// Printable ASCII that JSON takes as it is.
bool needsNoEscape(const std::string &text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; });
}

void appendJsonText(QByteArray &to, const std::string &text)
{
    if (needsNoEscape(text))
        to.append('"').append(text.data(), qsizetype(text.size())).append('"');
    else
        to += canonicalJson(QString::fromStdString(text));
}

QString shownName(const std::string &column)
{
    return QString::fromStdString(tabular::glimpse(column));
}

QString shownName(const QString &column)
{
    return shownName(column.toStdString());
}

/// An object whose long whole numbers have become texts, which survive; nothing for anything else.
std::optional<QJsonObject> objectOf(std::string_view text)
{
    std::string exact;
    if (tabular::hasLongNumber(text)) {
        auto survived = tabular::JsonText().exact(text);
        if (!survived)
            return std::nullopt;
        exact = std::move(*survived);
        text = exact;
    }
    const QJsonDocument document =
        QJsonDocument::fromJson(QByteArray::fromRawData(text.data(), qsizetype(text.size())));
    return document.isObject() ? std::optional(document.object()) : std::nullopt;
}

} // namespace

QList<ColumnMap::Definition> ColumnMap::definitions(const ImportRequest &request)
{
    if (request.kind == "items"_L1) {
        return {{ItemId, {u"item_id"_s, u"itemId"_s, u"id"_s}, true},
                {Name, {u"name"_s}, !request.update},
                {Description, {u"description"_s}, false},
                {Metadata, {u"metadata"_s}, false},
                {Active, {u"active"_s}, false}};
    }
    return {{UserId, {u"user_id"_s, u"userId"_s}, true},
            {ItemId, {u"item_id"_s, u"itemId"_s}, true},
            {Type, {u"type"_s, u"event_type"_s, u"eventType"_s}, request.defaultType.isEmpty()},
            {TypeId,
             {u"type_id"_s, u"typeId"_s, u"event_type_id"_s, u"eventTypeId"_s, u"event_id"_s, u"eventId"_s},
             false},
            {Time, {u"timestamp"_s, u"occurred_at"_s, u"occurredAt"_s, u"client_ts"_s, u"clientTs"_s}, true},
            {Metadata, {u"metadata"_s}, false}};
}

ColumnMap::ColumnMap(const ImportRequest &request)
    : m_definitions(definitions(request))
    , m_map(request.map)
    , m_kind(request.kind)
{
    m_positions.fill(-1);
}

QString ColumnMap::mistakeInRequest() const
{
    for (auto it = m_map.cbegin(); it != m_map.cend(); ++it) {
        bool known = false;
        QStringList ours;
        for (const Definition &definition : m_definitions) {
            known = known || definition.names.contains(it.key());
            ours.append(definition.names.first());
        }
        if (!known) {
            return u"An import of %1 has no column \"%2\" to map to; it has: %3."_s.arg(
                m_kind, shownName(it.key()), ours.join(u", "_s));
        }
    }
    return {};
}

void ColumnMap::bind(const std::vector<std::string> &columns)
{
    m_columns = columns;
    m_positions.fill(-1);
    m_extra.clear();
    m_nameless.clear();
    for (const Definition &definition : m_definitions) {
        QStringList candidates;
        for (const QString &name : definition.names) {
            if (m_map.contains(name))
                candidates = {m_map.value(name)};
        }
        if (candidates.isEmpty())
            candidates = definition.names;
        for (const QString &candidate : std::as_const(candidates)) {
            const auto at = std::find(columns.begin(), columns.end(), candidate.toStdString());
            if (at != columns.end() && !at->empty()) {
                m_positions[definition.target] = at - columns.begin();
                break;
            }
        }
    }
    for (qsizetype i = 0; i < qsizetype(columns.size()); ++i) {
        if (columns[std::size_t(i)].empty())
            m_nameless.append(i + 1);
        else if (std::find(m_positions.begin(), m_positions.end(), i) == m_positions.end())
            m_extra.append(i);
    }
}

QString ColumnMap::shownColumns() const
{
    std::string all;
    for (const std::string &column : m_columns) {
        if (!column.empty())
            all += (all.empty() ? "" : ", ") + column;
    }
    return shownName(all);
}

QStringList ColumnMap::missing() const
{
    QStringList sentences;
    for (const Definition &definition : m_definitions) {
        if (m_positions.at(definition.target) >= 0)
            continue;
        QString source;
        for (const QString &name : definition.names) {
            if (m_map.contains(name))
                source = m_map.value(name);
        }
        if (!source.isEmpty()) {
            sentences.append(
                u"The map takes %1 from the column \"%2\", which is not in the file; it has: %3."_s.arg(
                    definition.names.first(), shownName(source), shownColumns()));
        } else if (definition.required && !(definition.target == Type && has(TypeId))) {
            sentences.append(
                u"The required column \"%1\" is not in the file; it has: %2. Name its source with a map."_s
                    .arg(definition.names.first(), shownColumns()));
        }
    }
    const bool foundNone =
        std::all_of(m_positions.begin(), m_positions.end(), [](qsizetype at) { return at < 0; });
    if (foundNone && !sentences.isEmpty() && m_map.isEmpty()) {
        sentences.append(
            u"If the first line is data already, say what the columns are, such as --columns %1."_s.arg(
                m_kind == "items"_L1 ? u"item_id,name"_s : u"user_id,item_id,timestamp"_s));
    }
    return sentences;
}

std::string_view ColumnMap::value(const tabular::Record &record, Target target) const
{
    const auto at = std::size_t(position(target)); // -1 is beyond any record
    return at < record.fields.size() ? tabular::trimmed(record.fields[at]) : std::string_view();
}

QString ColumnMap::nameOf(Target target) const
{
    const qsizetype at = position(target);
    if (at >= 0)
        return shownName(m_columns.at(std::size_t(at)));
    for (const Definition &definition : m_definitions) {
        if (definition.target == target)
            return definition.names.first();
    }
    return {};
}

QMap<QString, QString> ColumnMap::found() const
{
    QMap<QString, QString> found;
    for (const Definition &definition : m_definitions) {
        if (has(definition.target))
            found.insert(definition.names.first(), columnName(position(definition.target)));
    }
    return found;
}

QJsonObject ColumnMap::metadata(const tabular::Record &record, QString &mistake) const
{
    QJsonObject metadata;
    if (const std::string_view text = value(record, Metadata); !text.empty()) {
        const auto given = objectOf(text);
        if (!given)
            mistake = u"The metadata is not a JSON object."_s;
        else
            metadata = *given;
    }
    std::string typed = "{";
    for (const qsizetype position : m_extra) {
        const auto at = std::size_t(position);
        if (at >= record.fields.size())
            continue;
        if (record.json.empty()) {
            metadata.insert(columnName(position), QString::fromStdString(record.fields[at]));
        } else if (!record.json[at].empty()) {
            QByteArray member;
            appendJsonText(member, m_columns[at]);
            typed += (typed.size() > 1 ? "," : "") + member.toStdString() + ':' + record.json[at];
        }
    }
    if (typed.size() == 1)
        return metadata;
    const auto values = objectOf(typed + '}');
    if (!values)
        mistake = u"The metadata is nested too deep."_s;
    else
        for (auto it = values->begin(); it != values->end(); ++it)
            metadata.insert(it.key(), it.value());
    return metadata;
}

bool ColumnMap::hasMetadata(const tabular::Record &record) const
{
    if (!value(record, Metadata).empty())
        return true;
    return std::any_of(m_extra.begin(), m_extra.end(), [&](qsizetype position) {
        const auto at = std::size_t(position);
        return at < record.fields.size() && (record.json.empty() || !record.json[at].empty());
    });
}

QByteArray ColumnMap::metadataText(const tabular::Record &record, QString &mistake) const
{
    if (has(Metadata) || !record.json.empty()) {
        const QJsonObject object = metadata(record, mistake);
        return object.isEmpty() ? QByteArray() : canonicalJson(object);
    }
    // Without a JSON library: rows of a table mostly have no metadata column.
    QByteArray text;
    for (const qsizetype position : m_extra) {
        const auto at = std::size_t(position);
        if (at >= record.fields.size())
            continue;
        text += text.isEmpty() ? '{' : ',';
        appendJsonText(text, m_columns[at]);
        text += ':';
        appendJsonText(text, record.fields[at]);
    }
    return text.isEmpty() ? text : text + '}';
}

} // namespace nsl
