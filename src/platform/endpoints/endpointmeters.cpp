// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpointmeters.h"

#include <algorithm>

namespace nsl
{

void EndpointMeters::declare(qint64 endpointId)
{
    const std::lock_guard lock(m_mutex);
    m_declared.insert(endpointId);
}

void EndpointMeters::record(qint64 endpointId, std::chrono::nanoseconds latency, bool isError, qint64 now)
{
    const std::lock_guard lock(m_mutex);
    if (!m_declared.contains(endpointId))
        return;
    std::unique_ptr<Meter> &meter = m_meters[endpointId];
    if (!meter) {
        meter = std::make_unique<Meter>();
        meter->totals.endpointId = endpointId;
    }
    const qint64 number = now / slotSeconds;
    Slot &slot = meter->ring[static_cast<std::size_t>(number % slotCount)];
    if (slot.number != number) {
        slot.number = number;
        slot.errors = 0;
        slot.latencies.clear();
    }
    slot.latencies.add(latency);
    slot.errors += isError ? 1 : 0;
    MeterTotals &totals = meter->totals;
    ++totals.requests;
    totals.errors += isError ? 1 : 0;
    totals.seconds += std::chrono::duration<double>(latency).count();
    totals.latencies.add(latency);
}

MeterReport EndpointMeters::report(qint64 endpointId, int minutes, qint64 now) const
{
    const qint64 last = now / slotSeconds;
    const qint64 slotsWanted = std::clamp(minutes, 1, maxMinutes) * 60 / slotSeconds;
    MeterReport report;
    LatencyHistogram whole;
    const std::lock_guard lock(m_mutex);
    const auto found = m_meters.find(endpointId);
    for (qint64 number = last - slotsWanted + 1; number <= last; ++number) {
        MeterPoint point;
        point.at = number * slotSeconds;
        if (found != m_meters.end()) {
            const Slot &slot = found->second->ring[static_cast<std::size_t>(number % slotCount)];
            if (slot.number == number) {
                point.requests = slot.latencies.count();
                point.errors = slot.errors;
                point.p50Ms = slot.latencies.percentileMs(0.5);
                point.p99Ms = slot.latencies.percentileMs(0.99);
                whole.add(slot.latencies);
                report.whole.errors += slot.errors;
            }
        }
        report.series.append(point);
    }
    report.whole.at = report.series.first().at;
    report.whole.requests = whole.count();
    report.whole.p50Ms = whole.percentileMs(0.5);
    report.whole.p99Ms = whole.percentileMs(0.99);
    // The running slot has only begun.
    const qint64 seconds = std::max<qint64>(now - report.whole.at + 1, 1);
    report.requestsPerSecond = static_cast<double>(whole.count()) / static_cast<double>(seconds);
    return report;
}

QList<MeterTotals> EndpointMeters::totals() const
{
    const std::lock_guard lock(m_mutex);
    QList<MeterTotals> all;
    for (const auto &[id, meter] : m_meters)
        all.append(meter->totals);
    return all;
}

void EndpointMeters::forget(qint64 endpointId)
{
    const std::lock_guard lock(m_mutex);
    m_declared.erase(endpointId);
    m_meters.erase(endpointId);
}

} // namespace nsl
