// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "preprocessing.h"

#include <cstdint>
#include <vector>

namespace nsl::worker
{

/// How much each item of a history counts as input of the user tower.
struct InputScaling
{
    float maxWeight = 0;     ///< an event of this weight counts 1
    double halfLifeDays = 0; ///< an item this much older than the newest one counts half; 0 = age is ignored

    /// Event weight / maxWeight × 0.5^(age / half-life), age against the newest item of @p history, so that
    /// the same history gives the same input whenever it is asked for.
    float of(const Interaction &interaction, const Interaction &newest) const;
};

/// The user tower's input for a batch of histories: plain rows of fixed length, padded at the end.
struct HistoryBatch
{
    std::vector<std::int64_t> items;   ///< [size × historyLength]; padding is item 0 with scale 0
    std::vector<float> scales;         ///< [size × historyLength]
    std::vector<std::int64_t> lengths; ///< [size], from 1 to historyLength

    std::size_t size() const { return lengths.size(); }
    void clear();
    /// Takes the latest items of @p history, which is not empty.
    void add(History history, const InputScaling &scaling);
};

} // namespace nsl::worker
