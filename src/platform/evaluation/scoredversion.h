// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "comparability.h"
#include "evaluation.h"
#include "evaluation/peruserresults.h"
#include "promotionpreview.h"
#include "store/evaluationrepository.h"

#include <atomic>

namespace nsl
{

/// What a version did on a split, user by user.
struct ScoredVersion
{
    EvaluationBasis basis;
    Metrics metrics;
    PerUserResults perUser;
};

/// A stored result with its users. An error when its parts do not fit each other: as many users as it says,
/// and metrics that are the means of what the users got.
Outcome<ScoredVersion> unpack(const StoredEvaluation &stored, const QString &name);

/// For people and the wire: means with their intervals. Long for many users.
Evaluation summarise(const QString &jobName, const ScoredVersion &scored, const std::atomic<bool> &cancelled);

/// Candidate against live, metric by metric, both scored on one split: verdicts by the paired bootstrap over
/// the users that both have. A metric that is no mean over users has a delta where nothing was left out, and
/// no verdict. Long for many users.
QList<PromotionPreview::Metric> compareScored(const ScoredVersion &candidate, const ScoredVersion &live,
                                              const std::atomic<bool> &cancelled);

} // namespace nsl
