// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bytes.h"
#include "jsontext.h"
#include "record.h"

#include <string>
#include <string_view>
#include <unordered_map>

namespace nsl::tabular
{

/// JSON objects as records: one per line, or the entries of one array. Keys become columns as they appear; a
/// key that an object does not have is an empty field. Empty lines are passed over.
class JsonReader : public RecordReader
{
public:
    enum class Layout { Lines, Array };

    JsonReader(Input &input, Layout layout);
    Result next(Record &record) override;

private:
    Result nextLine(Record &record);
    Result nextEntry(Record &record);
    Result toRecord(std::string_view object, Record &record);
    /// The text of an array's entry; false when it is too long.
    bool readEntry();
    int passBlanks();

    Bytes m_bytes;
    Layout m_layout;
    JsonText m_json;
    std::unordered_map<std::string, std::size_t> m_positions;
    std::string m_text;
    std::int64_t m_line = 1;
    enum class At { Start, First, Entry, After, End } m_at = At::Start;
};

} // namespace nsl::tabular
