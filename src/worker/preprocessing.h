// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dataset.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace nsl::worker
{

/// How many of a user's latest items a sequence model looks at.
inline constexpr std::size_t historyLength = 10;

/// One positive item of one user.
struct Interaction
{
    std::uint32_t item = 0;     ///< number of the item; what it numbers depends on the container
    float weight = 0;           ///< of the event type, 0 to 100
    std::int64_t timestamp = 0; ///< Unix time in milliseconds
    std::int64_t row = 0;
};

using History = std::span<const Interaction>;

/// The preprocessing that training and serving share: orders one user's events by (timestamp, row) and keeps
/// the first event of each item.
std::vector<Interaction> firstInteractions(std::vector<Interaction> events);

/// The last @p count interactions.
History latest(History history, std::size_t count = historyLength);

/// The interactions that a run learns from, and which of them it is evaluated on.
struct Interactions
{
    std::vector<std::string> users; ///< sorted, so that the numbering does not depend on the file's order
    std::vector<std::string> items; ///< in the order of ItemIdLess, so the order of numbers is that of ids
    std::vector<std::vector<Interaction>> sequences; ///< per user, oldest first, items numbered as above
    std::size_t count = 0;                           ///< over all users
    std::vector<char> usersInCore; ///< per user: 1 where it may be evaluated; empty = every user
    std::vector<char> itemsInCore; ///< per item: 1 where it is a candidate there; empty = every item

    bool isUserInCore(std::uint32_t user) const { return usersInCore.empty() || usersInCore[user] != 0; }
    bool isItemInCore(std::uint32_t item) const { return itemsInCore.empty() || itemsInCore[item] != 0; }
    std::size_t coreUsers() const;
    std::size_t coreItems() const;
};

/// firstInteractions() of every user with two items or more, and the iterative k-core of them all: users with
/// fewer than @p minUserEvents and items with fewer than @p minItemEvents interactions leave it until none is
/// left to leave. The core says who is evaluated and on what, so that figures rest on more than a chance; to
/// learn from, everybody is good. Throws Stopped.
Interactions prepareInteractions(const EventLog &log, std::int64_t minUserEvents, std::int64_t minItemEvents);

} // namespace nsl::worker
