// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/router.h"
#include "ingest/importrunner.h"

#include <QString>

#include <utility>

namespace nsl
{

/// Imports of files and sample data (contract 2.7).
class ImportController
{
public:
    /// `configurationFile` names the folders from which keys of the API may import: `[import] folders`.
    ImportController(SqliteStore &store, ImportRunner &imports, QString configurationFile)
        : m_store(store)
        , m_imports(imports)
        , m_configurationFile(std::move(configurationFile))
    {
    }
    void addRoutes(Router &router);

private:
    ApiResult start(const ApiCall &call);
    ApiResult preview(const ApiCall &call);
    ApiResult get(const ApiCall &call);
    ApiResult cancel(const ApiCall &call);
    ApiResult sample(const ApiCall &call);

    /// What the body asks for, with the file where it really lies; Forbidden where the caller may not read
    /// it.
    Outcome<ImportRequest> requestIn(const ApiCall &call) const;

    SqliteStore &m_store;
    ImportRunner &m_imports;
    QString m_configurationFile;
};

} // namespace nsl
