// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/router.h"
#include "store/sqlitestore.h"

namespace nsl
{

/// The catalogue over the Core API (contract 3).
class ItemController
{
public:
    explicit ItemController(SqliteStore &store)
        : m_store(store)
    {
    }
    void addRoutes(Router &router);

private:
    ApiResult list(const ApiCall &call);
    ApiResult get(const ApiCall &call);
    ApiResult create(const ApiCall &call);
    ApiResult update(const ApiCall &call);
    ApiResult remove(const ApiCall &call);
    ApiResult removeByBody(const ApiCall &call);
    ApiResult removeAll(const QStringList &ids);

    SqliteStore &m_store;
};

} // namespace nsl
