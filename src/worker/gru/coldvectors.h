// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dataset.h"
#include "itemdirectory.h"

#include <vector>

namespace nsl::worker
{

/// The vectors of items that were not learned: row by row one for each of @p items, null where an item has no
/// text. It is the mean of the unit vectors of learned items that share its words, each word's mean weighted
/// by the word's rarity (inverse document frequency, Spärck Jones 1972), or the mean of all learned items
/// where no word is shared. Such a mean is no longer than 1, so that the item's inner product with a user is
/// the mean cosine of its likes: it can be found, but never pushes itself before what users are known to
/// choose. @p unitVectors: one row of @p dimension for each of @p learned.
std::vector<float> textVectors(const std::vector<const CatalogueItem *> &items,
                               const std::vector<CatalogueItem> &catalogue, const ItemDirectory &learned,
                               const std::vector<float> &unitVectors, std::size_t dimension);

/// The vectors that the index holds, one per catalogue item, row by row: the unit vector of an item that was
/// learned, else textVectors().
std::vector<float> catalogueVectors(const std::vector<CatalogueItem> &catalogue, const ItemDirectory &learned,
                                    const std::vector<float> &unitVectors, std::size_t dimension);

} // namespace nsl::worker
