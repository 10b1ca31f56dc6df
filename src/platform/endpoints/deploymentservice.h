// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoints/deploymentrun.h"

#include <QObject>

#include <map>
#include <memory>

namespace nsl
{

/// What a person asks for when promoting.
struct PromotionRequest
{
    qint64 modelId = 0;
    std::optional<qint64> endpointId; ///< absent = the default target of the version's model type
    QString comment;
    std::optional<QString> expectedActiveJobName; ///< Conflict "production_changed" when another one is live
};

/// What a promotion began; no deployment where the version is live already.
struct PromotionBegun
{
    std::optional<Deployment> deployment;
    Endpoint endpoint;
};

/// Decides whether a version may be put live and runs the deployments (contract 2.4). Lives on the main
/// thread.
class DeploymentService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DeploymentService)

public:
    DeploymentService(SqliteStore &store, ServingSupervisor &serving, QObject *parent = nullptr);
    ~DeploymentService() override;

    /// Ends the deployments that an earlier platform left unfinished: before the switch as failed, after it
    /// as done. To be called before anything is served.
    Outcome<Done> reconcile();
    /// Returns when "Updating" (or "Creating") and the pending version are stored.
    Outcome<PromotionBegun> promote(const Actor &actor, const QString &requestId,
                                    const PromotionRequest &request);
    /// Ends what is under way.
    void shutDown();

private:
    void begin(const Deployment &deployment, const Endpoint &previous, const Actor &actor);
    Outcome<Version> promotableVersion(qint64 modelId) const;
    Outcome<Endpoint> targetFor(const PromotionRequest &request, const QString &modelType) const;

    SqliteStore &m_store;
    ServingSupervisor &m_serving;
    std::map<qint64, std::unique_ptr<DeploymentRun>> m_runs; ///< by deployment id
};

} // namespace nsl
