// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evaluator.h"
#include "runconfig.h"

#include <cstdint>
#include <string>

namespace nsl::worker
{

/// What a training run knows about itself when it is done.
struct RunFacts
{
    const RunConfig &config;
    const OptionValues &options;
    const EventLog &events;
    const Interactions &interactions;
    std::size_t catalogueItems = 0;
    std::string dataDigest;  ///< SHA-256 over the digests of events.csv and items.jsonl
    std::string splitDigest; ///< SHA-256 of split.csv
    std::size_t evaluatedUsers = 0;
    std::string startedAt; ///< ISO 8601, UTC
    std::string finishedAt;
    std::uintmax_t artifactBytes = 0;
    std::string artifactSha256;
    nlohmann::json index; ///< how the items are searched; null where nothing is searched
};

/// The worker's share of the run manifest. What only the platform knows is taken from run.json; without it
/// those fields are null.
nlohmann::json makeManifest(const RunFacts &facts);

/// The options as resolved, as a JSON object.
nlohmann::json optionsJson(const OptionValues &options);

/// Now, as ISO 8601 in UTC to the millisecond.
std::string utcNow();

} // namespace nsl::worker
