// SPDX-License-Identifier: GPL-3.0-or-later
#include "metricpyramid.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nsl
{

namespace
{

void widen(MetricPyramid::Extremes &into, const MetricPyramid::Extremes &other)
{
    if (other.minimumIndex < 0)
        return;
    if (into.minimumIndex < 0 || other.minimum < into.minimum) {
        into.minimum = other.minimum;
        into.minimumIndex = other.minimumIndex;
    }
    if (into.maximumIndex < 0 || other.maximum > into.maximum) {
        into.maximum = other.maximum;
        into.maximumIndex = other.maximumIndex;
    }
}

} // namespace

void MetricPyramid::append(double value)
{
    // A finite double beyond float32 is kept as the largest float, not as infinity: it still is a spike.
    float stored = float(value);
    if (std::isfinite(value) && !std::isfinite(stored))
        stored = std::copysign(std::numeric_limits<float>::max(), float(value > 0 ? 1 : -1));
    m_values.push_back(stored);
    if (!std::isfinite(stored))
        ++m_nonFinite;
    qsizetype bucket = baseBucket;
    for (size_t level = 0;; ++level, bucket *= fanOut) {
        if (size() % bucket != 0)
            return;
        if (m_levels.size() == level)
            m_levels.emplace_back();
        Extremes extremes;
        if (level == 0) {
            mergeLeaf(extremes, size() - baseBucket, size());
        } else {
            const std::vector<Extremes> &below = m_levels[level - 1];
            for (size_t i = below.size() - size_t(fanOut); i < below.size(); ++i)
                widen(extremes, below[i]);
        }
        m_levels[level].push_back(extremes);
    }
}

void MetricPyramid::clear()
{
    m_values.clear();
    m_levels.clear();
    m_nonFinite = 0;
}

void MetricPyramid::mergeLeaf(Extremes &into, qsizetype first, qsizetype last) const
{
    for (qsizetype i = first; i < last; ++i) {
        const float value = m_values[size_t(i)];
        if (std::isfinite(value))
            widen(into, {i, i, value, value});
    }
}

MetricPyramid::Extremes MetricPyramid::extremes(qsizetype first, qsizetype last) const
{
    Extremes result;
    first = std::max<qsizetype>(first, 0);
    last = std::min(last, size());
    while (first < last) {
        // The largest complete bucket that begins here and ends in the range.
        qsizetype bucket = baseBucket;
        const Extremes *best = nullptr;
        qsizetype step = 0;
        for (const std::vector<Extremes> &level : m_levels) {
            if (first % bucket != 0 || first + bucket > last || size_t(first / bucket) >= level.size())
                break;
            best = &level[size_t(first / bucket)];
            step = bucket;
            bucket *= fanOut;
        }
        if (best) {
            widen(result, *best);
            first += step;
            continue;
        }
        const qsizetype end = std::min(last, (first / baseBucket + 1) * baseBucket);
        mergeLeaf(result, first, end);
        first = end;
    }
    return result;
}

QList<MetricPyramid::Sample> MetricPyramid::query(qsizetype first, qsizetype last,
                                                  qsizetype maximumPoints) const
{
    first = std::max<qsizetype>(first, 0);
    last = std::min(last, size());
    maximumPoints = std::max<qsizetype>(maximumPoints, 4);
    QList<Sample> samples;
    if (first >= last)
        return samples;
    constexpr float gap = std::numeric_limits<float>::quiet_NaN();
    if (last - first <= maximumPoints) {
        samples.reserve(last - first);
        for (qsizetype i = first; i < last; ++i)
            samples.append({i, std::isfinite(at(i)) ? at(i) : gap});
        return samples;
    }
    const qsizetype buckets = maximumPoints / 4;
    samples.reserve(buckets * 4);
    const auto isGap = [this](qsizetype index) { return !std::isfinite(at(index)); };
    for (qsizetype b = 0; b < buckets; ++b) {
        qsizetype begin = first + (last - first) * b / buckets;
        qsizetype end = first + (last - first) * (b + 1) / buckets;
        const Extremes range = extremes(begin, end);
        if (range.minimumIndex < 0) {
            samples.append({begin, gap});
            continue;
        }
        const qsizetype lowest = std::min(range.minimumIndex, range.maximumIndex);
        const qsizetype highest = std::max(range.minimumIndex, range.maximumIndex);
        // There is a finite value at both ends of these searches: they stop.
        while (begin < lowest && isGap(begin))
            ++begin;
        while (end - 1 > highest && isGap(end - 1))
            --end;
        qsizetype previous = -1;
        for (const qsizetype index : {begin, lowest, highest, end - 1}) {
            if (index != previous)
                samples.append({index, at(index)});
            previous = index;
        }
    }
    return samples;
}

} // namespace nsl
