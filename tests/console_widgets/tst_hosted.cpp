// SPDX-License-Identifier: GPL-3.0-or-later
#include "hostedplatform.h"
#include "mainwindow.h"
#include "pages/modelspage.h"
#include "pages/trainingjobspage.h"
#include "widgets/productionbanner.h"
#include "workbench.h"

#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QTreeView>
#include <QtTest>

using namespace nsl;
using nsl::test::HostedPlatform;
using Scenario = HostedPlatform::Scenario;

namespace
{
constexpr int patience = 20'000;
} // namespace

/// The real window against a stand-in of the hosted platform in its moods: what it says, and what it acts on.
class tst_Hosted : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY(m_directory.isValid());
        m_storage =
            std::make_unique<QSettings>(m_directory.filePath(u"settings.ini"_qs), QSettings::IniFormat);
        m_theme = std::make_unique<Theme>(*m_storage);
    }

    void cleanup()
    {
        m_window.reset();
        m_server.reset();
    }

    void aRejectReachesTheSelectedRun_data()
    {
        QTest::addColumn<int>("scenario");
        QTest::newRow("full") << int(Scenario::Full);
        QTest::newRow("lean") << int(Scenario::Lean);
        QTest::newRow("no names") << int(Scenario::Minimal);
        QTest::newRow("text ids") << int(Scenario::Odd);
    }

    void aRejectReachesTheSelectedRun()
    {
        QFETCH(int, scenario);
        open(Scenario(scenario));
        m_window->showPage(MainWindow::Page::Jobs);
        auto *table = m_window->findChild<TrainingJobsPage *>()->findChild<QTableView *>(u"table"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 4, patience);
        table->selectRow(2); // the run 10
        QCOMPARE(jobs().selection(), QStringList{m_server->nameOf(10)});
        QTRY_VERIFY_WITH_TIMEOUT(jobs().rejectState().enabled, patience);
        jobs().rejectSelected({});
        QTRY_COMPARE_WITH_TIMEOUT(m_server->writes().size(), 1, patience);
        QVERIFY2(m_server->writes().first().startsWith("PATCH /api/training-jobs/" +
                                                       m_server->idOf(10).toUtf8() + ' '),
                 m_server->writes().first().constData());
        // A server that tells only whether a version is approved does not tell why it is not.
        const QString told = Scenario(scenario) == Scenario::Minimal ? u"Not approved"_qs : u"Rejected"_qs;
        QTRY_COMPARE_WITH_TIMEOUT(session().job(m_server->nameOf(10))->approvalStatus.text, told, patience);
    }

    void nothingIsSentWithoutAnIdentity()
    {
        open(Scenario::Lean);
        QString code;
        const auto refused = [&code](const auto &outcome) {
            code = outcome ? u"sent"_qs : outcome.error().code;
        };
        PlatformApi &api = session().api();
        const auto expectRefusal = [&code] { return code == u"no_identity"; };
        api.patchJob(RecordId(), JobPatch(), this, refused);
        QTRY_VERIFY_WITH_TIMEOUT(expectRefusal(), patience);
        code.clear();
        api.approve({}, {}, this, refused);
        QTRY_VERIFY_WITH_TIMEOUT(expectRefusal(), patience);
        code.clear();
        api.promote(PromotionRequest(), this, refused);
        QTRY_VERIFY_WITH_TIMEOUT(expectRefusal(), patience);
        code.clear();
        api.stop({}, this, refused);
        QTRY_VERIFY_WITH_TIMEOUT(expectRefusal(), patience);
        QCOMPARE(m_server->writes(), QList<QByteArray>());
        QVERIFY(!session().job({}));
        QVERIFY(!session().versionOfJob({}));
        QVERIFY(!session().version({}));
    }

    void aLateStartIsNoFailure()
    {
        open(Scenario::Late);
        QStringList said = promoteAndListen(12);
        QVERIFY2(said.filter(u"failed"_qs).isEmpty(), qPrintable(said.join(u" | "_qs)));
        QCOMPARE(said.last(), u"Engagement booster v4 is live on homepage"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(bannerTitles(), QStringList{u"Engagement booster v4"_qs}, patience);
    }

    void anUnknownWordIsMoving()
    {
        open(Scenario::Lean);
        m_server->setMovingWord(u"Baking"_qs);
        QStringList said = promoteAndListen(12);
        QVERIFY2(said.filter(u"failed"_qs).isEmpty(), qPrintable(said.join(u" | "_qs)));
        QVERIFY2(said.contains(u"Promoting Engagement booster v4: Baking"_qs),
                 qPrintable(said.join(u" | "_qs)));
        QCOMPARE(said.last(), u"Engagement booster v4 is live on homepage"_qs);
    }

    void aSilentRollbackIsARedBanner()
    {
        open(Scenario::SilentRollback);
        const QStringList said = promoteAndListen(12);
        const QString sentence =
            u"Promotion of Engagement booster v4 failed; Engagement booster v3 is still serving"_qs;
        QCOMPARE(said.last(), sentence);
        QTRY_COMPARE_WITH_TIMEOUT(bannerTitles(), (QStringList{sentence, u"Engagement booster v3"_qs}),
                                  patience);
        const BannerLine line = banner().first();
        QCOMPARE(line.tone, Tone::Bad);
        QCOMPARE(line.jobName, m_server->nameOf(12));
        QVERIFY(line.details.contains(u"homepage"_qs));
        auto *widget = m_window->findChild<ProductionBanner *>();
        for (const char *name :
             {"retryPromotionButton", "promotionDetailsButton", "dismissPromotionButton"}) {
            const auto *button = widget->findChild<QPushButton *>(QString::fromLatin1(name));
            QVERIFY2(button && button->isVisibleTo(widget), name);
        }
        widget->findChild<QPushButton *>(u"promotionDetailsButton"_qs)->click();
        widget->findChild<QPushButton *>(u"dismissPromotionButton"_qs)->click();
        QCOMPARE(bannerTitles(), QStringList{u"Engagement booster v3"_qs});
    }

    void aFailedRollbackDoesNotClaimThatNothingServes()
    {
        open(Scenario::UpdateRollbackFailed);
        const QStringList said = promoteAndListen(12);
        QCOMPARE(said.last(), u"Promotion of Engagement booster v4 failed"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(banner().size(), 2, patience);
        QCOMPARE(banner().first().reason, u"No capacity"_qs);
        for (const BannerLine &line : banner())
            QVERIFY2(!line.title.contains(u"nothing"_qs), qPrintable(line.title));
    }

    void productionIsKnownByItsRunAlone()
    {
        open(Scenario::Minimal);
        QTRY_COMPARE_WITH_TIMEOUT(bannerTitles(), QStringList{u"train-11-1764320000"_qs}, patience);
        const ModelTreeModel *tree = models().tree();
        QTRY_COMPARE_WITH_TIMEOUT(tree->rowCount(), 1, patience);
        const QModelIndex family = tree->index(0, 0);
        QTRY_COMPARE_WITH_TIMEOUT(tree->rowCount(family), 4, patience);
        QCOMPARE(family.siblingAtColumn(ModelTreeModel::Label).data().toString(), u"4 versions"_qs);
        const QModelIndex version = tree->index(0, 0, family);
        QCOMPARE(version.data().toString(), u"version unknown"_qs);
        QCOMPARE(version.siblingAtColumn(ModelTreeModel::Approval).data().toString(), u"Approved"_qs);
        const auto everything = [&](const QModelIndex &index) {
            QStringList texts;
            for (int column = 0; column < ModelTreeModel::ColumnCount; ++column)
                texts << index.siblingAtColumn(column).data().toString()
                      << index.siblingAtColumn(column).data(Qt::AccessibleTextRole).toString();
            return texts.join(u'|');
        };
        QVERIFY(!everything(version).contains(u"v0"_qs));
        models().setSelection({RecordId(112)});
        QVERIFY(!models().details().title.contains(u"v0"_qs));
        QVERIFY2(models().promoteState().enabled, qPrintable(models().promoteState().reason));
        const QModelIndex run = jobs().table()->index(0, JobTableModel::Model);
        QCOMPARE(run.data().toString(), u"Run 12"_qs);
    }

    void productionIsKnownByTheJobsEndpointAlone()
    {
        open(Scenario::Lean, {"/api/model-endpoints"});
        QTRY_COMPARE_WITH_TIMEOUT(bannerTitles(), QStringList{u"Engagement booster v3"_qs}, patience);
        QVERIFY(session().connection().isOnline());
    }

    void whatIsLiveIsUnknownWithoutBoth()
    {
        open(Scenario::Lean, {"/api/model-endpoints", "/api/training-jobs/endpoint"});
        QTRY_COMPARE_WITH_TIMEOUT(bannerTitles(), QStringList{u"What is live is not known"_qs}, patience);
        QTRY_VERIFY_WITH_TIMEOUT(models().tree()->rowCount() == 1, patience);
        const QModelIndex family = models().tree()->index(0, 0);
        QCOMPARE(family.siblingAtColumn(ModelTreeModel::LiveOn).data().toString(), u"not known"_qs);
    }

    void withoutDetailsTheRunsTellTheVersions()
    {
        open(Scenario::Lean, {"/api/model-families/details"});
        QTRY_COMPARE_WITH_TIMEOUT(models().content(), ModelsController::Content::Versions, patience);
        const ModelTreeModel *tree = models().tree();
        QTRY_COMPARE_WITH_TIMEOUT(tree->rowCount(tree->index(0, 0)), 4, patience);
        QCOMPARE(
            tree->index(1, 0, tree->index(0, 0)).siblingAtColumn(ModelTreeModel::LiveOn).data().toString(),
            u"homepage"_qs);
    }

    void oneListBreaksWhileTheOthersLive()
    {
        open(Scenario::Lean, {}, {"/api/training-jobs"});
        QTRY_COMPARE_WITH_TIMEOUT(models().tree()->rowCount(), 1, patience);
        QTRY_VERIFY_WITH_TIMEOUT(session().failing().contains(PlatformSession::Resource::Jobs), patience);
        QVERIFY(session().connection().isOnline());
        const auto *activity = m_window->findChild<QLabel *>(u"activity"_qs);
        QTRY_VERIFY_WITH_TIMEOUT(activity->text().contains(u"training jobs cannot be read"_qs), patience);
    }

    void withoutEventsThereIsNoEndlessWaiting()
    {
        open(Scenario::Lean,
             {"/api/events/event-types", "/api/model-families/details", "/api/training-jobs"});
        QTRY_VERIFY_WITH_TIMEOUT(models().content() != ModelsController::Content::Loading, patience);
    }

    void oddWordsAndNamesStayWhatTheyAre()
    {
        open(Scenario::Odd);
        QTRY_COMPARE_WITH_TIMEOUT(jobs().table()->rowCount(), 4, patience);
        const JobTableModel *table = jobs().table();
        const QModelIndex last = table->index(3, 0);
        QCOMPARE(last.data().toString(), u"Simmering"_qs);
        const TrainingJob *run = session().job(m_server->nameOf(12));
        QVERIFY(run);
        QCOMPARE(run->id.text(), u"job-12"_qs);
        QCOMPARE(run->label, QString(QChar(0x2068)) + u"abc\u202edef"_qs + QChar(0x2069));
        const ModelTreeModel *tree = models().tree();
        QTRY_COMPARE_WITH_TIMEOUT(tree->rowCount(tree->index(0, 0)), 4, patience);
        const QModelIndex blank = tree->index(3, ModelTreeModel::Approval, tree->index(0, 0));
        QCOMPARE(blank.data().toString(), u"unknown"_qs);
    }

    void theReviewPromisesWhatTheServerCanDo()
    {
        open(Scenario::Lean);
        QTRY_VERIFY_WITH_TIMEOUT(session().versionOfJob(m_server->nameOf(12)), patience);
        QTRY_VERIFY_WITH_TIMEOUT(session().hasNoManifest(m_server->nameOf(12)), patience);
        const PromotionReview review = models().review(m_server->nameOf(12));
        QCOMPARE(review.rollBackNote, QString());
        QCOMPARE(review.manifestsNote, u"This server gives no manifest to compare."_qs);
        QVERIFY(!review.commentNote.contains(u"journal"_qs));
        for (const auto &check : review.checks)
            QVERIFY2(!check.text.startsWith(u"Roll back target"_qs), qPrintable(check.text));
        QVERIFY(models().rollBackState(banner().first().endpointId).reason.contains(u"keeps no list"_qs));
    }

    void withoutAConnectionTheBannerStandsStill()
    {
        open(Scenario::Lean);
        QTRY_COMPARE_WITH_TIMEOUT(bannerTitles(), QStringList{u"Engagement booster v3"_qs}, patience);
        QCOMPARE(banner().first().tone, Tone::Good);
        auto *rollBack =
            m_window->findChild<ProductionBanner *>()->findChild<QPushButton *>(u"rollBackButton"_qs);
        QVERIFY(!rollBack->toolTip().contains(u"Connecting"_qs));
        m_server->revoke();
        session().refresh();
        QTRY_VERIFY_WITH_TIMEOUT(banner().first().isStale, patience);
        QCOMPARE(banner().first().tone, Tone::Neutral);
        QVERIFY2(banner().first().detail.contains(u"last known"_qs), qPrintable(banner().first().detail));
        QVERIFY(rollBack->toolTip().contains(u"key is not accepted"_qs));
    }

private:
    void open(Scenario scenario, const QList<QByteArray> &missing = {}, const QList<QByteArray> &broken = {})
    {
        m_server = std::make_unique<HostedPlatform>(scenario);
        for (const QByteArray &path : missing)
            m_server->take(path);
        for (const QByteArray &path : broken)
            m_server->breakRoute(path);
        m_window = std::make_unique<MainWindow>(*m_storage, *m_theme);
        m_window->resize(1280, 800);
        m_window->show();
        ConnectionProfile profile;
        profile.name = u"stand-in"_qs;
        profile.platformUrl = m_server->server().url();
        profile.key = Secret("nsl_abcdefgh_0123456789012345678901234567890123456789012");
        m_window->setSession(PlatformSession::connectTo(profile));
        m_window->showPage(MainWindow::Page::Models);
    }

    /// Promotes a run and collects what is said of it until that is over.
    QStringList promoteAndListen(int run)
    {
        QStringList said;
        if (!QTest::qWaitFor(
                [&] { return session().versionOfJob(m_server->nameOf(run)) && !banner().isEmpty(); },
                patience))
            return {u"never ready"_qs};
        PromotionController &promotion = m_window->workbench()->promotion();
        const auto note = [&said, &promotion] { said << promotion.text(); };
        connect(&promotion, &PromotionController::progressed, this, note);
        QSignalSpy finished(&promotion, &PromotionController::finished);
        connect(&promotion, &PromotionController::finished, this, note);
        const PromotionReview review = models().review(m_server->nameOf(run));
        promotion.promote(review.request);
        if (!QTest::qWaitFor([&finished] { return !finished.isEmpty(); }, patience))
            said << u"never over"_qs;
        promotion.disconnect(this);
        return said;
    }

    PlatformSession &session() { return m_window->workbench()->session(); }
    ModelsController &models() { return m_window->workbench()->models(); }
    TrainingJobsController &jobs() { return m_window->workbench()->jobs(); }
    const QList<BannerLine> &banner() { return models().banner(); }
    QStringList bannerTitles()
    {
        QStringList titles;
        for (const BannerLine &line : banner())
            titles << line.title;
        return titles;
    }

    QTemporaryDir m_directory;
    std::unique_ptr<QSettings> m_storage;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<HostedPlatform> m_server;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(tst_Hosted)
#include "tst_hosted.moc"
