// SPDX-License-Identifier: GPL-3.0-or-later
#include "dataset.h"

#include "csvreader.h"
#include "failure.h"
#include "stopsignal.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace nsl::worker
{

namespace
{

constexpr std::size_t maxItemLineBytes = 1024 * 1024;
constexpr std::size_t maxEvents = 500'000'000;
constexpr std::size_t maxItems = 50'000'000;
constexpr std::size_t maxUserIdBytes = 512;
constexpr std::size_t maxEventTypes = 10'000;
constexpr std::size_t maxWordsPerItem = 512;
constexpr int maxMetadataDepth = 8;
constexpr std::int64_t msPerSecond = 1000;
constexpr std::int64_t maxSeconds = 253'402'300'799; ///< the last one of the year 9999

template<typename T>
bool parseNumber(const std::string &text, T &value)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

/// Words of every text in a metadata value; keys are not words, as every item of a catalogue has the same
/// ones.
void addMetadataWords(const nlohmann::json &value, std::vector<std::uint64_t> &words, int depth)
{
    if (value.is_string()) {
        addWords(value.get_ref<const std::string &>(), words);
    } else if ((value.is_array() || value.is_object()) && depth < maxMetadataDepth) {
        for (const auto &element : value) {
            addMetadataWords(element, words, depth + 1);
        }
    }
}

std::int64_t readMilliseconds(const CsvReader &reader, const std::string &text, std::int64_t seconds)
{
    std::int64_t milliseconds = 0;
    if (!parseNumber(text, milliseconds) || milliseconds < 0) {
        reader.fail("timestamp_ms must be a whole number of Unix milliseconds");
    }
    if (milliseconds / msPerSecond != seconds) {
        reader.fail("timestamp_ms lies in another second than timestamp");
    }
    return milliseconds;
}

std::string itemIdOf(const nlohmann::json &item)
{
    for (const char *key : {"id", "item_id"}) {
        const auto it = item.find(key);
        if (it == item.end()) {
            continue;
        }
        if (it->is_string()) {
            return it->get<std::string>();
        }
        if (it->is_number_integer()) {
            return it->dump();
        }
    }
    return {};
}

} // namespace

std::uint32_t IdTable::idOf(std::string_view text)
{
    if (const auto it = m_ids.find(text); it != m_ids.end()) {
        return it->second;
    }
    if (m_texts.size() >= std::numeric_limits<std::uint32_t>::max()) {
        throw Failure("There are more ids in the data than this program can number.");
    }
    const auto id = static_cast<std::uint32_t>(m_texts.size());
    const auto it = m_ids.emplace(std::string(text), id).first;
    m_texts.push_back(&it->first);
    return id;
}

EventLog readEvents(const std::filesystem::path &file)
{
    const std::vector<CsvReader::Header> headers = {
        {"user_id", "item_id", "event_type", "weight", "timestamp", "timestamp_ms", "row"},
        {"user_id", "item_id", "event_type", "weight", "timestamp", "row"}};
    CsvReader reader(file, headers);
    const bool hasMilliseconds = reader.header() == 0;
    const std::size_t rowField = hasMilliseconds ? 6 : 5;
    EventLog log;
    std::vector<std::string> fields;
    while (reader.next(fields)) {
        if ((log.events.size() & 1023) == 0) {
            throwIfStopped();
        }
        if (fields[0].empty() || fields[0].size() > maxUserIdBytes) {
            reader.fail("user_id must have 1 to " + std::to_string(maxUserIdBytes) + " bytes");
        }
        if (!isItemId(fields[1])) {
            reader.fail(
                "item_id must be 1 to 128 letters, digits, '_' or '-', beginning with a letter or digit");
        }
        if (fields[2].empty() || fields[2].size() > 256) {
            reader.fail("event_type must have 1 to 256 bytes");
        }
        Event event;
        double weight = 0;
        if (!parseNumber(fields[3], weight) || !(weight >= 0 && weight <= 100)) {
            reader.fail("weight must be a number from 0 to 100");
        }
        if (!parseNumber(fields[4], event.timestamp) || event.timestamp < 0) {
            reader.fail("timestamp must be a whole number of Unix seconds");
        }
        if (event.timestamp > maxSeconds) {
            reader.fail("timestamp is beyond the year 9999: it must be in seconds");
        }
        event.timestamp = hasMilliseconds ? readMilliseconds(reader, fields[5], event.timestamp)
                                          : event.timestamp * msPerSecond;
        if (!parseNumber(fields[rowField], event.row) || event.row < 0) {
            reader.fail("row must be a whole number that is not negative");
        }
        if (log.events.size() >= maxEvents) {
            reader.fail("there are more than " + std::to_string(maxEvents) + " events");
        }
        event.user = log.users.idOf(fields[0]);
        event.item = log.items.idOf(fields[1]);
        event.weight = static_cast<float>(weight);
        ++log.perSignalCounts[fields[2]];
        if (log.perSignalCounts.size() > maxEventTypes) {
            reader.fail("there are more than " + std::to_string(maxEventTypes) + " event types");
        }
        log.from = log.events.empty() ? event.timestamp : std::min(log.from, event.timestamp);
        log.to = log.events.empty() ? event.timestamp : std::max(log.to, event.timestamp);
        log.throughRow = std::max(log.throughRow, event.row);
        log.maxWeight = std::max(log.maxWeight, event.weight);
        log.events.push_back(event);
    }
    if (log.events.empty()) {
        throw Failure("There are no events to train on: " + file.string() + " holds only its header.");
    }
    std::vector<std::int64_t> rows(log.events.size());
    std::transform(log.events.begin(), log.events.end(), rows.begin(), [](const Event &e) { return e.row; });
    std::sort(rows.begin(), rows.end());
    if (const auto twice = std::adjacent_find(rows.begin(), rows.end()); twice != rows.end()) {
        throw Failure("The event id " + std::to_string(*twice) + " occurs twice in " + file.string() + ".");
    }
    return log;
}

std::vector<CatalogueItem> readActiveItems(const std::filesystem::path &file)
{
    LineReader lines(file, maxItemLineBytes);
    std::vector<CatalogueItem> items;
    std::string line;
    while (lines.next(line)) {
        if ((lines.lineNumber() & 255) == 0) {
            throwIfStopped();
        }
        if (line.empty() || line == "\r") {
            continue;
        }
        const nlohmann::json value = nlohmann::json::parse(line, nullptr, false);
        if (!value.is_object()) {
            lines.fail("the line is not a JSON object");
        }
        CatalogueItem item;
        item.id = itemIdOf(value);
        if (!isItemId(item.id)) {
            lines.fail("the item has no legal id");
        }
        const auto active = value.find("active");
        if (active != value.end() && !active->is_boolean()) {
            lines.fail("active must be true or false");
        }
        if (active != value.end() && !active->get<bool>()) {
            continue;
        }
        for (const char *key : {"name", "description", "metadata"}) {
            if (const auto text = value.find(key); text != value.end()) {
                addMetadataWords(*text, item.words, 0);
            }
        }
        if (item.words.size() > maxWordsPerItem) {
            item.words.resize(maxWordsPerItem);
        }
        items.push_back(std::move(item));
        if (items.size() > maxItems) {
            lines.fail("there are more than " + std::to_string(maxItems) + " items");
        }
    }
    std::sort(items.begin(), items.end(),
              [](const auto &a, const auto &b) { return ItemIdLess()(a.id, b.id); });
    const auto twice = std::adjacent_find(items.begin(), items.end(),
                                          [](const auto &a, const auto &b) { return a.id == b.id; });
    if (twice != items.end()) {
        throw Failure("The item id " + twice->id + " occurs twice in " + file.string() + ".");
    }
    return items;
}

bool isItemId(std::string_view id)
{
    const auto isAlnum = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    return !id.empty() && id.size() <= 128 && isAlnum(id.front()) &&
           std::all_of(id.begin(), id.end(), [&](char c) { return isAlnum(c) || c == '_' || c == '-'; });
}

void addWords(std::string_view text, std::vector<std::uint64_t> &words)
{
    constexpr std::uint64_t offset = 14695981039346656037ULL;
    constexpr std::uint64_t prime = 1099511628211ULL;
    std::uint64_t hash = offset;
    std::size_t length = 0;
    const auto endWord = [&] {
        if (length > 0 && std::find(words.begin(), words.end(), hash) == words.end() &&
            words.size() < maxWordsPerItem) {
            words.push_back(hash);
        }
        hash = offset;
        length = 0;
    };
    for (const char c : text) {
        const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        const bool letter = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9') ||
                            static_cast<unsigned char>(lower) >= 0x80;
        if (letter) {
            hash = (hash ^ static_cast<unsigned char>(lower)) * prime;
            ++length;
        } else {
            endWord();
        }
    }
    endWord();
}

} // namespace nsl::worker
