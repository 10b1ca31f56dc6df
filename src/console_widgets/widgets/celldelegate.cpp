// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/celldelegate.h"

#include "theme/icons.h"

#include <QAbstractItemView>
#include <QFontDatabase>
#include <QPainter>

namespace nsl
{
namespace
{

constexpr int sidePadding = spacing::s;
constexpr int barWidth = 72;
constexpr int barHeight = 6;
constexpr int cellIconSize = 12;
constexpr int noteIndent = 48; // readings of a column line up

QFont cellFont(const Cell &cell, const QFont &base)
{
    QFont font = base;
    if (cell.monospace) {
        const QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
        font.setFamilies({fixed.family(), u"monospace"_qs});
    }
    if (cell.bold || cell.group)
        font.setWeight(QFont::DemiBold);
    return font;
}

void paintProgress(QPainter *painter, const QRect &rect, double fraction, const Tokens &tokens)
{
    painter->setPen(Qt::NoPen);
    painter->setBrush(tokens.border);
    const QRectF groove(rect.left(), rect.center().y() - barHeight / 2.0 + 0.5, rect.width(), barHeight);
    painter->drawRoundedRect(groove, barHeight / 2.0, barHeight / 2.0);
    QRectF chunk = groove;
    chunk.setWidth(groove.width() * (fraction < 0 ? 0.2 : qBound(0.0, fraction, 1.0)));
    if (chunk.width() < 1)
        return;
    painter->setBrush(tokens.accent);
    painter->drawRoundedRect(chunk, barHeight / 2.0, barHeight / 2.0);
}

} // namespace

CellDelegate::CellDelegate(CellFunction cellFor, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_cellFor(std::move(cellFor))
{
}

Cell CellDelegate::plainCell(const QModelIndex &index)
{
    Cell cell;
    cell.text = index.data(Qt::DisplayRole).toString();
    cell.number = (index.data(Qt::TextAlignmentRole).toInt() & Qt::AlignRight) != 0;
    return cell;
}

void CellDelegate::paintGround(QPainter *painter, const QRect &rect, const QPalette &palette, bool selected,
                               bool hovered, bool group)
{
    const Tokens &tokens = tokensFor(palette);
    painter->fillRect(rect, selected ? tokens.selection : group || hovered ? tokens.window : tokens.surface);
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), tokens.border);
}

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    const Cell cell = m_cellFor(index);
    const Tokens &tokens = tokensFor(option.palette);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);

    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    paintGround(painter, option.rect, option.palette, selected, hovered, cell.group);

    QRect inner = option.rect.adjusted(sidePadding, 0, -sidePadding, -1);
    if (cell.badge && !cell.badge->text.isEmpty()) {
        paintBadge(painter, inner, *cell.badge, option.font, option.palette);
    } else {
        if (cell.progress) {
            const int width = qMin(barWidth, inner.width());
            paintProgress(painter, QRect(inner.left(), inner.top(), width, inner.height()), *cell.progress,
                          tokens);
            inner.setLeft(inner.left() + width + spacing::s);
        }
        // Readings in a tone stand on the selection's ground too; the plain text colour is the safe one
        // there.
        QColor ink = cell.tone                      ? tokens.ink(*cell.tone)
                     : cell.secondary || cell.group ? tokens.secondary
                                                    : tokens.text;
        if (cell.group && index.column() == 0)
            ink = tokens.text;
        if (selected && contrastRatio(ink, tokens.selection) < 4.5)
            ink = tokens.text;
        if (!cell.icon.isEmpty()) {
            paintIcon(
                painter,
                QRectF(inner.left(), inner.center().y() - cellIconSize / 2.0, cellIconSize, cellIconSize),
                cell.icon, ink);
            inner.setLeft(inner.left() + cellIconSize + spacing::xs);
        }
        const QFont font = cellFont(cell, option.font);
        painter->setFont(font);
        painter->setPen(ink);
        const QFontMetrics metrics(font);
        const auto elide = cell.monospace ? Qt::ElideMiddle : Qt::ElideRight;
        painter->drawText(inner,
                          int((cell.number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter) |
                              Qt::TextSingleLine,
                          metrics.elidedText(cell.text, elide, inner.width()));
        if (!cell.note.isEmpty()) {
            QColor noteInk = tokens.ink(cell.noteTone);
            if (selected && contrastRatio(noteInk, tokens.selection) < 4.5)
                noteInk = tokens.text;
            painter->setFont(option.font);
            painter->setPen(noteInk);
            const int used = qMax(metrics.horizontalAdvance(cell.text), noteIndent) + spacing::m;
            const QRect rest = inner.adjusted(used, 0, 0, 0);
            painter->drawText(rest, int(Qt::AlignLeft | Qt::AlignVCenter) | Qt::TextSingleLine,
                              option.fontMetrics.elidedText(cell.note, Qt::ElideRight, rest.width()));
        }
    }

    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    if (option.state.testFlag(QStyle::State_HasFocus) && view && view->hasFocus()) {
        painter->setPen(QPen(tokens.accent, 1));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -2.5), 3, 3);
    }
    painter->restore();
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Cell cell = m_cellFor(index);
    const QFontMetrics metrics(cellFont(cell, option.font));
    int width = 2 * sidePadding;
    if (cell.badge) {
        width += badgeSize(*cell.badge, option.font).width();
    } else {
        width +=
            metrics.horizontalAdvance(cell.text) + (cell.icon.isEmpty() ? 0 : cellIconSize + spacing::xs);
        if (cell.progress)
            width += barWidth + spacing::s;
        if (!cell.note.isEmpty())
            width += qMax(0, noteIndent - metrics.horizontalAdvance(cell.text)) + spacing::m +
                     option.fontMetrics.horizontalAdvance(cell.note);
    }
    return {width + 2, qMax(spacing::row, metrics.height() + 8)};
}

} // namespace nsl
