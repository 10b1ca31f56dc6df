// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/adminserver.h"

#include <QJsonDocument>
#include <QLocalSocket>

namespace nsl
{

using namespace Qt::StringLiterals;

AdminServer::AdminServer(AdminCommands &commands, QObject *parent)
    : QObject(parent)
    , m_commands(commands)
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    m_server.setMaxPendingConnections(16);
    connect(&m_server, &QLocalServer::newConnection, this, &AdminServer::greet);
}

Outcome<Done> AdminServer::listen(const QString &path)
{
    // Whoever calls this holds the workspace's lock, so a socket that is there is a leftover.
    m_path = std::make_unique<SocketPath>(path);
    QLocalServer::removeServer(m_path->name());
    if (!m_server.listen(m_path->name())) {
        return PlatformError::storage(
            u"The admin socket %1 cannot be opened: %2."_s.arg(path, m_server.errorString()),
            u"admin_socket"_s);
    }
    return Done();
}

void AdminServer::close()
{
    m_server.close();
}

void AdminServer::greet()
{
    while (QLocalSocket *socket = m_server.nextPendingConnection()) {
        socket->setReadBufferSize(maximumLineBytes + 1);
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] { readFrom(socket); });
        readFrom(socket);
    }
}

void AdminServer::readFrom(QLocalSocket *socket)
{
    if (!socket->canReadLine()) {
        if (socket->bytesAvailable() > maximumLineBytes)
            socket->abort();
        return;
    }
    // One command per connection: whatever follows is not read.
    disconnect(socket, &QLocalSocket::readyRead, this, nullptr);
    const QByteArray text = socket->readLine(maximumLineBytes + 1);
    const AdminCommand command = AdminCommand::fromJson(QJsonDocument::fromJson(text).object());
    m_commands.execute(command, socket, [socket](const CommandResult &result) {
        socket->write(QJsonDocument(result.toJson()).toJson(QJsonDocument::Compact) + '\n');
        socket->disconnectFromServer();
    });
}

} // namespace nsl
