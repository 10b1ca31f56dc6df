// SPDX-License-Identifier: GPL-3.0-or-later
// Promotions with the real worker: training, serving, switching, and every way in which a new version may
// fail while the old one goes on.
#include "runningplatform.h"

#include <QDir>

#include <algorithm>
#include <csignal>

using namespace nsl;

class TestEndpointsPromotion : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<RunningPlatform> m_platform;
    QTemporaryDir m_folder;

    static QString realWorker() { return QStringLiteral(NSL_BIN_DIR "/nsl-worker"); }
    /// The real worker behind a script, whose `serve` can be made to fail by a file.
    QString wrappedWorker()
    {
        return writeScript(m_folder.filePath(u"worker.sh"_qs),
                           "test \"$1\" = serve && test -f " + m_folder.filePath(u"break"_qs).toUtf8() +
                               " && . " + m_folder.filePath(u"break"_qs).toUtf8() + "\nexec " +
                               realWorker().toUtf8() + " \"$@\"\n");
    }
    void breakServing(const QByteArray &how)
    {
        QFile file(m_folder.filePath(u"break"_qs));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(how);
    }
    /// Whether every thread of a process stands still: a stop signal reaches them one after another.
    static bool isStopped(qint64 pid)
    {
        const QDir tasks(u"/proc/%1/task"_qs.arg(pid));
        const QStringList threads = tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        return !threads.isEmpty() && std::all_of(threads.begin(), threads.end(), [&](const QString &thread) {
            QFile stat(tasks.filePath(thread + u"/stat"_qs));
            if (!stat.open(QIODevice::ReadOnly))
                return false;
            const QByteArray line = stat.readAll(); // "pid (name) state ..."
            return line.mid(line.lastIndexOf(')') + 2, 1) == "T";
        });
    }
    void mendServing() { QFile::remove(m_folder.filePath(u"break"_qs)); }

    QString approved(const QJsonObject &options = {})
    {
        const QString name = m_platform->train(u"popularity"_qs, options);
        if (m_platform->ended(name) != u"Succeeded") {
            qWarning("%s", qPrintable(m_platform->job(name).value(u"failure_reason"_qs).toString()));
            return {};
        }
        return m_platform->post(u"/api/training-jobs/approve"_qs, {{u"job_name"_qs, name}}).status == 200
                   ? name
                   : QString();
    }

    /// Promotes, and waits until the deployment has ended: its status.
    QString promoted(const QString &name)
    {
        const auto answer = m_platform->post(u"/api/training-jobs/promote"_qs, {{u"job_name"_qs, name}});
        if (answer.status != 200)
            return answer.error();
        const QString path =
            u"/api/deployments/%1"_qs.arg(answer.value("deployment").toObject().value(u"id"_qs).toInteger());
        QString status = u"Updating"_qs;
        while (status == u"Updating") {
            const auto deployment = m_platform->get(path).value("deployment").toObject();
            status = deployment.value(u"status"_qs).toString();
            if (!recommendationsAreServed())
                ++m_missed;
        }
        return status;
    }

    bool recommendationsAreServed()
    {
        const auto answer = m_platform->core(u"/v1/recommendations?user_id=u1&limit=5"_qs);
        return answer.status == 200 && (!m_isLive || answer.value("data").toArray().size() == 5);
    }

    QJsonObject endpoint()
    {
        return m_platform->get(u"/api/model-endpoints"_qs).value("endpoints").toArray().first().toObject();
    }
    QString active()
    {
        return endpoint().value(u"active_version"_qs).toObject().value(u"job_name"_qs).toString();
    }
    QString servedBy()
    {
        return m_platform->core(u"/v1/recommendations?user_id=u1"_qs)
            .value("model")
            .toObject()
            .value(u"job_name"_qs)
            .toString();
    }

    int m_missed = 0;
    bool m_isLive = false;

