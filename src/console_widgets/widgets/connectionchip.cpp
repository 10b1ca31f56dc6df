// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/connectionchip.h"

#include "widgets/elidedlabel.h"

#include <QPainter>

namespace nsl
{
namespace
{

constexpr int dotSize = 8;
constexpr int sidePadding = 10;
constexpr int maximumText = 420;

} // namespace

ConnectionChip::ConnectionChip(QWidget *parent)
    : QAbstractButton(parent)
{
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAttribute(Qt::WA_Hover);
}

void ConnectionChip::setConnection(const QString &name, const QString &state, Tone tone)
{
    if (name == m_name && state == m_state && tone == m_tone)
        return;
    m_name = name;
    m_state = state;
    m_tone = tone;
    setText(name.isEmpty() ? state : tr("%1 · %2", "connection name, state").arg(name, state));
    setAccessibleName(tr("Connection: %1").arg(text()));
    setToolTip(plainToolTip(text()));
    updateGeometry();
    update();
}

QSize ConnectionChip::sizeHint() const
{
    const QFontMetrics metrics(font());
    return {2 * sidePadding + dotSize + 6 + qMin(maximumText, metrics.horizontalAdvance(text())) + 2,
            metrics.height() + 8};
}

void ConnectionChip::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(QPen(hasFocus() ? tokens.accent : tokens.border, hasFocus() ? 2 : 1));
    painter.setBrush(underMouse() || isDown() ? tokens.window : tokens.surface);
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.ink(m_tone));
    painter.drawEllipse(QRectF(sidePadding, box.center().y() - dotSize / 2.0, dotSize, dotSize));
    painter.setPen(m_tone == Tone::Bad ? tokens.bad : tokens.secondary);
    const QRect textRect = rect().adjusted(sidePadding + dotSize + 6, 0, -sidePadding + 2, 0);
    painter.drawText(textRect, int(Qt::AlignVCenter | Qt::AlignLeft) | Qt::TextSingleLine,
                     fontMetrics().elidedText(text(), Qt::ElideRight, textRect.width()));
}

} // namespace nsl
