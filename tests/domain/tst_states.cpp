// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint.h"
#include "phaseclock.h"
#include "states.h"

#include <QTest>

using namespace nsl;

class TestStates : public QObject
{
    Q_OBJECT

private slots:
    void wordsReadBack_data()
    {
        QTest::addColumn<QString>("word");
        for (const char *word : {"Queued", "Executing", "Stopping", "Stopped", "Failed", "Succeeded"})
            QTest::newRow(word) << QString::fromLatin1(word);
    }

    void wordsReadBack()
    {
        QFETCH(QString, word);
        const Reported<JobStatus> status = parseJobStatus(word);
        QVERIFY(status.value != JobStatus::Unknown);
        QCOMPARE(toText(status.value), word);
    }

    void hostedWordsAreUnderstood_data()
    {
        QTest::addColumn<QString>("word");
        QTest::addColumn<JobStatus>("status");
        QTest::newRow("InProgress") << u"InProgress"_qs << JobStatus::Executing;
        QTest::newRow("Completed") << u"Completed"_qs << JobStatus::Succeeded;
        QTest::newRow("Started") << u"Started"_qs << JobStatus::Executing;
        QTest::newRow("running") << u"running"_qs << JobStatus::Executing;
    }

    void hostedWordsAreUnderstood()
    {
        QFETCH(QString, word);
        QFETCH(JobStatus, status);
        QCOMPARE(parseJobStatus(word).value, status);
        QCOMPARE(parseJobStatus(word).text, word);
    }

    void unknownWordsKeepTheirText()
    {
        const Reported<EndpointStatus> status = parseEndpointStatus(u"Hibernating"_qs);
        QCOMPARE(status.value, EndpointStatus::Unknown);
        QCOMPARE(status.text, u"Hibernating"_qs);
        QVERIFY(!acceptsPromotion(status.value));
    }

    void pendingManualApprovalIsPending()
    {
        QCOMPARE(parseApprovalStatus(u"PendingManualApproval"_qs).value, ApprovalStatus::Pending);
    }

    void approvalMoves()
    {
        QVERIFY(canMove(ApprovalStatus::Pending, ApprovalStatus::Approved));
        QVERIFY(canMove(ApprovalStatus::Rejected, ApprovalStatus::Approved));
        QVERIFY(canMove(ApprovalStatus::Approved, ApprovalStatus::Pending));
        QVERIFY(!canMove(ApprovalStatus::Unknown, ApprovalStatus::Approved));
    }

    void promotionsAreAcceptedWhenNothingMoves()
    {
        QVERIFY(acceptsPromotion(EndpointStatus::OutOfService));
        QVERIFY(acceptsPromotion(EndpointStatus::InService));
        QVERIFY(acceptsPromotion(EndpointStatus::Failed));
        QVERIFY(!acceptsPromotion(EndpointStatus::Updating));
        QVERIFY(!acceptsPromotion(EndpointStatus::Creating));
    }

    void phasesAddUpAcrossBreaks()
    {
        const QDateTime start = QDateTime::fromMSecsSinceEpoch(1'700'000'000'000, Qt::UTC);
        const auto at = [&](int seconds) { return start.addSecs(seconds); };
        PhaseClock clock;
        QVERIFY(clock.secondsAt(at(9)).isEmpty());
        clock.enter(JobPhase::Preparing, at(0));
        clock.enter(JobPhase::Training, at(2));
        clock.enter(JobPhase::Training, at(3)); // it goes on
        clock.enter(JobPhase::Evaluating, at(5));
        clock.enter(JobPhase::Training, at(6));
        using Seconds = QMap<QString, double>;
        QCOMPARE(clock.secondsAt(at(8)),
                 (Seconds{{u"preparing"_qs, 2}, {u"training"_qs, 5}, {u"evaluating"_qs, 1}}));
        QCOMPARE(PhaseClock::fromJson(clock.toJson()), clock);
        clock.stop(at(10));
        // An hour of standing still counts for nothing, and neither does a clock that was set back.
        PhaseClock later = PhaseClock::fromJson(clock.toJson());
        later.enter(JobPhase::Preparing, at(3600));
        later.enter(JobPhase::Training, at(3601));
        later.enter(JobPhase::Packaging, at(3590));
        later.stop(at(3590));
        QCOMPARE(
            later.secondsAt(at(9999)),
            (Seconds{
                {u"preparing"_qs, 3}, {u"training"_qs, 7}, {u"evaluating"_qs, 1}, {u"packaging"_qs, 0}}));
        QCOMPARE(PhaseClock::fromJson({}), PhaseClock());
    }

    void aWordThatIsNotKnownIsMoving()
    {
        Endpoint endpoint;
        for (const QString &word : {u"Updating"_qs, u"RollingBack"_qs, u"Baking"_qs}) {
            endpoint.status = parseEndpointStatus(word);
            QVERIFY2(isMoving(endpoint), qPrintable(word));
        }
        for (const QString &word : {u"InService"_qs, u"Failed"_qs, QString()}) {
            endpoint.status = parseEndpointStatus(word);
            QVERIFY2(!isMoving(endpoint), qPrintable(word));
        }
        endpoint.pendingVersion = VersionRef{2, 1, u"GRU"_qs, 2, {}, u"train-2"_qs};
        QVERIFY(isMoving(endpoint));
    }

    void nothingIsServingOnlyWhereThatIsKnown()
    {
        Endpoint endpoint;
        endpoint.status = EndpointStatus::OutOfService;
        QVERIFY(servesNothing(endpoint));
        endpoint.status = EndpointStatus::Failed;
        QVERIFY(servesNothing(endpoint));
        endpoint.activeIsKnown = false;
        QVERIFY(!servesNothing(endpoint));
        endpoint.activeIsKnown = true;
        endpoint.status = EndpointStatus::UpdateRollbackFailed;
        QVERIFY(!servesNothing(endpoint));
        endpoint.status = EndpointStatus::OutOfService;
        endpoint.activeVersion = VersionRef{2, 1, u"GRU"_qs, 2, {}, u"train-2"_qs};
        QVERIFY(!servesNothing(endpoint));
    }
};

QTEST_APPLESS_MAIN(TestStates)
#include "tst_states.moc"
