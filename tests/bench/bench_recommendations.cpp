// SPDX-License-Identifier: GPL-3.0-or-later
// Recommendations through /v1: bench_recommendations [items ...] (default 10000 100000). Requests per second,
// p50 and p99 of 20 items each for one and for eight connections, from a load generator in a process of its
// own on the same machine; what a request costs each process in processor time, which holds on a busy machine
// too; memory of the platform and of the serving worker. See SyntheticVersion for what is
// not real about the version.

#include "syntheticversion.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTextStream>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <string>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace nsl::test;
using Clock = std::chrono::steady_clock;

namespace
{

QTextStream out(stdout);

/// One keep-alive connection that always has one request open.
struct Caller
{
    int socket = -1;
    std::string answer;
    Clock::time_point asked;
};

struct Load
{
    std::uint16_t port = 0;
    std::string token;
    int users = 0;
    std::vector<double> milliseconds;
    long failures = 0;
    unsigned next = 1;

    bool ask(Caller &caller)
    {
        next = next * 1664525U + 1013904223U;
        const std::string text = "GET /v1/recommendations?limit=20&user_id=user-" +
                                 std::to_string(next / 65536U % static_cast<unsigned>(users)) +
                                 " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token +
                                 "\r\n\r\n";
        caller.answer.clear();
        caller.asked = Clock::now();
        return ::send(caller.socket, text.data(), text.size(), MSG_NOSIGNAL) ==
               static_cast<ssize_t>(text.size());
    }

    /// Whether the whole answer is there.
    static bool isWhole(const std::string &answer)
    {
        const std::size_t end = answer.find("\r\n\r\n");
        if (end == std::string::npos)
            return false;
        const std::size_t at = answer.find("Content-Length: ");
        std::size_t length = 0;
        if (at < end)
            std::from_chars(answer.data() + at + 16, answer.data() + end, length);
        return answer.size() >= end + 4 + length;
    }

