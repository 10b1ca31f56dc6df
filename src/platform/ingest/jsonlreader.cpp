// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/jsonlreader.h"

#include "canonicaljson.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

QByteArray fieldText(const QJsonValue &value)
{
    if (value.isString())
        return value.toString().toUtf8();
    return value.isNull() || value.isUndefined() ? QByteArray() : canonicalJson(value);
}

} // namespace

JsonlReader::JsonlReader(QIODevice &device)
    : m_source(device)
{
}

RecordReader::Result JsonlReader::next(Record &record)
{
    QByteArray line;
    do {
        line.clear();
        if (m_source.peek() == ByteSource::end)
            return Result::End;
        record.line = ++m_line;
        for (int byte = m_source.peek(); byte != ByteSource::end; byte = m_source.peek()) {
            m_source.take();
            if (byte == '\n')
                break;
            if (line.size() >= maximumRecordBytes) {
                m_message = u"The line is over 1 MiB."_s;
                return Result::BadFile;
            }
            line.append(char(byte));
        }
        line = line.trimmed();
    } while (line.isEmpty());

    if (!line.isValidUtf8()) {
        m_message = u"The line is not UTF-8 text; save the file as UTF-8."_s;
        return Result::BadRow;
    }
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(line, &error);
    if (!document.isObject()) {
        m_message = error.error == QJsonParseError::NoError
                        ? u"The line is not a JSON object."_s
                        : u"The line is not JSON: %1."_s.arg(error.errorString());
        return Result::BadRow;
    }
    const QJsonObject object = document.object();
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (m_positions.contains(it.key()))
            continue;
        if (m_columns.size() >= maximumColumns) {
            m_message = u"The file has over %1 different keys."_s.arg(maximumColumns);
            return Result::BadFile;
        }
        m_positions.insert(it.key(), m_columns.size());
        m_columns.append(it.key().toUtf8());
    }
    record.fields.fill({}, m_columns.size());
    record.typed.fill(QJsonValue(QJsonValue::Undefined), m_columns.size());
    for (auto it = object.begin(); it != object.end(); ++it) {
        const qsizetype position = m_positions.value(it.key());
        record.fields[position] = fieldText(it.value());
        record.typed[position] = it.value();
        if (record.fields.at(position).size() > maximumFieldBytes ||
            record.fields.at(position).contains('\0')) {
            m_message = u"The value of \"%1\" is over %2 KiB or holds a NUL character."_s.arg(it.key()).arg(
                maximumFieldBytes / 1024);
            return Result::BadRow;
        }
    }
    return Result::Record;
}

} // namespace nsl
