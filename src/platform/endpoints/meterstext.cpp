// SPDX-License-Identifier: GPL-3.0-or-later
#include "meterstext.h"

namespace nsl
{

void addServingMetrics(PrometheusText &page, const EndpointMeters &meters, qint64 now)
{
    const QList<MeterTotals> totals = meters.totals();
    const auto labels = [](const MeterTotals &one) {
        return PrometheusText::Labels{{u"endpoint_id"_qs, QString::number(one.endpointId)}};
    };
    page.family(u"nsl_recommendation_requests_total"_qs, u"counter"_qs,
                u"Requests for recommendations that an endpoint was asked."_qs);
    for (const MeterTotals &one : totals)
        page.sample(one.requests, labels(one));
    page.family(u"nsl_recommendation_errors_total"_qs, u"counter"_qs,
                u"Of these, the ones that could not be answered."_qs);
    for (const MeterTotals &one : totals)
        page.sample(one.errors, labels(one));
    page.family(u"nsl_recommendation_seconds_total"_qs, u"counter"_qs,
                u"Time from the arrival of the requests to their answers, summed."_qs);
    for (const MeterTotals &one : totals)
        page.sample(one.seconds, labels(one));
    page.family(u"nsl_recommendation_latency_seconds"_qs, u"gauge"_qs, u"Percentiles of the last minute."_qs);
    for (const MeterTotals &one : totals) {
        const MeterReport minute = meters.report(one.endpointId, 1, now);
        for (const auto &[quantile, milliseconds] :
             {std::pair(u"0.5"_qs, minute.whole.p50Ms), std::pair(u"0.99"_qs, minute.whole.p99Ms)}) {
            auto both = labels(one);
            both.append({u"quantile"_qs, quantile});
            page.sample(milliseconds / 1000, both);
        }
    }
}

} // namespace nsl
