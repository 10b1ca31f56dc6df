// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/admincommands.h"
#include "operations/workspace.h"

#include <QDeadlineTimer>
#include <QObject>

#include <memory>

namespace nsl
{

/// Carries a command out: itself when nothing holds the workspace, else through the server that does. Waits
/// some seconds for another command to end or for a server to come up.
class CommandRunner : public QObject
{
    Q_OBJECT

public:
    explicit CommandRunner(AdminCommand command, QObject *parent = nullptr);
    ~CommandRunner() override;
    Q_DISABLE_COPY_MOVE(CommandRunner)

    void start(const QString &folder);

signals:
    void commandFinished(const nsl::CommandResult &result);

private:
    void attempt();
    void runHere();
    void runThere();
    void retryOrFail();

    AdminCommand m_command;
    QDeadlineTimer m_deadline;
    std::optional<Workspace> m_workspace;
    QString m_obstacle;
    std::unique_ptr<WorkspaceLock> m_lock;
    std::unique_ptr<SqliteStore> m_store;
    std::unique_ptr<Credentials> m_credentials;
    std::unique_ptr<ImportRunner> m_imports;
    std::unique_ptr<OperationsCommands> m_operations;
    std::unique_ptr<AdminCommands> m_commands;
};

/// The name of the OS user this process runs as.
QString operatingSystemUser();

} // namespace nsl
