// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint.h"

namespace nsl
{

bool isMoving(const Endpoint &endpoint)
{
    const bool isNewWord = endpoint.status == EndpointStatus::Unknown && !endpoint.status.text.isEmpty();
    return endpoint.pendingVersion || isNewWord || isMoving(endpoint.status.value);
}

bool servesNothing(const Endpoint &endpoint)
{
    const bool isOut = endpoint.status == EndpointStatus::OutOfService;
    return !isMoving(endpoint) && !endpoint.activeVersion &&
           (isOut || (endpoint.activeIsKnown && endpoint.status == EndpointStatus::Failed));
}

} // namespace nsl
