// SPDX-License-Identifier: GPL-3.0-or-later
// Versions take turns while recommendations are asked for without a pause: not one of these fails.
#include "servedplatform.h"

#include <QByteArrayList>

#include <memory>
#include <vector>

using namespace nsl;

class TestFaultsPromotions : public QObject
{
    Q_OBJECT

private:
    /// Asks again as soon as it is answered, until it is told to end.
    class Asker : public QObject
    {
    public:
        Asker(ServedPlatform &platform, const QString &user)
            : m_platform(platform)
            , m_path(u"/v1/recommendations?user_id="_qs + user)
        {
            ask();
        }
        void end() { m_isOver = true; }
        bool isDone() const { return m_isOver && !m_isWaiting; }
        int answers() const { return m_answers; }
        QByteArrayList failures() const { return m_failures; }

    private:
        void ask()
        {
            m_isWaiting = true;
            QNetworkReply *reply = m_platform.ask("GET", m_path, {}, {});
            connect(reply, &QNetworkReply::finished, this, [this, reply] {
                reply->deleteLater();
                m_isWaiting = false;
                ++m_answers;
                const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
                const QByteArray body = reply->readAll();
                const QJsonObject answer = QJsonDocument::fromJson(body).object();
                if (status != 200 || answer.value(u"data"_qs).toArray().isEmpty())
                    m_failures.append(QByteArray::number(status) + ' ' + body.left(300));
                if (!m_isOver)
                    ask();
            });
        }

        ServedPlatform &m_platform;
        const QString m_path;
        QByteArrayList m_failures;
        int m_answers = 0;
        bool m_isWaiting = false;
        bool m_isOver = false;
    };

    /// Promotes a version and waits until it is the one that is live.
    static bool goLive(ServedPlatform &platform, const QString &name)
    {
        const HttpAnswer begun = platform.post(u"/api/training-jobs/promote"_qs, {{u"job_name"_qs, name}});
        if (begun.status != 200) {
            qWarning("%s", begun.body.constData());
            return false;
        }
        return QTest::qWaitFor(
            [&] {
                const QJsonObject production = platform.production();
                return production.value(u"active_version"_qs).toObject().value(u"job_name"_qs).toString() ==
                           name &&
                       production.value(u"status"_qs).toString() == u"InService";
            },
            ServedPlatform::deadline);
    }

private Q_SLOTS:
    void noRequestFails()
    {
        AnsweringHandler answers;
        http::Server server({}, answers);
        const auto started = server.start();
        QVERIFY(started);
        StandInWorker worker;
        worker.serveAt(started.port);
        worker.nextVersion("one", u"split"_qs, StandInWorker::ranks(60, [](int user) { return 1 + user; }));
        ServedPlatform platform(worker.program());
        QVERIFY(platform.start());
        QVERIFY(platform.fill());
        const QStringList versions{platform.approvedVersion(), platform.approvedVersion()};
        QVERIFY(!versions.contains(QString()));
        QVERIFY(goLive(platform, versions.first()));

        std::vector<std::unique_ptr<Asker>> askers;
        for (int i = 0; i < 4; ++i)
            askers.push_back(std::make_unique<Asker>(platform, u"u%1"_qs.arg(i)));
        const int promotions = faultSetting("NSL_FAULT_PROMOTIONS", 20);
        const qsizetype filesBefore = platform.openFiles();
        for (int i = 1; i <= promotions; ++i)
            QVERIFY(goLive(platform, versions.at(i % 2)));
        int asked = 0;
        for (const auto &asker : askers) {
            asker->end();
            QTRY_VERIFY_WITH_TIMEOUT(asker->isDone(), ServedPlatform::deadline);
            QVERIFY2(asker->failures().isEmpty(), asker->failures().join('\n').constData());
            asked += asker->answers();
        }
        qInfo("%d promotions, %d requests", promotions, asked);
        QVERIFY(asked > promotions);
        // What a version leaves behind goes: a leak of one handle for each would show.
        QTRY_VERIFY_WITH_TIMEOUT(platform.openFiles() < filesBefore + 15, ServedPlatform::deadline);
        QVERIFY(platform.verifies());
    }
};

QTEST_GUILESS_MAIN(TestFaultsPromotions)
#include "tst_faults_promotions.moc"
