// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/router.h"
#include "store/sqlitestore.h"

namespace nsl
{

/// Model families and deployments (contract 2.3).
class RegistryController
{
public:
    explicit RegistryController(SqliteStore &store)
        : m_store(store)
    {
    }
    void addRoutes(Router &router);

private:
    ApiResult families(const ApiCall &call);
    ApiResult family(const ApiCall &call);
    ApiResult details(const ApiCall &call);
    ApiResult deployment(const ApiCall &call);

    Outcome<Family> familyWithId(qint64 id) const;

    SqliteStore &m_store;
};

} // namespace nsl
