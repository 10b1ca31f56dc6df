// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoints/latencyhistogram.h"

#include <QList>

#include <array>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <set>

namespace nsl
{

/// How an endpoint did in one stretch of time.
struct MeterPoint
{
    qint64 at = 0; ///< its begin, Unix seconds
    qint64 requests = 0;
    qint64 errors = 0; ///< of the requests, those that could not be answered (5xx)
    double p50Ms = 0;  ///< 0 without requests
    double p99Ms = 0;
};

struct MeterReport
{
    double requestsPerSecond = 0;
    MeterPoint whole;
    QList<MeterPoint> series; ///< oldest first, one point for each slot, quiet ones too
};

/// Everything since the start of the process.
struct MeterTotals
{
    qint64 endpointId = 0;
    qint64 requests = 0;
    qint64 errors = 0;
    double seconds = 0; ///< summed over the requests
    LatencyHistogram latencies;
};

/// Counts what each endpoint answers and how long it takes: slots of ten seconds for the last hour, in memory
/// alone, of a fixed size per endpoint (about 380 KiB). Thread-safe.
class EndpointMeters
{
public:
    static constexpr int slotSeconds = 10;
    static constexpr int maxMinutes = 60;

    /// The endpoint exists: what it answers is counted until forget().
    void declare(qint64 endpointId);
    /// Nothing for an endpoint that is not declared: a request may end after its endpoint was deleted.
    /// `now` is Unix seconds; given, so that tests need not wait.
    void record(qint64 endpointId, std::chrono::nanoseconds latency, bool isError, qint64 now);
    /// The last `minutes` (1 to maxMinutes), the running slot included. Percentiles lie within 6 % of the
    /// true ones.
    MeterReport report(qint64 endpointId, int minutes, qint64 now) const;
    QList<MeterTotals> totals() const;
    /// The endpoint is gone.
    void forget(qint64 endpointId);

private:
    static constexpr int slotCount = maxMinutes * 60 / slotSeconds;
    struct Slot
    {
        qint64 number = -1; ///< Unix seconds / slotSeconds; an older one's content counts no more
        qint64 errors = 0;
        LatencyHistogram latencies;
    };
    struct Meter
    {
        std::array<Slot, slotCount> ring;
        MeterTotals totals;
    };

    mutable std::mutex m_mutex; // guards m_declared and m_meters
    std::set<qint64> m_declared;
    std::map<qint64, std::unique_ptr<Meter>> m_meters;
};

} // namespace nsl
