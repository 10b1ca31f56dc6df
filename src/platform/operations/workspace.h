// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "outcome.h"

#include <QString>

#include <memory>

namespace nsl
{

/// The folder that holds everything of one platform. Folders are made with mode 0700, files with 0600.
class Workspace
{
public:
    /// $XDG_DATA_HOME/nsl-console/default, else ~/.local/share/nsl-console/default.
    static QString defaultFolder();
    /// Makes the folder and its sub-folders where they are not there. Storage error when that fails or when
    /// the folder cannot be written.
    static Outcome<Workspace> open(const QString &folder);

    QString folder() const { return m_folder; }
    QString databaseFile() const { return m_folder + QStringLiteral("/platform.db"); }
    QString configurationFile() const { return m_folder + QStringLiteral("/platform.ini"); }
    QString backupFolder() const { return m_folder + QStringLiteral("/backups"); }
    QString jobsFolder() const { return m_folder + QStringLiteral("/jobs"); }
    QString logFolder() const { return m_folder + QStringLiteral("/log"); }
    QString logFile() const { return logFolder() + QStringLiteral("/platform.log"); }
    /// Where a restore gathers its files; harmless when it is left behind.
    QString restoreStaging() const { return m_folder + QStringLiteral("/.restore.partial"); }
    /// The same folder once the restore has begun to change the workspace.
    QString restoreMarker() const { return m_folder + QStringLiteral("/.restoring"); }
    /// Storage error (code "restore_interrupted") when a restore was interrupted half-way.
    Outcome<Done> checkWhole() const;
    QString runFolder() const { return m_folder + QStringLiteral("/run"); }
    QString lockFile() const { return runFolder() + QStringLiteral("/lock"); }
    QString handoverFile() const { return runFolder() + QStringLiteral("/platform.json"); }
    QString adminSocket() const { return runFolder() + QStringLiteral("/admin.sock"); }
    /// [worker] program= of platform.ini, read anew each time; empty without one.
    QString configuredWorker() const;

private:
    explicit Workspace(QString folder)
        : m_folder(std::move(folder))
    {
    }

    QString m_folder;
};

/// The right to write to a workspace: one process at a time. Given back when it is destroyed or the process
/// ends.
class WorkspaceLock
{
public:
    enum class Role { Server, Command };

    /// Conflict when another process holds it: code "workspace_served" when that is a server, else
    /// "workspace_busy". The message names its process id.
    static Outcome<std::unique_ptr<WorkspaceLock>> take(const Workspace &workspace, Role role);
    ~WorkspaceLock();
    Q_DISABLE_COPY_MOVE(WorkspaceLock)

private:
    explicit WorkspaceLock(int descriptor)
        : m_descriptor(descriptor)
    {
    }

    int m_descriptor;
    int m_folder = -1;
};

} // namespace nsl
