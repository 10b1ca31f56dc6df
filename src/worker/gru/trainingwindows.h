// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "split.h"

#include <cstdint>
#include <vector>

namespace nsl::worker
{

/// One example: what came before a position of a user's sequence, and the item there.
struct Window
{
    std::uint32_t user = 0;
    std::uint32_t position = 0; ///< of the target, from 1
};

/// Every position of every user's sequence but the first.
std::vector<Window> trainingWindows(const Split &split, Portion portion);

/// A permutation that depends on the seed alone: the generator and the method are fixed here, because the
/// standard library's shuffle differs between implementations.
void shuffle(std::vector<Window> &windows, std::uint64_t seed);

} // namespace nsl::worker
