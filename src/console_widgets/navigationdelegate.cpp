// SPDX-License-Identifier: GPL-3.0-or-later
#include "navigationdelegate.h"

#include "theme/icons.h"
#include "theme/tokens.h"

#include <QPainter>

namespace nsl
{
namespace
{

constexpr int rowHeight = 32;
constexpr int navigationIconSize = 16;

QFont shortcutFont(QFont font)
{
    font.setPointSizeF(8.25);
    return font;
}

} // namespace

void NavigationDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                               const QModelIndex &index) const
{
    const Tokens &tokens = tokensFor(option.palette);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(option.rect).adjusted(0.5, 1, -0.5, -1);
    if (selected || option.state.testFlag(QStyle::State_MouseOver)) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(selected ? tokens.selection : tokens.window);
        painter->drawRoundedRect(box, spacing::radius, spacing::radius);
    }
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter->setPen(QPen(tokens.accent, 1));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(box, spacing::radius, spacing::radius);
    }
    const QColor ink = selected ? tokens.text : tokens.secondary;
    QRect inner = option.rect.adjusted(spacing::s + 2, 0, -spacing::s - 2, 0);
    paintIcon(painter,
              QRectF(inner.left(), inner.center().y() - navigationIconSize / 2.0 + 1, navigationIconSize,
                     navigationIconSize),
              index.data(IconRole).toString(), ink);
    inner.setLeft(inner.left() + navigationIconSize + spacing::s);
    QFont font = option.font;
    if (selected)
        font.setWeight(QFont::DemiBold);
    painter->setFont(font);
    painter->setPen(ink);
    const QString shortcut = index.data(ShortcutRole).toString();
    const QFont small = shortcutFont(option.font);
    const int shortcutWidth = QFontMetrics(small).horizontalAdvance(shortcut);
    const QRect textRect = inner.adjusted(0, 0, -shortcutWidth - spacing::s, 0);
    painter->drawText(
        textRect, int(Qt::AlignVCenter | Qt::AlignLeft) | Qt::TextSingleLine,
        QFontMetrics(font).elidedText(index.data().toString(), Qt::ElideRight, textRect.width()));
    painter->setFont(small);
    painter->setPen(selected ? tokens.text : tokens.secondary);
    painter->drawText(inner, int(Qt::AlignVCenter | Qt::AlignRight) | Qt::TextSingleLine, shortcut);
    painter->restore();
}

QSize NavigationDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QFont bold = option.font;
    bold.setWeight(QFont::DemiBold);
    const int width =
        QFontMetrics(bold).horizontalAdvance(index.data().toString()) + navigationIconSize + 4 * spacing::s +
        8 + QFontMetrics(shortcutFont(option.font)).horizontalAdvance(index.data(ShortcutRole).toString());
    return {width, qMax(rowHeight, QFontMetrics(bold).height() + spacing::m)};
}

} // namespace nsl
