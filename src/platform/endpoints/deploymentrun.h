// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoints/servingsupervisor.h"
#include "store/sqlitestore.h"

#include <QJsonObject>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>

namespace nsl
{

/// One promotion on its way: starting, loading, verifying, warming, switching, draining, each stored as it is
/// reached. The version that was live goes on serving until the new one has answered for real users; whatever
/// fails before the switch leaves it as it was.
class DeploymentRun : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DeploymentRun)

public:
    static constexpr int warmUpUsers = 5;
    /// Between two attempts to store an end that the store did not take, because the disk was full for
    /// example.
    static constexpr std::chrono::milliseconds storeRetryPause{500};

    /// `previous` is the endpoint as it was before the promotion.
    DeploymentRun(SqliteStore &store, ServingSupervisor &serving, const Deployment &deployment,
                  const Endpoint &previous, const Actor &actor);

    ~DeploymentRun() override;

    qint64 endpointId() const { return m_previous.id; }
    void start();
    /// The platform stops: the promotion ends here, as failed.
    void interrupt(const QString &reason);

Q_SIGNALS:
    /// The store says how it ended. Emitted once.
    void ended();

private:
    void enter(DeploymentPhase phase);
    void warmNextUser();
    void switchTraffic();
    /// Journals the switch with the moment from which the new version answers.
    Outcome<Done> noteSwitched(StateChange &change);
    void finishDrained();
    void fail(const QString &reason);
    /// Stores the end, again and again until the store takes it: without it the endpoint would be updating
    /// for ever.
    void conclude(std::function<Outcome<Done>()> storing);

    SqliteStore &m_store;
    ServingSupervisor &m_serving;
    Deployment m_deployment;
    const Endpoint m_previous;
    const Actor m_actor;
    std::unique_ptr<ServingWorker> m_worker;
    QStringList m_warmUp;
    std::function<Outcome<Done>()> m_storing; ///< the end, while it is not stored
    QTimer m_storeTimer;
    QJsonObject m_stateBefore; ///< of the endpoint, until its switch is journalled
    bool m_hasEnded = false;
    bool m_switched = false;
};

/// Stores that a deployment did not succeed and that its endpoint is as before, in one transaction:
/// RolledBack where a version stays live, Failed where none was.
Outcome<Done> storeFailedDeployment(SqliteStore &store, const Deployment &deployment, const QString &reason,
                                    EndpointStatus statusBefore);

} // namespace nsl
