// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QObject>
#include <QTcpServer>
#include <QUrl>

#include <functional>

class QTcpSocket;

/// One request as it came over the wire.
struct Received
{
    QByteArray method;
    QByteArray target;
    QHash<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;
};

/// A real server on 127.0.0.1 that answers each request with what the test says, byte for byte.
class Responder : public QObject
{
    Q_OBJECT

public:
    /// Returns the whole answer; an empty one closes the connection, "hang" leaves the client waiting.
    using Handler = std::function<QByteArray(const Received &)>;

    explicit Responder(Handler handler, QObject *parent = nullptr);

    QUrl url() const;
    const QList<Received> &received() const { return m_received; }
    void setHandler(Handler handler) { m_handler = std::move(handler); }
    void close();

    /// A complete answer with Content-Length.
    static QByteArray answer(int status, const QByteArray &body, const QByteArray &headers = {});
    static const QByteArray hang;

private:
    void serve(QTcpSocket *socket, QByteArray &buffer);

    QTcpServer m_server;
    Handler m_handler;
    QList<Received> m_received;
};
