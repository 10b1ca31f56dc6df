// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics.h"

#include <limits>

namespace nsl
{

/// Keeps the points whose step lies in [from, to] and, where more than `maxPoints` (at least 4) remain, the
/// first, least, greatest and last of each of maxPoints / 4 buckets of equal size: extremes and ends are
/// never lost.
void reduceSeries(MetricSeries &series, qsizetype maxPoints, qint64 from = std::numeric_limits<qint64>::min(),
                  qint64 to = std::numeric_limits<qint64>::max());

} // namespace nsl
