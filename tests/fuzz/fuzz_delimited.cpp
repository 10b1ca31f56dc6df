// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzzentry.h"

#include "format.h"
#include "gzip.h"
#include "utf8.h"

using namespace nsl::tabular;

namespace
{

void readToTheEnd(Input &input, const FileFormat &format)
{
    DelimitedReader reader(input, format.delimited);
    if (reader.readHeader() != RecordReader::Result::Record)
        return;
    fuzzCheck(reader.columns().size() <= RecordReader::maximumColumns, "the columns are limited");
    Record record;
    std::int64_t line = 0;
    for (;;) {
        const auto result = reader.next(record);
        if (result == RecordReader::Result::Record) {
            fuzzCheck(record.fields.size() == reader.columns().size(),
                      "a record has a field for each column");
            fuzzCheck(record.line > line, "lines go up");
            line = record.line;
            for (const std::string &field : record.fields)
                fuzzCheck(isUtf8(field) && field.size() <= RecordReader::maximumFieldBytes,
                          "fields are short UTF-8");
        } else {
            fuzzCheck(record.fields.empty(), "nothing is left of another record");
        }
        if (result == RecordReader::Result::BadRow || result == RecordReader::Result::BadFile)
            fuzzCheck(!reader.message().empty(), "what is wrong is said");
        if (result == RecordReader::Result::End || result == RecordReader::Result::BadFile)
            return;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    MemoryInput stored(bytes);
    if (isGzip(bytes)) {
        try {
            GzipInput unpacked(stored);
            readToTheEnd(unpacked, {});
        } catch (const InputError &) {
        }
        return 0;
    }
    const FileFormat format = recognise(bytes.substr(0, recognisedBytes), "fuzz.csv", {});
    if (format.kind == FileFormat::Kind::Delimited)
        readToTheEnd(stored, format);
    return 0;
}
