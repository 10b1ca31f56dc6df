// SPDX-License-Identifier: GPL-3.0-or-later
#include "comparecontroller.h"
#include "coreapi.h"
#include "importcontroller.h"
#include "localplatform.h"
#include "modelscontroller.h"
#include "platformsession.h"
#include "promotioncontroller.h"
#include "starttrainingcontroller.h"
#include "trainingjobscontroller.h"
#include "tryitcontroller.h"

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace nsl;

namespace
{
constexpr int patience = 180'000;
} // namespace

/// The main job through the controllers, with nothing in between faked.
class tst_MainJob : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<LocalPlatform> m_platform;
    std::unique_ptr<PlatformSession> m_session;
    std::unique_ptr<ModelsController> m_models;
    std::unique_ptr<TrainingJobsController> m_jobs;
    RunColors m_colors;
    QStringList m_runs;

    QString workspace() const { return m_dir.filePath(QStringLiteral("workspace")); }

    RecordId versionId(const QString &jobName) const
    {
        const Version *version = m_session->versionOfJob(jobName);
        return version ? version->id : RecordId();
    }

    void train(const QString &familyKey)
    {
        StartTrainingController start(*m_session);
        QTRY_VERIFY_WITH_TIMEOUT(start.family() && start.signalTemplate(), patience);
        const QList<Family> families = start.families();
        const auto family = std::find_if(families.begin(), families.end(),
                                         [&familyKey](const Family &one) { return one.key == familyKey; });
        QVERIFY(family != families.end());
        start.setFamily(family->id);
        if (start.values().contains(QStringLiteral("epochs")))
            start.setOption(QStringLiteral("epochs"), 1);
        QTRY_VERIFY2_WITH_TIMEOUT(start.state().enabled, qPrintable(start.state().reason), patience);
        QSignalSpy started(&start, &StartTrainingController::started);
        QSignalSpy failed(&start, &StartTrainingController::failed);
        start.start();
        QTRY_VERIFY_WITH_TIMEOUT(started.size() + failed.size() > 0, patience);
        QVERIFY2(failed.isEmpty(),
                 failed.isEmpty() ? "" : qPrintable(failed.first().first().value<PlatformError>().message));
        const QString name = started.first().first().toString();
        m_runs += name;
        m_jobs->setSelection({name});
        QTRY_VERIFY_WITH_TIMEOUT(m_session->job(name) && !isActive(m_session->job(name)->status.value),
                                 patience);
        QCOMPARE(m_session->job(name)->failureReason, QString());
        QVERIFY(m_session->job(name)->status == JobStatus::Succeeded);
        QTRY_VERIFY_WITH_TIMEOUT(m_session->versionOfJob(name), patience);
    }

    void promote(const QString &jobName, PromotionController::Phase expected)
    {
        const PromotionReview review = m_models->review(jobName);
        QVERIFY2(review.promote.enabled, qPrintable(review.promote.reason));
        PromotionController promotion(*m_session);
        QSignalSpy finished(&promotion, &PromotionController::finished);
        promotion.promote(review.request);
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, patience);
        QVERIFY2(promotion.phase() == expected,
                 qPrintable(promotion.text() + QStringLiteral(": ") + promotion.reason()));
    }

