// SPDX-License-Identifier: GPL-3.0-or-later
#include "echohandler.h"
#include "httpclient.h"
#include "loop.h"

#include <QDir>
#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <QThread>

#include <atomic>
#include <thread>

#include <fcntl.h>
#include <unistd.h>

using namespace nsl::http;

namespace
{

constexpr int deadline = 20000;

QNetworkRequest requestTo(quint16 port, const QString &path)
{
    return QNetworkRequest(QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(port).arg(path)));
}

} // namespace

class TestHttpServer : public QObject
{
    Q_OBJECT

private:
    QNetworkAccessManager m_network;

    QByteArray finishedBody(QNetworkReply *reply, int status)
    {
        QSignalSpy finished(reply, &QNetworkReply::finished);
        if (!reply->isFinished() && !finished.wait(deadline))
            return "no answer";
        reply->deleteLater();
        const int got = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        return got == status ? reply->readAll() : QByteArray("status ") + QByteArray::number(got);
    }

private Q_SLOTS:
    void answersRequests()
    {
        EchoHandler handler;
        Server server({}, handler);
        const auto started = server.start();
        QVERIFY2(started, started.error.c_str());
        QVERIFY(started.port != 0);

        auto request = requestTo(started.port, QStringLiteral("/a%20b?q=1%262&q=3"));
        request.setRawHeader("X-TEST", "hello");
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("text/plain"));
        auto *reply = m_network.post(request, QByteArray("body\nof two lines"));
        QCOMPARE(finishedBody(reply, 200), QByteArray("POST /a b 1&2 hello body\nof two lines"));
        QVERIFY(reply->hasRawHeader("Date"));
        QVERIFY(!reply->hasRawHeader("X-Bad"));
        QVERIFY(!reply->hasRawHeader("Injected"));
        server.stop();
        QCOMPARE(server.pendingRequests(), std::size_t(0));
    }

    void noOtherProgramGetsItsSockets()
    {
        EchoHandler handler;
        Server server({}, handler);
        const auto started = server.start();
        QVERIFY2(started, started.error.c_str());
        auto *reply = m_network.get(requestTo(started.port, QStringLiteral("/echo"))); // stays open
        QVERIFY(finishedBody(reply, 200).startsWith("GET"));
        Loop loop;
        loop.start();
        Client::Options options;
        options.port = started.port;
        Client client(loop, options);
        std::atomic<int> status{0};
        client.ask("GET", "/echo", {}, [&](const Client::Answer &answer) { status = answer.status; });
        QTRY_COMPARE_WITH_TIMEOUT(status.load(), 200, deadline);
        int sockets = 0;
        const QDir own(QStringLiteral("/proc/self/fd"));
        for (const QString &name : own.entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot)) {
            char target[64] = {};
            if (::readlink(QFile::encodeName(own.filePath(name)).constData(), target, sizeof target - 1) <
                    0 ||
                !QByteArray(target).startsWith("socket:"))
                continue;
            ++sockets;
            QVERIFY2(::fcntl(name.toInt(), F_GETFD) & FD_CLOEXEC, qPrintable(name));
        }
        QVERIFY(sockets >= 4); // the listening one, two accepted ones and their clients
        client.close();
        loop.stop({});
    }

    void answersHeadWithoutABody()
    {
        EchoHandler handler;
        Server server({}, handler);
        const auto started = server.start();
        QVERIFY(started);
        auto *reply = m_network.head(requestTo(started.port, QStringLiteral("/echo")));
        QCOMPARE(finishedBody(reply, 200), QByteArray());
        QVERIFY(reply->header(QNetworkRequest::ContentLengthHeader).toInt() > 0);
        // The connection is in order afterwards.
        QCOMPARE(finishedBody(m_network.get(requestTo(started.port, QStringLiteral("/echo"))), 200),
                 QByteArray("GET /echo -  "));
    }

    void turnsExceptionsAndBadEscapesIntoAnswers()
    {
        EchoHandler handler;
        Server server({}, handler);
        const auto started = server.start();
        QVERIFY(started);
        QCOMPARE(finishedBody(m_network.get(requestTo(started.port, QStringLiteral("/throw"))), 500),
                 QByteArray("{\"error\":\"Internal error.\"}"));

        QTcpSocket socket;
        socket.connectToHost(QStringLiteral("127.0.0.1"), started.port);
        QVERIFY(socket.waitForConnected(deadline));
        socket.write("GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n");
        QTRY_VERIFY_WITH_TIMEOUT(socket.bytesAvailable() > 0, deadline);
        QVERIFY(socket.readAll().startsWith("HTTP/1.1 400 Bad Request\r\n"));
    }

    void answersFromAnotherThreadOnce()
    {
        EchoHandler handler;
        Server server({}, handler);
        const auto started = server.start();
        QVERIFY(started);
        auto *reply = m_network.get(requestTo(started.port, QStringLiteral("/wait")));
        QTRY_COMPARE_WITH_TIMEOUT(handler.waiting().size(), std::size_t(1), deadline);
        QCOMPARE(server.pendingRequests(), std::size_t(1));
        const Responder responder = handler.waiting().front();
        std::thread other([responder] {
            responder.respond({200, {}, "first"});
            responder.respond({200, {}, "second"});
        });
        other.join();
        QCOMPARE(finishedBody(reply, 200), QByteArray("first"));
        QTRY_COMPARE_WITH_TIMEOUT(server.pendingRequests(), std::size_t(0), deadline);
        QCOMPARE(finishedBody(m_network.get(requestTo(started.port, QStringLiteral("/echo"))), 200),
                 QByteArray("GET /echo -  "));
    }

    void dropsAnAnswerToAClientThatLeft()
    {
        EchoHandler handler;
        Server server({}, handler);
        const auto started = server.start();
        QVERIFY(started);
        {
            QTcpSocket socket;
            socket.connectToHost(QStringLiteral("127.0.0.1"), started.port);
            QVERIFY(socket.waitForConnected(deadline));
            socket.write("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
            QTRY_COMPARE_WITH_TIMEOUT(handler.waiting().size(), std::size_t(1), deadline);
            socket.abort();
        }
        QTRY_COMPARE_WITH_TIMEOUT(server.pendingRequests(), std::size_t(0), deadline);
        handler.waiting().front().respond({200, {}, "too late"});
        QCOMPARE(finishedBody(m_network.get(requestTo(started.port, QStringLiteral("/echo"))), 200),
                 QByteArray("GET /echo -  "));
    }

    void stopsWhileRequestsArePending()
    {
        EchoHandler handler;
        auto server = std::make_unique<Server>(Options{}, handler);
        const auto started = server->start();
        QVERIFY(started);
        auto *answered = m_network.get(requestTo(started.port, QStringLiteral("/wait")));
        QTRY_COMPARE_WITH_TIMEOUT(handler.waiting().size(), std::size_t(1), deadline);
        auto *abandoned = m_network.get(requestTo(started.port, QStringLiteral("/wait")));
        QTRY_COMPARE_WITH_TIMEOUT(handler.waiting().size(), std::size_t(2), deadline);

        handler.waiting().at(0).respond({200, {}, "in time"});
        server->stop(std::chrono::milliseconds(300));
        QCOMPARE(finishedBody(answered, 200), QByteArray("in time"));
        QSignalSpy gone(abandoned, &QNetworkReply::finished);
        QVERIFY(abandoned->isFinished() || gone.wait(deadline));
        QVERIFY(abandoned->error() != QNetworkReply::NoError);
        abandoned->deleteLater();

        // A late answer finds a stopped server, then none at all.
        handler.waiting().at(1).respond({200, {}, "late"});
        server.reset();
        handler.waiting().at(1).respond({200, {}, "later"});
    }

    void refusesWorkOnceItNoLongerAccepts()
    {
        EchoHandler handler;
        Server server({}, handler);
        const auto started = server.start();
        QVERIFY(started);
        QTcpSocket socket;
        socket.connectToHost(QStringLiteral("127.0.0.1"), started.port);
        QVERIFY(socket.waitForConnected(deadline));
        socket.write("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
        QTRY_VERIFY_WITH_TIMEOUT(socket.peek(4096).contains("GET /echo -  "), deadline);
        QVERIFY(socket.readAll().startsWith("HTTP/1.1 200"));
        server.stopAccepting();
        socket.write("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n");
        QTRY_VERIFY_WITH_TIMEOUT(socket.bytesAvailable() > 0, deadline);
        QVERIFY(socket.readAll().startsWith("HTTP/1.1 503"));
        QTcpSocket late;
        late.connectToHost(QStringLiteral("127.0.0.1"), started.port);
        QVERIFY(!late.waitForConnected(deadline));
    }

    void saysWhyItCannotStart()
    {
        EchoHandler handler;
        Server first({}, handler);
        const auto started = first.start();
        QVERIFY(started);
        Options options;
        options.port = started.port;
        Server second(options, handler);
        const auto refused = second.start();
        QVERIFY(!refused);
        QVERIFY(QByteArray::fromStdString(refused.error).contains("in use"));
        options.address = "not an address";
        Server third(options, handler);
        QVERIFY(!third.start());
    }

    void servesManyConnectionsAtOnce()
    {
        EchoHandler handler;
        Server server({}, handler);
        const auto started = server.start();
        QVERIFY(started);
        std::vector<std::unique_ptr<QTcpSocket>> idle;
        for (int i = 0; i < 200; ++i) {
            idle.push_back(std::make_unique<QTcpSocket>());
            idle.back()->connectToHost(QStringLiteral("127.0.0.1"), started.port);
            QVERIFY(idle.back()->waitForConnected(deadline));
        }
        QCOMPARE(finishedBody(m_network.get(requestTo(started.port, QStringLiteral("/echo"))), 200),
                 QByteArray("GET /echo -  "));
    }
};

QTEST_GUILESS_MAIN(TestHttpServer)
#include "tst_http_server.moc"
