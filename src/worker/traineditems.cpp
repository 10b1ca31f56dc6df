// SPDX-License-Identifier: GPL-3.0-or-later
#include "traineditems.h"

#include "failure.h"

#include <algorithm>
#include <functional>
#include <span>

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

void writeTextOnly(const std::vector<std::int32_t> &items, ArtifactWriter &artifact)
{
    artifact.properties["text_only_items"] = items.size();
    if (!items.empty()) {
        artifact.addIntegers("text_only_items", std::span<const std::int32_t>(items));
    }
}

std::vector<std::int32_t> readTextOnly(const ArtifactReader &artifact, std::size_t items)
{
    const bool isListed = artifact.properties().contains("text_only_items");
    const std::int64_t count =
        isListed ? artifact.integer("text_only_items", 0, static_cast<std::int64_t>(items)) : 0;
    if (count == 0) {
        return {};
    }
    auto numbers = artifact.integers<std::int32_t>("text_only_items", static_cast<std::size_t>(count), 0,
                                                   static_cast<std::int32_t>(items) - 1);
    if (std::adjacent_find(numbers.begin(), numbers.end(), std::greater_equal<>()) != numbers.end()) {
        throw Failure("The model artifact cannot be used: its list of items without events has no order.");
    }
    return numbers;
}

TrainedItems readTrainedItems(const ArtifactReader &artifact)
{
    TrainedItems items;
    items.ids = artifact.ids("trained_items");
    items.counts = artifact.tensor("trained_counts", {static_cast<std::int64_t>(items.ids.size())}).values;
    return items;
}

} // namespace nsl::worker
