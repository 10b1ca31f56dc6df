// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "preprocessing.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace nsl::worker
{

/// Scores items for histories: all that an evaluation needs of a model.
class Scorer
{
public:
    virtual ~Scorer() = default;

    /// For each history one row with a score for every item that histories are numbered by: higher is better.
    virtual void score(std::span<const History> histories, std::vector<float> &scores) = 0;
    /// The loss of one row of scores against the item that came next, where the model defines one.
    virtual std::optional<double> loss(std::span<const float> /*scores*/, std::uint32_t /*target*/) const
    {
        return std::nullopt;
    }
};

/// A trained version, loaded to be scored: on the part of its own split that it was fitted on it gives the
/// scores that the fitted model gave, to the last bit.
class LoadedScorer : public Scorer
{
public:
    /// The items it was trained on, in the order of ItemIdLess; histories and rows are numbered by them.
    /// A history may be empty: the items then come by popularity.
    virtual const std::vector<std::string> &items() const = 0;
};

} // namespace nsl::worker
