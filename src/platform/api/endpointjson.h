// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoints/deploymentservice.h"
#include "endpoints/endpointmeters.h"
#include "jsonwrite.h"
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

/// How an endpoint did in the last minutes: sums, and the same for every slot of ten seconds.
inline QJsonObject metersJson(const MeterReport &report, qint64 endpointId, int minutes)
{
    QJsonArray series;
    for (const MeterPoint &point : report.series) {
        series.append(
            QJsonObject{{u"time"_qs, json::isoTime(QDateTime::fromSecsSinceEpoch(point.at, Qt::UTC))},
                        {u"requests"_qs, point.requests},
                        {u"errors"_qs, point.errors},
                        {u"p50_ms"_qs, point.p50Ms},
                        {u"p99_ms"_qs, point.p99Ms}});
    }
    return {{u"endpoint_id"_qs, endpointId},
            {u"minutes"_qs, minutes},
            {u"seconds_per_point"_qs, EndpointMeters::slotSeconds},
            {u"requests"_qs, report.whole.requests},
            {u"requests_per_second"_qs, report.requestsPerSecond},
            {u"p50_ms"_qs, report.whole.p50Ms},
            {u"p99_ms"_qs, report.whole.p99Ms},
            {u"errors"_qs, report.whole.errors},
            {u"series"_qs, series}};
}

} // namespace nsl
