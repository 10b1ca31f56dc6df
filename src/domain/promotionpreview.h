// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bootstrap.h"
#include "comparability.h"
#include "manifest.h"
#include "version.h"

#include <optional>

namespace nsl
{

/// What a promotion would change and what speaks against it (POST /api/promotion-preview).
struct PromotionPreview
{
    /// Candidate and live version on the candidate's split.
    struct Metric
    {
        QString name;
        MetricDirection direction = MetricDirection::None;
        std::optional<double> candidate;
        std::optional<double> live;
        std::optional<double> delta;  ///< candidate - live; absent where the two cannot be compared
        std::optional<double> ciLow;  ///< interval of the delta; absent without values per user
        std::optional<double> ciHigh; ///< likewise
        NoiseVerdict verdict = NoiseVerdict::Unknown;

        friend bool operator==(const Metric &, const Metric &) = default;
    };

    /// One question asked before a promotion.
    struct Check
    {
        QString id; ///< "approved", "artifact", ...: a stable word
        bool ok = false;
        QString text; ///< what was found, one sentence
        QString fix;  ///< what to do about it; empty where nothing is to be done

        friend bool operator==(const Check &, const Check &) = default;
    };

    Version candidate;
    std::optional<Version> live;
    QString splitDigest; ///< of the candidate's split, on which both were scored
    QList<Metric> metrics;
    QList<ManifestDifference> manifestDiff; ///< left = candidate, right = live
    Comparability comparability;
    QList<Check> checks;
};

} // namespace nsl
