// SPDX-License-Identifier: GPL-3.0-or-later
#include "traineditems.h"

namespace nsl::worker
{

TrainedItems trainedItems(const Split &split)
{
    const auto counts = split.itemCounts(Portion::TrainAndValidation);
    return {split.interactions().items, std::vector<float>(counts.begin(), counts.end())};
}

void writeTrainedItems(const TrainingInput &input, ArtifactWriter &artifact)
{
    TrainedItems items = trainedItems(input.split);
    artifact.addIds("trained_items", items.ids);
    artifact.addTensor("trained_counts",
                       {{static_cast<std::int64_t>(items.counts.size())}, std::move(items.counts)});
}

TrainedItems readTrainedItems(const ArtifactReader &artifact)
{
    TrainedItems items;
    items.ids = artifact.ids("trained_items");
    items.counts = artifact.tensor("trained_counts", {static_cast<std::int64_t>(items.ids.size())}).values;
    return items;
}

} // namespace nsl::worker
