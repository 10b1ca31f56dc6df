// SPDX-License-Identifier: GPL-3.0-or-later
// How long a promotion takes, and how many recommendation requests fail while it happens, under a steady
// loop of requests on four connections: bench_promotion [items] (default 20000). Prints one line per
// promotion. See SyntheticVersion for what is not real about the versions.

#include "syntheticversion.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTextStream>

#include <algorithm>

using namespace nsl::test;

namespace
{

QTextStream out(stdout);

/// Asks for recommendations without pause on one connection and counts what comes back.
class RequestLoop : public QObject
{
    Q_OBJECT

public:
    RequestLoop(QUrl url, QByteArray token, QStringList users)
        : m_url(std::move(url))
        , m_token(std::move(token))
        , m_users(std::move(users))
    {
    }

    void start() { next(); }
    void stop() { m_stopping = true; }
    int requests() const { return m_requests; }
    int failures() const { return m_failures; }
    QList<double> takeLatencies() { return std::exchange(m_latencies, {}); }

private:
    void next()
    {
        if (m_stopping)
            return;
        QUrl url = m_url;
        url.setPath(QStringLiteral("/v1/recommendations"));
        url.setQuery(QStringLiteral("limit=20&user_id=") + m_users.at(m_requests % m_users.size()));
        QNetworkRequest request(url);
        request.setRawHeader("Authorization", "Bearer " + m_token);
        m_timer.start();
        QNetworkReply *reply = m_network.get(request);
        connect(reply, &QNetworkReply::finished, this, [this, reply] {
            m_latencies.append(double(m_timer.nsecsElapsed()) / 1e6);
            const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
            const QJsonObject body = QJsonDocument::fromJson(reply->readAll()).object();
            ++m_requests;
            if (status != 200 || body.value(QStringLiteral("recommendations")).toArray().isEmpty())
                ++m_failures;
            reply->deleteLater();
            next();
        });
    }

    QNetworkAccessManager m_network;
    QUrl m_url;
    QByteArray m_token;
    QStringList m_users;
    QElapsedTimer m_timer;
    QList<double> m_latencies;
    int m_requests = 0;
    int m_failures = 0;
    bool m_stopping = false;
};

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    const int items = argc > 1 ? app.arguments().at(1).toInt() : 20'000;
    SyntheticVersion version(items);
    PlatformProcess platform;
    if (!version.prepare() || !version.start(platform))
        return 1;
    const QStringList jobs{version.train(platform, 1), version.train(platform, 2)};
    if (jobs.contains(QString()))
        return 1;
    out << "first promotion, nothing live: " << promote(platform, jobs[0]) << " ms" << Qt::endl;

    QStringList users;
    const QJsonArray known = platform.get(QStringLiteral("/api/users?limit=50"))["users"].toArray();
    for (const QJsonValue user : known)
        users.append(user.isString() ? user.toString()
                                     : user.toObject().value(QStringLiteral("user_id")).toString());
    platform.coreGet(QStringLiteral("/v1/items?limit=1"));
    std::vector<std::unique_ptr<RequestLoop>> loops;
    for (int i = 0; i < 4; ++i) {
        loops.push_back(std::make_unique<RequestLoop>(platform.url(), platform.coreToken(), users));
        loops.back()->start();
    }
    for (int round = 0; round < 5; ++round) {
        QTest::qWait(1000);
        for (auto &loop : loops)
            loop->takeLatencies();
        const double milliseconds = promote(platform, jobs[(round + 1) % 2]);
        QList<double> latencies;
        int failures = 0;
        int requests = 0;
        for (auto &loop : loops) {
            latencies += loop->takeLatencies();
            failures += loop->failures();
            requests += loop->requests();
        }
        std::sort(latencies.begin(), latencies.end());
        out << "promotion " << round + 1 << ": " << milliseconds << " ms, " << latencies.size()
            << " requests during it, p50 " << latencies.value(latencies.size() / 2) << " ms, p99 "
            << latencies.value(latencies.size() * 99 / 100) << " ms; failed so far " << failures << " of "
            << requests << Qt::endl;
    }
    for (auto &loop : loops)
        loop->stop();
    QTest::qWait(200);
    return 0;
}

#include "bench_promotion.moc"
