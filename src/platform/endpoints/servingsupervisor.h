// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoints/servingworker.h"
#include "jobs/workerlocator.h"
#include "store/sqlitestore.h"

#include <QObject>

#include <chrono>
#include <map>
#include <memory>

namespace nsl
{

/// The refusal to serve a version whose family has no serving command.
PlatformError cannotServe(const Version &version);

/// Keeps the live version of every endpoint served: one worker per endpoint, started again with back-off
/// after a crash, given up after five in a row. Lives on the main thread.
class ServingSupervisor : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ServingSupervisor)

public:
    struct Options
    {
        QString jobsFolder;
        std::chrono::milliseconds startLimit{60'000}; ///< for a worker to become ready
        std::chrono::milliseconds drainLimit{5'000};
        std::chrono::milliseconds stopGrace{5'000};
        std::chrono::milliseconds firstPause{200}; ///< before the first restart; doubled each time
        std::chrono::milliseconds healthyAfter{
            60'000}; ///< a worker that lived so long ends a row of failures
    };
    static constexpr int maxFailuresInARow = 5;

    /// `lane` outlives the supervisor.
    ServingSupervisor(SqliteStore &store, const WorkerLocator &locator, ServingLane &lane, Options options,
                      QObject *parent = nullptr);
    ~ServingSupervisor() override;

    const Options &options() const { return m_options; }
    ServingLane &lane() const { return m_lane; }
    /// Serves again what the store says is live.
    Outcome<Done> start();
    /// A worker that is not yet started, and the command for a version.
    Outcome<ServingWorker::Command> commandFor(qint64 modelId) const;

    /// Tells the lane what the store says of endpoints and which workers are ready. To be called in the turn
    /// in which an endpoint has changed; done here for all that happens through this object.
    void publish();
    /// The worker that answers for an endpoint; null when none is ready.
    ServingWorker *liveWorker(qint64 endpointId) const;
    /// From now on `worker`, which is ready, answers for the endpoint. The one before finishes what it was
    /// asked and is then ended: drained() follows for the endpoint in every case.
    void install(qint64 endpointId, qint64 modelId, std::unique_ptr<ServingWorker> worker);
    /// A worker that was given up is tried anew: its version stays live after all.
    void revive(qint64 endpointId);
    /// The endpoint is gone: its worker finishes what it was asked and is ended.
    void remove(qint64 endpointId);
    /// Ends every worker; stopped() follows.
    void shutDown();

Q_SIGNALS:
    void drained(qint64 endpointId);
    void stopped();

private:
    struct Slot
    {
        std::unique_ptr<ServingWorker> worker;
        qint64 modelId = 0;
        int failuresInARow = 0;
        QDateTime readySince;
    };

    void launch(qint64 endpointId);
    void watch(qint64 endpointId, ServingWorker *worker);
    void handleFailure(qint64 endpointId, const QString &problem);
    /// A version that an earlier start gave up is served after all.
    void noteRecovery(qint64 endpointId);
    void giveUp(qint64 endpointId, const QString &problem);
    void retire(std::unique_ptr<ServingWorker> worker, std::function<void()> drainedCallback);
    void checkStopped();

    SqliteStore &m_store;
    const WorkerLocator &m_locator;
    ServingLane &m_lane;
    const Options m_options;
    std::map<qint64, Slot> m_slots; ///< by endpoint id
    std::map<ServingWorker *, std::unique_ptr<ServingWorker>> m_leaving;
    bool m_shuttingDown = false;
    bool m_stoppedSaid = false;
};

} // namespace nsl
