// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/router.h"
#include "endpoints/servinglane.h"

namespace nsl
{

/// The Core API's tokens, recommendations and search (contract 1 and 3).
class CoreController
{
public:
    CoreController(Credentials &credentials, ServingLane &lane)
        : m_credentials(credentials)
        , m_lane(lane)
    {
    }
    void addRoutes(Router &router);

private:
    ApiResult token(const ApiCall &call);
    ApiResult search(const ApiCall &call);
    /// On the serving lane.
    void recommendations(const ApiCall &call, const ApiReply &reply);

    Credentials &m_credentials;
    ServingLane &m_lane;
};

} // namespace nsl