    bool run(int connections, double seconds)
    {
        std::vector<Caller> callers(static_cast<std::size_t>(connections));
        std::vector<pollfd> polled;
        for (Caller &caller : callers) {
            caller.socket = ::socket(AF_INET, SOCK_STREAM, 0);
            sockaddr_in address{};
            address.sin_family = AF_INET;
            address.sin_port = htons(port);
            address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            const int on = 1;
            ::setsockopt(caller.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            if (::connect(caller.socket, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0 ||
                !ask(caller))
                return false;
            polled.push_back({caller.socket, POLLIN, 0});
        }
        std::vector<char> buffer(256 * 1024);
        const auto end = Clock::now() + std::chrono::duration<double>(seconds);
        while (Clock::now() < end) {
            if (::poll(polled.data(), polled.size(), 1000) < 0)
                return false;
            for (std::size_t i = 0; i < callers.size(); ++i) {
                if ((polled[i].revents & (POLLIN | POLLHUP | POLLERR)) == 0)
                    continue;
                Caller &caller = callers[i];
                const ssize_t got = ::recv(caller.socket, buffer.data(), buffer.size(), 0);
                if (got <= 0)
                    return false;
                caller.answer.append(buffer.data(), static_cast<std::size_t>(got));
                if (!isWhole(caller.answer))
                    continue;
                milliseconds.push_back(
                    std::chrono::duration<double, std::milli>(Clock::now() - caller.asked).count());
                const bool isRight = caller.answer.starts_with("HTTP/1.1 200") &&
                                     caller.answer.find("\"rank\":20,") != std::string::npos;
                failures += isRight ? 0 : 1;
                if (!ask(caller))
                    return false;
            }
        }
        for (const Caller &caller : callers)
            ::close(caller.socket);
        return true;
    }
};

/// `--load PORT CONNECTIONS SECONDS USERS`, with the token on standard input: never in the arguments.
int generateLoad(const QStringList &arguments)
{
    Load load;
    load.port = static_cast<std::uint16_t>(arguments.at(0).toUInt());
    load.users = arguments.at(3).toInt();
    char line[256] = {};
    if (std::fgets(line, sizeof line, stdin) == nullptr)
        return 2;
    load.token = line;
    load.token.resize(std::strcspn(line, "\r\n"));
    const double seconds = arguments.at(2).toDouble();
    if (!load.run(arguments.at(1).toInt(), seconds)) {
        std::puts("a connection was lost");
        return 1;
    }
    std::vector<double> &all = load.milliseconds;
    std::sort(all.begin(), all.end());
    if (all.empty())
        return 1;
    const double own = static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
    std::printf("%zu %.6f\n", all.size(), own);
    std::printf("%.0f req/s, p50 %.2f ms, p99 %.2f ms, max %.1f ms, %ld of %zu failed",
                static_cast<double>(all.size()) / seconds, all[all.size() / 2], all[all.size() * 99 / 100],
                all.back(), load.failures, all.size());
    return 0;
}

/// Speed and latencies, and what one request costs each of the three processes.
QString loadedWith(PlatformProcess &platform, qint64 worker, int connections, double seconds)
{
    const double platformBefore = processorSeconds(platform.pid());
    const double workerBefore = processorSeconds(worker);
    QProcess load;
    load.start(QCoreApplication::applicationFilePath(),
               {QStringLiteral("--load"), QString::number(platform.url().port()),
                QString::number(connections), QString::number(seconds),
                QString::number(SyntheticVersion::users)});
    load.write(platform.coreToken() + '\n');
    load.closeWriteChannel();
    load.waitForFinished(static_cast<int>(seconds * 1000) + 60'000);
    const QByteArrayList lines = load.readAllStandardOutput().split('\n');
    const double requests = lines.value(0).split(' ').value(0).toDouble();
    if (load.exitCode() != 0 || requests <= 0)
        return QStringLiteral("failed: ") + QString::fromUtf8(lines.join(' '));
    const auto micros = [requests](double spent) { return QString::number(spent / requests * 1e6, 'f', 0); };
    return QStringLiteral(
               "%1; processor time per request: platform %2 µs, worker %3 µs, load generator %4 µs")
        .arg(QString::fromUtf8(lines.value(1)), micros(processorSeconds(platform.pid()) - platformBefore),
             micros(processorSeconds(worker) - workerBefore),
             micros(lines.value(0).split(' ').value(1).toDouble()));
}

bool measure(int items)
{
    SyntheticVersion version(items);
    PlatformProcess platform;
    if (!version.prepare() || !version.start(platform))
        return false;
    const QString jobName = version.train(platform, 1);
    if (jobName.isEmpty())
        return false;
    out << items << " items: first promotion " << promote(platform, jobName) << " ms" << Qt::endl;
    platform.coreGet(QStringLiteral("/v1/items?limit=1"));
    const QList<qint64> workers = servingChildren(platform.pid());
    if (workers.isEmpty())
        return false;
    const double workerBefore = residentMiB(workers.first());
    loadedWith(platform, workers.first(), 8, 2);
    for (const int connections : {1, 8}) {
        out << items << " items, " << connections << (connections == 1 ? " connection: " : " connections: ")
            << loadedWith(platform, workers.first(), connections, 5) << Qt::endl;
    }
    out << items << " items: platform " << residentMiB(platform.pid()) << " MiB, serving worker "
        << workerBefore << " MiB when live, " << (workers.isEmpty() ? 0 : residentMiB(workers.first()))
        << " MiB afterwards" << Qt::endl;
    return true;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QStringList arguments = app.arguments().mid(1);
    if (arguments.size() == 5 && arguments.first() == QLatin1String("--load"))
        return generateLoad(arguments.mid(1));
    if (arguments.isEmpty())
        arguments = {QStringLiteral("10000"), QStringLiteral("100000")};
    for (const QString &items : std::as_const(arguments)) {
        if (!measure(items.toInt()))
            return 1;
    }
    return 0;
}
