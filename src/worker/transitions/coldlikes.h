// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dataset.h"
#include "traineditems.h"
#include "transitions/sparserows.h"

#include <vector>

namespace nsl::worker
{

/// Through which trained items an item without an event is reached: row = number of the trained item,
/// columns = numbers in the catalogue of untrained items that are like it. An untrained item is like the ten
/// trained ones with the largest cosine of their words weighted by rarity (inverse document frequency, Spärck
/// Jones 1972); the weights of its ten add up to 1, so that its strength is a mean of theirs: it can be
/// found, but never pushes itself before what users are known to choose. Where no word is shared there is
/// nothing to go by, and the item stands behind all others.
SparseRows coldLikes(const std::vector<CatalogueItem> &catalogue, const TrainedItems &trained);

} // namespace nsl::worker
