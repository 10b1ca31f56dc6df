// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actionstate.h"
#include "comparison.h"
#include "platformapi.h"

#include <QString>

namespace nsl
{

class PlatformSession;

/// What a person sees before a version goes live: candidate against what serves right now.
struct PromotionReview
{
    struct Check
    {
        enum class Result { Passed, Warning, Failed };

        Result result = Result::Passed;
        QString text;
        QString fix;          ///< what to do about it; empty when passed
        QString toolTip = {}; ///< the server's own words, where they were put differently
    };

    PromotionRequest request; ///< what would be sent; the comment is added by the dialog
    bool isRollBack = false;
    QString title;      ///< "Promote Two-tower GRU v9 to production"
    QString subtitle;   ///< "replaces Two-tower GRU v7, live for 2 h 14 min"
    QString buttonText; ///< "Promote v9 to production"
    QString candidateTitle;
    QString liveTitle; ///< empty when nothing is live
    /// First run = what is live (when anything is), then the candidate.
    Comparison comparison;
    QString candidateState; ///< approval and life cycle: what else decides about the checks
    QString
        previewNote; ///< why the server's verdicts are not there (yet); empty when they are, or never come
    bool manifestsKnown = false; ///< false: still being read, or not to be had: manifestsNote
    QString manifestsNote;       ///< what stands in place of differences while there are none to show
    QString rollBackNote;        ///< what going back later takes; empty where this server cannot do it
    QString commentNote;         ///< where the comment goes
    QList<Check> checks;
    ActionState promote; ///< whether the button works
    QString apiCall;     ///< "POST /api/training-jobs/promote\n{...}" with the comment left out
};

/// `endpointId` absent = the default target of the candidate's model type. Asks the session for manifests
/// that are missing: make the review again after manifestsUpdated().
PromotionReview reviewPromotion(PlatformSession &session, const QString &jobName,
                                const std::optional<RecordId> &endpointId);

/// Earlier versions that a target served well, last good one first: approved, whole, not live there now.
struct RollBackTarget
{
    VersionRef version;
    QString title;      ///< "Two-tower GRU v6 · Homepage recommender"
    QString servedText; ///< when it went live
};
QList<RollBackTarget> rollBackTargets(const PlatformSession &session, const RecordId &endpointId);

} // namespace nsl
