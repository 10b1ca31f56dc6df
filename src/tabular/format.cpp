// SPDX-License-Identifier: GPL-3.0-or-later
#include "format.h"

#include "gzip.h"
#include "jsonreader.h"
#include "utf8.h"

#include <algorithm>
#include <array>
#include <vector>

namespace nsl::tabular
{

namespace
{

constexpr std::array<std::string_view, 5> knownSeparators = {",", "\t", ";", "|", "::"};
constexpr std::size_t linesLookedAt = 20;

struct Magic
{
    std::string_view bytes;
    std::string_view sentence;
};
using namespace std::string_view_literals;
constexpr std::array foreignFiles = {
    Magic{"PK\x03\x04"sv,
          "The file is a ZIP archive or an Excel workbook; unpack it, or save the sheet as CSV."},
    Magic{"PAR1"sv, "The file is in the Parquet format; write it as CSV or as one JSON object per line."},
    Magic{"\xff\xfe"sv, "The file is UTF-16 text; save it as UTF-8."},
    Magic{"\xfe\xff"sv, "The file is UTF-16 text; save it as UTF-8."},
    Magic{"\xd0\xcf\x11\xe0"sv, "The file is an old Excel workbook; save the sheet as CSV."},
    Magic{"SQLite format 3"sv, "The file is a SQLite database; export its table as CSV."},
    Magic{"%PDF"sv, "The file is a PDF document; a table is needed, as CSV."},
    Magic{"BZh"sv, "The file is packed with bzip2; unpack it first (gzip is read as it is)."},
    Magic{"\x28\xb5\x2f\xfd"sv, "The file is packed with zstd; unpack it first (gzip is read as it is)."},
    Magic{"\xfd\x37\x7a\x58\x5a"sv, "The file is packed with xz; unpack it first (gzip is read as it is)."},
};

/// The first lines that are not empty; the last one may be cut.
std::vector<std::string_view> firstLines(std::string_view head, char end)
{
    std::vector<std::string_view> lines;
    while (!head.empty() && lines.size() < linesLookedAt) {
        const std::size_t at = std::min(head.find(end), head.size());
        if (const std::string_view one = head.substr(0, at); !trimmed(one).empty())
            lines.push_back(one);
        head.remove_prefix(std::min(at + 1, head.size()));
    }
    return lines;
}

std::size_t countOutsideQuotes(std::string_view text, std::string_view separator)
{
    std::size_t count = 0;
    bool isQuoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') {
            isQuoted = !isQuoted;
        } else if (!isQuoted && text.substr(i).starts_with(separator)) {
            ++count;
            i += separator.size() - 1;
        }
    }
    return count;
}

std::string bestSeparator(std::string_view head, char lineEnd)
{
    const std::vector<std::string_view> lines = firstLines(head, lineEnd);
    if (lines.empty())
        return ",";
    std::string_view best = ",";
    std::size_t bestScore = 0;
    for (const std::string_view separator : knownSeparators) {
        const std::size_t inFirst = countOutsideQuotes(lines.front(), separator);
        if (inFirst == 0)
            continue;
        // Texts hold commas and bars too, but not the same number of them in each line.
        const auto agreeing =
            std::size_t(std::count_if(lines.begin(), lines.end(), [&](std::string_view one) {
                return countOutsideQuotes(one, separator) == inFirst;
            }));
        const std::size_t score = agreeing * 1000 / lines.size() + inFirst;
        if (score > bestScore) {
            best = separator;
            bestScore = score;
        }
    }
    return std::string(best);
}

bool endsIn(std::string_view name, std::string_view suffix)
{
    return name.size() >= suffix.size() &&
           std::equal(suffix.rbegin(), suffix.rend(), name.rbegin(),
                      [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? char(b + ('a' - 'A')) : b); });
}

} // namespace

bool isSeparator(std::string_view text)
{
    return !text.empty() && text.size() <= 8 &&
           text.find_first_of(std::string_view("\"\r\n\0", 4)) == std::string_view::npos;
}

FileFormat recognise(std::string_view head, std::string_view name, std::string_view separator)
{
    FileFormat format;
    if (isGzip(head)) {
        format.kind = FileFormat::Kind::Unreadable;
        format.reason = "The file is packed twice; unpack it first.";
        return format;
    }
    for (const Magic &magic : foreignFiles) {
        if (head.starts_with(magic.bytes)) {
            format.kind = FileFormat::Kind::Unreadable;
            format.reason = magic.sentence;
            return format;
        }
    }
    if (head.starts_with("\xef\xbb\xbf"))
        head.remove_prefix(3);
    if (endsIn(name, ".gz"))
        name.remove_suffix(3);
    const bool saysTable =
        !separator.empty() || endsIn(name, ".csv") || endsIn(name, ".tsv") || endsIn(name, ".tab");
    const std::string_view start = trimmed(head.substr(0, 512));
    if (!saysTable && start.starts_with('[')) {
        const std::string_view inside = trimmed(start.substr(1));
        if (inside.empty() || inside.front() == '{' || inside.front() == ']' || endsIn(name, ".json")) {
            format.kind = FileFormat::Kind::JsonArray;
            return format;
        }
    }
    if (!saysTable && (start.starts_with('{') || endsIn(name, ".jsonl") || endsIn(name, ".ndjson"))) {
        format.kind = FileFormat::Kind::JsonLines;
        return format;
    }
    format.delimited.endsWithCr =
        head.find('\n') == std::string_view::npos && head.find('\r') != std::string_view::npos;
    if (!separator.empty())
        format.delimited.separator = separator;
    else if (endsIn(name, ".tsv") || endsIn(name, ".tab"))
        format.delimited.separator = "\t";
    else
        format.delimited.separator = bestSeparator(head, format.delimited.endsWithCr ? '\r' : '\n');
    return format;
}

std::unique_ptr<RecordReader> makeReader(Input &input, const FileFormat &format)
{
    switch (format.kind) {
    case FileFormat::Kind::JsonLines:
        return std::make_unique<JsonReader>(input, JsonReader::Layout::Lines);
    case FileFormat::Kind::JsonArray:
        return std::make_unique<JsonReader>(input, JsonReader::Layout::Array);
    case FileFormat::Kind::Delimited:
    case FileFormat::Kind::Unreadable:
        break;
    }
    return std::make_unique<DelimitedReader>(input, format.delimited);
}

} // namespace nsl::tabular
