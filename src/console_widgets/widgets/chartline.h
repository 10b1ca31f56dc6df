// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <runcolors.h>

#include <QList>
#include <QPointF>
#include <QString>

#include <functional>
#include <optional>

namespace nsl
{

/// The most points that one line may hand to the chart, whatever it stands for.
inline constexpr int maximumChartPoints = 2000;

/// One line of a chart: what it is called, how it looks, and where its points come from. Points are
/// asked for by the visible range, so the cost of drawing does not depend on the length of a run.
struct ChartLine
{
    struct Extent
    {
        double from = 0;
        double to = 0;
    };

    QString name;
    RunStyle style;
    bool faint = false; ///< the raw line behind a smoothed one
    /// Range of x values; absent = no points yet.
    std::function<std::optional<Extent>()> extent;
    /// At most `limit` points for the range, exact extremes kept; a y that is not finite is a gap.
    std::function<QList<QPointF>(double from, double to, int limit, bool logarithmic)> points;
    /// The exact value nearest to x; absent outside the run.
    std::function<std::optional<QPointF>(double x)> nearest;
};

} // namespace nsl