private Q_SLOTS:
    void initTestCase()
    {
        if (!QFileInfo::exists(realWorker()))
            QFAIL("nsl-worker is not built");
        m_platform = std::make_unique<RunningPlatform>(wrappedWorker(), [](PlatformServer::Options &options) {
            options.serving.firstPause = std::chrono::milliseconds(20);
        });
        m_platform->fill(40, 60, 20);
        QVERIFY(m_platform->start());
    }
    void cleanupTestCase()
    {
        QVERIFY(m_platform->stop());
        m_platform.reset();
    }

    void thePromotedVersionServes()
    {
        const QString first = approved();
        QVERIFY(!first.isEmpty());
        QCOMPARE(promoted(first), u"Succeeded"_qs);
        m_isLive = true;
        QCOMPARE(m_missed, 0);
        QCOMPARE(endpoint().value(u"status"_qs).toString(), u"InService"_qs);
        QCOMPARE(endpoint().value(u"last_promoted_by"_qs).toString(), u"ada"_qs);
        QCOMPARE(active(), first);

        const auto answer = m_platform->core(u"/v1/recommendations?user_id=u1&limit=10"_qs);
        QCOMPARE(answer.status, 200);
        const QJsonArray rows = answer.value("data").toArray();
        QCOMPARE(rows.size(), 10);
        QCOMPARE(answer.value("recommendations").toArray(), rows);
        const QStringList seen = m_platform->store->events().itemsOfUser(u"u1"_qs);
        QSet<QString> ids;
        for (qsizetype i = 0; i < rows.size(); ++i) {
            const QJsonObject row = rows.at(i).toObject();
            ids.insert(row.value(u"item_id"_qs).toString());
            QVERIFY(!seen.contains(row.value(u"item_id"_qs).toString()));
            QCOMPARE(row.value(u"rank"_qs).toInt(), i + 1);
            QVERIFY(row.value(u"score"_qs).isDouble());
            QVERIFY(row.value(u"name"_qs).toString().startsWith(u"Item "_qs));
        }
        QCOMPARE(ids.size(), 10);
        QCOMPARE(answer.value("embedding_info").toObject().value(u"used_default"_qs).toBool(), false);
        const auto stranger = m_platform->core(u"/v1/recommendations?user_id=stranger"_qs);
        QCOMPARE(stranger.value("data").toArray().size(), 20);
        QCOMPARE(stranger.value("embedding_info").toObject().value(u"default_reason"_qs).toString(),
                 u"no_db_embedding"_qs);
        const auto all = m_platform->core(u"/v1/recommendations?user_id=u1&limit=100&include_seen=true"_qs);
        QCOMPARE(all.value("data").toArray().size(), 40);

        // Live already: no second deployment.
        const auto again = m_platform->post(u"/api/training-jobs/promote"_qs, {{u"job_name"_qs, first}});
        QCOMPARE(again.status, 200);
        QVERIFY(again.value("deployment").isNull());
        const auto families = m_platform->get(u"/api/model-families"_qs).value("families").toArray();
        QList<QString> inProduction;
        for (const QJsonValue family : families) {
            if (family.toObject().value(u"production_version"_qs).toInt() == 1)
                inProduction.append(family.toObject().value(u"family_key"_qs).toString());
        }
        QCOMPARE(inProduction, QList<QString>{u"popularity"_qs});
        // A live version cannot lose its approval.
        const qint64 id = m_platform->store->jobs().findByName(first)->id;
        QCOMPARE(
            m_platform->patch(u"/api/training-jobs/%1"_qs.arg(id), {{u"approval_status"_qs, u"Rejected"_qs}})
                .status,
            409);
    }

    void anInactiveItemLeavesAtOnce()
    {
        const QString top = m_platform->core(u"/v1/recommendations?user_id=u1&limit=1"_qs)
                                .value("data")
                                .toArray()
                                .first()
                                .toObject()
                                .value(u"item_id"_qs)
                                .toString();
        Item item = *m_platform->store->items().find(top);
        const auto setActive = [&](bool active) {
            item.active = active;
            return m_platform->store
                ->record([&](DataWrite &write) { return m_platform->store->items().update(write, item); })
                .ok();
        };
        QVERIFY(setActive(false));
        const auto rows =
            m_platform->core(u"/v1/recommendations?user_id=u1&limit=100"_qs).value("data").toArray();
        for (const QJsonValue row : rows)
            QVERIFY(row.toObject().value(u"item_id"_qs).toString() != top);
        QVERIFY(setActive(true));
    }

    void aSecondVersionTakesOverAndTheFirstComesBack()
    {
        const QString first = active();
        const QString second = approved({{u"seed"_qs, 2}});
        QVERIFY(!second.isEmpty());
        QCOMPARE(promoted(second), u"Succeeded"_qs);
        QCOMPARE(active(), second);
        QCOMPARE(servedBy(), second);
        QCOMPARE(promoted(first), u"Succeeded"_qs);
        QCOMPARE(servedBy(), first);
        QCOMPARE(m_missed, 0); // not one request failed while versions changed
        const auto details = m_platform->get(u"/api/model-families/details?family_id=%1"_qs.arg(
            m_platform->store->families().findByKey(u"popularity"_qs)->id));
        QCOMPARE(details.value("deployments").toArray().size(), 3);
        QCOMPARE(details.value("current").toObject().value(u"job_name"_qs).toString(), first);
    }

    void aFailingVersionLeavesTheOldOneServing_data()
    {
        QTest::addColumn<QByteArray>("how");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("crash") << QByteArray("echo 'cannot load' >&2; kill -SEGV $$") << u"cannot load"_qs;
        QTest::newRow("exit 1") << QByteArray("echo 'no memory for the model' >&2; exit 1")
                                << u"no memory"_qs;
        QTest::newRow("ends by itself") << QByteArray("exit 0") << u"ended"_qs;
        QTest::newRow("wrong port") << QByteArray("echo '#ready port=1'; exec sleep 60") << u"ping"_qs;
    }
    void aFailingVersionLeavesTheOldOneServing()
    {
        QFETCH(const QByteArray, how);
        QFETCH(const QString, sentence);
        const QString before = active();
        const QString next = approved({{u"seed"_qs, 3}});
        QVERIFY(!next.isEmpty());
        breakServing(how);
        QCOMPARE(promoted(next), u"RolledBack"_qs);
        mendServing();
        QCOMPARE(active(), before);
        QCOMPARE(endpoint().value(u"status"_qs).toString(), u"InService"_qs);
        QVERIFY2(endpoint().value(u"failure_reason"_qs).toString().contains(sentence),
                 qPrintable(endpoint().value(u"failure_reason"_qs).toString()));
        QCOMPARE(servedBy(), before);
        QCOMPARE(m_missed, 0);
    }

    void aCorruptedArtifactLeavesTheOldOneServing()
    {
        const QString before = active();
        const QString next = approved({{u"seed"_qs, 4}});
        QVERIFY(!next.isEmpty());
        const QDir artifact(m_platform->store.folder.filePath(u"jobs/%1/model/artifact"_qs.arg(next)));
        const QStringList files = artifact.entryList(QDir::Files);
        QVERIFY(!files.isEmpty());
        QFile file(artifact.filePath(files.first()));
        QVERIFY(file.open(QIODevice::ReadWrite));
        const char first = file.peek(1).at(0);
        file.write(QByteArray(1, static_cast<char>(first ^ 1)));
        file.close();
        QCOMPARE(promoted(next), u"RolledBack"_qs);
        QCOMPARE(active(), before);
        QVERIFY(!endpoint().value(u"failure_reason"_qs).toString().isEmpty());
        QCOMPARE(servedBy(), before);
        QCOMPARE(m_missed, 0);
    }

    void anotherPromotionIsRefusedMeanwhile()
    {
        const QString next = approved({{u"seed"_qs, 5}});
        breakServing("exec sleep 60");
        const auto begun = m_platform->post(u"/api/training-jobs/promote"_qs, {{u"job_name"_qs, next}});
        QCOMPARE(begun.status, 200);
        QCOMPARE(begun.value("endpoint").toObject().value(u"status"_qs).toString(), u"Updating"_qs);
        const auto refused = m_platform->post(u"/api/training-jobs/promote"_qs, {{u"job_name"_qs, active()}});
        QCOMPARE(refused.status, 409);
        QCOMPARE(refused.code(), u"endpoint_updating"_qs);
        QVERIFY(recommendationsAreServed());
        // A platform that stops in the middle ends the update as failed and serves the old version when it is
        // back.
        const QString before = active();
        QVERIFY(m_platform->stop());
        mendServing();
        QVERIFY(m_platform->start());
        QCOMPARE(active(), before);
        QVERIFY(endpoint().value(u"failure_reason"_qs).toString().startsWith(u"Interrupted"_qs));
        QTRY_COMPARE_WITH_TIMEOUT(servedBy(), before, RunningPlatform::deadline);
    }

    void aCrashOfTheLiveWorkerIsMended()
    {
        const QString before = active();
        const auto pids = servingPids();
        QCOMPARE(pids.size(), 1);
        QCOMPARE(::kill(pids.first(), SIGKILL), 0);
        // Until it is back: 503 with Retry-After, never an empty 200.
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                const auto answer = m_platform->core(u"/v1/recommendations?user_id=u1&limit=5"_qs);
                if (answer.status == 200)
                    return servingPids() != pids && answer.value("data").toArray().size() == 5;
                if (answer.status != 503 || !answer.headers.contains("retry-after"))
                    qWarning("unexpected: %d %s", answer.status, answer.body.constData());
                return false;
            }(),
            RunningPlatform::deadline);
        QCOMPARE(servedBy(), before);
    }

    void aRequestOnItsWayIsAnsweredWhenTheWorkerDies()
    {
        const auto pids = servingPids();
        QCOMPARE(pids.size(), 1);
        QCOMPARE(::kill(pids.first(), SIGSTOP), 0);
        QTRY_VERIFY_WITH_TIMEOUT(isStopped(pids.first()), RunningPlatform::deadline);
        QTimer::singleShot(300, this, [&] { ::kill(pids.first(), SIGKILL); });
        const auto answer = m_platform->core(u"/v1/recommendations?user_id=u1&limit=5"_qs);
        QCOMPARE(answer.status, 503);
        QVERIFY(answer.headers.contains("retry-after"));
        QTRY_VERIFY_WITH_TIMEOUT(recommendationsAreServed(), RunningPlatform::deadline);
    }

    void aLiveVersionThatKeepsCrashingIsGivenUp()
    {
        breakServing("exit 1");
        const auto pids = servingPids();
        QCOMPARE(pids.size(), 1);
        QCOMPARE(::kill(pids.first(), SIGKILL), 0);
        QTRY_COMPARE_WITH_TIMEOUT(endpoint().value(u"status"_qs).toString(), u"Failed"_qs,
                                  RunningPlatform::deadline);
        QVERIFY(endpoint().value(u"failure_reason"_qs).toString().contains(u"5 times"_qs));
        QCOMPARE(m_platform->core(u"/v1/recommendations?user_id=u1"_qs).status, 503);
        mendServing();
        // A failed endpoint accepts a promotion, of the same version too.
        m_isLive = false;
        QCOMPARE(promoted(active()), u"Succeeded"_qs);
        m_isLive = true;
        QVERIFY(recommendationsAreServed());
        QCOMPARE(endpoint().value(u"status"_qs).toString(), u"InService"_qs);
        QVERIFY(endpoint().value(u"failure_reason"_qs).isNull());
    }

    void aFailedEndpointRecoversWhenThePlatformStartsAgain()
    {
        const QString before = active();
        breakServing("exit 1");
        const auto pids = servingPids();
        QCOMPARE(pids.size(), 1);
        QCOMPARE(::kill(pids.first(), SIGKILL), 0);
        QTRY_COMPARE_WITH_TIMEOUT(endpoint().value(u"status"_qs).toString(), u"Failed"_qs,
                                  RunningPlatform::deadline);
        const auto refused = m_platform->core(u"/v1/recommendations?user_id=u1"_qs);
        QCOMPARE(refused.status, 503);
        QVERIFY(refused.headers.contains("retry-after"));
        QVERIFY2(refused.error().contains(u"has failed"_qs), qPrintable(refused.error()));
        mendServing();
        QVERIFY(m_platform->stop());
        QVERIFY(m_platform->start());
        QTRY_COMPARE_WITH_TIMEOUT(endpoint().value(u"status"_qs).toString(), u"InService"_qs,
                                  RunningPlatform::deadline);
        QVERIFY(endpoint().value(u"failure_reason"_qs).isNull());
        QCOMPARE(servedBy(), before);
    }

    void theJournalIsWhole()
    {
        const auto check = m_platform->store->journal().verify();
        QVERIFY2(check.ok(), check.ok() ? "" : qPrintable(check.error().message));
        QVERIFY(check->entries > 20);
    }

private:
    /// Children of this process that serve.
    static QList<pid_t> servingPids()
    {
        QList<pid_t> pids;
        const QStringList tasks = QDir(u"/proc/self/task"_qs).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        for (const QString &task : tasks) {
            QFile children(u"/proc/self/task/%1/children"_qs.arg(task));
            if (!children.open(QIODevice::ReadOnly))
                continue;
            for (const QByteArray &word : children.readAll().simplified().split(' ')) {
                QFile command(u"/proc/%1/cmdline"_qs.arg(QString::fromLatin1(word)));
                if (!word.isEmpty() && command.open(QIODevice::ReadOnly) &&
                    command.readAll().contains("serve"))
                    pids.append(word.toInt());
            }
        }
        return pids;
    }
};

QTEST_GUILESS_MAIN(TestEndpointsPromotion)
#include "tst_endpoints_promotion.moc"
