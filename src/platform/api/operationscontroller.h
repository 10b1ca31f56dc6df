// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/router.h"
#include "endpoints/endpointmeters.h"

namespace nsl
{

/// What this server says about itself.
struct ServerIdentity
{
    QString workspace;     ///< folder
    QString instance;      ///< random, new at each start
    QByteArray sessionKey; ///< the key of the hand-over file; proves who answers at /api/instance
};

/// Journal, identity, health and Prometheus' text (contract 2.3 and 2.7).
class OperationsController
{
public:
    OperationsController(SqliteStore &store, const EndpointMeters &meters, ServerIdentity identity)
        : m_store(store)
        , m_meters(meters)
        , m_identity(std::move(identity))
    {
    }
    void addRoutes(Router &router);

private:
    ApiResult journal(const ApiCall &call);
    ApiResult instance(const ApiCall &call);
    ApiResult whoami(const ApiCall &call);
    ApiResult users(const ApiCall &call);
    ApiResult health(const ApiCall &call);
    void metrics(const ApiCall &call, const ApiReply &reply);

    SqliteStore &m_store;
    const EndpointMeters &m_meters;
    const ServerIdentity m_identity;
};

} // namespace nsl
