// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model.h"

#include <memory>
#include <string_view>

namespace nsl::worker
{

/// A family of models: how it is told what to do, trained and scored again.
struct FamilyEntry
{
    std::string_view key;
    const std::vector<OptionSpec> &(*options)();
    std::unique_ptr<Model> (*make)(const TrainingInput &input);
    std::unique_ptr<LoadedScorer> (*loadScorer)(const ArtifactReader &artifact);
};

/// Throws Failure with the known keys when there is no such family.
const FamilyEntry &familyFor(std::string_view key);

} // namespace nsl::worker
