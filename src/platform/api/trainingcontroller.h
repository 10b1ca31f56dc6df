// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/router.h"
#include "endpoints/deploymentservice.h"
#include "jobs/jobsupervisor.h"
#include "jobs/retrainservice.h"
#include "jobs/trainingservice.h"

namespace nsl
{

/// Training runs (contract 2.2).
class TrainingController
{
public:
    TrainingController(SqliteStore &store, TrainingService &training, RetrainService &retraining,
                       JobSupervisor &jobs, DeploymentService &deployments, const QString &baseUrl);
    void addRoutes(Router &router);

private:
    void start(const ApiCall &call, const ApiReply &reply);
    ApiResult list(const ApiCall &call);
    ApiResult get(const ApiCall &call);
    /// Without reading a measurement, of which there may be millions.
    ApiResult manifest(const ApiCall &call);
    ApiResult patch(const ApiCall &call);
    ApiResult approve(const ApiCall &call);
    ApiResult promote(const ApiCall &call);
    ApiResult stop(const ApiCall &call);
    ApiResult remove(const ApiCall &call);
    ApiResult endpoint(const ApiCall &call);
    ApiResult metrics(const ApiCall &call);
    ApiResult logs(const ApiCall &call);

    Outcome<TrainingJob> named(const QString &jobName) const;
    /// The version that a run made; Conflict while it has made none.
    Outcome<Version> versionOf(const TrainingJob &job) const;

    SqliteStore &m_store;
    TrainingService &m_training;
    RetrainService &m_retraining;
    JobSupervisor &m_jobs;
    DeploymentService &m_deployments;
    const QString &m_baseUrl;
};

} // namespace nsl
