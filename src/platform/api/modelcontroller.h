// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/router.h"
#include "endpoints/deploymentservice.h"
#include "endpoints/trialworkers.h"
#include "jobs/jobsupervisor.h"

namespace nsl
{

/// Versions under the vendor's name "models", and a family's life: deploy, deprecate, retire (contract 2.3).
class ModelController
{
public:
    ModelController(SqliteStore &store, DeploymentService &deployments, TrialWorkers &trials,
                    JobSupervisor &jobs, const QString &baseUrl)
        : m_store(store)
        , m_deployments(deployments)
        , m_trials(trials)
        , m_jobs(jobs)
        , m_baseUrl(baseUrl)
    {
    }
    void addRoutes(Router &router);

private:
    ApiResult list(const ApiCall &call);
    ApiResult get(const ApiCall &call);
    ApiResult create(const ApiCall &call);
    ApiResult patch(const ApiCall &call);
    void recommendations(const ApiCall &call, const ApiReply &reply);
    ApiResult remove(const ApiCall &call);
    ApiResult deploy(const ApiCall &call);
    ApiResult lifecycle(const ApiCall &call);

    Outcome<Version> versionWithId(qint64 id) const;
    /// The version that a body names: model_id of family_id; without model_id the family's latest.
    Outcome<Version> versionIn(const QJsonObject &body) const;
    Outcome<PromotionBegun> promote(const ApiCall &call, const QJsonObject &body, const Version &version);

    SqliteStore &m_store;
    DeploymentService &m_deployments;
    TrialWorkers &m_trials;
    JobSupervisor &m_jobs;
    const QString &m_baseUrl;
};

} // namespace nsl
