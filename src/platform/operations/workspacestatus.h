// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "operations/workspace.h"

#include <QJsonObject>

namespace nsl
{

/// What `nsl-platform status` shows of a workspace: schema, counts, what is live, the journal's head, disk
/// use, the newest backup. Only reads, and does not migrate. Storage error when the database cannot be read.
Outcome<QJsonObject> workspaceStatus(const Workspace &workspace);

/// The same for people; `status` also has running, and while served url and pid.
QString statusText(const QJsonObject &status);

} // namespace nsl
