// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evaluation/backgroundwork.h"
#include "evaluation/evaluationplan.h"
#include "jobs/workerlocator.h"
#include "jobs/workerprocess.h"

#include <QObject>
#include <QTimer>

#include <chrono>

namespace nsl
{

/// One evaluation by a worker: a private folder with the owner's events and a link to the version's model, an
/// `nsl-worker evaluate` in it, its result, and the folder is gone again. Lives on the main thread.
class EvaluationRun : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EvaluationRun)

public:
    struct Limits
    {
        std::chrono::milliseconds time{std::chrono::minutes(30)}; ///< for the worker
        std::chrono::milliseconds stopGrace{3000};                ///< from SIGTERM to SIGKILL
    };
    /// With what it ended: what to keep, and the same with its users read.
    struct Result
    {
        PackedEvaluation stored;
        ScoredVersion scored;
    };

    /// `directory` is the private folder; it must not be there yet.
    EvaluationRun(const EvaluationPlan &plan, const RunDirectory &directory, const QString &databaseFile,
                  const WorkerLocator &locator, Limits limits, QObject *parent = nullptr);

    const EvaluationPlan &plan() const { return m_plan; }
    /// To be called once; ended() follows in every case.
    void start();
    /// Ends it soon, as Unavailable.
    void cancel();
    /// How it ended; to be asked after ended().
    const Outcome<Result> &result() const { return *m_result; }

Q_SIGNALS:
    /// result() is there and the folder has been removed.
    void ended();

private:
    Outcome<Done> prepare() const;
    void startWorker();
    void handleWorkerEnded(int exitCode, const QString &problem);
    Outcome<Result> readResult() const;
    PlatformError failure(const QString &sentence, const QString &code) const;
    void conclude(const Outcome<Result> &result);

    const EvaluationPlan m_plan;
    const RunDirectory m_directory;
    const QString m_databaseFile;
    const WorkerLocator &m_locator;
    const Limits m_limits;
    WorkerProcess m_process;
    QTimer m_limit;
    bool m_isCancelled = false;
    bool m_isOverTime = false;
    std::optional<Outcome<Result>> m_result;
    BackgroundWork m_work; ///< last: what it runs uses the rest
};

} // namespace nsl