private slots:
    void initTestCase()
    {
        LocalPlatform::Options options;
        options.workspace = workspace();
        options.program = QStringLiteral(NSL_BIN_DIR "/nsl-platform");
        m_platform = std::make_unique<LocalPlatform>(options);
        QSignalSpy ready(m_platform.get(), &LocalPlatform::ready);
        QSignalSpy failed(m_platform.get(), &LocalPlatform::failed);
        m_platform->open();
        QTRY_VERIFY_WITH_TIMEOUT(ready.size() + failed.size() > 0, 30'000);
        QVERIFY2(failed.isEmpty(), qPrintable(m_platform->diagnostics()));
        QVERIFY(m_platform->ownsProcess());
        m_session = PlatformSession::connectTo(m_platform->profile());
        m_models = std::make_unique<ModelsController>(*m_session);
        m_jobs = std::make_unique<TrainingJobsController>(*m_session, m_colors);
        m_models->setActive(true);
        m_jobs->setActive(true);
        m_session->start();
        QTRY_COMPARE_WITH_TIMEOUT(m_session->connection().status(), ConnectionState::Status::Online, 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(!m_session->identity().scopes.isEmpty(), 30'000);
    }

    void aSecondConsoleAttaches()
    {
        LocalPlatform::Options options;
        options.workspace = workspace();
        options.program = QStringLiteral("/nonexistent");
        LocalPlatform second(options);
        QSignalSpy ready(&second, &LocalPlatform::ready);
        second.open();
        QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, 30'000);
        QVERIFY(!second.ownsProcess());
        QCOMPARE(second.profile().platformUrl, m_platform->profile().platformUrl);
    }

    void anEmptyWorkspaceOffersSampleData()
    {
        QTRY_COMPARE_WITH_TIMEOUT(m_models->content(), ModelsController::Content::NoData, 30'000);
        QVERIFY(m_models->banner().isEmpty());
        QVERIFY(!m_models->startTrainingState().enabled);
        QSignalSpy done(m_models.get(), &ModelsController::actionFinished);
        m_models->loadSample();
        QTRY_COMPARE_WITH_TIMEOUT(done.size(), 1, patience);
        const auto result = done.first().first().value<ActionResult>();
        QVERIFY2(result.succeeded, qPrintable(result.error.message));
        QTRY_COMPARE_WITH_TIMEOUT(m_models->content(), ModelsController::Content::NoRuns, 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(m_models->startTrainingState().enabled, 30'000);
    }

    void nothingLiveRecommendsNothing()
    {
        QVERIFY(!m_models->tryItState().enabled);
        TryItController tryIt(*m_session);
        tryIt.suggest({});
        QTRY_VERIFY_WITH_TIMEOUT(!tryIt.suggestions().isEmpty(), 30'000);
        tryIt.tryUser(tryIt.suggestions().first());
        QTRY_VERIFY_WITH_TIMEOUT(!tryIt.isLoading(), 30'000);
        QCOMPARE(tryIt.answer().defaultReason, QStringLiteral("no_model_deployed"));
        QCOMPARE(tryIt.recommendations()->rowCount(), 0);
        QVERIFY(tryIt.events()->rowCount() > 0);
    }

    void trainingIsFollowedLive()
    {
        train(QStringLiteral("two-tower-gru"));
        QVERIFY(!QTest::currentTestFailed());
        const QString run = m_runs.last();
        QTRY_VERIFY_WITH_TIMEOUT(!m_jobs->charts()->isEmpty(), 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(m_jobs->manifest()->indexOfPath(QStringLiteral("options.epochs")).isValid(),
                                 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(m_jobs->log()->rowCount() > 0, 30'000);
        QVERIFY(m_jobs->table()->indexOfJob(run).isValid());
        QTRY_VERIFY_WITH_TIMEOUT(m_session->versionOfJob(run)->metrics.contains(QStringLiteral("ndcg_at_10")),
                                 30'000);
        QTRY_COMPARE(m_models->content(), ModelsController::Content::Versions);
    }

    void promotionNeedsApproval()
    {
        const QString run = m_runs.last();
        m_models->setSelection({versionId(run)});
        QVERIFY(!m_models->promoteState().enabled);
        QVERIFY2(m_models->promoteState().reason.contains(QStringLiteral("approve it first")),
                 qPrintable(m_models->promoteState().reason));
        QSignalSpy done(m_models.get(), &ModelsController::actionFinished);
        m_models->approveSelected(QStringLiteral("looks good"));
        QTRY_COMPARE_WITH_TIMEOUT(done.size(), 1, 30'000);
        QVERIFY(done.first().first().value<ActionResult>().succeeded);
        QTRY_VERIFY_WITH_TIMEOUT(
            m_session->version(versionId(run))->approvalStatus == ApprovalStatus::Approved, 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(m_models->promoteState().enabled, 30'000);
        m_models->setLabel(versionId(run), QStringLiteral("first"));
        QTRY_COMPARE_WITH_TIMEOUT(m_session->version(versionId(run))->label, QStringLiteral("first"), 30'000);
    }

    void promotingPutsItLive()
    {
        promote(m_runs.last(), PromotionController::Phase::Succeeded);
        QVERIFY(!QTest::currentTestFailed());
        QTRY_COMPARE_WITH_TIMEOUT(m_models->banner().size(), 1, 30'000);
        QCOMPARE(m_models->banner().first().kind, BannerLine::Kind::Live);
        QCOMPARE(m_models->banner().first().jobName, m_runs.last());
        TryItController tryIt(*m_session);
        tryIt.suggest({});
        QTRY_VERIFY_WITH_TIMEOUT(!tryIt.suggestions().isEmpty(), 30'000);
        tryIt.tryUser(tryIt.suggestions().first());
        QTRY_VERIFY_WITH_TIMEOUT(!tryIt.isLoading(), 30'000);
        QCOMPARE(tryIt.recommendations()->rowCount(), TryItController::listLength);
        QCOMPARE(tryIt.answer().modelJobName, m_runs.last());
    }

    void aSecondVersionIsComparedPromotedAndRolledBack()
    {
        train(QStringLiteral("popularity"));
        QVERIFY(!QTest::currentTestFailed());
        const QString first = m_runs.at(0);
        const QString second = m_runs.at(1);
        CompareController compare(*m_session, m_colors);
        compare.setActive(true);
        compare.setRuns({second, first});
        QCOMPARE(compare.baseline(), first); // what is live
        QTRY_VERIFY_WITH_TIMEOUT(!compare.isLoading() && !compare.comparison().differences.isEmpty(), 30'000);
        QCOMPARE(compare.comparison().badges.at(0), QStringLiteral("comparable"));
        QTRY_VERIFY_WITH_TIMEOUT(compare.comparison().metrics.first().cells.first().difference.has_value(),
                                 30'000);

        m_models->setSelection({versionId(second)});
        m_models->approveSelected({});
        QTRY_VERIFY_WITH_TIMEOUT(m_models->promoteState().enabled, 30'000);
        promote(second, PromotionController::Phase::Succeeded);
        QVERIFY(!QTest::currentTestFailed());

        const RecordId endpointId = m_session->endpoints().first().id;
        QTRY_VERIFY_WITH_TIMEOUT(m_models->rollBackState(endpointId).enabled, 30'000);
        const QList<RollBackTarget> targets = m_models->rollBackTargets(endpointId);
        QCOMPARE(targets.size(), 1);
        QCOMPARE(targets.first().version.jobName, first);
        QVERIFY(m_models->review(first).isRollBack);
        promote(first, PromotionController::Phase::Succeeded);
        QTRY_COMPARE_WITH_TIMEOUT(m_models->banner().value(0).jobName, first, 30'000);
    }

    void aStaleDecisionIsRefused()
    {
        PromotionReview review = m_models->review(m_runs.at(1));
        review.request.expectedActiveJobName = QStringLiteral("train-0-0");
        PromotionController promotion(*m_session);
        QSignalSpy finished(&promotion, &PromotionController::finished);
        promotion.promote(review.request);
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 30'000);
        QCOMPARE(promotion.phase(), PromotionController::Phase::ProductionChanged);
        QCOMPARE(m_models->banner().value(0).jobName, m_runs.at(0));
    }

    void aDamagedArtifactLeavesTheOldVersionServing()
    {
        // One byte more in each file of the second run's artifact: its checksum does not hold any more.
        int damaged = 0;
        QDirIterator files(workspace(), QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString path = files.next();
            if (!path.contains(m_runs.at(1)) || !path.contains(QStringLiteral("/artifact/")))
                continue;
            QFile file(path);
            file.setPermissions(file.permissions() | QFile::WriteOwner);
            QVERIFY(file.open(QIODevice::Append));
            file.write("x");
            ++damaged;
        }
        QVERIFY(damaged > 0);
        promote(m_runs.at(1), PromotionController::Phase::RolledBack);
        QVERIFY(!QTest::currentTestFailed());
        QTRY_COMPARE_WITH_TIMEOUT(m_models->banner().size(), 2, 30'000);
        const BannerLine failed = m_models->banner().first();
        QCOMPARE(failed.kind, BannerLine::Kind::Failed);
        QVERIFY(failed.title.contains(QStringLiteral("is still serving")));
        QVERIFY(!failed.reason.isEmpty());
        QCOMPARE(m_models->banner().at(1).jobName, m_runs.at(0));
        m_models->dismissFailure(failed);
        QCOMPARE(m_models->banner().size(), 1);
    }

    void aBadImportIsToldByLine()
    {
        QFile file(m_dir.filePath(QStringLiteral("bad.csv")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("user_id,item_id,type,timestamp\nu1,no-such-item,view,1700000000\n");
        file.close();
        ImportController import(*m_session);
        ImportRequest request;
        request.kind = QStringLiteral("events");
        request.path = file.fileName();
        QVERIFY(import.state(request, previewImport(request.path).columns).enabled);
        QSignalSpy finished(&import, &ImportController::finished);
        QSignalSpy failed(&import, &ImportController::failed);
        import.start(request);
        QTRY_VERIFY_WITH_TIMEOUT(finished.size() + failed.size() > 0, 30'000);
        QVERIFY2(failed.isEmpty(),
                 failed.isEmpty() ? "" : qPrintable(failed.first().first().value<PlatformError>().message));
        QVERIFY(import.job().status == ImportState::Failed);
        QVERIFY2(import.errorLines().value(0).startsWith(QStringLiteral("line 2")),
                 qPrintable(import.errorLines().value(0)));
    }

    void thePlatformGoesAndComesBack()
    {
        QSignalSpy stopped(m_platform.get(), &LocalPlatform::stopped);
        m_platform->stop();
        QTRY_COMPARE_WITH_TIMEOUT(stopped.size(), 1, 30'000);
        QVERIFY(!QFile::exists(workspace() + QStringLiteral("/run/platform.json")));
        m_session->refresh();
        QTRY_VERIFY_WITH_TIMEOUT(m_session->connection().status() != ConnectionState::Status::Online, 60'000);
        QVERIFY(!m_models->approveState().enabled);
        QVERIFY(!m_session->jobs().isEmpty()); // what was known stays on screen
    }

    void cleanupTestCase()
    {
        m_jobs.reset();
        m_models.reset();
        m_session.reset();
        m_platform.reset();
    }
};

QTEST_GUILESS_MAIN(tst_MainJob)
#include "tst_client_main_job.moc"
