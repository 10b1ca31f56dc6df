// SPDX-License-Identifier: GPL-3.0-or-later
#include "windowdriver.h"

#include "mainwindow.h"
#include "workbench.h"

#include <QAbstractButton>
#include <QDialog>
#include <QTreeView>

namespace nsl
{

const QObject &WindowDriver::asObject() const
{
    return m_window;
}

QDialog *WindowDriver::dialog() const
{
    return visible<QDialog>();
}

QAbstractButton *WindowDriver::button(const QString &objectName) const
{
    if (const QDialog *front = dialog()) {
        if (auto *inside = front->findChild<QAbstractButton *>(objectName))
            return inside;
    }
    return visible<QAbstractButton>(objectName);
}

QString WindowDriver::press(const QString &objectName) const
{
    QAbstractButton *target = button(objectName);
    if (!target)
        return QStringLiteral("there is no visible button %1").arg(objectName);
    if (!target->isEnabled())
        return QStringLiteral("%1 is disabled: %2").arg(target->text(), target->accessibleDescription());
    target->click();
    return {};
}

QString WindowDriver::selectVersions(const QStringList &jobNames) const
{
    auto *tree = visible<QTreeView>(QStringLiteral("tree"));
    if (!tree || !m_window.workbench())
        return QStringLiteral("the tree of models is not in sight");
    ModelsController &models = m_window.workbench()->models();
    tree->clearSelection();
    for (const QString &jobName : jobNames) {
        const QModelIndex index = models.filtered()->mapFromSource(models.tree()->indexOfJob(jobName));
        if (!index.isValid())
            return QStringLiteral("the version of %1 is not in the tree").arg(jobName);
        tree->expand(index.parent());
        tree->selectionModel()->setCurrentIndex(index.siblingAtColumn(0), QItemSelectionModel::NoUpdate);
        tree->selectionModel()->select(index, QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }
    return {};
}

} // namespace nsl
