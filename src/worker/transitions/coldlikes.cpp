// SPDX-License-Identifier: GPL-3.0-or-later
#include "transitions/coldlikes.h"

#include "itemdirectory.h"
#include "stopsignal.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

namespace nsl::worker
{

namespace
{

constexpr std::size_t likesPerItem = 10;
// Bounds what one untrained item costs, however common its words: the rarest words are looked at first.
constexpr std::size_t maxPosting = 2000;
constexpr std::size_t maxVisited = 10'000;

struct Word
{
    std::size_t items = 0;              ///< trained items that have it
    std::vector<std::uint32_t> posting; ///< the best known of them
};

} // namespace

SparseRows coldLikes(const std::vector<CatalogueItem> &catalogue, const TrainedItems &trained)
{
    const ItemDirectory directory(trained.ids);
    std::vector<const CatalogueItem *> texts(trained.ids.size(), nullptr);
    std::vector<std::int32_t> untrained;
    for (std::size_t i = 0; i < catalogue.size(); ++i) {
        if (const auto number = directory.find(catalogue[i].id); number && trained.counts[*number] > 0) {
            texts[*number] = &catalogue[i];
        } else {
            untrained.push_back(static_cast<std::int32_t>(i));
        }
    }
    std::vector<std::uint32_t> order(trained.ids.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return trained.counts[a] > trained.counts[b]; });
    std::unordered_map<std::uint64_t, Word> words;
    for (const std::uint32_t item : order) {
        if (texts[item] == nullptr) {
            continue;
        }
        for (const std::uint64_t hash : texts[item]->words) {
            Word &word = words[hash];
            ++word.items;
            if (word.posting.size() < maxPosting) {
                word.posting.push_back(item);
            }
        }
    }
    const auto rarity = [&](const Word &word) {
        return std::log(1.0 + static_cast<double>(trained.ids.size()) / static_cast<double>(word.items));
    };
    std::vector<double> lengths(trained.ids.size(), 0.0);
    for (std::size_t item = 0; item < texts.size(); ++item) {
        if (texts[item] != nullptr) {
            for (const std::uint64_t hash : texts[item]->words) {
                lengths[item] += std::pow(rarity(words.at(hash)), 2);
            }
            lengths[item] = std::sqrt(lengths[item]);
        }
    }

    std::vector<std::vector<std::pair<std::int32_t, float>>> rows(trained.ids.size());
    std::vector<double> products(trained.ids.size(), 0.0);
    std::vector<std::uint32_t> touched;
    std::vector<const Word *> known;
    for (const std::int32_t item : untrained) {
        throwIfStopped();
        known.clear();
        for (const std::uint64_t hash : catalogue[static_cast<std::size_t>(item)].words) {
            if (const auto it = words.find(hash); it != words.end()) {
                known.push_back(&it->second);
            }
        }
        std::stable_sort(known.begin(), known.end(),
                         [](const Word *a, const Word *b) { return a->items < b->items; });
        std::size_t visited = 0;
        for (const Word *word : known) {
            if (visited > maxVisited) {
                break;
            }
            visited += word->posting.size();
            for (const std::uint32_t like : word->posting) {
                if (products[like] == 0) {
                    touched.push_back(like);
                }
                products[like] += std::pow(rarity(*word), 2);
            }
        }
        // The untrained item's own length is the same for all of its likes.
        std::vector<std::pair<double, std::uint32_t>> likes;
        for (const std::uint32_t like : touched) {
            likes.emplace_back(products[like] / lengths[like], like);
            products[like] = 0;
        }
        touched.clear();
        const std::size_t count = std::min(likes.size(), likesPerItem);
        std::partial_sort(likes.begin(), likes.begin() + static_cast<std::ptrdiff_t>(count), likes.end(),
                          [](const auto &a, const auto &b) {
                              return a.first != b.first ? a.first > b.first : a.second < b.second;
                          });
        likes.resize(count);
        double total = 0;
        for (const auto &[likeness, like] : likes) {
            total += likeness;
        }
        for (const auto &[likeness, like] : likes) {
            rows[like].emplace_back(item, static_cast<float>(likeness / total));
        }
    }
    SparseRows result;
    for (const auto &row : rows) {
        for (const auto &[item, weight] : row) {
            result.add(item, weight);
        }
        result.endRow();
    }
    return result;
}

} // namespace nsl::worker
