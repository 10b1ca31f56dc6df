// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "artifact.h"
#include "model.h"

#include <string>
#include <vector>

namespace nsl::worker
{

/// What a version was trained on: the items of its interactions, whether active or not, and how many users
/// knew each. The served catalogue is another list: every active item, with or without events.
struct TrainedItems
{
    std::vector<std::string> ids; ///< in the order of ItemIdLess
    std::vector<float> counts;    ///< per item
};

TrainedItems trainedItems(const Split &split);
/// Adds `trained_items` and `trained_counts` to an artifact.
void writeTrainedItems(const TrainingInput &input, ArtifactWriter &artifact);
/// Throws Failure.
TrainedItems readTrainedItems(const ArtifactReader &artifact);

/// The numbers, in order, of trained items that the model learned nothing of: all that is known of them was
/// held out. Their rows come from their texts.
void writeTextOnly(const std::vector<std::int32_t> &items, ArtifactWriter &artifact);
/// Empty for a version from before there were such items. Throws Failure.
std::vector<std::int32_t> readTextOnly(const ArtifactReader &artifact, std::size_t items);

/// How many places of a list items without an event may take while items with events are left: a new item can
/// be found, and what users are known to choose stays in sight.
inline std::size_t textOnlyPlaces(std::size_t limit)
{
    return limit / 5;
}

} // namespace nsl::worker
