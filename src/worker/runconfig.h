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

/// Reads hyperparameters.json and, where present, run.json. Throws Failure.
RunConfig readRunConfig(const ContainerPaths &paths);

} // namespace nsl::worker
