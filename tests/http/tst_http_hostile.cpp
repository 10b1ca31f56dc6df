// SPDX-License-Identifier: GPL-3.0-or-later
// Raw sockets that break the rules. The server owes them no answer, but it must drop them, keep no more than
// its limits of what they send, and go on serving everybody else.
#include "echohandler.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTcpSocket>
#include <QTest>

#include <unistd.h>

using namespace nsl::http;

namespace
{
constexpr int deadline = 30000;
}

class TestHttpHostile : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<EchoHandler> m_handler;
    std::unique_ptr<Server> m_server;
    quint16 m_port = 0;

    std::unique_ptr<QTcpSocket> connected()
    {
        auto socket = std::make_unique<QTcpSocket>();
        socket->connectToHost(QStringLiteral("127.0.0.1"), m_port);
        if (!socket->waitForConnected(deadline))
            return nullptr;
        return socket;
    }

    bool stillServes()
    {
        const auto socket = connected();
        if (!socket)
            return false;
        socket->write("GET /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        return socket->waitForReadyRead(deadline) && socket->readAll().startsWith("HTTP/1.1 200");
    }

    static bool dropped(QTcpSocket &socket)
    {
        QElapsedTimer timer;
        timer.start();
        while (socket.state() == QAbstractSocket::ConnectedState && timer.elapsed() < deadline)
            socket.waitForDisconnected(200);
        return socket.state() != QAbstractSocket::ConnectedState;
    }

    // Writes until the server ends the connection; the number of bytes that it took.
    static qint64 pour(QTcpSocket &socket, const QByteArray &piece, qint64 most)
    {
        qint64 written = 0;
        while (socket.state() == QAbstractSocket::ConnectedState && written < most) {
            written += qMax(qint64(0), socket.write(piece));
            while (socket.bytesToWrite() > 0 && socket.state() == QAbstractSocket::ConnectedState &&
                   socket.waitForBytesWritten(deadline)) {
            }
        }
        return written;
    }

private Q_SLOTS:
    void init()
    {
        m_handler = std::make_unique<EchoHandler>();
        Options options;
        options.maxBodyBytes = 64 * 1024;
        options.readLimit = std::chrono::milliseconds(700);
        options.handleLimit = std::chrono::milliseconds(700);
        options.writeLimit = std::chrono::milliseconds(700);
        m_server = std::make_unique<Server>(options, *m_handler);
        const auto started = m_server->start();
        QVERIFY2(started, started.error.c_str());
        m_port = started.port;
    }

    void cleanup()
    {
        m_server.reset();
        m_handler.reset();
    }

    void dropsBrokenRequests_data()
    {
        QTest::addColumn<QByteArray>("text");
        const auto post = [](const QByteArray &headers) {
            return "POST /echo HTTP/1.1\r\nHost: x\r\n" + headers;
        };
        QTest::newRow("not HTTP") << QByteArray("\x16\x03\x01\x02\x00\x01\x00\r\n\r\n");
        QTest::newRow("negative length") << post("Content-Length: -5\r\n\r\n");
        QTest::newRow("huge length") << post("Content-Length: 18446744073709551615\r\n\r\n");
        QTest::newRow("length over the limit")
            << post("Content-Length: 65537\r\n\r\n") + QByteArray(65537, 'x');
        QTest::newRow("text length") << post("Content-Length: abc\r\n\r\n");
        QTest::newRow("two lengths") << post("Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde");
        QTest::newRow("length and chunks")
            << post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        QTest::newRow("chunks and length")
            << post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n");
        QTest::newRow("bad chunk size") << post("Transfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n");
        QTest::newRow("chunks over the limit") << post("Transfer-Encoding: chunked\r\n\r\n11000\r\n") +
                                                      QByteArray(0x11000, 'x') + "\r\n0\r\n\r\n";
        QTest::newRow("long URL") << "GET /" + QByteArray(5000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n";
        QTest::newRow("long header value")
            << "GET /echo HTTP/1.1\r\nHost: x\r\nA: " + QByteArray(9000, 'a') + "\r\n\r\n";
        QTest::newRow("long header name")
            << "GET /echo HTTP/1.1\r\nHost: x\r\n" + QByteArray(200, 'a') + ": 1\r\n\r\n";
        QByteArray many = "GET /echo HTTP/1.1\r\nHost: x\r\n";
        for (int i = 0; i < 70; ++i)
            many += "H" + QByteArray::number(i) + ": 1\r\n";
        QTest::newRow("many headers") << many + "\r\n";
        QByteArray heavy = "GET /echo HTTP/1.1\r\nHost: x\r\n";
        for (int i = 0; i < 8; ++i)
            heavy += "H" + QByteArray::number(i) + ": " + QByteArray(6000, 'a') + "\r\n";
        QTest::newRow("heavy headers") << heavy + "\r\n";
        QTest::newRow("slow request line") << QByteArray("GET /ec");
        QTest::newRow("slow headers") << QByteArray("GET /echo HTTP/1.1\r\nHost: x\r\n");
        QTest::newRow("slow body") << post("Content-Length: 10\r\n\r\nabc");
        QTest::newRow("silent") << QByteArray();
    }

    void dropsBrokenRequests()
    {
        QFETCH(const QByteArray, text);
        const auto socket = connected();
        QVERIFY(socket);
        socket->write(text);
        QVERIFY(dropped(*socket));
        const QByteArray answer = socket->readAll();
        QVERIFY2(answer.isEmpty() || answer.startsWith("HTTP/1.1 4"), answer.constData());
        QCOMPARE(m_handler->count(), 0);
        QVERIFY(stillServes());
    }

    void cutsAnEndlessHeader()
    {
        const auto socket = connected();
        QVERIFY(socket);
        socket->write("GET /echo HTTP/1.1\r\nHost: x\r\nA: ");
        // What the kernel buffers on the way is not the server's memory; 64 MiB would be.
        QVERIFY(pour(*socket, QByteArray(64 * 1024, 'a'), 64 * 1024 * 1024) < 64 * 1024 * 1024);
        QVERIFY(stillServes());
    }

    void cutsAnEndlessBody()
    {
        const auto socket = connected();
        QVERIFY(socket);
        socket->write("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        const QByteArray chunk = "1000\r\n" + QByteArray(0x1000, 'x') + "\r\n";
        QVERIFY(pour(*socket, chunk, 64 * 1024 * 1024) < 64 * 1024 * 1024);
        QCOMPARE(m_handler->count(), 0);
        QVERIFY(stillServes());
    }

    void cutsADripFeed()
    {
        const auto socket = connected();
        QVERIFY(socket);
        const QByteArray text = "GET /echo HTTP/1.1\r\nHost: x\r\nA: " + QByteArray(1000, 'a');
        // One byte now and then never adds up to a request within the total limit.
        qsizetype sent = 0;
        while (sent < text.size() && socket->state() == QAbstractSocket::ConnectedState) {
            socket->write(text.constData() + sent++, 1);
            socket->waitForDisconnected(50);
        }
        QVERIFY(dropped(*socket));
        QVERIFY(sent < text.size());
        QVERIFY(stillServes());
    }

    void dropsAnUnansweredRequest()
    {
        const auto socket = connected();
        QVERIFY(socket);
        socket->write("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
        QVERIFY(dropped(*socket));
        QTRY_COMPARE_WITH_TIMEOUT(m_server->pendingRequests(), std::size_t(0), deadline);
        m_handler->waiting().front().respond({200, {}, "too late"});
        QVERIFY(stillServes());
    }

    void answersPipelinedRequestsInOrder()
    {
        const auto socket = connected();
        QVERIFY(socket);
        socket->write("GET /echo?q=one HTTP/1.1\r\nHost: x\r\n\r\n"
                      "GET /echo?q=two HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        QVERIFY(dropped(*socket));
        const QByteArray answer = socket->readAll();
        QCOMPARE(answer.count("HTTP/1.1 200 OK"), 2);
        QVERIFY(answer.indexOf("GET /echo one") < answer.indexOf("GET /echo two"));
        QVERIFY(answer.indexOf("GET /echo one") > 0);
    }

    void survivesAFloodOfPipelinedRequests()
    {
        const auto socket = connected();
        QVERIFY(socket);
        QByteArray flood;
        for (int i = 0; i < 200; ++i)
            flood += "GET /wait HTTP/1.1\r\nHost: x\r\n\r\n";
        socket->write(flood);
        QVERIFY(dropped(*socket));
        QVERIFY(m_handler->count() <= 3);
        QVERIFY(stillServes());
    }

    void idleConnectionsMakeRoomAtTheLimit()
    {
        Options options;
        options.maxConnections = 4;
        // Longer than this test waits: nobody goes because of them.
        options.readLimit = std::chrono::minutes(10);
        options.handleLimit = std::chrono::minutes(10);
        options.firstByteLimit = std::chrono::minutes(10);
        Server small(options, *m_handler);
        const auto started = small.start();
        QVERIFY(started);
        m_port = started.port;
        const auto busy = connected();
        busy->write("GET /wait HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        QTRY_COMPARE_WITH_TIMEOUT(m_handler->count(), 1, deadline);
        const auto kept = connected();
        kept->write("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
        QVERIFY(kept->waitForReadyRead(deadline));
        std::vector<std::unique_ptr<QTcpSocket>> idle;
        for (int i = 0; i < 20; ++i) {
            idle.push_back(connected());
            QVERIFY(idle.back());
        }
        QVERIFY(stillServes());
        QVERIFY(dropped(*idle.front())); // the oldest of those that said nothing
        // Who waits for an answer gets it.
        m_handler->waiting().front().respond({200, {}, "in the end"});
        QVERIFY(dropped(*busy));
        QVERIFY(busy->readAll().endsWith("in the end"));
    }

    void aConnectionWithoutAByteIsClosedSoon()
    {
        Options options;
        options.readLimit = std::chrono::minutes(10);
        options.firstByteLimit = std::chrono::milliseconds(300);
        Server server(options, *m_handler);
        const auto started = server.start();
        QVERIFY(started);
        m_port = started.port;
        const auto silent = connected();
        const auto slow = connected();
        slow->write("GET /ec");
        QVERIFY(slow->waitForBytesWritten(deadline));
        QVERIFY(dropped(*silent));
        slow->write("ho HTTP/1.1\r\nHost: x\r\n\r\n");
        QVERIFY(slow->waitForReadyRead(deadline));
        QVERIFY(slow->readAll().startsWith("HTTP/1.1 200"));
    }

    void memoryOfBigBodiesIsGivenBack()
    {
#ifdef __SANITIZE_ADDRESS__
        QSKIP("The sanitizer keeps what is freed.");
#endif
        const auto residentMiB = [] {
            QFile status(QStringLiteral("/proc/self/statm"));
            return status.open(QIODevice::ReadOnly) ? status.readAll().split(' ').at(1).toLongLong() *
                                                          ::sysconf(_SC_PAGESIZE) / (1024 * 1024)
                                                    : -1;
        };
        constexpr int clients = 64;
        Options options;
        options.readLimit = std::chrono::minutes(10);
        Server server(options, *m_handler);
        const auto started = server.start();
        QVERIFY(started);
        m_port = started.port;
        const qint64 before = residentMiB();
        std::vector<std::unique_ptr<QTcpSocket>> half;
        const QByteArray body(1024 * 1024, 'x');
        for (int i = 0; i < clients; ++i) {
            half.push_back(connected());
            QTcpSocket &socket = *half.back();
            socket.write("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n" + body);
            while (socket.bytesToWrite() > 0)
                QVERIFY(socket.waitForBytesWritten(deadline));
        }
        QTRY_VERIFY_WITH_TIMEOUT(residentMiB() > before + clients / 2, deadline);
        half.clear();
        QTRY_VERIFY_WITH_TIMEOUT(residentMiB() < before + clients / 4, deadline);
        QVERIFY(stillServes());
    }
};

QTEST_GUILESS_MAIN(TestHttpHostile)
#include "tst_http_hostile.moc"
