// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/celldelegate.h"

#include "theme/icons.h"

#include <QAbstractItemView>
#include <QFontDatabase>
#include <QPainter>
#include <QStyle>

namespace nsl
{
namespace
{

constexpr int sidePadding = spacing::s;
constexpr int barWidth = 72;
constexpr int barHeight = 6;
constexpr int cellIconSize = 12;
constexpr int readingWidth = 64; // readings of a column line up

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

/// The width that the text of a cell takes before its note.
int cellTextWidth(const Cell &cell, const QFontMetrics &metrics)
{
    const int width = metrics.horizontalAdvance(cell.text);
    return cell.reading ? qMax(width, readingWidth) : width;
}

void paintProgress(QPainter *painter, const QRect &rect, double fraction, bool mirrored, const Tokens &tokens)
{
    painter->setPen(Qt::NoPen);
    painter->setBrush(tokens.border);
    const QRectF groove(rect.left(), rect.center().y() - barHeight / 2.0 + 0.5, rect.width(), barHeight);
    painter->drawRoundedRect(groove, barHeight / 2.0, barHeight / 2.0);
    QRectF chunk = groove;
    chunk.setWidth(groove.width() * (fraction < 0 ? 0.2 : qBound(0.0, fraction, 1.0)));
    if (chunk.width() < 1)
        return;
    if (mirrored)
        chunk.moveRight(groove.right());
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

    // All places are those of a left-to-right cell; `placed` mirrors them where the language is written the
    // other way round.
    const bool mirrored = option.direction == Qt::RightToLeft;
    const auto placed = [&option](const QRect &rect) {
        return QStyle::visualRect(option.direction, option.rect, rect);
    };
    const int start =
        int(Qt::AlignAbsolute | Qt::AlignVCenter | (mirrored ? Qt::AlignRight : Qt::AlignLeft)) |
        int(Qt::TextSingleLine);
    const int end = int(Qt::AlignAbsolute | Qt::AlignVCenter | (mirrored ? Qt::AlignLeft : Qt::AlignRight)) |
                    int(Qt::TextSingleLine);
    // Each text runs in its own direction: "3.4 % better" stays in order in a mirrored window.
    painter->setLayoutDirection(Qt::LayoutDirectionAuto);
    QRect inner = option.rect.adjusted(sidePadding, 0, -sidePadding, -1);
    if (cell.badge && !cell.badge->text.isEmpty()) {
        const int width = qMin(badgeSize(*cell.badge, option.font).width(), inner.width());
        paintBadge(painter, placed(QRect(inner.left(), inner.top(), width, inner.height())), *cell.badge,
                   option.font, option.palette);
    } else {
        if (cell.progress) {
            const int width = qMin(barWidth, inner.width());
            paintProgress(painter, placed(QRect(inner.left(), inner.top(), width, inner.height())),
                          *cell.progress, mirrored, tokens);
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
            const QRect icon(inner.left(), inner.top(), cellIconSize, inner.height());
            QRectF square(0, 0, cellIconSize, cellIconSize);
            square.moveCenter(QRectF(placed(icon)).center());
            paintIcon(painter, square, cell.icon, ink);
            inner.setLeft(inner.left() + cellIconSize + spacing::xs);
        }
        const QFont font = cellFont(cell, option.font);
        painter->setFont(font);
        painter->setPen(ink);
        const QFontMetrics metrics(font);
        const auto elide = cell.monospace ? Qt::ElideMiddle : Qt::ElideRight;
        QRect text = inner;
        if (cell.reading || !cell.note.isEmpty())
            text.setWidth(qMin(cellTextWidth(cell, metrics), inner.width()));
        painter->drawText(placed(text), cell.number || cell.reading ? end : start,
                          metrics.elidedText(cell.text, elide, text.width()));
        if (!cell.note.isEmpty()) {
            QColor noteInk = tokens.ink(cell.noteTone);
            if (selected && contrastRatio(noteInk, tokens.selection) < 4.5)
                noteInk = tokens.text;
            painter->setFont(option.font);
            painter->setPen(noteInk);
            const QRect rest = inner.adjusted(text.width() + spacing::m, 0, 0, 0);
            if (rest.width() > 0)
                painter->drawText(placed(rest), start,
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
        width += cellTextWidth(cell, metrics) + (cell.icon.isEmpty() ? 0 : cellIconSize + spacing::xs);
        if (cell.progress)
            width += barWidth + spacing::s;
        if (!cell.note.isEmpty())
            width += spacing::m + option.fontMetrics.horizontalAdvance(cell.note);
    }
    return {width + 2, qMax(spacing::row, metrics.height() + 8)};
}

} // namespace nsl
