// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/router.h"

namespace nsl
{

class EndpointMeters;

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
    OperationsController(SqliteStore &store, ServerIdentity identity, const EndpointMeters &meters)
        : m_store(store)
        , m_identity(std::move(identity))
        , m_meters(meters)
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
    const ServerIdentity m_identity;
    const EndpointMeters &m_meters;
};

} // namespace nsl
