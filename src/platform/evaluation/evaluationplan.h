// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evaluation/scoredversion.h"
#include "jobs/datasetexport.h"
#include "store/sqlitestore.h"

namespace nsl
{

/// Everything that scoring a version on a run's split needs, read from the store at once.
struct EvaluationPlan
{
    Version version;         ///< to be scored
    QString familyKey;       ///< of the version: whose program scores it
    QString ownerJobName;    ///< the run whose split it is
    EvaluationBasis basis;   ///< of that run's own metrics
    bool isOwnSplit = false; ///< the version was scored on this split when it was made
    qint64 ownUsers = 0;     ///< how many users that were, if so
    RunDirectory versionDirectory;
    RunDirectory ownerDirectory;
    QJsonObject hyperparameters; ///< of the owner's run, in the container's form
    int threads = 1;
    DatasetRequest::Signals survivors; ///< the signals that the owner was trained on
    qint64 throughEventId = 0;

    QString splitDigest() const { return basis.splitDigest.toString(); }
    /// By what results are kept: the same artifact on the same split always gives the same.
    QString key() const { return version.artifactSha256 + u'/' + splitDigest(); }
};

/// Reads it, inside SqliteStore::read(). NotFound for a run that is not there or was deleted, Conflict where
/// a run has no version or its manifest does not say what its split was.
Outcome<EvaluationPlan> planEvaluation(SqliteStore &store, const QString &jobsFolder, const QString &jobName,
                                       const QString &splitOf);

/// What can be told without a worker: the version's own results, a stored evaluation, or what the owner's run
/// measured of the version that was live then.
struct KnownEvaluation
{
    ScoredVersion scored;
    std::optional<PackedEvaluation> toStore; ///< it came from a run's files: keep it
};

/// Looks for it over a read-only connection of its own: not for the writer's thread. Files that do not fit
/// are passed over with a warning in the log, for a worker can make them again. Absent = nothing is known.
Outcome<std::optional<KnownEvaluation>> findKnownEvaluation(const EvaluationPlan &plan,
                                                            const QString &databaseFile);

/// What `nsl-worker evaluate` left under `root`/output/evaluation, checked against what was asked for.
/// Conflict "split_changed" where the split is not the owner's any more.
Outcome<StoredEvaluation> readEvaluationResult(const EvaluationPlan &plan, const QString &root);

} // namespace nsl
