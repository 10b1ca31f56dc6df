// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoints/deploymentservice.h"
#include "registryjson.h"

namespace nsl
{

/// An endpoint on the wire, with the URL under which this server answers for it.
inline QJsonObject endpointJson(Endpoint endpoint, const QString &baseUrl)
{
    endpoint.url = baseUrl + u"/v1/recommendations"_qs;
    return toJson(endpoint);
}

/// The answer to a promotion, whichever route asked for it.
inline QJsonObject promotionJson(const PromotionBegun &begun, const QString &jobName, const QString &baseUrl)
{
    return {{u"success"_qs, true},
            {u"job_name"_qs, jobName},
            {u"deployment"_qs,
             begun.deployment ? QJsonValue(toJson(*begun.deployment)) : QJsonValue(QJsonValue::Null)},
            {u"endpoint"_qs, endpointJson(begun.endpoint, baseUrl)}};
}

} // namespace nsl
