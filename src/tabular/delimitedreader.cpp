// SPDX-License-Identifier: GPL-3.0-or-later
#include "delimitedreader.h"

#include "utf8.h"

#include <algorithm>
#include <set>

namespace nsl::tabular
{

namespace
{
/// So many empty lines are passed over before the caller gets a chance to do something else.
constexpr int emptyLinesAtOnce = 1 << 18;
} // namespace

DelimitedReader::DelimitedReader(Input &input, DelimitedFormat format)
    : m_bytes(input)
    , m_format(std::move(format))
{
}

RecordReader::Result DelimitedReader::readHeader()
{
    if (!m_format.columns.empty()) {
        m_columns = m_format.columns;
        return Result::Record;
    }
    Record header;
    Result result = Result::Nothing;
    try {
        // A first row of nothing is no header either.
        while (result == Result::Nothing)
            result = readRow(header);
    } catch (const InputError &error) {
        return fail(Result::BadFile, error.what());
    }
    m_emptyRows = 0;
    if (result != Result::Record)
        return result;
    if (header.fields.size() > maximumColumns) {
        return fail(Result::BadFile, "There are " + std::to_string(header.fields.size()) +
                                         " columns; at most " + std::to_string(maximumColumns) +
                                         " can be read.");
    }
    std::set<std::string, std::less<>> seen;
    for (const std::string &field : header.fields) {
        const std::string_view name = trimmed(field);
        if (!isUtf8(name) || name.find('\0') != std::string_view::npos)
            return fail(Result::BadFile, "The header is not UTF-8 text; save the file as UTF-8.");
        if (!name.empty() && !seen.emplace(name).second)
            return fail(Result::BadFile, "The column \"" + glimpse(name) + "\" is in the header twice.");
        m_columns.emplace_back(name);
    }
    return Result::Record;
}

RecordReader::Result DelimitedReader::next(Record &record)
{
    Result result = Result::BadFile;
    try {
        result = nextRow(record);
    } catch (const InputError &error) {
        record.line = m_line;
        m_message = error.what();
    }
    if (result != Result::Record)
        record.fields.clear();
    return result;
}

RecordReader::Result DelimitedReader::nextRow(Record &record)
{
    const Result result = readRow(record);
    if (result != Result::Record)
        return result;
    std::vector<std::string> &fields = record.fields;
    // Spreadsheets write separators for cells that once held something.
    while (fields.size() > m_columns.size() && trimmed(fields.back()).empty())
        fields.pop_back();
    if (fields.size() != m_columns.size()) {
        return fail(Result::BadRow, "The row has " + std::to_string(fields.size()) +
                                        " fields, the header has " + std::to_string(m_columns.size()) + ".");
    }
    for (const std::string &field : fields) {
        if (!isUtf8(field) || field.find('\0') != std::string::npos)
            return fail(Result::BadRow, "The row is not UTF-8 text; save the file as UTF-8.");
    }
    return Result::Record;
}

bool DelimitedReader::grows(std::string &field, std::string_view piece)
{
    m_recordBytes += piece.size();
    if (field.size() + piece.size() > maximumFieldBytes || m_recordBytes > maximumRecordBytes) {
        m_message = "A field is over " + std::to_string(maximumFieldBytes / 1024) +
                    " KiB or a row over 1 MiB; is a quote missing?";
        return false;
    }
    field.append(piece);
    return true;
}

DelimitedReader::After DelimitedReader::readField(std::string &field)
{
    field.clear();
    while (isBlank(m_bytes.peek())) {
        if (!grows(field, " "))
            return After::Mistake;
        m_bytes.take();
    }
    if (m_bytes.peek() != '"')
        return readPlain(field);
    field.clear();
    return readQuoted(field);
}

DelimitedReader::After DelimitedReader::readQuoted(std::string &field)
{
    m_bytes.take(); // the opening quote
    for (;;) {
        const std::string_view rest = m_bytes.rest();
        if (rest.empty()) {
            m_message = "A quoted field is never closed.";
            return After::Mistake;
        }
        std::size_t length = std::min(rest.find('"'), rest.size());
        const std::string_view piece = rest.substr(0, length);
        m_line += std::count_if(piece.begin(), piece.end(), [this](char c) { return isLineEnd(c); });
        const bool closes = length < rest.size();
        if (!grows(field, piece))
            return After::Mistake;
        m_bytes.take(length + (closes ? 1 : 0));
        if (!closes)
            continue;
        if (m_bytes.peek() != '"')
            return afterQuote();
        m_bytes.take();
        if (!grows(field, "\""))
            return After::Mistake;
    }
}

DelimitedReader::After DelimitedReader::afterQuote()
{
    while (isBlank(m_bytes.peek()) || (m_bytes.peek() == '\r' && !m_format.endsWithCr))
        m_bytes.take();
    const int byte = m_bytes.peek();
    if (byte == Bytes::end)
        return After::FileEnd;
    if (isLineEnd(byte))
        return After::LineEnd;
    for (const char expected : m_format.separator) {
        if (m_bytes.peek() != static_cast<unsigned char>(expected)) {
            // Nobody knows where the record ends.
            m_message = "There is text after the closing quote of a field.";
            return After::Mistake;
        }
        m_bytes.take();
    }
    return After::Separator;
}

DelimitedReader::After DelimitedReader::readPlain(std::string &field)
{
    const char last = m_format.separator.back();
    const std::size_t before = m_format.separator.size() - 1;
    After after = After::FileEnd;
    for (;;) {
        const std::string_view rest = m_bytes.rest();
        if (rest.empty())
            break;
        std::size_t length = 0;
        while (length < rest.size() && rest[length] != last && !isLineEnd(rest[length]))
            ++length;
        const bool isWholeBlock = length == rest.size();
        const bool isEnd = !isWholeBlock && rest[length] != last;
        // Of a longer separator the other characters are in the field by now.
        if (!grows(field, rest.substr(0, length)))
            return After::Mistake;
        m_bytes.take(length + (isWholeBlock || isEnd ? 0 : 1));
        if (isWholeBlock)
            continue;
        if (isEnd) {
            after = After::LineEnd;
            break;
        }
        if (std::string_view(field).ends_with(std::string_view(m_format.separator).substr(0, before))) {
            field.resize(field.size() - before);
            ++m_recordBytes;
            return After::Separator;
        }
        if (!grows(field, std::string_view(&last, 1)))
            return After::Mistake;
    }
    if (!field.empty() && field.back() == '\r')
        field.pop_back();
    return after;
}

RecordReader::Result DelimitedReader::readRow(Record &row)
{
    row.json.clear();
    m_recordBytes = 0;
    for (int passed = 0;; ++passed) {
        const int byte = m_bytes.peek();
        if (byte == Bytes::end)
            return Result::End;
        if (byte != '\n' && byte != '\r')
            break;
        if (passed == emptyLinesAtOnce)
            return Result::Nothing;
        m_bytes.take();
        m_line += isLineEnd(byte) ? 1 : 0;
    }
    row.line = m_line;
    std::size_t count = 0;
    bool isEmpty = true;
    for (;;) {
        if (row.fields.size() == count)
            row.fields.emplace_back();
        std::string &field = row.fields[count++];
        const After after = readField(field);
        if (after == After::Mistake)
            return Result::BadFile;
        isEmpty = isEmpty && trimmed(field).empty();
        if (after == After::Separator)
            continue;
        if (after == After::LineEnd) {
            m_bytes.take();
            ++m_line;
        }
        break;
    }
    row.fields.resize(count);
    if (!isEmpty)
        return Result::Record;
    ++m_emptyRows;
    return Result::Nothing;
}

} // namespace nsl::tabular
