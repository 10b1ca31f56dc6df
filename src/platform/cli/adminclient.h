// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/commandresult.h"
#include "cli/socketpath.h"
#include "outcome.h"

#include <QLocalSocket>
#include <QObject>

#include <memory>

namespace nsl
{

/// The command's side of run/admin.sock: sends one command and waits for its result on the event loop.
class AdminClient : public QObject
{
    Q_OBJECT

public:
    explicit AdminClient(QObject *parent = nullptr);
    Q_DISABLE_COPY_MOVE(AdminClient)

    void send(const QString &path, const AdminCommand &command);

signals:
    void commandFinished(const nsl::CommandResult &result);
    /// Nobody answers at the socket: the server is starting, ending, or not there.
    void serverUnreachable();

private:
    void handleEnd();

    std::unique_ptr<SocketPath> m_path;
    QLocalSocket m_socket;
    QByteArray m_request;
    QByteArray m_reply;
    bool m_connected = false;
    bool m_done = false;
};

} // namespace nsl
