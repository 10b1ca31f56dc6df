// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/csvreader.h"

namespace nsl
{

using namespace Qt::StringLiterals;

CsvReader::CsvReader(QIODevice &device)
    : m_source(device)
{
}

RecordReader::Result CsvReader::fail(Result result, const QString &message)
{
    m_message = message;
    return result;
}

RecordReader::Result CsvReader::readHeader()
{
    Record header;
    const Result result = readRow(header);
    if (result != Result::Record)
        return result;
    if (header.fields.size() > maximumColumns)
        return fail(
            Result::BadFile,
            u"There are %1 columns; at most %2 can be read."_s.arg(header.fields.size()).arg(maximumColumns));
    for (QByteArray &name : header.fields) {
        name = name.trimmed();
        if (name.isEmpty())
            return fail(Result::BadFile, u"A column of the header has no name."_s);
        if (!name.isValidUtf8() || name.contains('\0'))
            return fail(Result::BadFile, u"The header is not UTF-8 text; save the file as UTF-8."_s);
        if (header.fields.count(name) > 1)
            return fail(Result::BadFile,
                        u"The column \"%1\" is in the header twice."_s.arg(QString::fromUtf8(name)));
    }
    m_columns = header.fields;
    return Result::Record;
}

RecordReader::Result CsvReader::next(Record &record)
{
    const Result result = readRow(record);
    if (result != Result::Record)
        return result;
    if (record.fields.size() != m_columns.size()) {
        return fail(
            Result::BadRow,
            u"The row has %1 fields, the header has %2."_s.arg(record.fields.size()).arg(m_columns.size()));
    }
    for (const QByteArray &field : std::as_const(record.fields)) {
        if (!field.isValidUtf8() || field.contains('\0'))
            return fail(Result::BadRow, u"The row is not UTF-8 text; save the file as UTF-8."_s);
    }
    return Result::Record;
}

bool CsvReader::grows(QByteArray &field, char byte)
{
    if (field.size() >= maximumFieldBytes || ++m_recordBytes > maximumRecordBytes) {
        m_tooLong = true;
        return false;
    }
    field.append(byte);
    return true;
}

bool CsvReader::readQuoted(QByteArray &field)
{
    m_source.take(); // the opening quote
    for (;;) {
        const int byte = m_source.peek();
        if (byte == ByteSource::end) {
            m_message = u"A quoted field is never closed."_s;
            return false;
        }
        m_source.take();
        if (byte == '"') {
            if (m_source.peek() != '"')
                return true;
            m_source.take();
        } else if (byte == '\n') {
            ++m_line;
        }
        if (!grows(field, char(byte)))
            return false;
    }
}

bool CsvReader::readPlain(QByteArray &field)
{
    for (;;) {
        const int byte = m_source.peek();
        if (byte == ByteSource::end || byte == ',' || byte == '\n')
            break;
        if (byte == '"') {
            m_message = u"There is a quote inside a field that does not begin with one."_s;
            return false;
        }
        m_source.take();
        if (!grows(field, char(byte)))
            return false;
    }
    if (m_source.peek() != ',' && field.endsWith('\r'))
        field.chop(1);
    return true;
}

RecordReader::Result CsvReader::readRow(Record &row)
{
    row.fields.clear();
    row.typed.clear();
    m_recordBytes = 0;
    for (;;) {
        const int byte = m_source.peek();
        if (byte == ByteSource::end)
            return Result::End;
        if (byte != '\n' && byte != '\r')
            break;
        m_source.take();
        if (byte == '\n')
            ++m_line;
    }
    row.line = m_line;
    for (;;) {
        QByteArray field;
        const bool quoted = m_source.peek() == '"';
        const bool read = quoted ? readQuoted(field) : readPlain(field);
        if (!read) {
            // Where a quote is out of place, nobody knows where the record ends.
            if (m_tooLong)
                m_message = u"A field is over %1 KiB or a row over 1 MiB; is a quote missing?"_s.arg(
                    maximumFieldBytes / 1024);
            return Result::BadFile;
        }
        row.fields.append(field);
        int byte = m_source.peek();
        if (quoted && byte == '\r') {
            m_source.take();
            byte = m_source.peek();
        }
        if (byte == ',') {
            m_source.take();
            continue;
        }
        if (byte == '\n') {
            m_source.take();
            ++m_line;
            return Result::Record;
        }
        if (byte == ByteSource::end)
            return Result::Record;
        return fail(Result::BadFile, u"There is text after the closing quote of a field."_s);
    }
}

} // namespace nsl
