// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics.h"
#include "model.h"

#include <map>
#include <string>
#include <vector>

namespace nsl::worker
{

/// The protocol's name in the manifest: results are comparable only where it is the same.
inline constexpr const char *evaluationProtocol =
    "leave-one-out-by-time, full ranking over the k-core items minus the user's own history, ties by item id";

struct Evaluation
{
    std::map<std::string, double> metrics;
    std::vector<UserResult> users; ///< in the order of user ids
};

/// Ranks, for each evaluated user, what comes after the part the model was fitted on (@p fitted on train: the
/// validation item, else the test item) against every item but those of that part. Throws Stopped.
Evaluation evaluate(Model &model, const Split &split, Portion fitted);

/// per_user.csv: `user_id,test_item_id,rank,recall_at_10,ndcg_at_10,mrr_at_10`.
std::string perUserCsv(const Evaluation &evaluation, const Interactions &interactions);

} // namespace nsl::worker
