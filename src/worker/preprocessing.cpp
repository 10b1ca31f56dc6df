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
/// Who has taken one item says nothing about what follows what.
constexpr std::size_t minToLearnFrom = 2;

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

/// Takes users and items out of the core (all 1 at first) until what is left of it is enough for each other.
void findCore(const std::vector<std::vector<Interaction>> &sequences, std::int64_t minUserEvents,
              std::int64_t minItemEvents, std::vector<char> &users, std::vector<char> &items)
{
    std::vector<std::int64_t> itemCounts(items.size());
    for (bool changed = true; changed;) {
        throwIfStopped();
        changed = false;
        std::fill(itemCounts.begin(), itemCounts.end(), 0);
        for (std::size_t user = 0; user < sequences.size(); ++user) {
            for (const Interaction &interaction : sequences[user]) {
                itemCounts[interaction.item] += users[user];
            }
        }
        for (std::size_t item = 0; item < items.size(); ++item) {
            if (items[item] != 0 && itemCounts[item] < std::max<std::int64_t>(minItemEvents, 1)) {
                items[item] = 0;
                changed = true;
            }
        }
        for (std::size_t user = 0; user < sequences.size(); ++user) {
            const auto left = std::count_if(sequences[user].begin(), sequences[user].end(),
                                            [&](const Interaction &i) { return items[i.item] != 0; });
            if (users[user] != 0 && left < std::max<std::int64_t>(minUserEvents, 1)) {
                users[user] = 0;
                changed = true;
            }
        }
    }
}

} // namespace

std::size_t Interactions::coreUsers() const
{
    return usersInCore.empty()
               ? users.size()
               : static_cast<std::size_t>(std::count(usersInCore.begin(), usersInCore.end(), 1));
}

std::size_t Interactions::coreItems() const
{
    return itemsInCore.empty()
               ? items.size()
               : static_cast<std::size_t>(std::count(itemsInCore.begin(), itemsInCore.end(), 1));
}

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

    std::vector<char> coreUsers(log.users.size(), 1);
    std::vector<char> coreItems(log.items.size(), 1);
    findCore(sequences, minUserEvents, minItemEvents, coreUsers, coreItems);

    Interactions result;
    std::vector<char> keptUsers(log.users.size());
    std::vector<char> keptItems(log.items.size(), 0);
    for (std::size_t user = 0; user < sequences.size(); ++user) {
        keptUsers[user] = static_cast<char>(coreUsers[user] != 0 || sequences[user].size() >= minToLearnFrom);
        for (const Interaction &interaction : sequences[user]) {
            keptItems[interaction.item] =
                static_cast<char>(keptItems[interaction.item] != 0 || keptUsers[user] != 0);
        }
    }
    const auto userNumbers = renumbered(log.users, keptUsers, std::less<>(), result.users);
    const auto itemNumbers = renumbered(log.items, keptItems, ItemIdLess(), result.items);
    result.sequences.resize(result.users.size());
    result.usersInCore.resize(result.users.size());
    result.itemsInCore.resize(result.items.size());
    for (std::size_t item = 0; item < itemNumbers.size(); ++item) {
        if (itemNumbers[item] != absent) {
            result.itemsInCore[itemNumbers[item]] = coreItems[item];
        }
    }
    for (std::size_t user = 0; user < sequences.size(); ++user) {
        if (userNumbers[user] == absent) {
            continue;
        }
        for (Interaction &interaction : sequences[user]) {
            interaction.item = itemNumbers[interaction.item];
        }
        result.count += sequences[user].size();
        result.usersInCore[userNumbers[user]] = coreUsers[user];
        result.sequences[userNumbers[user]] = std::move(sequences[user]);
    }
    return result;
}

} // namespace nsl::worker
