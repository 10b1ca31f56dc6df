// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace nsl::worker
{

/// Whether the bytes are well-formed UTF-8 (no overlong forms, no surrogates) without control characters
/// other than those in @p allowedControls.
bool isCleanUtf8(std::string_view text, std::string_view allowedControls = {});

/// Lines of a file, streamed. A line ends with LF; the last one may lack it.
class LineReader
{
public:
    /// Throws Failure when the file cannot be opened.
    LineReader(const std::filesystem::path &file, std::size_t maxLineBytes);

    /// The next line without its LF; false at the end. Throws Failure for a line that is too long.
    bool next(std::string &line);
    std::int64_t lineNumber() const { return m_lineNumber; }
    const std::filesystem::path &file() const { return m_file; }

    /// "FILE:LINE: reason" as a Failure.
    [[noreturn]] void fail(const std::string &reason) const { failAt(m_lineNumber, reason); }
    [[noreturn]] void failAt(std::int64_t line, const std::string &reason) const;

private:
    bool fill();

    std::filesystem::path m_file;
    std::size_t m_maxLineBytes;
    std::unique_ptr<std::FILE, int (*)(std::FILE *)> m_handle;
    std::vector<char> m_buffer;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    std::int64_t m_lineNumber = 0;
};

/// Strict CSV by RFC 4180, streamed: comma, double quotes, quotes doubled inside them, LF or CRLF; every
/// record has as many fields as the header.
class CsvReader
{
public:
    using Header = std::vector<std::string>;

    /// Throws Failure when the file cannot be opened or its header is not exactly @p columns.
    CsvReader(const std::filesystem::path &file, const Header &columns)
        : CsvReader(file, std::span<const Header>(&columns, 1))
    {
    }
    /// The same where the header is one of several; the first is the one that is asked for in the sentence.
    CsvReader(const std::filesystem::path &file, std::span<const Header> headers);

    /// Which of the headers it is.
    std::size_t header() const { return m_header; }

    /// The next record; false at the end. Throws Failure with file, line and reason.
    bool next(std::vector<std::string> &fields);
    [[noreturn]] void fail(const std::string &reason) const { m_lines.failAt(m_recordLine, reason); }

private:
    bool readRecord(std::vector<std::string> &fields);

    LineReader m_lines;
    std::size_t m_columns = 0;
    std::size_t m_header = 0;
    std::int64_t m_recordLine = 0;
    std::string m_line;
};

} // namespace nsl::worker
