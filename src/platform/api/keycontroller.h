// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/router.h"
#include "store/credentials.h"

namespace nsl
{

/// Platform API keys (contract 2.6).
class KeyController
{
public:
    KeyController(SqliteStore &store, Credentials &credentials)
        : m_store(store)
        , m_credentials(credentials)
    {
    }
    void addRoutes(Router &router);

private:
    ApiResult list(const ApiCall &call);
    ApiResult create(const ApiCall &call);
    ApiResult update(const ApiCall &call);
    ApiResult revoke(const ApiCall &call);

    SqliteStore &m_store;
    Credentials &m_credentials;
};

} // namespace nsl
