// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzzentry.h"

#include "jsonreader.h"
#include "jsontext.h"
#include "utf8.h"

using namespace nsl::tabular;

namespace
{

void readRecords(std::string_view bytes, JsonReader::Layout layout)
{
    MemoryInput input(bytes);
    JsonReader reader(input, layout);
    Record record;
    for (;;) {
        const auto result = reader.next(record);
        if (result == RecordReader::Result::Record) {
            fuzzCheck(record.fields.size() == reader.columns().size(),
                      "a record has a field for each column");
            fuzzCheck(record.json.size() == record.fields.size(), "each field has its JSON");
            for (const std::string &json : record.json) {
                fuzzCheck(isUtf8(json), "JSON is UTF-8");
                fuzzCheck(json.empty() || JsonText().exact(json).has_value(),
                          "what was read can be read again");
            }
        } else {
            fuzzCheck(record.fields.empty(), "nothing is left of another record");
        }
        if (result == RecordReader::Result::End || result == RecordReader::Result::BadFile)
            return;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    readRecords(bytes, JsonReader::Layout::Lines);
    readRecords(bytes, JsonReader::Layout::Array);
    JsonText json;
    if (const auto once = json.exact(bytes)) {
        const auto twice = json.exact(*once);
        fuzzCheck(twice && *twice == *once, "exact JSON stays as it is");
    }
    return 0;
}
