// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dataset.h"
#include "itemdirectory.h"

#include <vector>

namespace nsl::worker
{

/// The vectors that the index holds, one per catalogue item, row by row. An item that was trained on has its
/// unit vector. An item without enough events has the mean of the unit vectors of trained items that share
/// its words, each word's mean weighted by the word's rarity (inverse document frequency, Spärck Jones 1972),
/// or the mean of all trained items where no word is shared. Such a mean is no longer than 1, so that the
/// item's inner product with a user is the mean cosine of its likes: it can be found, but never pushes itself
/// before what users are known to choose.
std::vector<float> catalogueVectors(const std::vector<CatalogueItem> &catalogue, const ItemDirectory &trained,
                                    const std::vector<float> &unitVectors, std::size_t dimension);

} // namespace nsl::worker
