// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/adminclient.h"

#include <QJsonDocument>

namespace nsl
{

using namespace Qt::StringLiterals;

AdminClient::AdminClient(QObject *parent)
    : QObject(parent)
{
    connect(&m_socket, &QLocalSocket::connected, this, [this] {
        m_connected = true;
        m_socket.write(m_request);
    });
    connect(&m_socket, &QLocalSocket::readyRead, this, [this] { m_reply += m_socket.readAll(); });
    connect(&m_socket, &QLocalSocket::disconnected, this, &AdminClient::handleEnd);
    connect(&m_socket, &QLocalSocket::errorOccurred, this, &AdminClient::handleEnd);
}

void AdminClient::send(const QString &path, const AdminCommand &command)
{
    m_request = QJsonDocument(command.toJson()).toJson(QJsonDocument::Compact) + '\n';
    m_path = std::make_unique<SocketPath>(path);
    m_socket.connectToServer(m_path->name());
}

void AdminClient::handleEnd()
{
    if (m_done)
        return;
    m_done = true;
    if (!m_connected) {
        emit serverUnreachable();
        return;
    }
    m_reply += m_socket.readAll();
    const QJsonDocument reply = QJsonDocument::fromJson(m_reply);
    emit commandFinished(
        reply.isObject()
            ? CommandResult::fromJson(reply.object())
            : CommandResult::failure(u"The server ended before it answered; look whether the command "
                                     "took effect before repeating it."_s));
}

} // namespace nsl
