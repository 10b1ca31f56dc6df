// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evaluation/evaluationrun.h"

#include <QHash>
#include <QObject>
#include <QStringList>

#include <functional>
#include <memory>

namespace nsl
{

/// Scores versions on the splits of runs: from what is known where that is enough, else by a worker, one at a
/// time. What a worker found is kept in the store. Lives on the main thread and never holds it up.
class EvaluationService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EvaluationService)

public:
    struct Options
    {
        QString jobsFolder;
        QString folder; ///< for the workers' private folders; what is in it is removed at start
        EvaluationRun::Limits limits;
        qsizetype maxPending = 32; ///< more than these are refused as Unavailable
    };
    /// Called once on the main thread, perhaps before score() returns.
    using Scored = std::function<void(const Outcome<ScoredVersion> &)>;

    EvaluationService(SqliteStore &store, const WorkerLocator &locator, Options options,
                      QObject *parent = nullptr);
    ~EvaluationService() override;

    /// Removes what an earlier platform left.
    Outcome<Done> start();
    /// Scores the version of a run on the split of another or the same run. Whoever asks for what is under
    /// way already waits for that.
    void score(const QString &jobName, const QString &splitOf, Scored done);
    /// Ends what is under way and answers everybody who waits; stopped() follows.
    void shutDown();

Q_SIGNALS:
    void stopped();

private:
    struct Pending
    {
        EvaluationPlan plan;
        QList<Scored> waiting;
    };

    void handleKnown(const QString &key, Outcome<std::optional<KnownEvaluation>> known);
    void startNext();
    void handleRunEnded();
    void keep(const PackedEvaluation &evaluation);
    void finish(const QString &key, const Outcome<ScoredVersion> &outcome);

    SqliteStore &m_store;
    const WorkerLocator &m_locator;
    const Options m_options;
    QHash<QString, std::shared_ptr<Pending>> m_pending; ///< by EvaluationPlan::key()
    QStringList m_queue;                                ///< keys that need a worker, in order
    std::unique_ptr<EvaluationRun> m_run;
    qint64 m_runs = 0; ///< so far: each gets a folder of its own
    bool m_shuttingDown = false;
    BackgroundWork m_work;
};

} // namespace nsl
