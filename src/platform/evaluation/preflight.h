// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint.h"
#include "outcome.h"
#include "promotionpreview.h"

#include <optional>

namespace nsl
{

/// What is known before a promotion; every question has its own facts.
struct PreflightFacts
{
    Version candidate;
    QString modelType; ///< of the candidate's family
    Endpoint endpoint;

    std::optional<PlatformError> artifactProblem; ///< missing, damaged or not the one that its run made
    qint64 artifactBytes = 0;
    qint64 availableBytes = -1; ///< memory that programs can still have; -1 = not known

    bool isLive = false;    ///< the candidate itself is what is live
    QString liveTitle;      ///< "Two-tower GRU v7"; empty = nothing is live
    QString scoringProblem; ///< why candidate and live could not both be scored; empty if they were
    QList<PromotionPreview::Metric> metrics;

    qint64 activeItems = 0;
    std::optional<qint64> knownItems; ///< how many of those the artifact has; absent = it does not say

    bool hasServed = false; ///< something has been live on the target
    QString rollBackTitle;  ///< what can be gone back to after the promotion; empty = nothing
};

/// Memory that a serving worker of an artifact takes: the program, and the artifact as it is read, checked
/// and held. During a promotion it comes on top of the worker that still serves.
qint64 expectedServingBytes(qint64 artifactBytes);

/// A version that knows less than this share of the active items does not cover the catalogue.
inline constexpr double neededCoverage = 0.9;

/// The answers, in the order in which a person reads them: approved, lifecycle, model_type, artifact,
/// endpoint_idle, memory, not_worse, catalogue, roll_back.
QList<PromotionPreview::Check> preflightChecks(const PreflightFacts &facts);

} // namespace nsl
