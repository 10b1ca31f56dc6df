// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/datasetexport.h"
#include "jobs/joblog.h"
#include "jobs/rundirectory.h"
#include "jobs/runresult.h"
#include "jobs/workerlocator.h"
#include "jobs/workerprocess.h"
#include "store/sqlitestore.h"

#include <QObject>
#include <QTimer>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>

class QThread;

namespace nsl
{

/// One training job from Queued to its end: exports the data, starts the worker, keeps what it reports,
/// checks what it leaves and makes the version. Whatever goes wrong ends in Failed with one sentence.
class RunningJob : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RunningJob)

public:
    RunningJob(SqliteStore &store, const WorkerLocator &locator, RunDirectory directory,
               const TrainingJob &job, std::chrono::milliseconds stopGrace);
    /// Waits for the thread at work, if one is, and kills the worker.
    ~RunningJob() override;

    qint64 jobId() const { return m_jobId; }
    /// To be called once. ended() follows in every case.
    void start();
    /// The store already says Stopping.
    void stop();
    /// Ends the worker soon; the job is Failed with this sentence.
    void interrupt(const QString &sentence);

Q_SIGNALS:
    /// The store says how the job ended.
    void ended();

private:
    /// Runs `work` on a thread of its own and `then` with its result on this object's.
    template<typename Result>
    void inBackground(std::function<Result()> work, std::function<void(Result)> then);

    void handleExported(const Outcome<QJsonObject> &facts);
    Outcome<Done> writeConfiguration();
    void startWorker();
    void handleLine(const QByteArray &line);
    void handleWorkerEnded(int exitCode, const QString &problem);
    void handleResult(const Outcome<RunResult> &result);
    void flushReports();
    void setProgress(const JobProgress &progress);
    void succeed(const RunResult &result);
    void end(JobStatus status, const QString &sentence = {});

    SqliteStore &m_store;
    const WorkerLocator &m_locator;
    const RunDirectory m_directory;
    const qint64 m_jobId;
    const QString m_jobName;
    const std::chrono::milliseconds m_stopGrace;
    qint64 m_familyId = 0;
    QJsonObject m_plan;
    QJsonValue m_parentVersion;
    QJsonValue m_liveJobName;
    QDateTime m_startedAt;
    std::unique_ptr<JobLog> m_log;
    std::unique_ptr<QThread> m_thread;
    std::atomic<bool> m_cancelled{false};
    WorkerProcess m_process;
    QTimer m_flushTimer;
    QList<ReportedPoint> m_points;
    JobProgress m_progress;
    bool m_progressChanged = false;
    bool m_stopRequested = false;
    QString m_interruption;
    bool m_hasEnded = false;
};

} // namespace nsl
