// SPDX-License-Identifier: GPL-3.0-or-later
#include "verdict.h"

#include <cmath>

namespace nsl
{

Judgement judge(const MetricDifference &difference)
{
    using Reason = Judgement::Reason;
    const auto isNumber = [](const std::optional<double> &side) { return side && std::isfinite(*side); };
    if (difference.comparable == Comparable::No)
        return {Verdict::None, Reason::NotComparable};
    if (!isNumber(difference.value) || !isNumber(difference.baseline))
        return {Verdict::None, Reason::NotANumber};
    if (*difference.value == *difference.baseline)
        return {Verdict::None, Reason::Same};
    return judgeInterval(difference.interval, difference.users, difference.direction);
}

Judgement judgeInterval(const std::optional<MeanInterval> &interval, const std::optional<qsizetype> &users,
                        MetricDirection direction)
{
    using Reason = Judgement::Reason;
    if (direction == MetricDirection::None)
        return {Verdict::None, Reason::NoDirection};
    if (!interval || !std::isfinite(interval->low) || !std::isfinite(interval->high))
        return {Verdict::None, Reason::NoInterval};
    if (users && *users < minimumPairs)
        return {Verdict::None, Reason::TooFewUsers};
    if (interval->low <= 0 && interval->high >= 0)
        return {Verdict::None, Reason::WithinNoise};
    const bool rose = interval->low > 0;
    return {rose == (direction == MetricDirection::Max) ? Verdict::Better : Verdict::Worse, Reason::Decided};
}

} // namespace nsl
