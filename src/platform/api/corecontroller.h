// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/router.h"
#include "endpoints/recommender.h"

namespace nsl
{

/// The Core API: tokens, items, events, recommendations (contract 1 and 3).
class CoreController
{
public:
    CoreController(SqliteStore &store, Credentials &credentials, Recommender &recommender)
        : m_store(store)
        , m_credentials(credentials)
        , m_recommender(recommender)
    {
    }
    void addRoutes(Router &router);

private:
    ApiResult token(const ApiCall &call);
    ApiResult items(const ApiCall &call);
    ApiResult item(const ApiCall &call);
    ApiResult events(const ApiCall &call);
    ApiResult event(const ApiCall &call);
    void recommendations(const ApiCall &call, const ApiReply &reply);

    SqliteStore &m_store;
    Credentials &m_credentials;
    Recommender &m_recommender;
};

} // namespace nsl
