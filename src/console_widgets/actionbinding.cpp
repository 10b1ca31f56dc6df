// SPDX-License-Identifier: GPL-3.0-or-later
#include "actionbinding.h"

#include "widgets/elidedlabel.h"

#include <QAbstractButton>
#include <QAction>

namespace nsl
{

void applyState(QAbstractButton *button, const ActionState &state)
{
    button->setEnabled(state.enabled);
    button->setToolTip(plainToolTip(state.reason));
    button->setStatusTip(state.reason);
    button->setAccessibleDescription(state.reason);
}

void applyState(QAction *action, const ActionState &state)
{
    // The tip that the action was made with comes back when it works.
    if (!action->property("usualStatusTip").isValid())
        action->setProperty("usualStatusTip", action->statusTip());
    action->setEnabled(state.enabled);
    action->setToolTip(plainToolTip(state.reason));
    action->setStatusTip(state.enabled ? action->property("usualStatusTip").toString() : state.reason);
}

} // namespace nsl
