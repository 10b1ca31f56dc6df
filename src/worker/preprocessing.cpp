// SPDX-License-Identifier: GPL-3.0-or-later
#include "preprocessing.h"

#include "stopsignal.h"

#include <algorithm>
#include <numeric>
#include <unordered_set>

namespace nsl::worker
{

namespace
{

constexpr std::uint32_t absent = 0xffffffffU;

/// Old number → new number for the entries to keep, numbered in the order of their texts.
template<typename Less>
std::vector<std::uint32_t> renumbered(const IdTable &table, const std::vector<char> &kept, Less less,
                                      std::vector<std::string> &texts)
{
    std::vector<std::uint32_t> order;
    for (std::uint32_t id = 0; id < table.size(); ++id) {
        if (kept[id] != 0) {
            order.push_back(id);
        }
    }
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return less(table.text(a), table.text(b)); });
    std::vector<std::uint32_t> numbers(table.size(), absent);
    texts.reserve(order.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) {
        numbers[order[i]] = i;
        texts.push_back(table.text(order[i]));
    }
    return numbers;
}

} // namespace

std::vector<Interaction> firstInteractions(std::vector<Interaction> events)
{
    std::sort(events.begin(), events.end(), [](const Interaction &a, const Interaction &b) {
        return a.timestamp != b.timestamp ? a.timestamp < b.timestamp : a.row < b.row;
    });
    std::unordered_set<std::uint32_t> seen;
    seen.reserve(events.size());
    std::erase_if(events, [&](const Interaction &event) { return !seen.insert(event.item).second; });
    return events;
}

History latest(History history, std::size_t count)
{
    return history.size() > count ? history.last(count) : history;
}

Interactions prepareInteractions(const EventLog &log, std::int64_t minUserEvents, std::int64_t minItemEvents)
{
    std::vector<std::vector<Interaction>> sequences(log.users.size());
    for (const Event &event : log.events) {
        sequences[event.user].push_back({event.item, event.weight, event.timestamp, event.row});
    }
    for (auto &sequence : sequences) {
        throwIfStopped();
        sequence = firstInteractions(std::move(sequence));
    }

    std::vector<std::int64_t> itemCounts(log.items.size(), 0);
    for (const auto &sequence : sequences) {
        for (const Interaction &interaction : sequence) {
            ++itemCounts[interaction.item];
        }
    }
    bool changed = true;
    while (changed) {
        throwIfStopped();
        changed = false;
        for (auto &sequence : sequences) {
            const auto before = sequence.size();
            std::erase_if(sequence, [&](const Interaction &i) { return itemCounts[i.item] < minItemEvents; });
            if (!sequence.empty() && static_cast<std::int64_t>(sequence.size()) < minUserEvents) {
                // The counts of the other items are those of this round; the next one sees what is gone.
                sequence.clear();
            }
            changed = changed || sequence.size() != before;
        }
        std::fill(itemCounts.begin(), itemCounts.end(), 0);
        for (const auto &sequence : sequences) {
            for (const Interaction &interaction : sequence) {
                ++itemCounts[interaction.item];
            }
        }
    }

    Interactions result;
    std::vector<char> keptUsers(log.users.size());
    std::transform(sequences.begin(), sequences.end(), keptUsers.begin(),
                   [](const auto &sequence) { return static_cast<char>(!sequence.empty()); });
    std::vector<char> keptItems(log.items.size());
    std::transform(itemCounts.begin(), itemCounts.end(), keptItems.begin(),
                   [](std::int64_t count) { return static_cast<char>(count > 0); });
    const auto userNumbers = renumbered(log.users, keptUsers, std::less<>(), result.users);
    const auto itemNumbers = renumbered(log.items, keptItems, ItemIdLess(), result.items);
    result.sequences.resize(result.users.size());
    for (std::size_t user = 0; user < sequences.size(); ++user) {
        if (userNumbers[user] == absent) {
            continue;
        }
        for (Interaction &interaction : sequences[user]) {
            interaction.item = itemNumbers[interaction.item];
        }
        result.count += sequences[user].size();
        result.sequences[userNumbers[user]] = std::move(sequences[user]);
    }
    return result;
}

} // namespace nsl::worker
