// SPDX-License-Identifier: GPL-3.0-or-later
#include "httpserver.h"

#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

#include <mutex>
#include <vector>

using namespace nsl::http;

namespace
{

constexpr int deadline = 20000;

/// Answers every request with a stream.
class StreamHandler : public Handler
{
public:
    void handle(Request, Responder responder) override
    {
        Response head;
        head.headers.emplace("Content-Type", "text/event-stream");
        head.body = "hello\n";
        const Stream stream = responder.stream(std::move(head), "beat\n", [this] { ++closed; });
        const std::lock_guard lock(m_mutex);
        m_streams.push_back(stream);
    }
    std::vector<Stream> streams()
    {
        const std::lock_guard lock(m_mutex);
        return m_streams;
    }
    std::atomic<int> closed{0};

private:
    std::mutex m_mutex;
    std::vector<Stream> m_streams;
};

} // namespace

class TestHttpStream : public QObject
{
    Q_OBJECT

private:
    static void ask(QTcpSocket &socket, quint16 port)
    {
        socket.connectToHost(QStringLiteral("127.0.0.1"), port);
        socket.write("GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

private Q_SLOTS:
    void sendsPiecesInOrder()
    {
        StreamHandler handler;
        Server server({}, handler);
        const auto started = server.start();
        QVERIFY(started);
        QTcpSocket socket;
        QByteArray text;
        connect(&socket, &QTcpSocket::readyRead, this, [&] { text += socket.readAll(); });
        ask(socket, started.port);
        QTRY_VERIFY_WITH_TIMEOUT(text.contains("hello\n"), deadline);
        QVERIFY(text.startsWith("HTTP/1.1 200 OK\r\n"));
        QVERIFY(text.contains("Transfer-Encoding: chunked"));
        QCOMPARE(server.pendingRequests(), std::size_t(0));
        const Stream stream = handler.streams().front();
        QVERIFY(stream.isOpen());
        for (int i = 0; i < 1000; ++i)
            stream.write("<" + std::to_string(i) + ">");
        stream.write("bye");
        stream.end();
        QTRY_COMPARE_WITH_TIMEOUT(socket.state(), QTcpSocket::UnconnectedState, deadline);
        text += socket.readAll();
        qsizetype at = 0;
        for (int i = 0; i < 1000; ++i) {
            at = text.indexOf("<" + QByteArray::number(i) + ">", at);
            QVERIFY2(at >= 0, QByteArray::number(i).constData());
        }
        QVERIFY(text.indexOf("bye", at) > 0);
        QVERIFY(text.endsWith("0\r\n\r\n"));
        QTRY_COMPARE_WITH_TIMEOUT(handler.closed.load(), 1, deadline);
        QVERIFY(!stream.isOpen());
        stream.write("late"); // no harm
        stream.end();
    }

    void beatsWhileNothingIsSaid()
    {
        StreamHandler handler;
        Options options;
        options.handleLimit = std::chrono::milliseconds(800);
        Server server(options, handler);
        const auto started = server.start();
        QTcpSocket socket;
        QByteArray text;
        connect(&socket, &QTcpSocket::readyRead, this, [&] { text += socket.readAll(); });
        ask(socket, started.port);
        // Longer than the limit to answer: only the beats keep it open.
        QTRY_VERIFY_WITH_TIMEOUT(text.count("beat\n") >= 6, deadline);
        QCOMPARE(socket.state(), QTcpSocket::ConnectedState);
        QVERIFY(handler.streams().front().isOpen());
        server.stop();
        QTRY_COMPARE_WITH_TIMEOUT(socket.state(), QTcpSocket::UnconnectedState, deadline);
        QCOMPARE(handler.closed.load(), 1);
    }

    void noticesAClientThatLeaves()
    {
        StreamHandler handler;
        Server server({}, handler);
        const auto started = server.start();
        QTcpSocket socket;
        ask(socket, started.port);
        QTRY_VERIFY_WITH_TIMEOUT(socket.bytesAvailable() > 0, deadline);
        socket.abort();
        const Stream stream = handler.streams().front();
        QTRY_VERIFY_WITH_TIMEOUT((stream.write("x"), !stream.isOpen()), deadline);
        QCOMPARE(handler.closed.load(), 1);
    }

    void dropsAClientThatDoesNotRead()
    {
        StreamHandler handler;
        Options options;
        // Longer than this test waits: the connection ends because the client is dropped.
        options.handleLimit = std::chrono::minutes(10);
        options.writeLimit = std::chrono::minutes(10);
        Server server(options, handler);
        const auto started = server.start();
        QTcpSocket socket;
        socket.setReadBufferSize(1024);
        ask(socket, started.port);
        QTRY_VERIFY_WITH_TIMEOUT(socket.bytesAvailable() > 0, deadline);
        const Stream stream = handler.streams().front();
        const std::string piece(64 * 1024, 'x');
        std::size_t most = 0;
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                if (stream.backlog() <= Stream::maxBacklog)
                    stream.write(piece);
                most = std::max(most, stream.backlog());
                return !stream.isOpen();
            }(),
            deadline);
        QVERIFY(most <= Stream::maxBacklog + piece.size());
        QCOMPARE(handler.closed.load(), 1);
        // It learns of it as soon as it looks.
        socket.setReadBufferSize(0);
        QTRY_VERIFY_WITH_TIMEOUT((socket.readAll(), socket.state() == QTcpSocket::UnconnectedState),
                                 deadline);
        server.stop();
    }

    void manyStreamsAndAStop()
    {
        StreamHandler handler;
        auto server = std::make_unique<Server>(Options{}, handler);
        const auto started = server->start();
        std::vector<std::unique_ptr<QTcpSocket>> sockets;
        for (int i = 0; i < 50; ++i) {
            sockets.push_back(std::make_unique<QTcpSocket>());
            ask(*sockets.back(), started.port);
        }
        QTRY_COMPARE_WITH_TIMEOUT(handler.streams().size(), std::size_t(50), deadline);
        for (const auto &socket : sockets)
            QTRY_VERIFY_WITH_TIMEOUT(socket->bytesAvailable() > 0, deadline);
        for (const Stream &stream : handler.streams())
            stream.write("last words");
        server->stop();
        QCOMPARE(handler.closed.load(), 50);
        server.reset();
        for (const auto &socket : sockets) {
            QTRY_COMPARE_WITH_TIMEOUT(socket->state(), QTcpSocket::UnconnectedState, deadline);
            QVERIFY(socket->readAll().contains("last words"));
        }
        handler.streams().front().write("nobody hears this");
    }
};

QTEST_GUILESS_MAIN(TestHttpStream)
#include "tst_http_stream.moc"
