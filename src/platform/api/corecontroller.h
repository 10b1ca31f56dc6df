// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/router.h"
#include "endpoints/recommender.h"

namespace nsl
{

/// The Core API's tokens, recommendations and search (contract 1 and 3).
class CoreController
{
public:
    CoreController(Credentials &credentials, Recommender &recommender)
        : m_credentials(credentials)
        , m_recommender(recommender)
    {
    }
    void addRoutes(Router &router);

private:
    ApiResult token(const ApiCall &call);
    ApiResult search(const ApiCall &call);
    void recommendations(const ApiCall &call, const ApiReply &reply);

    Credentials &m_credentials;
    Recommender &m_recommender;
};

} // namespace nsl
