// SPDX-License-Identifier: GPL-3.0-or-later
#include "respondersession.h"
#include "trainagaincontroller.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

using namespace nsl;

namespace
{

constexpr int patience = 20'000;

TrainingJob run(JobStatus status)
{
    TrainingJob job;
    job.id = 1;
    job.jobName = u"train-1"_qs;
    job.status = status;
    job.templateId = 3;
    job.familyId = 2;
    job.trainingOptions = {{u"epochs"_qs, 4}};
    return job;
}

QJsonObject bodyOf(const Received &request)
{
    return QJsonDocument::fromJson(request.body).object();
}

} // namespace

class TestTrainAgain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneEndedRunCanBeTrainedAgain()
    {
        QVERIFY(trainAgainAvailability({run(JobStatus::Succeeded)}).enabled);
        QVERIFY(trainAgainAvailability({run(JobStatus::Failed)}).enabled);
        QVERIFY(!trainAgainAvailability({run(JobStatus::Executing)}).enabled);
        QVERIFY(!trainAgainAvailability({}).reason.isEmpty());
        QVERIFY(!trainAgainAvailability({run(JobStatus::Succeeded), run(JobStatus::Failed)}).enabled);
    }

    void aRepetitionNamesTheRunAndNothingElse()
    {
        QByteArray body;
        Responder server([&](const Received &request) {
            if (request.method == "POST")
                body = request.body;
            return Responder::answer(200, R"({"ok":true,"jobId":2,"jobName":"train-2","executionArn":"a"})");
        });
        const auto session = sessionWith(server);
        TrainAgainController controller(*session);
        QSignalSpy started(&controller, &TrainAgainController::started);
        controller.repeat(u"train-1"_qs);
        QVERIFY(controller.isSending());
        QVERIFY(started.wait(patience));
        QCOMPARE(started.first().first().toString(), u"train-2"_qs);
        QCOMPARE(QJsonDocument::fromJson(body).object(), (QJsonObject{{u"from_job_name"_qs, u"train-1"_qs}}));
        QVERIFY(!controller.isSending());
    }

    void changedDataAreTurnedIntoAnOffer()
    {
        QByteArray body;
        Responder server([&](const Received &request) {
            if (request.method != "POST")
                return Responder::answer(200, R"({"jobs":[]})");
            body = request.body;
            return bodyOf(request).contains(u"from_job_name"_qs)
                       ? Responder::answer(409,
                                           R"({"error":"1200 events then, 1300 now.","code":"data_changed"})")
                       : Responder::answer(200,
                                           R"({"ok":true,"jobId":2,"jobName":"train-2","executionArn":"a"})");
        });
        const auto session = sessionWith(server);
        session->noteJob(run(JobStatus::Succeeded));
        TrainAgainController controller(*session);
        QSignalSpy changed(&controller, &TrainAgainController::dataChanged);
        QSignalSpy failed(&controller, &TrainAgainController::failed);
        QSignalSpy started(&controller, &TrainAgainController::started);
        controller.repeat(u"train-1"_qs);
        QVERIFY(changed.wait(patience));
        QCOMPARE(changed.first().at(0).toString(), u"train-1"_qs);
        QCOMPARE(changed.first().at(1).toString(), u"1200 events then, 1300 now."_qs);
        controller.trainOnToday(u"train-1"_qs);
        QVERIFY(started.wait(patience));
        const QJsonObject sent = QJsonDocument::fromJson(body).object();
        QVERIFY(!sent.contains(u"from_job_name"_qs));
        QCOMPARE(sent.value(u"templateId"_qs).toInt(), 3);
        QCOMPARE(sent.value(u"family_id"_qs).toInt(), 2);
        QCOMPARE(sent.value(u"trainingOptions"_qs).toObject().value(u"epochs"_qs).toInt(), 4);
        QCOMPARE(failed.size(), 0);
    }

    void anotherRefusalIsAFailure()
    {
        Responder server(
            [](const Received &) { return Responder::answer(400, R"({"error":"It cannot be repeated."})"); });
        const auto session = sessionWith(server);
        TrainAgainController controller(*session);
        QSignalSpy failed(&controller, &TrainAgainController::failed);
        QSignalSpy changed(&controller, &TrainAgainController::dataChanged);
        controller.repeat(u"train-1"_qs);
        QVERIFY(failed.wait(patience));
        QCOMPARE(changed.size(), 0);
        controller.trainOnToday(u"train-9"_qs); // not known here: its choices are not known either
        QCOMPARE(failed.size(), 2);
    }
};

QTEST_GUILESS_MAIN(TestTrainAgain)
#include "tst_trainagain.moc"
