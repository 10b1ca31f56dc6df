// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/checkpoint.h"
#include "jobs/datasetexport.h"
#include "jobs/diskspace.h"
#include "jobs/joblog.h"
#include "jobs/runconfiguration.h"
#include "jobs/rundirectory.h"
#include "jobs/runreports.h"
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
#include <optional>

class QThread;

namespace nsl
{

/// One training job from Queued to its end: exports the data, starts the worker, keeps what it reports,
/// checks what it leaves and makes the version. A job that has a checkpoint goes on from it, and so does one
/// whose worker is ended by a signal that was not ours. Whatever goes wrong ends in Failed with one sentence.
class RunningJob : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RunningJob)

public:
    struct Options
    {
        QString jobsFolder;
        std::chrono::milliseconds stopGrace;
        std::chrono::milliseconds interruptGrace; ///< see JobSupervisor
        std::chrono::milliseconds resumePause;    ///< before a worker that broke off is started again
        FreeSpace freeSpace;                      ///< empty = freeBytesOf()
        qint64 maxArtifactBytes = defaultMaxArtifactBytes; ///< a run that leaves more is Failed
    };
    /// A run that breaks off more often than this without a new checkpoint in between is Failed.
    static constexpr int maxBreaks = 3;
    /// Between two attempts to store an end that the store did not take, because the disk was full for
    /// example.
    static constexpr std::chrono::milliseconds storeRetryPause{500};

    RunningJob(SqliteStore &store, const WorkerLocator &locator, const TrainingJob &job, Options options);
    /// Waits for the thread at work, if one is, and kills the worker.
    ~RunningJob() override;

    qint64 jobId() const { return m_jobId; }
    /// To be called once. ended() follows in every case.
    void start();
    /// The store already says Stopping.
    void stop();
    /// Ends the worker soon. A job with a checkpoint is Queued again, any other is Failed with this sentence.
    void interrupt(const QString &sentence);

Q_SIGNALS:
    /// The store says how the job ended, or that it waits for its turn again.
    void ended();

private:
    /// What is made before the worker starts.
    struct Prepared
    {
        Outcome<QJsonObject> exported;        ///< facts of the dataset
        std::optional<Outcome<QString>> code; ///< version of a program that is not ours
    };

    /// Runs `work` on a thread of its own and `then` with its result on this object's.
    template<typename Result>
    void inBackground(std::function<Result()> work, std::function<void(Result)> then);

    bool isToEnd() const { return m_stopRequested || !m_interruption.isEmpty(); }
    void readFacts();
    void prepare();
    void linkLive();
    void warnOfDroppedSignals();
    /// Puts the warnings that are new, or have grown since they were put there, into the log.
    void logWarnings();
    void handlePrepared(const Prepared &prepared);
    void handleExported(const Outcome<QJsonObject> &facts);
    void startWorker();
    void resume(const Checkpoint &checkpoint, const QString &reason);
    void handleLine(const QByteArray &line);
    void handleWorkerEnded(int exitCode, const QString &problem);
    void handleBreak(const QString &problem);
    void handleResult(const Outcome<RunResult> &result);
    void succeed(const RunResult &result);
    /// The end that was asked for: Stopped, or interrupted.
    void endAsAsked();
    void end(JobStatus status, const QString &sentence = {});
    Outcome<Done> storeEnd(JobStatus status, const QString &reason);
    /// Stores an end, again and again until the store takes it: nobody else would. `then` is told how that
    /// went; an error is one that a later attempt would not change.
    void conclude(std::function<Outcome<Done>()> storing, std::function<void(const Outcome<Done> &)> then);
    void tryToConclude();
    void leave();

    SqliteStore &m_store;
    const WorkerLocator &m_locator;
    const Options m_options;
    const RunDirectory m_directory;
    const qint64 m_jobId;
    const QString m_jobName;
    qint64 m_familyId = 0;
    RunFacts m_facts;
    RunSize m_size;
    QString m_liveFolder; ///< `model` of the live version's run, where the worker may score it
    bool m_isOurs = true;
    QDateTime m_startedAt;
    std::unique_ptr<JobLog> m_log;
    std::unique_ptr<QThread> m_thread;
    std::atomic<bool> m_cancelled{false};
    WorkerProcess m_process;
    RunReports m_reports;
    QTimer m_resumeTimer;
    QTimer m_packagingTimer; ///< until a platform that stops waits no longer for the packaging
    QTimer m_storeTimer;
    std::function<Outcome<Done>()> m_storing; ///< the end, while it is not stored
    std::function<void(const Outcome<Done> &)> m_stored;
    bool m_isPackaging = false;
    bool m_stopRequested = false;
    QString m_interruption;
    bool m_hasEnded = false;
};

} // namespace nsl
