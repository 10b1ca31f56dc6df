// SPDX-License-Identifier: GPL-3.0-or-later
#include "metricpyramid.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nsl
{

void MetricPyramid::count(Tally &into, double value)
{
    if (std::isnan(value))
        ++into.notANumber;
    else if (std::isinf(value))
        ++into.infinite;
    else if (value <= 0)
        ++into.notPositive;
}

void MetricPyramid::widen(Extremes &into, const Bucket &bucket) const
{
    if (bucket.minimumIndex < 0)
        return;
    const double low = at(bucket.minimumIndex);
    const double high = at(bucket.maximumIndex);
    if (into.minimumIndex < 0 || low < into.minimum) {
        into.minimum = low;
        into.minimumIndex = bucket.minimumIndex;
    }
    if (into.maximumIndex < 0 || high > into.maximum) {
        into.maximum = high;
        into.maximumIndex = bucket.maximumIndex;
    }
}

void MetricPyramid::append(double value)
{
    if (size() % baseBucket == 0)
        m_before.push_back(m_total);
    m_values.push_back(value);
    count(m_total, value);
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
            const std::vector<Bucket> &below = m_levels[level - 1];
            for (size_t i = below.size() - size_t(fanOut); i < below.size(); ++i)
                widen(extremes, below[i]);
        }
        m_levels[level].push_back({extremes.minimumIndex, extremes.maximumIndex});
    }
}

void MetricPyramid::clear()
{
    m_values.clear();
    m_levels.clear();
    m_before.clear();
    m_total = {};
}

void MetricPyramid::mergeLeaf(Extremes &into, qsizetype first, qsizetype last) const
{
    for (qsizetype i = first; i < last; ++i) {
        if (std::isfinite(at(i)))
            widen(into, {i, i});
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
        const Bucket *best = nullptr;
        qsizetype step = 0;
        for (const std::vector<Bucket> &level : m_levels) {
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

MetricPyramid::Tally MetricPyramid::tally(qsizetype first, qsizetype last) const
{
    first = std::max<qsizetype>(first, 0);
    last = std::min(last, size());
    if (first >= last)
        return {};
    const auto before = [this](qsizetype index) {
        if (index == size())
            return m_total;
        Tally counted = m_before[size_t(index / baseBucket)];
        for (qsizetype i = index / baseBucket * baseBucket; i < index; ++i)
            count(counted, at(i));
        return counted;
    };
    const Tally from = before(first);
    const Tally to = before(last);
    return {to.notANumber - from.notANumber, to.infinite - from.infinite, to.notPositive - from.notPositive};
}

QList<MetricPyramid::Sample> MetricPyramid::query(qsizetype first, qsizetype last,
                                                  qsizetype maximumPoints) const
{
    first = std::max<qsizetype>(first, 0);
    last = std::min(last, size());
    maximumPoints = std::max<qsizetype>(maximumPoints, 5);
    QList<Sample> samples;
    if (first >= last)
        return samples;
    if (last - first <= maximumPoints) {
        samples.reserve(last - first);
        for (qsizetype i = first; i < last; ++i)
            samples.append({i, at(i)});
        return samples;
    }
    const auto isBroken = [this](qsizetype from, qsizetype to) {
        const Tally tally = this->tally(from, to);
        return tally.notANumber + tally.infinite > 0;
    };
    const bool broken = isBroken(first, last);
    const qsizetype buckets = maximumPoints / (broken ? 5 : 4);
    samples.reserve(buckets * (broken ? 5 : 4));
    const auto isGap = [this](qsizetype index) { return !std::isfinite(at(index)); };
    for (qsizetype b = 0; b < buckets; ++b) {
        qsizetype begin = first + (last - first) * b / buckets;
        qsizetype end = first + (last - first) * (b + 1) / buckets;
        qsizetype gap = -1;
        if (broken && isBroken(begin, end)) {
            gap = begin;
            while (!isGap(gap))
                ++gap;
        }
        const Extremes range = extremes(begin, end);
        if (range.minimumIndex < 0) {
            samples.append({begin, at(begin)});
            continue;
        }
        // There is a finite value at both ends of these searches: they stop.
        while (isGap(begin))
            ++begin;
        while (isGap(end - 1))
            --end;
        std::array<qsizetype, 5> chosen{begin, range.minimumIndex, range.maximumIndex, end - 1, gap};
        std::sort(chosen.begin(), chosen.end());
        qsizetype previous = -1;
        for (const qsizetype index : chosen) {
            if (index != previous)
                samples.append({index, at(index)});
            previous = index;
        }
    }
    return samples;
}

} // namespace nsl
