// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace nsl::worker
{

class ArtifactReader;

/// Length of the vectors of items and users, and of the state of the user tower.
inline constexpr std::int64_t towerDimension = 64;
/// The recency decay of the user tower that a version was trained with; 0, the state alone, for one from
/// before there was a choice. Throws Failure.
double readRecencyDecay(const ArtifactReader &artifact);

} // namespace nsl::worker
