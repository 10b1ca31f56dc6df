// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/commandresult.h"
#include "journalentry.h"
#include "operations/filetools.h"
#include "operations/workspace.h"

#include <QObject>
#include <QThread>

#include <functional>
#include <memory>

namespace nsl
{

/// status, backup, verify, restore, vacuum: the commands that look after a workspace as a whole. They read it
/// on a thread of their own, so that a server goes on serving; those that need it for themselves refuse
/// while it is served.
class OperationsCommands : public QObject
{
    Q_OBJECT

public:
    using Finished = std::function<void(const CommandResult &)>;

    /// `served`: url and pid of the server this is part of; empty in a command's own process, which holds
    /// the workspace's lock.
    OperationsCommands(const Workspace &workspace, const QString &osUser, QJsonObject served,
                       QObject *parent = nullptr);
    /// Stops what is under way and waits for it.
    ~OperationsCommands() override;
    Q_DISABLE_COPY_MOVE(OperationsCommands)

    static bool knows(const QString &command);
    /// Calls `finished` once, later, while `context` lives; its destruction stops the work. One at a time.
    void execute(const AdminCommand &command, QObject *context, Finished finished);

private:
    using Work = std::function<CommandResult(const StopFlag &)>;

    Work workOf(const AdminCommand &command) const;

    const Workspace m_workspace;
    const Actor m_actor;
    const QJsonObject m_served;
    std::shared_ptr<StopFlag> m_stop; ///< of the command under way: each has its own
    std::unique_ptr<QThread> m_thread;
};

} // namespace nsl
