// SPDX-License-Identifier: GPL-3.0-or-later
#include "gru/coldvectors.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace nsl::worker
{

namespace
{

struct WordMean
{
    std::vector<double> sum;
    std::size_t items = 0;
};

} // namespace

std::vector<float> textVectors(const std::vector<const CatalogueItem *> &items,
                               const std::vector<CatalogueItem> &catalogue, const ItemDirectory &learned,
                               const std::vector<float> &unitVectors, std::size_t dimension)
{
    if (items.empty()) {
        return {};
    }
    // Only the words of these items are needed.
    std::unordered_map<std::uint64_t, WordMean> words;
    for (const CatalogueItem *item : items) {
        if (item != nullptr) {
            for (const std::uint64_t word : item->words) {
                words.try_emplace(word);
            }
        }
    }
    for (const CatalogueItem &item : catalogue) {
        const auto number = learned.find(item.id);
        if (!number) {
            continue;
        }
        for (const std::uint64_t word : item.words) {
            const auto it = words.find(word);
            if (it == words.end()) {
                continue;
            }
            it->second.sum.resize(dimension, 0.0);
            for (std::size_t d = 0; d < dimension; ++d) {
                it->second.sum[d] += static_cast<double>(unitVectors[*number * dimension + d]);
            }
            ++it->second.items;
        }
    }
    std::vector<double> overall(dimension, 0.0);
    for (std::size_t i = 0; i < unitVectors.size(); ++i) {
        overall[i % dimension] += static_cast<double>(unitVectors[i]) / static_cast<double>(learned.size());
    }

    std::vector<float> result;
    result.reserve(items.size() * dimension);
    for (const CatalogueItem *item : items) {
        std::vector<double> mean(dimension, 0.0);
        double total = 0;
        for (const std::uint64_t word : item != nullptr ? item->words : std::vector<std::uint64_t>()) {
            const WordMean &known = words.at(word);
            if (known.items == 0) {
                continue;
            }
            const auto count = static_cast<double>(known.items);
            const double rarity = std::log(1.0 + static_cast<double>(learned.size()) / count);
            for (std::size_t d = 0; d < dimension; ++d) {
                mean[d] += rarity * known.sum[d] / count;
            }
            total += rarity;
        }
        for (std::size_t d = 0; d < dimension; ++d) {
            result.push_back(static_cast<float>(total > 0 ? mean[d] / total : overall[d]));
        }
    }
    return result;
}

std::vector<float> catalogueVectors(const std::vector<CatalogueItem> &catalogue, const ItemDirectory &learned,
                                    const std::vector<float> &unitVectors, std::size_t dimension)
{
    std::vector<const CatalogueItem *> others;
    for (const CatalogueItem &item : catalogue) {
        if (!learned.find(item.id)) {
            others.push_back(&item);
        }
    }
    const std::vector<float> texts = textVectors(others, catalogue, learned, unitVectors, dimension);
    auto text = texts.begin();
    const auto width = static_cast<std::ptrdiff_t>(dimension);
    std::vector<float> result;
    result.reserve(catalogue.size() * dimension);
    for (const CatalogueItem &item : catalogue) {
        if (const auto number = learned.find(item.id)) {
            const auto row = unitVectors.begin() + static_cast<std::ptrdiff_t>(*number) * width;
            result.insert(result.end(), row, row + width);
        } else {
            result.insert(result.end(), text, text + width);
            text += width;
        }
    }
    return result;
}

} // namespace nsl::worker
