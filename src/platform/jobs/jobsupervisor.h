// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/runningjob.h"
#include "jobs/workerlocator.h"
#include "store/sqlitestore.h"

#include <QObject>

#include <chrono>
#include <map>
#include <memory>

namespace nsl
{

/// Runs the queue of training jobs, oldest first and so many at a time as is allowed, and keeps the store's
/// picture of them true. Lives on the main thread.
class JobSupervisor : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JobSupervisor)

public:
    struct Options
    {
        QString jobsFolder;
        /// Runs side by side. Each takes as many CPU threads as its option `threads` says, one by default, so
        /// more than the machine has cores only makes each slower.
        int maxRunning = 1;
        std::chrono::milliseconds stopGrace{120'000}; ///< from SIGTERM to SIGKILL
        /// The same when the platform itself stops: shorter, for a run goes on from its last checkpoint.
        std::chrono::milliseconds interruptGrace{20'000};
        std::chrono::milliseconds resumePause{2'000};  ///< before a worker that broke off is started again
        std::chrono::milliseconds compareLimit{4'000}; ///< see RetrainService
        FreeSpace freeSpace;                           ///< empty = the disk of jobsFolder
        qint64 maxArtifactBytes = defaultMaxArtifactBytes; ///< of one version
    };

    JobSupervisor(SqliteStore &store, const WorkerLocator &locator, Options options,
                  QObject *parent = nullptr);
    ~JobSupervisor() override;

    /// What an earlier platform left running waits for its turn to go on from its last checkpoint; without
    /// one it is Failed, "interrupted". Then goes on with the queue.
    Outcome<Done> start();
    /// Looks at the queue soon; to be called after a job was added.
    void wake();
    /// Queued: Stopped at once. Executing: Stopping, then Stopped when the worker has ended. Stopping:
    /// unchanged. Ended: Conflict.
    Outcome<TrainingJob> stop(const Actor &actor, const QString &requestId, const TrainingJob &job);
    /// Deletes a run that has ended, its version, its artifact and its log; a tombstone stays. Conflict where
    /// it is needed: see JobRepository::remove().
    Outcome<Done> remove(const Actor &actor, const QString &requestId, qint64 jobId);
    /// Ends the running workers; their jobs wait for the next start if they have a checkpoint, else they are
    /// Failed, "interrupted". Nothing starts any more. stopped() follows.
    void shutDown();

    RunDirectory directoryOf(const QString &jobName) const;

Q_SIGNALS:
    /// A job does not run any more.
    void jobEnded(qint64 jobId);
    void stopped();

private:
    Outcome<Done> reconcile(const TrainingJob &job);
    void startNext();
    void removeFolder(const QString &jobName) const;
    void handleEnded(qint64 jobId);
    bool isStillQueued(qint64 jobId) const;

    SqliteStore &m_store;
    const WorkerLocator &m_locator;
    const Options m_options;
    std::map<qint64, std::unique_ptr<RunningJob>> m_running; ///< by job id
    bool m_shuttingDown = false;
    bool m_wakeQueued = false;
};

} // namespace nsl
