// SPDX-License-Identifier: GPL-3.0-or-later
#include "servedfamilies.h"

#include "failure.h"
#include "gru/twotowergru.h"
#include "popularityfamily.h"
#include "transitions/itemtransitions.h"

namespace nsl::worker
{

namespace
{

// Beside the registry of families, because that one needs LibTorch and serving must not.
struct ServedFamily
{
    std::string_view key;
    std::unique_ptr<Recommender> (*load)(const ArtifactReader &artifact);
};
constexpr ServedFamily families[] = {
    {"two-tower-gru", loadTwoTowerGru},
    {"item-transitions", loadItemTransitions},
    {"popularity", loadPopularity},
};

} // namespace

std::unique_ptr<Recommender> loadRecommender(const ArtifactReader &artifact)
{
    for (const ServedFamily &family : families) {
        if (family.key == artifact.family()) {
            return family.load(artifact);
        }
    }
    throw Failure("This program does not know how to serve the family \"" + artifact.family().substr(0, 40) +
                  "\".");
}

std::vector<std::string_view> servedFamilies()
{
    std::vector<std::string_view> keys;
    for (const ServedFamily &family : families) {
        keys.push_back(family.key);
    }
    return keys;
}

} // namespace nsl::worker
