// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoints/servingsupervisor.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <map>
#include <memory>

namespace nsl
{

/// Recommendations of any version, live or not: a worker is started for it, answers, and ends when nobody has
/// asked for a while.
class TrialWorkers : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TrialWorkers)

public:
    struct Options
    {
        std::chrono::milliseconds startLimit{12'000}; ///< below the time our server has to answer
        std::chrono::milliseconds idleLimit{30'000};
        std::chrono::milliseconds stopGrace{2'000};
    };
    static constexpr std::size_t maxWorkers = 2;

    TrialWorkers(SqliteStore &store, ServingSupervisor &serving, Options options, QObject *parent = nullptr);
    ~TrialWorkers() override;

    /// Answers once. Unavailable where the worker does not come up or too many versions are tried at once;
    /// Conflict where the version has no artifact.
    void recommend(const VersionRef &version, const RecommendationQuery &query,
                   Recommender::Answered answered);
    /// The version is gone: so is its worker.
    void forget(qint64 modelId) { end(modelId, u"the version was deleted."_qs); }
    std::size_t running() const { return m_trials.size(); }
    /// Ends all of them.
    void shutDown();

private:
    struct Waiting
    {
        RecommendationQuery query;
        Recommender::Answered answered;
    };
    struct Trial
    {
        VersionRef version;
        std::unique_ptr<ServingWorker> worker;
        QList<Waiting> waiting;
        QTimer idle;
    };

    Outcome<Trial *> begin(const VersionRef &version);
    void answerWaiting(qint64 modelId);
    void end(qint64 modelId, const QString &problem);

    SqliteStore &m_store;
    ServingSupervisor &m_serving;
    const Options m_options;
    std::map<qint64, std::unique_ptr<Trial>> m_trials; ///< by model id
    bool m_shuttingDown = false;
};

} // namespace nsl
