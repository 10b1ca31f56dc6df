// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/eventstreams.h"
#include "api/router.h"
#include "jobs/jobsupervisor.h"

namespace nsl
{

/// Event streams: a run's log, measurements and status as they come, and notices of what changed
/// (contract 2.2).
class StreamController
{
public:
    StreamController(SqliteStore &store, JobSupervisor &jobs, EventStreams &streams)
        : m_store(store)
        , m_jobs(jobs)
        , m_streams(streams)
    {
    }
    void addRoutes(Router &router);

private:
    void job(const ApiCall &call, const ApiReply &reply);
    void changes(const ApiCall &call, const ApiReply &reply);

    SqliteStore &m_store;
    JobSupervisor &m_jobs;
    EventStreams &m_streams;
};

} // namespace nsl
