// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTreeView>

namespace nsl
{

/// A tree whose rows are whole: selection, heading ground and rule reach under the branches too.
/// Its delegate must be a CellDelegate.
class RowTreeView : public QTreeView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RowTreeView)

public:
    using QTreeView::QTreeView;

protected:
    void drawRow(QPainter *painter, const QStyleOptionViewItem &options,
                 const QModelIndex &index) const override;
};

} // namespace nsl
