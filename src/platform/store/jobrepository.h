// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "phaseclock.h"
#include "store/writing.h"
#include "trainingjob.h"

#include <QJsonArray>
#include <QList>

#include <optional>

namespace nsl
{

/// What a new training job is made of.
struct NewJob
{
    qint64 templateId = 0;
    QString templateName;
    qint64 familyId = 0;
    QJsonObject trainingOptions; ///< defaults filled in
    QString note;                ///< becomes the description
    QJsonObject plan;            ///< the part of the manifest that is fixed at start
};

/// What a run that ended well left behind.
struct FinishedRun
{
    Metrics metrics;
    QByteArray manifest; ///< the stored bytes; manifestDigest is computed from them here
    QString configDigest;
    QString artifactSha256;
    qint64 artifactBytes = 0;
};

/// Training jobs.
class JobRepository
{
public:
    explicit JobRepository(Database &database)
        : m_database(database)
    {
    }

    // Deleted runs are in none of these but findTombstone().
    QList<TrainingJob> list() const; ///< newest first
    /// Newest first: at most `limit` with an id below `beforeId` (0 = from the newest).
    QList<TrainingJob> page(int limit, qint64 beforeId = 0) const;
    QList<TrainingJob> listSince(qint64 rev) const; ///< that changed after `rev`, newest first
    QList<TrainingJob> listActive() const;          ///< Queued, Executing, Stopping; oldest first
    std::optional<TrainingJob> find(qint64 id) const;
    std::optional<TrainingJob> findByName(const QString &jobName) const;
    /// A deleted run, which keeps its metrics, manifest and journal.
    std::optional<TrainingJob> findTombstone(const QString &jobName) const;
    std::optional<TrainingJob> findByArn(const QString &executionArn) const;
    /// The fixed part of the manifest that was given to create().
    QJsonObject plan(qint64 id) const;
    /// The stored manifest bytes; empty until the run Succeeded.
    QByteArray manifest(qint64 id) const;
    /// Parsed; empty for a run that did not succeed, was deleted or never was.
    QJsonObject manifestOf(const QString &jobName) const;

    /// Of the family's newest version that was not deleted; 0 without one.
    qint64 newestArtifactBytes(qint64 familyId) const;

    /// Queued; gives job_name and execution_arn. Writes its journal entry.
    Outcome<TrainingJob> create(StateChange &change, const NewJob &job);
    /// Label (at most 80 characters) and description, which the version shows too. Journalled if changed.
    Outcome<TrainingJob> describe(StateChange &change, qint64 id, const QString &label,
                                  const QString &description);
    /// Executing > Queued: the run waits for its turn to go on from the checkpoint after `step` steps.
    /// Journalled.
    Outcome<TrainingJob> requeue(StateChange &change, qint64 id, qint64 step, const QString &reason);
    /// Counts that the run broke off while its last checkpoint was the one after `step` steps; returns how
    /// often that has happened without a later checkpoint.
    int countBreak(DataWrite &write, qint64 id, qint64 step);
    /// The run goes on from the checkpoint after `step` steps. Journalled.
    void noteResumed(StateChange &change, qint64 id, qint64 step, int epoch, const QString &reason);
    /// Moves along Queued > Executing > Stopping > Stopped | Failed (Succeeded only through finish()); sets
    /// started_at and completed_at; `failureReason` for Failed. An illegal move is a Conflict. Journalled.
    Outcome<TrainingJob> setStatus(StateChange &change, qint64 id, JobStatus status,
                                   const QString &failureReason = {});
    /// Succeeded: stores metrics and manifest and makes the next version of the family, Pending. The number
    /// is consecutive and never given again. Journalled. Returns the id of the version.
    Outcome<qint64> finish(StateChange &change, qint64 id, const FinishedRun &run);
    /// Deletes a run that has ended, and with it its version; a tombstone stays. The caller removes its
    /// folder (artifact and log) once the change is committed. Conflict: it is active ("job_active"), its
    /// version is live or about to be ("version_in_use"), or is the last good roll-back target of an endpoint
    /// ("rollback_target"). Journalled.
    Outcome<Done> remove(StateChange &change, qint64 id);
    /// Names of the deleted runs: whatever is left of their folders can go.
    QStringList deletedNames() const;
    /// How many runs have a status, by status; for the operator.
    QList<std::pair<QString, qint64>> countsByStatus() const;
    /// Where the run is; no journal entry.
    void setProgress(DataWrite &write, qint64 id, const JobProgress &progress);
    /// How long the phases took so far, in the form of PhaseClock; no journal entry.
    void setPhaseTimes(DataWrite &write, qint64 id, const PhaseClock &clock);
    /// What the run lost, as RunWarnings keeps it: an array of `{code, text, count, names}`.
    void setWarnings(DataWrite &write, qint64 id, const QJsonArray &warnings);
    QJsonArray warnings(qint64 id) const;
    PhaseClock phaseTimes(qint64 id) const;

private:
    QList<TrainingJob> select(const QString &tail, const QVariantList &values = {}) const;

    Database &m_database;
};

} // namespace nsl
