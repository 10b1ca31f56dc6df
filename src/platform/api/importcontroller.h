// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/router.h"
#include "ingest/importrunner.h"

namespace nsl
{

/// Imports of files and sample data (contract 2.7).
class ImportController
{
public:
    ImportController(SqliteStore &store, ImportRunner &imports)
        : m_store(store)
        , m_imports(imports)
    {
    }
    void addRoutes(Router &router);

private:
    ApiResult start(const ApiCall &call);
    ApiResult get(const ApiCall &call);
    ApiResult cancel(const ApiCall &call);
    ApiResult sample(const ApiCall &call);

    SqliteStore &m_store;
    ImportRunner &m_imports;
};

} // namespace nsl
