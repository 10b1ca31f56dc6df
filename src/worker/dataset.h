// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace nsl::worker
{

/// Strings numbered in the order of their first appearance.
class IdTable
{
public:
    IdTable() = default;
    IdTable(IdTable &&) = default;
    IdTable &operator=(IdTable &&) = default;
    IdTable(const IdTable &) = delete;
    IdTable &operator=(const IdTable &) = delete;

    std::uint32_t idOf(std::string_view text);
    const std::string &text(std::uint32_t id) const { return *m_texts[id]; }
    std::size_t size() const { return m_texts.size(); }

private:
    struct Hash
    {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    // Nodes of an unordered_map stay where they are, so the keys can be pointed at.
    std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> m_ids;
    std::vector<const std::string *> m_texts;
};

struct Event
{
    std::uint32_t user = 0;     ///< number in EventLog::users
    std::uint32_t item = 0;     ///< number in EventLog::items
    float weight = 0;           ///< how informative its event type is, 0 to 100
    std::int64_t timestamp = 0; ///< Unix time in milliseconds
    std::int64_t row = 0;       ///< event id; breaks ties of equal timestamps everywhere
};

/// All events of a run with the facts about them that a manifest states.
struct EventLog
{
    std::vector<Event> events; ///< in file order
    IdTable users;
    IdTable items;
    std::map<std::string, std::int64_t> perSignalCounts; ///< event type → events
    float maxWeight = 0;
    std::int64_t from = 0; ///< earliest timestamp, milliseconds
    std::int64_t to = 0;   ///< latest timestamp, milliseconds
    std::int64_t throughRow = 0;
};

/// Reads events.csv (`user_id,item_id,event_type,weight,timestamp,timestamp_ms,row`; a file without
/// timestamp_ms knows whole seconds only), checking every field. Throws Failure with file, line and reason,
/// and Stopped.
EventLog readEvents(const std::filesystem::path &file);

/// One item of the catalogue, with the words of its texts for the models that read them.
struct CatalogueItem
{
    std::string id;
    std::vector<std::uint64_t> words; ///< hashes of the distinct words of name, description and metadata
};

/// Reads items.jsonl and keeps the active items, sorted by id. Throws Failure with file, line and reason, and
/// Stopped.
std::vector<CatalogueItem> readActiveItems(const std::filesystem::path &file);

/// The order of item ids, which breaks ties everywhere: by length, then by bytes, so that ids that are
/// numbers come in their numeric order.
struct ItemIdLess
{
    bool operator()(std::string_view a, std::string_view b) const
    {
        return a.size() != b.size() ? a.size() < b.size() : a < b;
    }
};

/// Whether @p id has the form of an item id: `[A-Za-z0-9][A-Za-z0-9_-]{0,127}`.
bool isItemId(std::string_view id);

/// Hashes (FNV-1a, 64 bits, of the lower-cased bytes) of the distinct words in @p text, added to @p words.
/// Bytes outside ASCII count as letters, so that words of any script are kept whole.
void addWords(std::string_view text, std::vector<std::uint64_t> &words);

} // namespace nsl::worker
