// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model.h"

#include <memory>

namespace nsl::worker
{

/// The family `item-transitions`: what users chose soon after the items that a user chose last.
std::unique_ptr<Model> makeItemTransitions(const TrainingInput &input);
std::unique_ptr<Recommender> loadItemTransitions(const ArtifactReader &artifact);
std::unique_ptr<LoadedScorer> loadItemTransitionsScorer(const ArtifactReader &artifact);

} // namespace nsl::worker
