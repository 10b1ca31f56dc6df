// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint.h"
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

    void aSilentRollbackIsNoSuccess()
    {
        Endpoint endpoint;
        endpoint.status = EndpointStatus::InService;
        endpoint.activeVersion = VersionRef{1, 1, u"GRU"_qs, 1, {}, u"train-1"_qs};
        QCOMPARE(promotionOutcome(endpoint, u"train-1"_qs), PromotionOutcome::Succeeded);
        QCOMPARE(promotionOutcome(endpoint, u"train-2"_qs), PromotionOutcome::Failed);
        endpoint.failureReason = u"artifact damaged"_qs;
        QCOMPARE(promotionOutcome(endpoint, u"train-1"_qs), PromotionOutcome::Failed);
        endpoint.failureReason.clear();
        endpoint.pendingVersion = VersionRef{2, 1, u"GRU"_qs, 2, {}, u"train-2"_qs};
        QCOMPARE(promotionOutcome(endpoint, u"train-1"_qs), PromotionOutcome::Running);
        endpoint.status = EndpointStatus::UpdateRollbackFailed;
        endpoint.pendingVersion.reset();
        QCOMPARE(promotionOutcome(endpoint, u"train-1"_qs), PromotionOutcome::Failed);
    }
};

QTEST_APPLESS_MAIN(TestStates)
#include "tst_states.moc"
