// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

#include <random>

namespace nsl
{

/// Random numbers that are the same on every machine: the standard fixes the generator's output but not that
/// of its distributions, so those are our own and use exact arithmetic only.
class SampleRandom
{
public:
    explicit SampleRandom(quint64 seed)
        : m_engine(seed)
    {
    }

    /// 0 to bound - 1, each equally likely; bound > 0.
    quint64 below(quint64 bound)
    {
        const quint64 limit = m_engine.max() - m_engine.max() % bound;
        quint64 value = m_engine();
        while (value >= limit)
            value = m_engine();
        return value % bound;
    }
    /// True in `percent` of 100 cases.
    bool chance(quint64 percent) { return below(100) < percent; }
    /// An index, with a likelihood in proportion to its weight; -1 when all weights are 0.
    qsizetype pick(const QList<quint64> &weights)
    {
        quint64 sum = 0;
        for (const quint64 weight : weights)
            sum += weight;
        if (sum == 0)
            return -1;
        quint64 rest = below(sum);
        for (qsizetype i = 0; i < weights.size(); ++i) {
            if (rest < weights.at(i))
                return i;
            rest -= weights.at(i);
        }
        return -1;
    }
    template<typename T>
    void shuffle(QList<T> &list)
    {
        for (qsizetype i = list.size() - 1; i > 0; --i)
            list.swapItemsAt(i, qsizetype(below(quint64(i) + 1)));
    }

private:
    std::mt19937_64 m_engine;
};

} // namespace nsl
