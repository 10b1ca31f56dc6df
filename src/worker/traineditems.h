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

} // namespace nsl::worker
