// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QString>
#include <Qt>

namespace nsl
{

/// How a line looks: hue and marker tell the run, dash and weight tell what of the run it is.
struct RunStyle
{
    /// Repeats of a hue carry one of these, drawn along the line and in the legend.
    enum class Marker { None, Circle, Square, Triangle, Diamond, Cross };
    static constexpr int markerCount = 6;

    QColor color;     ///< on light ground
    QColor darkColor; ///< on dark ground
    Marker marker = Marker::None;
    Qt::PenStyle dash = Qt::SolidLine;
    bool thin = false; ///< the finer one of two lines that share dash and run

    QColor on(const QColor &ground) const { return ground.lightness() < 128 ? darkColor : color; }

    friend bool operator==(const RunStyle &, const RunStyle &) = default;
};

/// A colour per run that follows from its name alone: the same everywhere in the program and after a restart.
/// Runs that were started one after the other ("train-<n>-...") have different hues; after the seven hues
/// come their repeats with a marker.
class RunColors
{
public:
    static constexpr int colorCount = 7;

    RunStyle style(const QString &jobName) const;
};

} // namespace nsl
