// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "containerpaths.h"
#include "familyoptions.h"

#include <nlohmann/json.hpp>

#include <map>
#include <string>

namespace nsl::worker
{

/// What a training run was asked for, as its configuration files say.
struct RunConfig
{
    std::string family;                       ///< family_key
    std::map<std::string, std::string> given; ///< the other hyperparameters, unchecked
    nlohmann::json run =
        nlohmann::json::object(); ///< run.json: facts that only the platform knows; may be empty
};

/// The options that fix the split and the number of threads, from hyperparameters.json of any family; all
/// others are ignored. Throws Failure.
OptionValues readProtocolOptions(const ContainerPaths &paths);

/// The number of threads that a run's configuration asks for, 1 where it does not say (or says nonsense,
/// which the run itself reports).
int requestedThreads(const ContainerPaths &paths);

/// Reads hyperparameters.json and, where present, run.json. Throws Failure.
RunConfig readRunConfig(const ContainerPaths &paths);

} // namespace nsl::worker
