// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/router.h"

namespace nsl
{

/// Model families, endpoints and deployments (contract 2.3).
class RegistryController
{
public:
    RegistryController(SqliteStore &store, const QString &baseUrl)
        : m_store(store)
        , m_baseUrl(baseUrl)
    {
    }
    void addRoutes(Router &router);

private:
    ApiResult families(const ApiCall &call);
    ApiResult family(const ApiCall &call);
    ApiResult details(const ApiCall &call);
    ApiResult endpoints(const ApiCall &call);
    ApiResult deployment(const ApiCall &call);

    Outcome<Family> familyWithId(qint64 id) const;

    SqliteStore &m_store;
    const QString &m_baseUrl;
};

} // namespace nsl
