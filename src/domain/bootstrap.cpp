// SPDX-License-Identifier: GPL-3.0-or-later
#include "bootstrap.h"

#include "verdict.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace nsl
{

namespace
{

/// Numbers from 0 to below `bound`, each as likely as the others, from the engine's upper 32 bits (Lemire
/// 2019, "Fast random integer generation in an interval"). The standard's distributions differ between
/// libraries; its engines do not.
class IndexSource
{
public:
    IndexSource(quint64 seed, quint32 bound)
        : m_engine(seed)
        , m_bound(bound)
        , m_threshold((0U - bound) % bound)
    {
    }

    quint32 next()
    {
        quint64 product = draw();
        while (static_cast<quint32>(product) < m_threshold)
            product = draw();
        return static_cast<quint32>(product >> 32);
    }

private:
    quint64 draw() { return (m_engine() >> 32) * m_bound; }

    std::mt19937_64 m_engine;
    const quint32 m_bound;
    const quint32 m_threshold;
};

double meanOf(const QList<double> &values)
{
    double sum = 0;
    for (const double value : values)
        sum += value;
    return sum / static_cast<double>(values.size());
}

} // namespace

QList<MeanInterval> bootstrapMeans(const QList<QList<double>> &columns, const BootstrapSettings &settings,
                                   const std::atomic<bool> *cancelled)
{
    if (columns.isEmpty() || columns.first().isEmpty() || settings.resamples < 1)
        return {};
    const auto users = static_cast<quint32>(columns.first().size());
    const auto width = static_cast<std::size_t>(columns.size());
    // One user's values lie beside each other: a draw costs one trip to memory.
    std::vector<double> rows(width * users);
    for (std::size_t column = 0; column < width; ++column) {
        const QList<double> &values = columns.at(static_cast<qsizetype>(column));
        if (values.size() != columns.first().size())
            return {};
        for (quint32 user = 0; user < users; ++user)
            rows[user * width + column] = values.at(user);
    }

    std::vector<std::vector<double>> means(width);
    for (auto &column : means)
        column.reserve(static_cast<std::size_t>(settings.resamples));
    IndexSource indexes(settings.seed, users);
    std::vector<double> sums(width);
    for (int resample = 0; resample < settings.resamples; ++resample) {
        if (cancelled && *cancelled)
            return {};
        std::fill(sums.begin(), sums.end(), 0.0);
        for (quint32 drawn = 0; drawn < users; ++drawn) {
            const double *row = rows.data() + indexes.next() * width;
            for (std::size_t column = 0; column < width; ++column)
                sums[column] += row[column];
        }
        for (std::size_t column = 0; column < width; ++column)
            means[column].push_back(sums[column] / users);
    }

    // The small term keeps 1001 * 0.025 from falling below a whole number by the last bit.
    const double tail = (settings.resamples + 1) * (1 - settings.confidence) / 2 + 1e-9;
    const auto rank = static_cast<std::size_t>(std::clamp(tail, 1.0, double(settings.resamples)));
    QList<MeanInterval> result;
    for (std::size_t column = 0; column < width; ++column) {
        auto &sorted = means[column];
        std::sort(sorted.begin(), sorted.end());
        result.append({meanOf(columns.at(static_cast<qsizetype>(column))), sorted[rank - 1],
                       sorted[sorted.size() - rank]});
    }
    return result;
}

QString toText(NoiseVerdict verdict)
{
    switch (verdict) {
    case NoiseVerdict::Better:
        return QStringLiteral("better");
    case NoiseVerdict::Worse:
        return QStringLiteral("worse");
    case NoiseVerdict::WithinNoise:
        return QStringLiteral("within_noise");
    case NoiseVerdict::Unknown:
        break;
    }
    return QStringLiteral("unknown");
}

NoiseVerdict parseNoiseVerdict(const QString &word)
{
    for (const NoiseVerdict verdict :
         {NoiseVerdict::Better, NoiseVerdict::Worse, NoiseVerdict::WithinNoise}) {
        if (word == toText(verdict))
            return verdict;
    }
    return NoiseVerdict::Unknown;
}

NoiseVerdict noiseVerdict(const MeanInterval &difference, qsizetype pairs, MetricDirection direction)
{
    const Judgement judgement = judgeInterval(difference, pairs, direction);
    switch (judgement.verdict) {
    case Verdict::Better:
        return NoiseVerdict::Better;
    case Verdict::Worse:
        return NoiseVerdict::Worse;
    case Verdict::None:
        break;
    }
    return judgement.reason == Judgement::Reason::WithinNoise ? NoiseVerdict::WithinNoise
                                                              : NoiseVerdict::Unknown;
}

} // namespace nsl
