// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QHash>
#include <QString>
#include <Qt>

namespace nsl
{

/// How a run's lines look.
struct RunStyle
{
    QColor color;
    Qt::PenStyle dash = Qt::SolidLine;

    friend bool operator==(const RunStyle &, const RunStyle &) = default;
};

/// A stable colour (Okabe-Ito) and dash pattern per run, the same everywhere in the program: the first seven
/// runs get the seven colours, then the next pattern. A run keeps its style for as long as the object lives.
class RunColors
{
public:
    RunStyle style(const QString &jobName);
    static constexpr int colorCount = 7;

private:
    QHash<QString, int> m_slots;
};

} // namespace nsl
