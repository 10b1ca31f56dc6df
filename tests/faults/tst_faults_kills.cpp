// SPDX-License-Identifier: GPL-3.0-or-later
// The platform is killed at any moment, again and again: what it acknowledged is there, once, and nothing is
// stuck.
#include "servedplatform.h"

#include <QTimer>

#include <optional>
#include <random>

using namespace nsl;

namespace
{

/// A write with a key, as a client keeps it until it is acknowledged.
struct KeyedWrite
{
    QByteArray key;
    QString path;
    QByteArray body;
    QString user; ///< of its events; empty for an item
    QString item;
    int events = 0;
};

} // namespace

class TestFaultsKills : public QObject
{
    Q_OBJECT

private:
    AnsweringHandler m_answers;
    StandInWorker m_worker;
    std::unique_ptr<http::Server> m_server;
    std::unique_ptr<ServedPlatform> m_platform;
    std::mt19937 m_random;
    int m_writes = 0;

    int random(int from, int to) { return std::uniform_int_distribution<int>(from, to)(m_random); }

    KeyedWrite nextWrite()
    {
        const int number = ++m_writes;
        KeyedWrite write;
        write.key = "write-" + QByteArray::number(number);
        if (number % 2 == 0) {
            write.path = u"/v1/items"_qs;
            write.item = u"new-%1"_qs.arg(number);
            write.body = QJsonDocument(QJsonObject{{u"id"_qs, write.item}, {u"name"_qs, u"New"_qs}}).toJson();
            return write;
        }
        write.path = u"/v1/events"_qs;
        write.user = u"visitor-%1"_qs.arg(number);
        write.events = random(1, 5);
        QJsonArray events;
        for (int i = 0; i < write.events; ++i) {
            events.append(QJsonObject{{u"user_id"_qs, write.user},
                                      {u"item_id"_qs, u"i%1"_qs.arg(random(0, 19))},
                                      {u"type"_qs, u"view"_qs},
                                      {u"timestamp"_qs, 1'700'100'000 + number}});
        }
        write.body = QJsonDocument(events).toJson();
        return write;
    }

    HttpAnswer send(const KeyedWrite &write)
    {
        return m_platform->send("POST", write.path, write.body, {{"Idempotency-Key", write.key}});
    }

    /// What is stored of a write, in its own unit; 0 = nothing.
    qsizetype stored(const KeyedWrite &write)
    {
        if (!write.item.isEmpty())
            return m_platform->send("GET", u"/v1/items/"_qs + write.item).status == 200 ? 1 : 0;
        return m_platform->send("GET", u"/v1/events?limit=100&user_id="_qs + write.user)
            .value("data")
            .toArray()
            .size();
    }

private Q_SLOTS:
    void whatWasAcknowledgedIsThereOnce()
    {
        m_random.seed(static_cast<unsigned>(faultSetting("NSL_FAULT_SEED", 13)));
        m_server = std::make_unique<http::Server>(http::Options{}, m_answers);
        const auto started = m_server->start();
        QVERIFY(started);
        m_worker.serveAt(started.port);
        m_worker.nextVersion("one", u"split"_qs, StandInWorker::ranks(60, [](int user) { return 1 + user; }));
        m_platform = std::make_unique<ServedPlatform>(m_worker.program());
        QVERIFY(m_platform->start());
        QVERIFY(m_platform->fill());
        const QStringList versions{m_platform->approvedVersion(), m_platform->approvedVersion()};
        QVERIFY(!versions.contains(QString()));

        const int cycles = faultSetting("NSL_FAULT_CYCLES", 5);
        int lost = 0;
        for (int cycle = 0; cycle < cycles; ++cycle) {
            QList<KeyedWrite> acknowledged;
            std::optional<KeyedWrite> open;
            int promotions = 0;
            QTimer killer;
            killer.setSingleShot(true);
            connect(&killer, &QTimer::timeout, this, [this] { m_platform->kill(); });
            killer.start(random(20, 1500));
            while (m_platform->isRunning()) {
                if (m_writes % 7 == 0) {
                    m_platform->post(u"/api/training-jobs/promote"_qs,
                                     {{u"job_name"_qs, versions.at(++promotions % 2)}});
                }
                open = nextWrite();
                const HttpAnswer answer = send(*open);
                if (answer.status == 200) {
                    acknowledged.append(*open);
                    open.reset();
                } else if (answer.status != 0) {
                    QFAIL(answer.body.constData());
                }
            }
            QVERIFY(m_platform->waitForEnd());
            QVERIFY(m_platform->start());
            if (open) { // the client does not know, so it asks again
                ++lost;
                const HttpAnswer again = send(*open);
                QVERIFY2(again.status == 200, again.body.constData());
                acknowledged.append(*open);
            }
            for (const KeyedWrite &write : std::as_const(acknowledged)) {
                const qsizetype expected = write.item.isEmpty() ? write.events : 1;
                QVERIFY2(stored(write) == expected, write.key.constData());
            }
            // No deployment is stuck, and the next one is taken.
            QTRY_VERIFY_WITH_TIMEOUT(m_platform->production().value(u"pending_version"_qs).isNull(),
                                     ServedPlatform::deadline);
            QVERIFY(m_platform->verifies());
        }
        qInfo("%d cycles, %d writes, %d of them with a lost answer", cycles, m_writes, lost);
        const HttpAnswer last =
            m_platform->post(u"/api/training-jobs/promote"_qs, {{u"job_name"_qs, versions.first()}});
        QVERIFY2(last.status == 200, last.body.constData());
        QTRY_COMPARE_WITH_TIMEOUT(
            m_platform->production().value(u"active_version"_qs).toObject().value(u"job_name"_qs).toString(),
            versions.first(), ServedPlatform::deadline);
    }

    void cleanup()
    {
        m_platform.reset();
        m_server.reset();
    }
};

QTEST_GUILESS_MAIN(TestFaultsKills)
#include "tst_faults_kills.moc"
