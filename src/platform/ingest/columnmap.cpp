// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/columnmap.h"

#include "canonicaljson.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

/// Printable ASCII that JSON takes as it is.
bool needsNoEscape(const QByteArray &text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; });
}

QByteArray quoted(const QByteArray &text)
{
    return needsNoEscape(text) ? '"' + text + '"' : canonicalJson(QString::fromUtf8(text));
}

} // namespace

QList<ColumnMap::Definition> ColumnMap::definitions(const ImportRequest &request)
{
    if (request.kind == "items"_L1) {
        return {{ItemId, {u"item_id"_s, u"itemId"_s, u"id"_s}, true},
                {Name, {u"name"_s}, true},
                {Description, {u"description"_s}, false},
                {Metadata, {u"metadata"_s}, false},
                {Active, {u"active"_s}, false}};
    }
    return {{UserId, {u"user_id"_s, u"userId"_s}, true},
            {ItemId, {u"item_id"_s, u"itemId"_s}, true},
            {Type,
             {u"type"_s, u"event_type"_s, u"eventType"_s, u"event_id"_s, u"eventId"_s},
             request.defaultType.isEmpty()},
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
            return u"An import of %1 has no column \"%2\" to map to; it has: %3."_s.arg(m_kind, it.key(),
                                                                                        ours.join(u", "_s));
        }
    }
    return {};
}

void ColumnMap::bind(const QList<QByteArray> &columns)
{
    m_columns = columns;
    m_positions.fill(-1);
    m_extra.clear();
    for (const Definition &definition : m_definitions) {
        QStringList candidates;
        for (const QString &name : definition.names) {
            if (m_map.contains(name))
                candidates = {m_map.value(name)};
        }
        if (candidates.isEmpty())
            candidates = definition.names;
        for (const QString &candidate : std::as_const(candidates)) {
            const qsizetype position = columns.indexOf(candidate.toUtf8());
            if (position >= 0) {
                m_positions[definition.target] = position;
                break;
            }
        }
    }
    for (qsizetype i = 0; i < columns.size(); ++i) {
        if (std::find(m_positions.begin(), m_positions.end(), i) == m_positions.end())
            m_extra.append(i);
    }
}

QStringList ColumnMap::missing() const
{
    QStringList sentences;
    QStringList present;
    for (const QByteArray &column : m_columns)
        present.append(QString::fromUtf8(column));
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
                    definition.names.first(), source, present.join(u", "_s)));
        } else if (definition.required) {
            sentences.append(
                u"The required column \"%1\" is not in the file; it has: %2. Name its source with a map."_s
                    .arg(definition.names.first(), present.join(u", "_s)));
        }
    }
    return sentences;
}

QByteArray ColumnMap::value(const Record &record, Target target) const
{
    const qsizetype at = position(target);
    return at >= 0 && at < record.fields.size() ? record.fields.at(at) : QByteArray();
}

QString ColumnMap::nameOf(Target target) const
{
    const qsizetype at = position(target);
    if (at >= 0)
        return QString::fromUtf8(m_columns.at(at));
    for (const Definition &definition : m_definitions) {
        if (definition.target == target)
            return definition.names.first();
    }
    return {};
}

QJsonObject ColumnMap::metadata(const Record &record, QString &mistake) const
{
    QJsonObject metadata;
    if (const QByteArray text = value(record, Metadata); !text.isEmpty()) {
        const QJsonDocument document = QJsonDocument::fromJson(text);
        if (!document.isObject())
            mistake = u"The metadata is not a JSON object."_s;
        metadata = document.object();
    }
    for (const qsizetype at : m_extra) {
        if (at >= record.fields.size())
            continue;
        const QString key = QString::fromUtf8(m_columns.at(at));
        if (record.typed.isEmpty())
            metadata.insert(key, QString::fromUtf8(record.fields.at(at)));
        else if (!record.typed.at(at).isUndefined())
            metadata.insert(key, record.typed.at(at));
    }
    return metadata;
}

QByteArray ColumnMap::metadataText(const Record &record, QString &mistake) const
{
    if (position(Metadata) >= 0 || !record.typed.isEmpty()) {
        const QJsonObject object = metadata(record, mistake);
        return object.isEmpty() ? QByteArray() : canonicalJson(object);
    }
    QByteArray text;
    for (const qsizetype at : m_extra) {
        if (at >= record.fields.size())
            continue;
        text += text.isEmpty() ? '{' : ',';
        text += quoted(m_columns.at(at)) + ':' + quoted(record.fields.at(at));
    }
    return text.isEmpty() ? text : text + '}';
}

} // namespace nsl
