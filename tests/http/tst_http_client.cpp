// SPDX-License-Identifier: GPL-3.0-or-later
#include "echohandler.h"
#include "httpclient.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <future>
#include <thread>

using namespace nsl::http;
using namespace std::chrono_literals;

namespace
{

constexpr int deadline = 20000;

Client::Options optionsFor(quint16 port)
{
    Client::Options options;
    options.port = port;
    options.headers = {{"X-Test", "hello"}};
    options.answerLimit = 15s;
    return options;
}

/// Says byte for byte what it is told, once per request, and counts who came.
class RawServer
{
public:
    explicit RawServer(QByteArray answer, bool closes = false)
        : m_answer(std::move(answer))
        , m_closes(closes)
    {
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            ++connections;
            QTcpSocket *socket = m_server.nextPendingConnection();
            sockets.append(socket);
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
                if (!socket->readAll().contains("\r\n\r\n"))
                    return;
                ++requests;
                socket->write(m_answer);
                if (m_closes)
                    socket->disconnectFromHost();
            });
        });
        if (!m_server.listen(QHostAddress::LocalHost))
            qFatal("cannot listen");
    }
    quint16 port() const { return m_server.serverPort(); }

    int connections = 0;
    int requests = 0;
    QList<QTcpSocket *> sockets;

private:
    QTcpServer m_server;
    QByteArray m_answer;
    bool m_closes;
};

} // namespace

class TestHttpClient : public QObject
{
    Q_OBJECT

private:
    /// Asks and waits; this thread's sockets go on meanwhile.
    static Client::Answer asked(Client &client, std::string_view path, std::string_view body = {})
    {
        auto promise = std::make_shared<std::promise<Client::Answer>>();
        auto future = promise->get_future();
        client.ask(body.empty() ? "GET" : "POST", path, body,
                   [promise](Client::Answer answer) { promise->set_value(std::move(answer)); });
        const bool came =
            QTest::qWaitFor([&] { return future.wait_for(0s) == std::future_status::ready; }, deadline);
        return came ? future.get() : Client::Answer{-1, {}, "nothing came"};
    }

private Q_SLOTS:
    void asksAServer()
    {
        EchoHandler handler;
        Server server({}, handler);
        const auto started = server.start();
        QVERIFY(started);
        Loop loop;
        loop.start();
        Client client(loop, optionsFor(started.port));
        const auto get = asked(client, "/echo?q=1");
        QCOMPARE(get.status, 200);
        QCOMPARE(get.body, std::string("GET /echo 1 hello "));
        QCOMPARE(asked(client, "/echo", "{\"a\":1}").body, std::string("POST /echo - hello {\"a\":1}"));
        QCOMPARE(asked(client, "/throw").status, 500);
        const std::string large(200'000, 'x');
        QCOMPARE(asked(client, "/echo", large).body.size(), large.size() + 19);
    }

    void answersManyAtOnceOverFewConnections()
    {
        EchoHandler handler;
        Server server({}, handler);
        const auto started = server.start();
        QVERIFY(started);
        Loop loop;
        loop.start();
        Client client(loop, optionsFor(started.port));
        constexpr int count = 500;
        std::atomic<int> right{0};
        std::atomic<int> answered{0};
        for (int i = 0; i < count; ++i) {
            client.ask("GET", "/echo?q=" + std::to_string(i), {}, [&, i](const Client::Answer &answer) {
                right += answer.body == "GET /echo " + std::to_string(i) + " hello " ? 1 : 0;
                ++answered;
            });
        }
        QTRY_COMPARE_WITH_TIMEOUT(answered.load(), count, deadline);
        QCOMPARE(right.load(), count);
    }

    void keepsAConnectionAndTakesANewOneWhenItIsClosed()
    {
        RawServer server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        Loop loop;
        loop.start();
        Client client(loop, optionsFor(server.port()));
        for (int i = 0; i < 5; ++i)
            QCOMPARE(asked(client, "/").body, std::string("hi"));
        QCOMPARE(server.connections, 1);
        server.sockets.first()->disconnectFromHost();
        QCOMPARE(asked(client, "/").body, std::string("hi"));
        QCOMPARE(server.connections, 2);
        QCOMPARE(server.requests, 6);
    }

    void readsAnAnswerWithoutALength()
    {
        RawServer server("HTTP/1.1 200 OK\r\n\r\nuntil the end", true);
        Loop loop;
        loop.start();
        Client client(loop, optionsFor(server.port()));
        QCOMPARE(asked(client, "/").body, std::string("until the end"));
        QCOMPARE(asked(client, "/").body, std::string("until the end"));
    }

    void saysWhatIsWrongWithAServer_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<bool>("closes");
        QTest::addColumn<QString>("error");
        QTest::newRow("closes") << QByteArray() << true << QStringLiteral("closed the connection");
        QTest::newRow("half an answer") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
                                        << true << QStringLiteral("closed the connection");
        QTest::newRow("no HTTP") << QByteArray("SSH-2.0-OpenSSH\r\n") << false << QStringLiteral("not HTTP");
        QTest::newRow("two answers")
            << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: "
                          "0\r\n\r\n")
            << false << QStringLiteral("not HTTP");
        QTest::newRow("too large") << "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" +
                                          QByteArray(5000, 'x')
                                   << false << QStringLiteral("larger than 4096");
        QTest::newRow("endless chunks")
            << "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1388\r\n" + QByteArray(5000, 'x')
            << false << QStringLiteral("larger than 4096");
        QTest::newRow("endless header")
            << "HTTP/1.1 200 OK\r\nX: " + QByteArray(500'000, 'x') << false << QStringLiteral("not HTTP");
        QTest::newRow("nothing") << QByteArray() << false << QStringLiteral("did not answer in time");
        QTest::newRow("drip") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf") << false
                              << QStringLiteral("did not answer in time");
    }
    void saysWhatIsWrongWithAServer()
    {
        QFETCH(const QByteArray, answer);
        QFETCH(const bool, closes);
        QFETCH(const QString, error);
        RawServer server(answer, closes);
        Loop loop;
        loop.start();
        auto options = optionsFor(server.port());
        options.maxAnswerBytes = 4096;
        options.answerLimit = error.contains(QStringLiteral("in time")) ? 200ms : 15'000ms;
        Client client(loop, options);
        const auto result = asked(client, "/");
        QCOMPARE(result.status, 0);
        QVERIFY2(QString::fromStdString(result.error).contains(error), result.error.c_str());
    }

