// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model.h"

#include <memory>
#include <string_view>
#include <vector>

namespace nsl::worker
{

/// Loads the version in an artifact, whatever its family, to answer queries. Throws Failure.
std::unique_ptr<Recommender> loadRecommender(const ArtifactReader &artifact);
/// The keys of the families that can be served.
std::vector<std::string_view> servedFamilies();

} // namespace nsl::worker
