// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QtGlobal>

#include <vector>

namespace nsl
{

/// A growing series of measurements that can be read at any resolution, so that a chart of any range needs
/// few points and never loses a spike. Base bucket 16, fan-out 4. Values are kept as they were reported; the
/// levels hold only where each bucket has its extremes.
///
/// Values that are not finite do not count as extremes; they are handed out as they are, and counted.
class MetricPyramid
{
public:
    struct Sample
    {
        qsizetype index = 0;
        double value = 0; ///< NaN or infinite: the line is broken here

        friend bool operator==(const Sample &, const Sample &) = default;
    };

    struct Extremes
    {
        qsizetype minimumIndex = -1; ///< -1: no finite value
        qsizetype maximumIndex = -1;
        double minimum = 0;
        double maximum = 0;
    };

    /// How many values of a range have no place on an axis.
    struct Tally
    {
        qsizetype notANumber = 0;
        qsizetype infinite = 0;    ///< of either sign
        qsizetype notPositive = 0; ///< finite and zero or less: without a place on a logarithmic axis

        friend bool operator==(const Tally &, const Tally &) = default;
    };

    static constexpr qsizetype baseBucket = 16;
    static constexpr qsizetype fanOut = 4;

    void append(double value);
    void clear();
    qsizetype size() const { return qsizetype(m_values.size()); }
    double at(qsizetype index) const { return m_values[size_t(index)]; }

    /// At most `maximumPoints` samples (at least 5) of [first, last), in order of index: each bucket's first,
    /// minimum, maximum and last finite value, and its first one that is not finite. Ranges with fewer points
    /// come whole.
    QList<Sample> query(qsizetype first, qsizetype last, qsizetype maximumPoints) const;
    /// Exact extremes of [first, last).
    Extremes extremes(qsizetype first, qsizetype last) const;
    Tally tally(qsizetype first, qsizetype last) const;

private:
    struct Bucket
    {
        qsizetype minimumIndex = -1;
        qsizetype maximumIndex = -1;
    };

    void widen(Extremes &into, const Bucket &bucket) const;
    void mergeLeaf(Extremes &into, qsizetype first, qsizetype last) const;
    static void count(Tally &into, double value);

    std::vector<double> m_values;
    std::vector<std::vector<Bucket>> m_levels; ///< only complete buckets
    std::vector<Tally> m_before;               ///< what was counted before each base bucket
    Tally m_total;
};

} // namespace nsl
