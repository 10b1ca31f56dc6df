// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "operations/backupmanifest.h"
#include "operations/workspace.h"

namespace nsl
{

struct BackupResult
{
    QString folder;
    BackupManifest manifest;
};

/// Makes a backup of one moment of a workspace: the database (SQLite's online backup inside one read
/// transaction, so that writers go on meanwhile), the folders of the runs that had ended, the configuration
/// file, and last the manifest with every file's SHA-256 and the journal's head. `target` is the folder to
/// make; empty = a new one, named after the time, in the workspace's backup folder. The folder appears under
/// its name only when it is whole. Runs on any thread. Conflict when the target exists; Storage errors else;
/// nothing is left of a failed one.
Outcome<BackupResult> makeBackup(const Workspace &workspace, const QString &target, const StopFlag &stop);

} // namespace nsl
