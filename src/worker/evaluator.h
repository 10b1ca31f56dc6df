// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics.h"
#include "scorer.h"
#include "split.h"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace nsl::worker
{

/// The protocol's name in the manifest: results are comparable only where it is the same.
inline constexpr const char *evaluationProtocol =
    "leave-one-out-by-time, full ranking over the k-core items minus the user's own history, ties by item id";

struct Evaluation
{
    std::map<std::string, double> metrics; ///< empty where there were no users
    std::optional<double> loss;            ///< mean over users, where the scorer defines one
    std::vector<UserResult> users;         ///< in the order of user ids
};

/// Told now and then how many users are done.
using EvaluationProgress = std::function<void(std::size_t done)>;

/// Ranks, for each of @p users (in the order of their ids), what comes after the part the model was fitted on
/// (@p fitted on train: the validation item, else the test item) against every candidate but those of that
/// part.
/// Throws Stopped.
Evaluation evaluate(Scorer &scorer, const Split &split, Portion fitted,
                    const std::vector<std::uint32_t> &users, const EvaluationProgress &progress = {});
/// The same for all users that the split evaluates.
Evaluation evaluate(Scorer &scorer, const Split &split, Portion fitted,
                    const EvaluationProgress &progress = {});

/// per_user.csv: `user_id,test_item_id,rank,recall_at_10,ndcg_at_10,mrr_at_10`.
std::string perUserCsv(const Evaluation &evaluation, const Interactions &interactions);

} // namespace nsl::worker
