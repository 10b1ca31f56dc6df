// SPDX-License-Identifier: GPL-3.0-or-later
#include "csvreader.h"

#include "failure.h"

#include <algorithm>
#include <cstring>

namespace nsl::worker
{

namespace
{
constexpr std::size_t maxCsvLineBytes = 64 * 1024;
constexpr std::size_t maxFieldBytes = 16 * 1024;
} // namespace

bool isCleanUtf8(std::string_view text, std::string_view allowedControls)
{
    std::size_t i = 0;
    while (i < text.size()) {
        const auto lead = static_cast<unsigned char>(text[i]);
        if (lead < 0x80) {
            if ((lead < 0x20 || lead == 0x7f) && allowedControls.find(text[i]) == std::string_view::npos) {
                return false;
            }
            ++i;
            continue;
        }
        const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        if (lead < 0xc2 || lead > 0xf4 || i + length > text.size()) {
            return false;
        }
        std::uint32_t code = lead & (0xffU >> (length + 1));
        for (std::size_t k = 1; k < length; ++k) {
            const auto next = static_cast<unsigned char>(text[i + k]);
            if ((next & 0xc0) != 0x80) {
                return false;
            }
            code = (code << 6) | (next & 0x3f);
        }
        const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
        if (overlong || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
            return false;
        }
        i += length;
    }
    return true;
}

LineReader::LineReader(const std::filesystem::path &file, std::size_t maxLineBytes)
    : m_file(file)
    , m_maxLineBytes(maxLineBytes)
    , m_handle(std::fopen(file.c_str(), "rb"), &std::fclose)
    , m_buffer(256 * 1024)
{
    std::error_code error;
    if (!m_handle || !std::filesystem::is_regular_file(file, error)) {
        throw Failure("The data file " + file.string() + " is missing or cannot be read.");
    }
}

bool LineReader::fill()
{
    m_begin = 0;
    m_end = std::fread(m_buffer.data(), 1, m_buffer.size(), m_handle.get());
    if (m_end == 0 && std::ferror(m_handle.get()) != 0) {
        throw Failure("Reading " + m_file.string() + " failed part way.");
    }
    return m_end > 0;
}

bool LineReader::next(std::string &line)
{
    line.clear();
    bool any = false;
    ++m_lineNumber;
    while (m_begin < m_end || fill()) {
        any = true;
        const char *start = m_buffer.data() + m_begin;
        const auto *newline = static_cast<const char *>(std::memchr(start, '\n', m_end - m_begin));
        const std::size_t count =
            newline != nullptr ? static_cast<std::size_t>(newline - start) : m_end - m_begin;
        if (line.size() + count > m_maxLineBytes) {
            fail("the line is longer than " + std::to_string(m_maxLineBytes) + " bytes");
        }
        line.append(start, count);
        m_begin += count + (newline != nullptr ? 1 : 0);
        if (newline != nullptr) {
            return true;
        }
    }
    return any;
}

void LineReader::failAt(std::int64_t line, const std::string &reason) const
{
    throw Failure(m_file.string() + ":" + std::to_string(line) + ": " + reason + ".");
}

CsvReader::CsvReader(const std::filesystem::path &file, std::span<const Header> headers)
    : m_lines(file, maxCsvLineBytes)
{
    Header header;
    if (!readRecord(header)) {
        m_lines.failAt(1, "the file is empty");
    }
    m_columns = header.size();
    m_header = static_cast<std::size_t>(std::find(headers.begin(), headers.end(), header) - headers.begin());
    if (m_header == headers.size()) {
        std::string expected;
        for (const std::string &column : headers.front()) {
            expected += (expected.empty() ? "" : ",") + column;
        }
        m_lines.failAt(1, "the header must be " + expected);
    }
}

bool CsvReader::next(std::vector<std::string> &fields)
{
    if (!readRecord(fields)) {
        return false;
    }
    if (fields.size() != m_columns) {
        fail("the record has " + std::to_string(fields.size()) + " fields instead of " +
             std::to_string(m_columns));
    }
    return true;
}

bool CsvReader::readRecord(std::vector<std::string> &fields)
{
    fields.clear();
    if (!m_lines.next(m_line)) {
        return false;
    }
    m_recordLine = m_lines.lineNumber();
    std::string field;
    std::size_t i = 0;
    while (true) {
        field.clear();
        if (i < m_line.size() && m_line[i] == '"') {
            ++i;
            while (true) {
                if (i == m_line.size()) {
                    // A line break inside quotes belongs to the field.
                    field += '\n';
                    if (field.size() > maxFieldBytes || !m_lines.next(m_line)) {
                        fail("a quoted field is not closed");
                    }
                    i = 0;
                } else if (m_line[i] != '"') {
                    field += m_line[i++];
                } else if (i + 1 < m_line.size() && m_line[i + 1] == '"') {
                    field += '"';
                    i += 2;
                } else {
                    ++i;
                    break;
                }
            }
            if (i + 1 == m_line.size() && m_line[i] == '\r') {
                ++i;
            }
            if (i < m_line.size() && m_line[i] != ',') {
                fail("there is text after a closing quote");
            }
        } else {
            const std::size_t comma = std::min(m_line.find(',', i), m_line.size());
            std::size_t end = comma;
            if (comma == m_line.size() && end > i && m_line[end - 1] == '\r') {
                --end;
            }
            field.assign(m_line, i, end - i);
            if (field.find('"') != std::string::npos) {
                fail("there is a quote inside an unquoted field");
            }
            i = comma;
        }
        if (field.size() > maxFieldBytes) {
            fail("a field is longer than " + std::to_string(maxFieldBytes) + " bytes");
        }
        if (!isCleanUtf8(field, "\t\r\n")) {
            fail("a field is not clean UTF-8 text");
        }
        fields.push_back(field);
        if (fields.size() > m_columns && m_columns > 0) {
            fail("the record has more than " + std::to_string(m_columns) + " fields");
        }
        if (i >= m_line.size()) {
            return true;
        }
        ++i; // the comma
        if (i == m_line.size()) {
            fields.emplace_back();
            return true;
        }
    }
}

} // namespace nsl::worker
