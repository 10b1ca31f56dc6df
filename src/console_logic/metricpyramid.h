// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QtGlobal>

#include <vector>

namespace nsl
{

/// Minima and maxima of a growing series at many resolutions, so that a chart of any range needs few points
/// and never loses a spike. Base bucket 16, fan-out 4; values are kept as float32.
///
/// Values that are not finite do not count as extremes; a stretch that has none but those is a gap (NaN).
class MetricPyramid
{
public:
    struct Sample
    {
        qsizetype index = 0;
        float value = 0; ///< NaN: the line is broken here

        friend bool operator==(const Sample &, const Sample &) = default;
    };

    struct Extremes
    {
        qsizetype minimumIndex = -1; ///< -1: no finite value
        qsizetype maximumIndex = -1;
        float minimum = 0;
        float maximum = 0;
    };

    static constexpr qsizetype baseBucket = 16;
    static constexpr qsizetype fanOut = 4;

    void append(double value);
    void clear();
    qsizetype size() const { return qsizetype(m_values.size()); }
    float at(qsizetype index) const { return m_values[size_t(index)]; }
    qsizetype nonFiniteCount() const { return m_nonFinite; }

    /// At most `maximumPoints` samples (at least 4) of [first, last), in order of index: each bucket's first,
    /// minimum, maximum and last finite value. Ranges with fewer points come whole.
    QList<Sample> query(qsizetype first, qsizetype last, qsizetype maximumPoints) const;
    /// Exact extremes of [first, last).
    Extremes extremes(qsizetype first, qsizetype last) const;

private:
    void mergeLeaf(Extremes &into, qsizetype first, qsizetype last) const;

    std::vector<float> m_values;
    std::vector<std::vector<Extremes>> m_levels; ///< only complete buckets
    qsizetype m_nonFinite = 0;
};

} // namespace nsl
