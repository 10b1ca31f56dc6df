// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QLocale>
#include <QString>

namespace nsl
{

/// Where an axis is marked and what stands there.
///
/// Any finite range is answered with a handful of ticks, whatever its size: they are counted, never added up,
/// because at 2^53 adding a step of one no longer moves a number. No two labels are equal; where telling them
/// apart would take more digits than a label holds, labels are distances from `origin`, which is written
/// once.
struct AxisTicks
{
    struct Tick
    {
        double value = 0;
        QString label;

        friend bool operator==(const Tick &, const Tick &) = default;
    };

    QList<Tick> ticks; ///< in ascending order
    QString origin; ///< what the labels count from ("1,000,000,007 +"), or a date; empty where they are whole

    /// About `parts` round steps over [from, to]; with `whole`, steps are whole numbers.
    static AxisTicks linear(double from, double to, int parts, bool whole, const QLocale &locale = {});
    /// Decades, and parts of them where there are few, over [from, to], both positive.
    static AxisTicks logarithmic(double from, double to, int parts, const QLocale &locale = {});
    /// Round local clock times over [from, to] in milliseconds since the Unix epoch.
    static AxisTicks time(double from, double to, int parts, const QLocale &locale = {});
};

} // namespace nsl
