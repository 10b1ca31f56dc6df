// SPDX-License-Identifier: GPL-3.0-or-later
#include "jsonreader.h"

#include "utf8.h"

namespace nsl::tabular
{

namespace
{
constexpr int blanksAtOnce = 1 << 20;

bool isJsonBlank(int byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}
} // namespace

JsonReader::JsonReader(Input &input, Layout layout)
    : m_bytes(input)
    , m_layout(layout)
{
}

RecordReader::Result JsonReader::next(Record &record)
{
    Result result = Result::BadFile;
    record.line = m_line;
    try {
        result = m_layout == Layout::Lines ? nextLine(record) : nextEntry(record);
    } catch (const InputError &error) {
        m_message = error.what();
    }
    m_notNumbers = m_json.notNumbers();
    if (result != Result::Record) {
        record.fields.clear();
        record.json.clear();
    }
    return result;
}

RecordReader::Result JsonReader::nextLine(Record &record)
{
    for (int passed = 0;; ++passed) {
        if (passed == blanksAtOnce)
            return Result::Nothing;
        if (m_bytes.peek() == Bytes::end)
            return Result::End;
        record.line = m_line;
        m_text.clear();
        for (;;) {
            const std::string_view rest = m_bytes.rest();
            if (rest.empty())
                break;
            const std::size_t end = rest.find('\n');
            const std::string_view piece = rest.substr(0, end);
            if (m_text.size() + piece.size() > maximumRecordBytes)
                return fail(Result::BadFile, "The line is over 1 MiB.");
            m_text += piece;
            m_bytes.take(piece.size() + (end == std::string_view::npos ? 0 : 1));
            if (end != std::string_view::npos) {
                ++m_line;
                break;
            }
        }
        if (const std::string_view object = trimmed(m_text); !object.empty())
            return toRecord(object, record);
    }
}

int JsonReader::passBlanks()
{
    for (int passed = 0; passed < blanksAtOnce; ++passed) {
        const int byte = m_bytes.peek();
        if (!isJsonBlank(byte))
            return byte;
        m_line += byte == '\n' ? 1 : 0;
        m_bytes.take();
    }
    return ' ';
}

RecordReader::Result JsonReader::nextEntry(Record &record)
{
    for (;;) {
        const int byte = passBlanks();
        record.line = m_line;
        if (byte == ' ')
            return Result::Nothing;
        switch (m_at) {
        case At::Start:
            if (byte != '[')
                return fail(Result::BadFile, "The file does not begin with a JSON array.");
            m_bytes.take();
            m_at = At::First;
            break;
        case At::First:
        case At::Entry:
            if (byte == ']' && m_at == At::First) {
                m_bytes.take();
                m_at = At::End;
                break;
            }
            if (byte == Bytes::end)
                return fail(Result::BadFile, "The JSON array is never closed; was the file copied whole?");
            m_at = At::After;
            if (!readEntry())
                return fail(Result::BadFile, "An entry of the JSON array is over 1 MiB.");
            return toRecord(m_text, record);
        case At::After:
            if (byte != ',' && byte != ']') {
                return fail(Result::BadFile,
                            byte == Bytes::end ? "The JSON array is never closed; was the file copied whole?"
                                               : "There is no comma between two entries of the JSON array.");
            }
            m_bytes.take();
            m_at = byte == ',' ? At::Entry : At::End;
            break;
        case At::End:
            if (byte == Bytes::end)
                return Result::End;
            return fail(Result::BadFile, "There is text after the end of the JSON array.");
        }
    }
}

bool JsonReader::readEntry()
{
    m_text.clear();
    std::size_t depth = 0;
    bool isInText = false;
    bool isEscaped = false;
    for (int byte = m_bytes.peek(); byte != Bytes::end; byte = m_bytes.peek()) {
        if (!isInText && depth == 0 && !m_text.empty() && (byte == ',' || byte == ']' || isJsonBlank(byte)))
            return true;
        if (m_text.size() >= maximumRecordBytes)
            return false;
        m_text += static_cast<char>(byte);
        m_bytes.take();
        m_line += byte == '\n' ? 1 : 0;
        if (isInText) {
            isInText = isEscaped || byte != '"';
            isEscaped = !isEscaped && byte == '\\';
            continue;
        }
        if (byte == '"') {
            isInText = true;
        } else if (byte == '{' || byte == '[') {
            ++depth;
        } else if ((byte == '}' || byte == ']') && (depth == 0 || --depth == 0)) {
            return true;
        }
    }
    return true;
}

RecordReader::Result JsonReader::toRecord(std::string_view object, Record &record)
{
    const std::string what = m_layout == Layout::Lines ? "The line" : "The entry";
    if (!isUtf8(object))
        return fail(Result::BadRow, what + " is not UTF-8 text; save the file as UTF-8.");
    const auto members = m_json.members(object);
    if (!members)
        return fail(Result::BadRow, what + " is not a JSON object: " + m_json.mistake() + ".");
    record.fields.assign(m_columns.size(), {});
    record.json.assign(m_columns.size(), {});
    for (const JsonMember &member : *members) {
        const auto [at, isNew] = m_positions.emplace(member.key, m_columns.size());
        if (isNew) {
            if (m_columns.size() >= maximumColumns)
                return fail(Result::BadFile,
                            "The file has over " + std::to_string(maximumColumns) + " different keys.");
            m_columns.push_back(member.key);
            record.fields.emplace_back();
            record.json.emplace_back();
        }
        if (member.text.size() > maximumFieldBytes || member.text.find('\0') != std::string::npos) {
            return fail(Result::BadRow, "The value of \"" + glimpse(member.key) + "\" is over " +
                                            std::to_string(maximumFieldBytes / 1024) +
                                            " KiB or holds a NUL character.");
        }
        record.fields[at->second] = member.text;
        record.json[at->second] = member.json;
    }
    return Result::Record;
}

} // namespace nsl::tabular
