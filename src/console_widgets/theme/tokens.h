// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <roles.h>

#include <QColor>
#include <QPalette>

namespace nsl
{

/// The design tokens of one colour scheme.
struct Tokens
{
    bool dark = false;
    QColor window;
    QColor surface;
    QColor border;
    QColor text;
    QColor secondary;
    QColor accent;
    QColor onAccent; ///< text on the accent
    QColor ok;
    QColor warn;
    QColor bad;
    QColor info;
    QColor okGround;
    QColor warnGround;
    QColor badGround;
    QColor infoGround;
    QColor selection;

    /// Text and icon colour of a tone.
    const QColor &ink(Tone tone) const;
    /// The ground a badge or banner of that tone stands on.
    const QColor &ground(Tone tone) const;
};

const Tokens &lightTokens();
const Tokens &darkTokens();

/// The tokens behind a palette: what paints follows the palette it is given, so that a change of
/// scheme needs no notification of its own.
const Tokens &tokensFor(const QPalette &given);

/// The palette that stands for these tokens.
QPalette paletteFor(const Tokens &tokens);

/// Contrast ratio of WCAG 2.1 (relative luminance), 1 to 21.
double contrastRatio(const QColor &left, const QColor &right);

/// The colour itself where it can be seen on the ground (3:1, as WCAG asks of graphics), else lighter or
/// darker until it can.
QColor visibleOn(const QColor &color, const QColor &ground);

/// Distances of the layout in device-independent pixels.
namespace spacing
{
inline constexpr int xs = 4;
inline constexpr int s = 8;
inline constexpr int m = 12;
inline constexpr int l = 16;
inline constexpr int xl = 24;
inline constexpr int radius = 6;
inline constexpr int row = 28;
} // namespace spacing

} // namespace nsl
