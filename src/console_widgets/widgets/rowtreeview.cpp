// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/rowtreeview.h"

#include "widgets/celldelegate.h"

#include <QPainter>

namespace nsl
{

void RowTreeView::drawRow(QPainter *painter, const QStyleOptionViewItem &options,
                          const QModelIndex &index) const
{
    if (const auto *cells = qobject_cast<const CellDelegate *>(itemDelegate()))
        cells->paintGround(painter, options.rect, options.palette,
                           selectionModel() && selectionModel()->isSelected(index), false,
                           cells->cell(index.siblingAtColumn(0)).group);
    QTreeView::drawRow(painter, options, index);
}

} // namespace nsl
