// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dataset.h"
#include "gru/twotowernet.h"

#include <string>
#include <vector>

namespace nsl::worker
{

/// The words of the trained items @p ids (in the order of ItemIdLess) that can tell something: those that at
/// least five of them share, as a word of fewer is learned no better than the item itself. All words of an
/// item count the same and together as much as one vector, whatever their number.
ItemWords itemWords(const std::vector<CatalogueItem> &catalogue, const std::vector<std::string> &ids);

} // namespace nsl::worker
