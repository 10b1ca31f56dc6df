// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journalentry.h"
#include "operations/backupmanifest.h"
#include "operations/workspace.h"

namespace nsl
{

struct RestoreResult
{
    BackupManifest manifest;
    QString replaced; ///< where what was there before is now; empty when there was nothing
};

/// Puts a backup in the place of a workspace's content. The caller holds the workspace's lock. Everything is
/// copied and checked first: each file's SHA-256, the database's integrity, its schema, the journal's chain
/// and head. What was there is moved under the backup folder ("replaced-…"), never deleted. Conflict (code
/// "workspace_not_empty") when there is something and `force` was not said. The restored workspace notes
/// where it comes from in its journal, and every rev that clients know is void.
Outcome<RestoreResult> restoreBackup(const Workspace &workspace, const QString &backup, bool force,
                                     const Actor &actor, const StopFlag &stop);

} // namespace nsl
