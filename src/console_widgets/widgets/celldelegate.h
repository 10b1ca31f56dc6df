// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/badge.h"

#include <QStyledItemDelegate>

#include <functional>
#include <optional>

namespace nsl
{

/// How one cell of a list looks.
struct Cell
{
    QString text;
    QString icon;                   ///< drawn before the text in the text's colour
    std::optional<Tone> tone;       ///< colour of the text; none = normal text
    std::optional<Badge> badge;     ///< instead of the text
    std::optional<double> progress; ///< 0..1, a bar before the text; below 0 = running without a known end
    QString note;                   ///< a quieter reading behind the text
    Tone noteTone = Tone::Neutral;
    bool bold = false;
    bool secondary = false;
    bool number = false;  ///< right aligned, tabular
    bool reading = false; ///< a number in a sub-column of its own at the cell's start, its note behind it
    bool monospace = false;
    bool group = false; ///< a heading row on the quieter ground
};

/// The one delegate of our lists: comfortable rows with a quiet rule below, badges, progress bars,
/// coloured readings. What a cell says comes from the model through a function. Right to left, a cell is
/// mirrored as a whole: what stood behind the value stands before it, never over it.
class CellDelegate : public QStyledItemDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CellDelegate)

public:
    using CellFunction = std::function<Cell(const QModelIndex &)>;

    explicit CellDelegate(CellFunction cellFor, QObject *parent = nullptr);

    /// Plain rows: the display text, right aligned where the model aligns right.
    static Cell plainCell(const QModelIndex &index);

    Cell cell(const QModelIndex &index) const { return m_cellFor(index); }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    /// The ground of a row or cell: selection, heading, hover, and the rule below.
    static void paintGround(QPainter *painter, const QRect &rect, const QPalette &palette, bool selected,
                            bool hovered, bool group);
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    CellFunction m_cellFor;
};

} // namespace nsl
