// SPDX-License-Identifier: GPL-3.0-or-later
// Evaluations and previews with the real worker.
#include "runningplatform.h"

#include <QDeadlineTimer>
#include <QDir>

using namespace nsl;

class TestEvaluationWorker : public QObject
{
    Q_OBJECT

private:
    static constexpr int users = 60;
    std::unique_ptr<RunningPlatform> m_platform;
    QString m_early; ///< trained on the first events
    QString m_late;  ///< trained when half of the users had done more

    static QString realWorker() { return QStringLiteral(NSL_BIN_DIR "/nsl-worker"); }

    QString trained()
    {
        const QString name = m_platform->train(u"popularity"_qs);
        if (m_platform->ended(name) == u"Succeeded")
            return name;
        qWarning("%s", qPrintable(m_platform->job(name).value(u"failure_reason"_qs).toString()));
        return {};
    }
    /// Asked again for as long as the answer says that it is being worked out.
    HttpAnswer asked(const QString &path, const QJsonObject &body)
    {
        const QDeadlineTimer deadline(RunningPlatform::deadline);
        HttpAnswer answer = m_platform->post(path, body);
        while (answer.code() == u"evaluation_running" && !deadline.hasExpired())
            answer = m_platform->post(path, body);
        if (answer.status != 200)
            qWarning("%s", answer.body.constData());
        return answer;
    }
    QJsonObject evaluated(const QString &name, const QString &splitOf)
    {
        const auto answer =
            asked(u"/api/evaluations"_qs, {{u"job_names"_qs, QJsonArray{name}}, {u"split_of"_qs, splitOf}});
        return answer.value("evaluations").toArray().first().toObject();
    }
    QJsonObject preview(const QString &name)
    {
        return asked(u"/api/promotion-preview"_qs, {{u"job_name"_qs, name}}).json();
    }
    bool promoted(const QString &name)
    {
        if (m_platform->post(u"/api/training-jobs/approve"_qs, {{u"job_name"_qs, name}}).status != 200 ||
            m_platform->post(u"/api/training-jobs/promote"_qs, {{u"job_name"_qs, name}}).status != 200)
            return false;
        return QTest::qWaitFor(
            [&] {
                const auto endpoint = m_platform->store->endpoints().findDefault(u"embedder"_qs);
                return endpoint->status == EndpointStatus::InService && !endpoint->pendingVersion &&
                       endpoint->activeVersion && endpoint->activeVersion->jobName == name;
            },
            RunningPlatform::deadline);
    }
    /// Two more items for the first `count` users.
    bool goOn(int count)
    {
        return m_platform->store
            ->record([&](DataWrite &write) -> Outcome<Done> {
                QList<EventRow> rows;
                for (int user = 0; user < count; ++user) {
                    for (int step = 20; step < 22; ++step) {
                        EventRow row;
                        row.userId = "u" + QByteArray::number(user);
                        row.itemId = "i" + QByteArray::number((user * 3 + step) % 40);
                        row.eventTypeId = 1;
                        row.occurredMs = (1'700'000'000LL + user * 1000 + step) * 1000;
                        rows.append(row);
                    }
                }
                m_platform->store->events().append(write, rows);
                return Done{};
            })
            .ok();
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!QFileInfo::exists(realWorker()))
            QFAIL("nsl-worker is not built");
        m_platform = std::make_unique<RunningPlatform>(realWorker());
        m_platform->fill(40, users, 20);
        QVERIFY(m_platform->start());
        m_early = trained();
        QVERIFY(goOn(users / 2));
        m_late = trained();
        QVERIFY(!m_early.isEmpty() && !m_late.isEmpty());
    }
    void cleanupTestCase()
    {
        QVERIFY(m_platform->stop());
        m_platform.reset();
    }

    void scoredAgainOnItsOwnSplitItGivesItsOwnBits()
    {
        const QJsonObject own = evaluated(m_early, m_early);
        QCOMPARE(m_platform->store->evaluations().count(), 0);
        // Without its own results a worker has to score it, on events that have gone on since.
        const QString file =
            m_platform->store.folder.filePath(u"jobs/%1/model/evaluation/per_user.csv"_qs.arg(m_early));
        QVERIFY(QFile::rename(file, file + u".away"_qs));
        const QJsonObject again = evaluated(m_early, m_early);
        QVERIFY(QFile::rename(file + u".away"_qs, file));
        QCOMPARE(m_platform->store->evaluations().count(), 1);
        QCOMPARE(again, own);
        QCOMPARE(again.value(u"users"_qs).toInt(), users);
        QCOMPARE(again.value(u"dropped_pairs"_qs).toInt(-1), 0);
        const QJsonObject metrics = m_platform->job(m_early).value(u"metrics"_qs).toObject();
        QCOMPARE(again.value(u"metrics"_qs).toObject().size(), 5);
        for (const QString &name : again.value(u"metrics"_qs).toObject().keys())
            QCOMPARE(again.value(u"metrics"_qs).toObject().value(name), metrics.value(name));
    }

    void anEarlierVersionIsWhollyComparableOnALaterSplit()
    {
        const QJsonObject early = evaluated(m_early, m_late);
        QCOMPARE(early.value(u"dropped_pairs"_qs).toInt(-1), 0);
        QCOMPARE(early.value(u"users"_qs).toInt(), users);
        QCOMPARE(early.value(u"split_digest"_qs), evaluated(m_late, m_late).value(u"split_digest"_qs));
    }

    void aLaterVersionHasSeenTestPairsOfAnEarlierSplit()
    {
        const QJsonObject late = evaluated(m_late, m_early);
        QCOMPARE(late.value(u"dropped_pairs"_qs).toInt(), users / 2);
        QCOMPARE(late.value(u"users"_qs).toInt(), users / 2);
    }

    void previewsSayWhatCanBeCompared()
    {
        QVERIFY(promoted(m_early));
        const QJsonObject forward = preview(m_late);
        QCOMPARE(forward.value(u"comparable"_qs).toString(), u"yes"_qs);
        QCOMPARE(forward.value(u"live"_qs).toObject().value(u"job_name"_qs).toString(), m_early);
        int verdicts = 0;
        const QJsonArray metrics = forward.value(u"metrics"_qs).toArray();
        for (const QJsonValue metric : metrics)
            verdicts += metric.toObject().value(u"verdict"_qs).toString() != u"unknown" ? 1 : 0;
        QCOMPARE(verdicts, 3); // Recall, NDCG, MRR
        int covered = 0;
        const QJsonArray checks = forward.value(u"checks"_qs).toArray();
        for (const QJsonValue check : checks) {
            const QString id = check.toObject().value(u"id"_qs).toString();
            if (id == u"artifact" || id == u"catalogue" || id == u"endpoint_idle" || id == u"roll_back")
                QVERIFY2(check.toObject().value(u"ok"_qs).toBool(),
                         qPrintable(check.toObject().value(u"text"_qs).toString()));
            if (id == u"catalogue") {
                QCOMPARE(check.toObject().value(u"text"_qs).toString(),
                         u"It knows 40 of today's 40 active items."_qs);
                ++covered;
            }
        }
        QCOMPARE(covered, 1);
        QVERIFY(promoted(m_late));
        const QJsonObject back = preview(m_early);
        QCOMPARE(back.value(u"comparable"_qs).toString(), u"partly"_qs);
        QCOMPARE(back.value(u"reasons"_qs).toArray(), QJsonArray{u"evaluation.dropped_pairs"_qs});
    }
};

QTEST_GUILESS_MAIN(TestEvaluationWorker)
#include "tst_evaluation_worker.moc"
