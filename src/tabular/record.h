// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace nsl::tabular
{

/// One record of a file: UTF-8 fields in the order of the reader's columns.
struct Record
{
    std::int64_t line = 0; ///< the physical line where it starts, from 1
    std::vector<std::string> fields;
    /// The same values as JSON texts, empty where the record lacks the key; no entries at all where the file
    /// has no types.
    std::vector<std::string> json;
};

/// Reads the records of a file, one after the other, without ever holding more than one.
class RecordReader
{
public:
    enum class Result {
        Record,  ///< a record was read
        Nothing, ///< rows of nothing were passed over, see emptyRows(); read on
        End,     ///< there are no more
        BadRow,  ///< this record is wrong, see message(), and has no fields; the next one can be read
        BadFile, ///< the file cannot be read on, see message()
    };

    static constexpr std::size_t maximumFieldBytes = 64 * 1024;
    static constexpr std::size_t maximumRecordBytes = 1024 * 1024;
    static constexpr std::size_t maximumColumns = 500;

    virtual ~RecordReader() = default;
    /// For every result but End and Nothing, record.line is set.
    virtual Result next(Record &record) = 0;
    /// The columns known so far, a nameless one as an empty text; a JSON file may add some with every record.
    const std::vector<std::string> &columns() const { return m_columns; }
    const std::string &message() const { return m_message; }

    /// Rows whose fields were all empty.
    std::int64_t emptyRows() const { return m_emptyRows; }
    /// NaN and Infinity, which JSON does not have, read as null.
    std::int64_t notNumbers() const { return m_notNumbers; }

protected:
    Result fail(Result result, std::string message)
    {
        m_message = std::move(message);
        return result;
    }

    std::vector<std::string> m_columns;
    std::string m_message;
    std::int64_t m_emptyRows = 0;
    std::int64_t m_notNumbers = 0;
};

} // namespace nsl::tabular
