// SPDX-License-Identifier: GPL-3.0-or-later
#include "familyregistry.h"

#include "failure.h"
#include "gru/twotowergru.h"
#include "popularityfamily.h"
#include "transitions/itemtransitions.h"

#include <array>

namespace nsl::worker
{

namespace
{
// How a family is served stands in servedfamilies.cpp.
constexpr std::array families = {
    FamilyEntry{"two-tower-gru", twoTowerGruOptions, makeTwoTowerGru, loadTwoTowerGruScorer},
    FamilyEntry{"item-transitions", itemTransitionsOptions, makeItemTransitions, loadItemTransitionsScorer},
    FamilyEntry{"popularity", popularityOptions, makePopularity, loadPopularityScorer},
};
} // namespace

const FamilyEntry &familyFor(std::string_view key)
{
    std::string known;
    for (const FamilyEntry &family : families) {
        if (family.key == key) {
            return family;
        }
        known += (known.empty() ? "" : ", ") + std::string(family.key);
    }
    throw Failure("There is no family \"" + std::string(key.substr(0, 40)) + "\"; the known ones are " +
                  known + ".");
}

} // namespace nsl::worker
