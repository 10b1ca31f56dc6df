// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/runningjob.h"
#include "jobs/workerlocator.h"
#include "store/sqlitestore.h"

#include <QObject>

#include <chrono>
#include <memory>

namespace nsl
{

/// Runs the queue of training jobs, one at a time, and keeps the store's picture of them true. Lives on the
/// main thread.
class JobSupervisor : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JobSupervisor)

public:
    struct Options
    {
        QString jobsFolder;
        std::chrono::milliseconds stopGrace{120'000}; ///< from SIGTERM to SIGKILL
    };

    JobSupervisor(SqliteStore &store, const WorkerLocator &locator, Options options,
                  QObject *parent = nullptr);
    ~JobSupervisor() override;

    /// Ends what an earlier platform left running in the store as "interrupted" and goes on with the queue.
    Outcome<Done> start();
    /// Looks at the queue soon; to be called after a job was added.
    void wake();
    /// Queued: Stopped at once. Executing: Stopping, then Stopped when the worker has ended. Stopping:
    /// unchanged. Ended: Conflict.
    Outcome<TrainingJob> stop(const Actor &actor, const QString &requestId, const TrainingJob &job);
    /// Deletes a run that has ended, its version, its artifact and its log; a tombstone stays. Conflict where
    /// it is needed: see JobRepository::remove().
    Outcome<Done> remove(const Actor &actor, const QString &requestId, qint64 jobId);
    /// Ends the running worker; the job is Failed "interrupted". Nothing starts any more. stopped() follows.
    void shutDown();

    RunDirectory directoryOf(const QString &jobName) const;

Q_SIGNALS:
    /// A job reached Stopped, Failed or Succeeded.
    void jobEnded(qint64 jobId);
    void stopped();

private:
    void startNext();
    void removeFolder(const QString &jobName) const;
    void handleEnded();

    SqliteStore &m_store;
    const WorkerLocator &m_locator;
    const Options m_options;
    std::unique_ptr<RunningJob> m_running;
    bool m_shuttingDown = false;
    bool m_wakeQueued = false;
};

} // namespace nsl
