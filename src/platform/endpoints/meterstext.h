// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoints/endpointmeters.h"
#include "operations/prometheustext.h"

namespace nsl
{

/// The part of GET /metrics that the recommendations know: requests, errors and seconds per endpoint since
/// the start, p50 and p99 of the last minute. `now` is Unix seconds.
void addServingMetrics(PrometheusText &page, const EndpointMeters &meters, qint64 now);

} // namespace nsl
