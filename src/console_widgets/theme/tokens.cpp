// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/tokens.h"

#include <QGuiApplication>

#include <cmath>

namespace nsl
{

const QColor &Tokens::ink(Tone tone) const
{
    switch (tone) {
    case Tone::Good:
        return ok;
    case Tone::Warning:
        return warn;
    case Tone::Bad:
        return bad;
    case Tone::Info:
        return info;
    case Tone::Neutral:
        break;
    }
    return secondary;
}

const QColor &Tokens::ground(Tone tone) const
{
    switch (tone) {
    case Tone::Good:
        return okGround;
    case Tone::Warning:
        return warnGround;
    case Tone::Bad:
        return badGround;
    case Tone::Info:
        return infoGround;
    case Tone::Neutral:
        break;
    }
    return window;
}

const Tokens &lightTokens()
{
    static const Tokens tokens{
        .dark = false,
        .window = QColor(0xF4, 0xF6, 0xF8),
        .surface = QColor(0xFF, 0xFF, 0xFF),
        .border = QColor(0xD5, 0xDB, 0xE3),
        .text = QColor(0x1B, 0x21, 0x29),
        .secondary = QColor(0x55, 0x60, 0x6D),
        .accent = QColor(0x27, 0x57, 0xC4),
        .onAccent = QColor(0xFF, 0xFF, 0xFF),
        .ok = QColor(0x1A, 0x74, 0x31),
        .warn = QColor(0x8A, 0x5A, 0x00),
        .bad = QColor(0xB3, 0x26, 0x1E),
        .info = QColor(0x0B, 0x5F, 0xB8),
        .okGround = QColor(0xE8, 0xF5, 0xEB),
        .warnGround = QColor(0xFD, 0xF3, 0xDC),
        .badGround = QColor(0xFC, 0xEB, 0xEA),
        .infoGround = QColor(0xE6, 0xF0, 0xFB),
        .selection = QColor(0xDC, 0xE7, 0xFB),
    };
    return tokens;
}

const Tokens &darkTokens()
{
    static const Tokens tokens{
        .dark = true,
        .window = QColor(0x14, 0x17, 0x1C),
        .surface = QColor(0x1B, 0x1F, 0x26),
        .border = QColor(0x32, 0x3A, 0x45),
        .text = QColor(0xE7, 0xEC, 0xF2),
        .secondary = QColor(0xA3, 0xAE, 0xBB),
        .accent = QColor(0x7C, 0xA6, 0xFF),
        .onAccent = QColor(0x14, 0x17, 0x1C),
        .ok = QColor(0x56, 0xC2, 0x71),
        .warn = QColor(0xE0, 0xAC, 0x3F),
        .bad = QColor(0xFF, 0x7B, 0x72),
        .info = QColor(0x67, 0xB1, 0xFF),
        .okGround = QColor(0x15, 0x30, 0x1D),
        .warnGround = QColor(0x33, 0x28, 0x0F),
        .badGround = QColor(0x3A, 0x19, 0x17),
        .infoGround = QColor(0x10, 0x27, 0x3F),
        .selection = QColor(0x26, 0x39, 0x5F),
    };
    return tokens;
}

const Tokens &tokensFor(const QPalette &given)
{
    // A style sheet that makes a widget transparent takes the ground out of its palette.
    const bool transparent = given.color(QPalette::Active, QPalette::Window).alpha() < 255;
    const QPalette palette = transparent ? QGuiApplication::palette() : given;
    return palette.color(QPalette::Active, QPalette::Window).lightness() < 128 ? darkTokens() : lightTokens();
}

QPalette paletteFor(const Tokens &t)
{
    QPalette palette;
    palette.setColor(QPalette::Window, t.window);
    palette.setColor(QPalette::WindowText, t.text);
    palette.setColor(QPalette::Base, t.surface);
    palette.setColor(QPalette::AlternateBase, t.window);
    palette.setColor(QPalette::Text, t.text);
    palette.setColor(QPalette::Button, t.surface);
    palette.setColor(QPalette::ButtonText, t.text);
    palette.setColor(QPalette::BrightText, t.bad);
    palette.setColor(QPalette::Highlight, t.selection);
    palette.setColor(QPalette::HighlightedText, t.text);
    palette.setColor(QPalette::Link, t.accent);
    palette.setColor(QPalette::LinkVisited, t.accent);
    palette.setColor(QPalette::ToolTipBase, t.surface);
    palette.setColor(QPalette::ToolTipText, t.text);
    palette.setColor(QPalette::PlaceholderText, t.secondary);
    palette.setColor(QPalette::Light, t.surface);
    palette.setColor(QPalette::Midlight, t.border);
    palette.setColor(QPalette::Mid, t.border);
    palette.setColor(QPalette::Dark, t.secondary);
    palette.setColor(QPalette::Shadow, t.border);
    for (const auto role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, t.secondary);
    return palette;
}

double contrastRatio(const QColor &left, const QColor &right)
{
    const auto luminance = [](const QColor &color) {
        const auto channel = [](double c) {
            return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * channel(color.redF()) + 0.7152 * channel(color.greenF()) +
               0.0722 * channel(color.blueF());
    };
    const double a = luminance(left);
    const double b = luminance(right);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

QColor visibleOn(const QColor &color, const QColor &ground)
{
    constexpr double enough = 3.0;
    constexpr int step = 110; // percent
    const bool darkGround = ground.lightness() < 128;
    QColor result = color;
    for (int i = 0; i < 20 && contrastRatio(result, ground) < enough; ++i)
        result = darkGround ? result.lighter(step) : result.darker(step);
    return result;
}

} // namespace nsl
