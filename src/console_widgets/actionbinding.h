// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <actionstate.h>

class QAbstractButton;
class QAction;

namespace nsl
{

/// Enables a button or action, or disables it with the reason as tool tip, status tip and accessible
/// description: a disabled control always explains itself.
void applyState(QAbstractButton *button, const ActionState &state);
void applyState(QAction *action, const ActionState &state);

} // namespace nsl
