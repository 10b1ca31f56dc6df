// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/router.h"
#include "endpoints/deploymentservice.h"
#include "endpoints/servingsupervisor.h"
#include "store/sqlitestore.h"

namespace nsl
{

/// Serving targets: making and changing them, and what serves or served where (contract 2.3).
class EndpointController
{
public:
    /// `baseUrl` is read at each request: it is known once the server listens.
    EndpointController(SqliteStore &store, ServingSupervisor &serving, const QString &baseUrl)
        : m_store(store)
        , m_serving(serving)
        , m_baseUrl(baseUrl)
    {
    }
    void addRoutes(Router &router);

private:
    ApiResult list(const ApiCall &call);
    ApiResult create(const ApiCall &call);
    ApiResult update(const ApiCall &call);
    ApiResult remove(const ApiCall &call);
    ApiResult metrics(const ApiCall &call);
    ApiResult activeModel(const ApiCall &call);
    ApiResult productionAt(const ApiCall &call);
    /// Traffic follows what was changed before the change is answered.
    ApiResult published(ApiResult result);
    Outcome<Endpoint> endpointIn(const ApiCall &call) const;

    SqliteStore &m_store;
    ServingSupervisor &m_serving;
    const QString &m_baseUrl;
};

} // namespace nsl
