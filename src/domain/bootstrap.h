// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics.h"

#include <QList>
#include <QString>

#include <atomic>

namespace nsl
{

/// A mean over users and the interval that holds the true one in 95 of 100 samples.
struct MeanInterval
{
    double mean = 0;
    double low = 0;
    double high = 0;

    friend bool operator==(const MeanInterval &, const MeanInterval &) = default;
};

/// How the intervals are made; equal settings give equal results on every platform.
struct BootstrapSettings
{
    int resamples = 1000;
    quint64 seed = 20240229;
    double confidence = 0.95;
};

/// The percentile bootstrap of means (Efron and Tibshirani 1993, "An Introduction to the Bootstrap", ch. 13):
/// users are drawn with replacement, as many as there are; each of the resamples gives a mean, and the
/// interval runs from the k-th smallest to the k-th largest of them, k = (resamples + 1) * (1 - confidence) /
/// 2 rounded down, at least 1.
///
/// `columns` are metrics with one value per user, all of one length and in one order of users: a resample
/// draws the same users for all of them. For a paired comparison the values are each user's differences.
/// Every column gets its interval; without users, or when `cancelled` becomes true, there are none.
QList<MeanInterval> bootstrapMeans(const QList<QList<double>> &columns,
                                   const BootstrapSettings &settings = {},
                                   const std::atomic<bool> *cancelled = nullptr);

/// What a difference means, noise considered.
enum class NoiseVerdict { Unknown, Better, Worse, WithinNoise };

QString toText(NoiseVerdict verdict); ///< "better", "worse", "within_noise", "unknown"
NoiseVerdict parseNoiseVerdict(const QString &word);

/// With fewer pairs than this the interval says little about the truth, and nothing is concluded from it.
inline constexpr qsizetype minimumPairs = 10;

/// Reads the interval of a mean difference (candidate - live) over `pairs` users: within noise where it holds
/// 0, else better or worse by the metric's direction. Unknown for a metric without direction, too few pairs
/// or an interval that is not finite.
NoiseVerdict noiseVerdict(const MeanInterval &difference, qsizetype pairs, MetricDirection direction);

} // namespace nsl
