// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/badge.h"

#include "theme/icons.h"

#include <QFontMetrics>
#include <QPainter>

namespace nsl
{
namespace
{

constexpr int badgeIconSize = 12;
constexpr int padding = 7;
constexpr int gap = 4;

QFont badgeFont(QFont font)
{
    font.setPointSizeF(9);
    font.setWeight(QFont::Medium);
    return font;
}

} // namespace

QSize badgeSize(const Badge &badge, const QFont &font)
{
    const QFontMetrics metrics(badgeFont(font));
    const int icon = badge.icon.isEmpty() ? 0 : badgeIconSize + gap;
    return {2 * padding + icon + metrics.horizontalAdvance(badge.text) + 1, metrics.height() + 4};
}

void paintBadge(QPainter *painter, const QRect &rect, const Badge &badge, const QFont &font,
                const QPalette &palette)
{
    const Tokens &tokens = tokensFor(palette);
    const QSize wanted = badgeSize(badge, font);
    const int width = qMin(wanted.width(), rect.width());
    const QRectF box(rect.left(), rect.top() + (rect.height() - wanted.height()) / 2.0, width,
                     wanted.height());

    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(tokens.ground(badge.tone));
    painter->drawRoundedRect(box, 4, 4);
    const QColor ink = tokens.ink(badge.tone);
    qreal left = box.left() + padding;
    if (!badge.icon.isEmpty()) {
        paintIcon(painter, QRectF(left, box.center().y() - badgeIconSize / 2.0, badgeIconSize, badgeIconSize),
                  badge.icon, ink);
        left += badgeIconSize + gap;
    }
    const QFont textFont = badgeFont(font);
    painter->setFont(textFont);
    painter->setPen(ink);
    const QRectF textRect(left, box.top(), box.right() - padding - left + 1, box.height());
    painter->drawText(
        textRect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
        QFontMetrics(textFont).elidedText(badge.text, Qt::ElideRight, int(textRect.width()) + 1));
    painter->restore();
}

BadgeLabel::BadgeLabel(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void BadgeLabel::setBadge(const Badge &badge)
{
    if (badge == m_badge)
        return;
    m_badge = badge;
    setAccessibleName(badge.text);
    updateGeometry();
    update();
}

QSize BadgeLabel::sizeHint() const
{
    return badgeSize(m_badge, font());
}

QSize BadgeLabel::minimumSizeHint() const
{
    return sizeHint();
}

void BadgeLabel::paintEvent(QPaintEvent *)
{
    if (m_badge.text.isEmpty())
        return;
    QPainter painter(this);
    paintBadge(&painter, rect(), m_badge, font(), palette());
}

} // namespace nsl
