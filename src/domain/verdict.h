// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bootstrap.h"
#include "comparability.h"
#include "metrics.h"

#include <optional>

namespace nsl
{

/// What a difference of a metric means to a person.
enum class Verdict { None, Better, Worse };

/// A verdict, or why there is none.
struct Judgement
{
    enum class Reason {
        Decided,       ///< the interval leaves out zero
        Same,          ///< the two numbers are equal
        WithinNoise,   ///< the interval holds zero
        NoInterval,    ///< nobody measured how much of it is chance
        TooFewUsers,   ///< an interval over so few users says little
        NoDirection,   ///< neither more nor less of this metric is better
        NotComparable, ///< measured on different terms
        NotANumber,    ///< a side is NaN, infinite or unknown
    };

    Verdict verdict = Verdict::None;
    Reason reason = Reason::NotANumber;

    friend bool operator==(const Judgement &, const Judgement &) = default;
};

/// All that is known of a difference between two measurements of one metric.
struct MetricDifference
{
    std::optional<double> value;
    std::optional<double> baseline;
    /// 95 % interval of the mean difference; absent where it was not measured.
    std::optional<MeanInterval> interval;
    /// Users behind the interval; absent where the one who made it vouches for it.
    std::optional<qsizetype> users;
    MetricDirection direction = MetricDirection::None;
    Comparable comparable = Comparable::Yes;
};

/// The one place that says better or worse: only for two comparable, finite numbers of a metric with a
/// direction whose interval leaves out zero. Everything else is a difference without a verdict.
Judgement judge(const MetricDifference &difference);

/// The part of it that reads the interval of a mean difference over `users`, if they are known.
Judgement judgeInterval(const std::optional<MeanInterval> &interval, const std::optional<qsizetype> &users,
                        MetricDirection direction);

} // namespace nsl
