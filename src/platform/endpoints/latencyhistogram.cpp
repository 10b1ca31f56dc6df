// SPDX-License-Identifier: GPL-3.0-or-later
#include "latencyhistogram.h"

#include <algorithm>
#include <cmath>

namespace nsl
{

namespace
{

constexpr double lowestBound = 20e-6; // seconds: the upper bound of the first class
constexpr double highestBound = 20;   // the lower bound of the last one

/// ln of the factor between two bounds.
double step()
{
    static const double value = std::log(highestBound / lowestBound) / (LatencyHistogram::classes - 2);
    return value;
}

} // namespace

void LatencyHistogram::add(std::chrono::nanoseconds duration)
{
    const double seconds = std::chrono::duration<double>(duration).count();
    const double place = seconds <= lowestBound ? 0 : std::ceil(std::log(seconds / lowestBound) / step());
    ++m_counts[static_cast<std::size_t>(std::clamp(place, 0.0, classes - 1.0))];
    ++m_count;
}

void LatencyHistogram::add(const LatencyHistogram &other)
{
    for (std::size_t i = 0; i < m_counts.size(); ++i)
        m_counts[i] += other.m_counts[i];
    m_count += other.m_count;
}

double LatencyHistogram::boundSeconds(int index)
{
    return lowestBound * std::exp(step() * index);
}

double LatencyHistogram::percentileMs(double share) const
{
    if (m_count == 0)
        return 0;
    const double wanted = share * static_cast<double>(m_count);
    double below = 0;
    for (int i = 0; i < classes; ++i) {
        const auto here = static_cast<double>(m_counts[static_cast<std::size_t>(i)]);
        if (here > 0 && below + here >= wanted) {
            // Spread evenly, on the scale of the bounds, over the class.
            const double part = std::clamp((wanted - below) / here, 0.0, 1.0);
            return 1000 * boundSeconds(i) * std::exp(step() * (part - 1));
        }
        below += here;
    }
    return 1000 * boundSeconds(classes - 1);
}

qint64 LatencyHistogram::countThrough(int index) const
{
    qint64 count = 0;
    for (int i = 0; i <= index; ++i)
        count += m_counts[static_cast<std::size_t>(i)];
    return count;
}

} // namespace nsl
