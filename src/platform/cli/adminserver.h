// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/admincommands.h"
#include "cli/socketpath.h"

#include <QLocalServer>

class QLocalSocket;

namespace nsl
{

/// The server's side of run/admin.sock: one JSON line per command, one JSON line per result. Only the OS user
/// who owns the workspace can connect.
class AdminServer : public QObject
{
    Q_OBJECT

public:
    static constexpr qint64 maximumLineBytes = 64 * 1024;

    explicit AdminServer(AdminCommands &commands, QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(AdminServer)

    Outcome<Done> listen(const QString &path);
    void close();

private:
    void greet();
    void readFrom(QLocalSocket *socket);

    AdminCommands &m_commands;
    std::unique_ptr<SocketPath> m_path; ///< outlives the server, which removes its socket by this name
    QLocalServer m_server;
};

} // namespace nsl
