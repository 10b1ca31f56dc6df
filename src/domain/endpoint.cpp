// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint.h"

namespace nsl
{

PromotionOutcome promotionOutcome(const Endpoint &endpoint, const QString &requestedJobName)
{
    if (isMoving(endpoint.status.value) || endpoint.pendingVersion)
        return PromotionOutcome::Running;
    const bool serving = endpoint.status == EndpointStatus::InService && endpoint.activeVersion &&
                         endpoint.activeVersion->jobName == requestedJobName &&
                         endpoint.failureReason.isEmpty();
    return serving ? PromotionOutcome::Succeeded : PromotionOutcome::Failed;
}

} // namespace nsl
