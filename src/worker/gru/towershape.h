// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace nsl::worker
{

/// Length of the vectors of items and users, and of the state of the user tower.
inline constexpr std::int64_t towerDimension = 64;

} // namespace nsl::worker
