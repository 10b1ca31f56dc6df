// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bytes.h"
#include "record.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nsl::tabular
{

/// How the rows of a file are cut into fields.
struct DelimitedFormat
{
    std::string separator = ","; ///< one or more characters
    bool endsWithCr = false;     ///< a line ends with CR alone, as old spreadsheets write it
    /// Names of the columns of a file that has no header line.
    std::vector<std::string> columns;
};

/// Delimiter-separated values as RFC 4180 describes them for commas: quoted fields with doubled quotes and
/// line breaks inside, LF or CRLF, an optional byte order mark, a header line. A quote inside an unquoted
/// field is text. Empty lines are passed over, rows of empty fields are passed over and counted, empty fields
/// beyond the header's are dropped.
class DelimitedReader : public RecordReader
{
public:
    DelimitedReader(Input &input, DelimitedFormat format);
    /// Reads the header; BadFile when no column has a name or a name comes twice, End for an empty file.
    Result readHeader();
    Result next(Record &record) override;

private:
    /// What comes after a field.
    enum class After { Separator, LineEnd, FileEnd, Mistake };

    Result readRow(Record &row);
    Result nextRow(Record &record);
    After readField(std::string &field);
    After readQuoted(std::string &field);
    After readPlain(std::string &field);
    After afterQuote();
    bool grows(std::string &field, std::string_view piece);
    bool isLineEnd(int byte) const { return byte == (m_format.endsWithCr ? '\r' : '\n'); }
    bool isBlank(int byte) const { return byte == ' ' || (byte == '\t' && m_format.separator != "\t"); }

    Bytes m_bytes;
    DelimitedFormat m_format;
    std::int64_t m_line = 1;
    std::size_t m_recordBytes = 0;
};

} // namespace nsl::tabular
