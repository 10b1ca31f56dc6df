// SPDX-License-Identifier: GPL-3.0-or-later
#include "runcolors.h"

#include <QRegularExpression>

#include <array>

namespace nsl
{

namespace
{

/// The run's number where its name has one, else a number made of the name (FNV-1a, the same on any machine).
quint64 runOrdinal(const QString &jobName)
{
    static const QRegularExpression numbered(QStringLiteral("^train-([0-9]{1,18})(?:-|$)"));
    const QRegularExpressionMatch match = numbered.match(jobName);
    if (match.hasMatch()) {
        const quint64 number = match.captured(1).toULongLong();
        return number > 0 ? number - 1 : 0;
    }
    quint64 hash = 14695981039346656037ULL;
    const QByteArray bytes = jobName.toUtf8();
    for (const char byte : bytes)
        hash = (hash ^ quint8(byte)) * 1099511628211ULL;
    return hash;
}

} // namespace

RunStyle RunColors::style(const QString &jobName) const
{
    // Okabe and Ito's hues, told apart by people with any colour vision; darkened or lightened until a line
    // has a contrast of 3:1 on its ground.
    static constexpr std::array<QRgb, colorCount> light{0xff0072b2, 0xffb97c00, 0xff00805e, 0xffb0558a,
                                                        0xff2e86c1, 0xffd55e00, 0xff7a7a00};
    static constexpr std::array<QRgb, colorCount> dark{0xff56b4e9, 0xffe69f00, 0xff2fbf93, 0xffcc79a7,
                                                       0xff9ad0f5, 0xffff8a4c, 0xfff0e442};
    const quint64 ordinal = runOrdinal(jobName);
    const size_t hue = size_t(ordinal % colorCount);
    const auto marker = RunStyle::Marker(ordinal / colorCount % RunStyle::markerCount);
    return {QColor::fromRgb(light[hue]), QColor::fromRgb(dark[hue]), marker};
}

} // namespace nsl
