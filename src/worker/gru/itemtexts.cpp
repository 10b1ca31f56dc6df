// SPDX-License-Identifier: GPL-3.0-or-later
#include "gru/itemtexts.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace nsl::worker
{

namespace
{

constexpr int minItemsOfWord = 5;
/// How fast words learn against ids: Adam moves all weights at one rate, and an item has many words.
constexpr double textScale = 0.3;

} // namespace

ItemWords itemWords(const std::vector<CatalogueItem> &catalogue, const std::vector<std::string> &ids)
{
    std::vector<const CatalogueItem *> texts(ids.size(), nullptr);
    std::unordered_map<std::uint64_t, int> itemsOf;
    auto next = catalogue.begin();
    for (std::size_t item = 0; item < ids.size(); ++item) {
        next = std::lower_bound(next, catalogue.end(), ids[item],
                                [](const CatalogueItem &candidate, const std::string &id) {
                                    return ItemIdLess()(candidate.id, id);
                                });
        if (next != catalogue.end() && next->id == ids[item]) {
            texts[item] = &*next;
            for (const std::uint64_t word : next->words) {
                ++itemsOf[word];
            }
        }
    }
    ItemWords result;
    for (const CatalogueItem *text : texts) {
        const std::size_t first = result.buckets.size();
        result.first.push_back(static_cast<std::int64_t>(first));
        for (const std::uint64_t word : text != nullptr ? text->words : std::vector<std::uint64_t>()) {
            if (itemsOf[word] >= minItemsOfWord) {
                result.buckets.push_back(
                    static_cast<std::int64_t>(word % static_cast<std::uint64_t>(wordBuckets)));
            }
        }
        const auto count = static_cast<double>(result.buckets.size() - first);
        result.weights.resize(result.buckets.size(),
                              static_cast<float>(textScale / std::sqrt(std::max(count, 1.0))));
    }
    result.first.push_back(static_cast<std::int64_t>(result.buckets.size()));
    return result;
}

} // namespace nsl::worker
