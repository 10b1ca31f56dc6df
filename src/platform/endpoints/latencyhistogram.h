// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <array>
#include <chrono>

namespace nsl
{

/// Counts durations in classes whose bounds grow by a constant factor, from 20 µs to 20 s; what lies beyond
/// is counted in the first or the last class. Fixed size, whatever is counted.
class LatencyHistogram
{
public:
    static constexpr int classes = 128;

    void add(std::chrono::nanoseconds duration);
    void add(const LatencyHistogram &other);
    void clear() { *this = {}; }

    qint64 count() const { return m_count; }
    /// Milliseconds below which a share (0 to 1) of the durations lies; 0 when nothing was counted.
    double percentileMs(double share) const;
    /// The upper bound of a class in seconds, and how many lie in it or below.
    static double boundSeconds(int index);
    qint64 countThrough(int index) const;

private:
    std::array<qint64, classes> m_counts{};
    qint64 m_count = 0;
};

} // namespace nsl
