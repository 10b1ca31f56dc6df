// SPDX-License-Identifier: GPL-3.0-or-later
#include "runcolors.h"

#include <array>

namespace nsl
{

RunStyle RunColors::style(const QString &jobName)
{
    // Okabe and Ito's palette, told apart by people with any colour vision; black is left out.
    static constexpr std::array<QRgb, colorCount> colors{0xff0072b2, 0xffe69f00, 0xff009e73, 0xffcc79a7,
                                                         0xff56b4e9, 0xffd55e00, 0xfff0e442};
    static constexpr std::array<Qt::PenStyle, 4> dashes{Qt::SolidLine, Qt::DashLine, Qt::DotLine,
                                                        Qt::DashDotLine};
    auto slot = m_slots.find(jobName);
    if (slot == m_slots.end())
        slot = m_slots.insert(jobName, int(m_slots.size()));
    return {QColor::fromRgb(colors[size_t(*slot % colorCount)]),
            dashes[size_t(*slot / colorCount) % dashes.size()]};
}

} // namespace nsl
