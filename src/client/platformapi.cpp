// SPDX-License-Identifier: GPL-3.0-or-later
#include "platformapi.h"

namespace nsl
{

QJsonObject toJson(const PromotionRequest &request)
{
    QJsonObject body{{u"job_name"_qs, request.jobName}};
    if (request.endpointId)
        body.insert(u"endpoint_id"_qs, request.endpointId->toJson());
    if (!request.comment.isEmpty())
        body.insert(u"comment"_qs, request.comment);
    if (request.expectedActiveJobName)
        body.insert(u"expected_active_job_name"_qs, *request.expectedActiveJobName);
    return body;
}

} // namespace nsl
