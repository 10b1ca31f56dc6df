// SPDX-License-Identifier: GPL-3.0-or-later
#include "runfraction.h"

#include <QTest>

#include <limits>

using namespace nsl;

/// Progress is the run's: it grows from the first step to the end.
class TestRunFraction : public QObject
{
    Q_OBJECT

private slots:
    void itNeverFallsWhileARunGoesOn()
    {
        constexpr int epochs = 8;
        constexpr int steps = 17;
        TrainingJob job;
        job.status = JobStatus::Executing;
        double before = 0;
        const auto reach = [&job, &before](JobPhase phase, int epoch, int of, qint64 step, qint64 all) {
            job.progress = {phase, epoch, of, step, all, {}};
            job.phaseSeconds.insert(toText(phase), 1);
            const std::optional<double> fraction = runFraction(job);
            if (!fraction || *fraction < before || *fraction > 1)
                return false;
            before = *fraction;
            return true;
        };
        for (int epoch = 1; epoch <= epochs; ++epoch) {
            for (int step = 0; step <= steps; ++step)
                QVERIFY(reach(JobPhase::Training, epoch, epochs, step, steps));
            for (int user = 0; user <= 600; user += 60)
                QVERIFY(reach(JobPhase::Evaluating, epoch, epochs, user, 600));
            QVERIFY(qAbs(before - 0.5 * epoch / epochs) < 1e-9);
        }
        // The second fit has as many epochs as the best one, told before its first step too.
        QVERIFY(reach(JobPhase::Refitting, 0, 5, 0, 1));
        for (int epoch = 1; epoch <= 5; ++epoch) {
            for (int step = 0; step <= steps; ++step)
                QVERIFY(reach(JobPhase::Refitting, epoch, 5, step, steps));
        }
        QVERIFY(before > 0.85);
        for (int user = 0; user <= 1800; user += 100)
            QVERIFY(reach(JobPhase::Evaluating, 5, 5, user, 1800));
        QVERIFY(reach(JobPhase::Indexing, 0, 0, 0, 0));
        QVERIFY(reach(JobPhase::Packaging, 0, 0, 0, 0));
        QVERIFY(before < 1);
    }

    void theServersWordCounts()
    {
        TrainingJob job;
        job.progress = {JobPhase::Training, 1, 8, 1, 17, 0.42};
        QCOMPARE(runFraction(job), std::optional(0.42));
        job.progress.fraction = 7;
        QCOMPARE(runFraction(job), std::optional(1.0));
        job.progress.fraction = std::numeric_limits<double>::quiet_NaN();
        QVERIFY(*runFraction(job) < 0.1);
    }

    void whatIsNotKnownIsNotSaid()
    {
        TrainingJob job;
        QVERIFY(!runFraction(job));
        job.progress.phase = JobPhase::Preparing;
        QVERIFY(!runFraction(job));
        // A server that only counts epochs.
        job.progress = {JobPhase::Unknown, 3, 6, 0, 0, {}};
        QCOMPARE(runFraction(job), std::optional(0.5));
        job.progress = {JobPhase::Unknown, 99, 6, 0, 0, {}};
        QCOMPARE(runFraction(job), std::optional(1.0));
    }
};

QTEST_APPLESS_MAIN(TestRunFraction)
#include "tst_runfraction.moc"
