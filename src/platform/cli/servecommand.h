// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/adminserver.h"
#include "cli/commandline.h"
#include "cli/configuration.h"
#include "cli/handover.h"
#include "cli/unixsignals.h"
#include "operations/workspace.h"

#include <QObject>

#include <memory>

namespace nsl
{

class PlatformServer;

/// `nsl-platform serve`: puts workspace, store, server, admin socket and hand-over together, and takes them
/// apart again in an orderly way on SIGTERM or SIGINT.
class ServeCommand : public QObject
{
    Q_OBJECT

public:
    explicit ServeCommand(CommandLine line, QObject *parent = nullptr);
    ~ServeCommand() override;
    Q_DISABLE_COPY_MOVE(ServeCommand)

    void start();

signals:
    /// The one line for stdout: others can connect now.
    void ready(const QByteArray &line);
    /// Something that the person who started it should know; serving goes on.
    void warned(const QString &sentence);
    /// The end: exit code and, if it failed, why.
    void finished(int exitCode, const QString &sentence);

private:
    Outcome<Done> bringUp();
    void stop();

    const CommandLine m_line;
    UnixSignals m_signals;
    std::optional<Workspace> m_workspace;
    // In the order in which they depend on each other; destroyed the other way round.
    std::unique_ptr<WorkspaceLock> m_lock;
    std::unique_ptr<PlatformLog> m_log;
    std::unique_ptr<SqliteStore> m_store;
    std::unique_ptr<Credentials> m_credentials;
    std::unique_ptr<ImportRunner> m_imports;
    std::unique_ptr<OperationsCommands> m_operations;
    std::unique_ptr<AdminCommands> m_commands;
    std::unique_ptr<AdminServer> m_admin;
    std::unique_ptr<PlatformServer> m_server;
    std::unique_ptr<Handover> m_handover;
};

} // namespace nsl