    void saysThatNobodyListens()
    {
        // Bound and not listening: nobody else can take the port meanwhile.
        QTcpSocket holder;
        QVERIFY(holder.bind(QHostAddress::LocalHost, 0, QAbstractSocket::DontShareAddress));
        Loop loop;
        loop.start();
        Client client(loop, optionsFor(holder.localPort()));
        QVERIFY(asked(client, "/").error.starts_with("it cannot be reached"));
    }

    void answersWhatIsOpenWhenItEnds()
    {
        RawServer silent({});
        Loop loop;
        loop.start();
        auto options = optionsFor(silent.port());
        options.maxConnections = 1;
        options.maxWaiting = 2;
        auto client = std::make_unique<Client>(loop, options);
        std::atomic<int> ended{0};
        std::atomic<int> refused{0};
        for (int i = 0; i < 5; ++i) {
            client->ask("GET", "/", {}, [&](const Client::Answer &answer) {
                ended += answer.error == "it has ended" ? 1 : 0;
                refused += answer.error == "too many requests wait for it" ? 1 : 0;
            });
        }
        QTRY_COMPARE_WITH_TIMEOUT(refused.load(), 2, deadline); // one is sent, two wait
        QTRY_COMPARE_WITH_TIMEOUT(silent.requests, 1, deadline);
        client.reset();
        QTRY_COMPARE_WITH_TIMEOUT(ended.load(), 3, deadline);
    }

    void aLoopDoesWhatWasPostedInOrder()
    {
        std::vector<int> order;
        {
            Loop loop;
            loop.post([&] { order.push_back(1); });
            loop.start();
            loop.post([] { throw std::runtime_error("of one's own"); });
            loop.post([&] { order.push_back(2); });
            loop.stop();
            loop.post([&] { order.push_back(3); });
        }
        QCOMPARE(order, (std::vector<int>{1, 2}));
    }

    void nothingRunsOnALoopAfterItsLast()
    {
        EchoHandler handler;
        Server server({}, handler);
        const auto started = server.start();
        QVERIFY(started);
        for (int round = 0; round < 100; ++round) {
            std::atomic<int> ran{0};
            std::atomic<bool> isGone{false};
            std::atomic<int> late{0};
            const auto work = [&] {
                ++ran;
                late += isGone ? 1 : 0;
            };
            Loop loop;
            loop.start();
            Client client(loop, optionsFor(started.port));
            std::atomic<bool> goesOn{true};
            // Answers of the network and other threads' work arrive all the time.
            std::thread others([&] {
                while (goesOn) {
                    client.ask("GET", "/echo", {}, [&](const Client::Answer &) { work(); });
                    loop.post(work);
                }
            });
            QTRY_VERIFY_WITH_TIMEOUT(ran > 20, deadline);
            loop.stop([&] {
                isGone = true;
                loop.post(work);
            });
            goesOn = false;
            others.join();
            QVERIFY(isGone);
            QCOMPARE(late.load(), 0);
        }
    }

    void aLoopThatNeverBeganDoesItsLast()
    {
        Loop loop;
        bool isDone = false;
        loop.stop([&] { isDone = true; });
        QVERIFY(isDone);
        loop.stop([&] { isDone = false; });
        QVERIFY(isDone);
    }
};

QTEST_GUILESS_MAIN(TestHttpClient)
#include "tst_http_client.moc"
