// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model.h"

#include <memory>

namespace nsl::worker
{

/// The family `popularity`: everyone is offered what most users know. The baseline of every run.
std::unique_ptr<Model> makePopularity(const TrainingInput &input);
/// Popularity on train and validation, to compare any other model with.
std::unique_ptr<Scorer> makePopularityBaseline(const Split &split);
std::unique_ptr<Recommender> loadPopularity(const ArtifactReader &artifact);
std::unique_ptr<LoadedScorer> loadPopularityScorer(const ArtifactReader &artifact);

} // namespace nsl::worker
