// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model.h"

#include <memory>

namespace nsl::worker
{

/// The family `two-tower-gru`: item and user vectors of unit length, learned so that a user's vector points
/// to the item that came next, by in-batch sampled softmax with a correction for popularity (Yi et al. 2019,
/// "Sampling-bias-corrected neural modeling for large corpus item recommendations").
std::unique_ptr<Model> makeTwoTowerGru(const TrainingInput &input);
std::unique_ptr<Recommender> loadTwoTowerGru(const ArtifactReader &artifact);
std::unique_ptr<LoadedScorer> loadTwoTowerGruScorer(const ArtifactReader &artifact);

} // namespace nsl::worker
