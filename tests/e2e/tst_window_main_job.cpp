// SPDX-License-Identifier: GPL-3.0-or-later
// Real events, a trained model, approved, promoted, serving, rolled back: by clicking, offscreen. The window
// starts the platform, the platform starts the workers; nothing is faked.

#include "consoleapplication.h"
#include "dialogs/commentdialog.h"
#include "dialogs/importdialog.h"
#include "dialogs/promotiondialog.h"
#include "dialogs/starttrainingdialog.h"
#include "platformprocess.h"
#include "windowdriver.h"
#include "workbench.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QSet>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

using namespace nsl;

namespace
{

constexpr int shortly = 60'000; // anything but training, under a sanitizer on a busy machine
constexpr int trained = 600'000;
constexpr int listLength = 20;

/// A worker program that trains and serves like the real one until a file tells it to crash while loading.
QString fragileWorker(const QDir &folder)
{
    const QString path = folder.filePath(u"worker.sh"_qs);
    QFile script(path);
    if (!script.open(QIODevice::WriteOnly))
        return {};
    script.write("#!/bin/sh\nif [ \"$1\" = serve ] && [ -e \"" +
                 QFile::encodeName(folder.filePath(u"crash"_qs)) +
                 "\" ]; then kill -SEGV $$; fi\nexec \"" NSL_BIN_DIR "/nsl-worker\" \"$@\"\n");
    script.close();
    script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return path;
}

} // namespace

class TestMainJob : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void dataComesIn();
    void withoutAVersionNothingIsServed();
    void aRunMakesAVersion();
    void aSecondFamilyMakesAVersion();
    void promoteWaitsForApproval();
    void approvalChangesNothingThatIsServed();
    void promotionPutsItLive();
    void recommendationsAreUnseenAndDistinct();
    void aSecondVersionReplacesTheFirst();
    void rollBackBringsTheFirstBack();
    void aWorkerThatCrashesLeavesTheOldVersionServing();
    void aCorruptArtifactLeavesTheOldVersionServing();
    void cleanupTestCase();

private:
    Workbench &bench() { return *m_application->window().workbench(); }
    QString train(const QString &familyName, int epochs);
    QString approve(const QString &jobName);
    /// Opens the review on the Models page and presses its button; the review's dialog is gone after it.
    QString promote(const QString &jobName);
    QString bannerTitle() const;
    BannerLine bannerLine(BannerLine::Kind kind) const;
    bool isLive(const QString &jobName);
    QString failedPromotionOf(const QString &jobName);
    QJsonArray recommendations(const QString &user);

    QTemporaryDir m_home;
    std::unique_ptr<ConsoleApplication> m_application;
    std::unique_ptr<WindowDriver> m_driver;
    std::unique_ptr<test::PlatformProcess> m_platform; ///< attached to the one that the window started
    QString m_gru;
    QString m_popularity;
    QString m_user;
};

void TestMainJob::initTestCase()
{
    QVERIFY(m_home.isValid());
    ConsoleApplication::Options options;
    options.workspace = m_home.filePath(u"workspace"_qs);
    options.platform = QStringLiteral(NSL_BIN_DIR "/nsl-platform");
    options.worker = fragileWorker(QDir(m_home.path()));
    options.settingsFile = m_home.filePath(u"settings.ini"_qs);
    QVERIFY(!options.worker.isEmpty());
    m_application = std::make_unique<ConsoleApplication>(options);
    m_driver = std::make_unique<WindowDriver>(m_application->window());
    m_application->window().resize(1280, 800);
    m_application->window().show();
    m_application->openWorkspace(options.workspace);
    QTRY_VERIFY_WITH_TIMEOUT(m_application->window().workbench() &&
                                 bench().models().content() == ModelsController::Content::NoData,
                             shortly);
    m_platform = std::make_unique<test::PlatformProcess>(options.workspace);
    QVERIFY2(m_platform->attach(), m_platform->what().constData());
}

void TestMainJob::dataComesIn()
{
    const QDir reference(QStringLiteral(NSL_SHARED_DIR "/data/ml-latest-small"));
#ifdef NSL_SANITIZED
    const bool useReference = false;
#else
    const bool useReference = reference.exists();
#endif
    if (!useReference) {
        qInfo("the reference data are not used here: sample data take their place");
        QCOMPARE(m_driver->press(u"sampleButton"_qs), QString());
    } else {
        const QList<std::pair<QString, QString>> files{{u"items"_qs, u"movies.csv"_qs},
                                                       {u"events"_qs, u"ratings.csv"_qs}};
        for (const auto &[kind, file] : files) {
            m_application->window().openImport();
            QTRY_VERIFY_WITH_TIMEOUT(m_driver->visible<ImportDialog>(), shortly);
            auto *dialog = m_driver->visible<ImportDialog>();
            auto *kinds = dialog->findChild<QComboBox *>(u"kind"_qs);
            kinds->setCurrentIndex(kind == u"items" ? kinds->findData(kind) : kinds->findData(kind));
            dialog->setFile(reference.filePath(file));
            if (kind == u"events") {
                auto *type = dialog->findChild<QLineEdit *>(u"defaultType"_qs);
                QVERIFY(type);
                type->setText(u"view"_qs);
            }
            QTRY_VERIFY_WITH_TIMEOUT(m_driver->button(u"importButton"_qs)->isEnabled(), shortly);
            QCOMPARE(m_driver->press(u"importButton"_qs), QString());
            auto *controller = dialog->findChild<ImportController *>();
            QVERIFY(controller);
            QTRY_VERIFY_WITH_TIMEOUT(
                !controller->isRunning() && controller->job().status == ImportState::Succeeded, shortly);
            QVERIFY(controller->job().errors.isEmpty());
            QCOMPARE(controller->job().inserted, kind == u"items" ? 9742 : 100836);
            QCOMPARE(m_driver->press(u"closeButton"_qs), QString());
            QTRY_VERIFY_WITH_TIMEOUT(!m_driver->dialog(), shortly);
        }
    }
    QTRY_COMPARE_WITH_TIMEOUT(bench().models().content(), ModelsController::Content::NoRuns, shortly);
    const QJsonArray users = m_platform->get(u"/api/users?limit=1"_qs)["users"].toArray();
    QVERIFY(!users.isEmpty());
    m_user = users.first().toString();
    QVERIFY(!m_user.isEmpty());
}

void TestMainJob::withoutAVersionNothingIsServed()
{
    QVERIFY(bench().models().banner().isEmpty());
    const test::Reply reply = m_platform->coreGet(u"/v1/recommendations?user_id="_qs + m_user);
    QCOMPARE(reply.status, 200);
    QVERIFY(reply["recommendations"].toArray().isEmpty());
    QVERIFY(reply["data"].toArray().isEmpty());
    QCOMPARE(reply["embedding_info"].toObject().value(u"default_reason"_qs).toString(),
             u"no_model_deployed"_qs);
}

QString TestMainJob::train(const QString &familyName, int epochs)
{
    const int before = int(bench().session().jobs().size());
    m_application->window().openStartTraining();
    if (!test::waitUntil([&] { return m_driver->visible<StartTrainingDialog>() != nullptr; }, shortly))
        return {};
    auto *dialog = m_driver->visible<StartTrainingDialog>();
    auto *family = dialog->findChild<QComboBox *>(u"family"_qs);
    test::waitUntil([&] { return family->findText(familyName) >= 0; }, shortly);
    family->setCurrentIndex(family->findText(familyName));
    if (auto *option = dialog->findChild<QSpinBox *>(u"option_epochs"_qs))
        option->setValue(epochs);
    test::waitUntil([&] { return m_driver->button(u"startButton"_qs)->isEnabled(); }, shortly);
    const QString problem = m_driver->press(u"startButton"_qs);
    if (!problem.isEmpty()) {
        qWarning().noquote() << problem;
        return {};
    }
    if (!test::waitUntil([&] { return bench().session().jobs().size() > before; }, shortly))
        return {};
    const QString jobName = bench().session().jobs().first().jobName;
    test::waitUntil(
        [&] {
            const TrainingJob *job = bench().session().job(jobName);
            return job && !isActive(job->status.value);
        },
        trained);
    const TrainingJob *job = bench().session().job(jobName);
    if (!job || !(job->status == JobStatus::Succeeded)) {
        qWarning().noquote() << (job ? job->failureReason : u"the run is gone"_qs);
        return {};
    }
    test::waitUntil([&] { return bench().session().versionOfJob(jobName) != nullptr; }, shortly);
    return jobName;
}

void TestMainJob::aRunMakesAVersion()
{
    m_gru = train(u"Two-tower GRU"_qs, 1);
    QVERIFY(!m_gru.isEmpty());
    const Version *version = bench().session().versionOfJob(m_gru);
    QVERIFY(version);
    QCOMPARE(version->number, 1);
    QVERIFY(version->approvalStatus == ApprovalStatus::Pending);
    for (const char *name : {"loss", "recall_at_10", "ndcg_at_10", "mrr_at_10", "coverage_at_10",
                             "popularity_bias_at_10", "baseline_ndcg_at_10"})
        QVERIFY2(version->metrics.contains(QLatin1String(name)), name);
}

void TestMainJob::aSecondFamilyMakesAVersion()
{
    m_popularity = train(u"Popularity"_qs, 1);
    QVERIFY(!m_popularity.isEmpty());
    QCOMPARE(bench().session().versionOfJob(m_popularity)->number, 1);
}

void TestMainJob::promoteWaitsForApproval()
{
    m_application->window().showPage(MainWindow::Page::Models);
    QTRY_COMPARE_WITH_TIMEOUT(bench().models().content(), ModelsController::Content::Versions, shortly);
    QCOMPARE(m_driver->selectVersions({m_gru}), QString());
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->button(u"approveButton"_qs)->isEnabled(), shortly);
    const QAbstractButton *button = m_driver->button(u"promoteButton"_qs);
    QVERIFY(!button->isEnabled());
    QVERIFY(button->toolTip().contains(u"Pending"_qs));
    // The server holds the same line.
    QCOMPARE(m_platform->post(u"/api/training-jobs/promote"_qs, {{u"job_name"_qs, m_gru}}).status, 409);
}

QString TestMainJob::approve(const QString &jobName)
{
    m_application->window().showPage(MainWindow::Page::Models);
    const QString missing = m_driver->selectVersions({jobName});
    if (!missing.isEmpty())
        return missing;
    test::waitUntil([&] { return m_driver->button(u"approveButton"_qs)->isEnabled(); }, shortly);
    QString problem = m_driver->press(u"approveButton"_qs);
    test::waitUntil([&] { return m_driver->visible<CommentDialog>() != nullptr; }, shortly);
    if (problem.isEmpty())
        problem = m_driver->press(u"acceptButton"_qs);
    test::waitUntil(
        [&] { return bench().session().versionOfJob(jobName)->approvalStatus == ApprovalStatus::Approved; },
        shortly);
    return problem;
}

void TestMainJob::approvalChangesNothingThatIsServed()
{
    QCOMPARE(approve(m_gru), QString());
    QVERIFY(bench().session().versionOfJob(m_gru)->approvalStatus == ApprovalStatus::Approved);
    QVERIFY(recommendations(m_user).isEmpty());
    QVERIFY(bench().models().banner().isEmpty());
}

QString TestMainJob::promote(const QString &jobName)
{
    m_application->window().showPage(MainWindow::Page::Models);
    const QString missing = m_driver->selectVersions({jobName});
    if (!missing.isEmpty())
        return missing;
    test::waitUntil([&] { return m_driver->button(u"promoteButton"_qs)->isEnabled(); }, shortly);
    QString problem = m_driver->press(u"promoteButton"_qs);
    if (!problem.isEmpty())
        return problem;
    test::waitUntil(
        [&] {
            auto *dialog = m_driver->visible<PromotionDialog>();
            return dialog && dialog->review().promote.enabled &&
                   m_driver->button(u"promoteButton"_qs)->isEnabled();
        },
        shortly);
    problem = m_driver->press(u"promoteButton"_qs);
    test::waitUntil([&] { return !m_driver->dialog() && !bench().promotion().isRunning(); }, shortly);
    return problem;
}

BannerLine TestMainJob::bannerLine(BannerLine::Kind kind) const
{
    for (const BannerLine &line : m_application->window().workbench()->models().banner()) {
        if (line.kind == kind)
            return line;
    }
    return {};
}

bool TestMainJob::isLive(const QString &jobName)
{
    return bannerLine(BannerLine::Kind::Live).jobName == jobName;
}

QJsonArray TestMainJob::recommendations(const QString &user)
{
    const test::Reply reply = m_platform->coreGet(u"/v1/recommendations?limit=20&user_id="_qs + user);
    return reply.status == 200 ? reply["recommendations"].toArray() : QJsonArray{reply.status};
}

void TestMainJob::promotionPutsItLive()
{
    QCOMPARE(promote(m_gru), QString());
    QTRY_VERIFY_WITH_TIMEOUT(isLive(m_gru), shortly);
    const BannerLine line = bannerLine(BannerLine::Kind::Live);
    QVERIFY2(line.title.contains(u"Two-tower GRU v1"_qs), qPrintable(line.title));
    QVERIFY2(line.detail.contains(u"InService"_qs), qPrintable(line.detail));
    bool shown = false;
    const auto labels = m_application->window().findChildren<QLabel *>();
    for (const QLabel *label : labels)
        shown = shown || (label->isVisible() && label->text().contains(u"InService"_qs));
    QVERIFY(shown);
}

void TestMainJob::recommendationsAreUnseenAndDistinct()
{
    QSet<QString> seen;
    QString cursor;
    do {
        const test::Reply page = m_platform->coreGet(
            QStringLiteral("/v1/events?limit=100&user_id=%1&starting_after=%2").arg(m_user, cursor));
        QCOMPARE(page.status, 200);
        const QJsonArray rows = page["data"].toArray();
        for (const QJsonValue row : rows)
            seen.insert(row.toObject().value(u"item_id"_qs).toString());
        cursor = page["has_more"].toBool() ? page["next_cursor"].toString() : QString();
    } while (!cursor.isEmpty());
    QVERIFY(!seen.isEmpty());
    const QJsonArray rows = recommendations(m_user);
    QCOMPARE(rows.size(), listLength);
    QSet<QString> distinct;
    for (const QJsonValue row : rows) {
        const QString id = row.toObject().value(u"item_id"_qs).toString();
        QVERIFY2(!seen.contains(id), qPrintable(id));
        distinct.insert(id);
    }
    QCOMPARE(distinct.size(), listLength);
}

void TestMainJob::aSecondVersionReplacesTheFirst()
{
    QCOMPARE(approve(m_popularity), QString());
    QCOMPARE(promote(m_popularity), QString());
    QTRY_VERIFY_WITH_TIMEOUT(isLive(m_popularity), shortly);
    QCOMPARE(recommendations(m_user).size(), listLength);
}

void TestMainJob::rollBackBringsTheFirstBack()
{
    QCOMPARE(m_driver->press(u"rollBackButton"_qs), QString());
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->visible<PromotionDialog>() &&
                                 m_driver->visible<PromotionDialog>()->review().isRollBack &&
                                 m_driver->button(u"promoteButton"_qs)->isEnabled(),
                             shortly);
    QCOMPARE(m_driver->press(u"promoteButton"_qs), QString());
    QTRY_VERIFY_WITH_TIMEOUT(isLive(m_gru), shortly);
    QCOMPARE(recommendations(m_user).size(), listLength);
}

/// What must hold after a promotion of `jobName` that failed while the GRU was live: the reason on the
/// screen, or nothing with a failed comparison.
QString TestMainJob::failedPromotionOf(const QString &jobName)
{
    const QJsonArray before = recommendations(m_user);
    const QString problem = promote(jobName);
    if (!problem.isEmpty())
        return problem;
    if (!test::waitUntil([&] { return bannerLine(BannerLine::Kind::Failed).jobName == jobName; }, shortly))
        return u"no failure is shown"_qs;
    const BannerLine failure = bannerLine(BannerLine::Kind::Failed);
    if (!failure.title.contains(u"failed"_qs) || !failure.title.contains(u"Two-tower GRU v1"_qs))
        return u"the banner reads: "_qs + failure.title;
    if (failure.reason.isEmpty())
        return u"the banner gives no reason"_qs;
    bool shown = false;
    const auto labels = m_application->window().findChildren<QLabel *>();
    for (const QLabel *label : labels)
        shown = shown || (label->isVisible() && label->text().contains(failure.reason.left(30)));
    if (!shown)
        return u"the reason is not on the screen: "_qs + failure.reason;
    if (bench().promotion().phase() != PromotionController::Phase::RolledBack)
        return u"the promotion does not count as rolled back"_qs;
    const Endpoint *endpoint = bench().session().endpoint(failure.endpointId);
    if (!endpoint || !(endpoint->status == EndpointStatus::InService) ||
        endpoint->activeVersion->jobName != m_gru)
        return u"the old version is not live"_qs;
    if (recommendations(m_user) != before)
        return u"the recommendations changed"_qs;
    return {};
}

void TestMainJob::aWorkerThatCrashesLeavesTheOldVersionServing()
{
    QFile crash(m_home.filePath(u"crash"_qs));
    QVERIFY(crash.open(QIODevice::WriteOnly));
    crash.close();
    QCOMPARE(failedPromotionOf(m_popularity), QString());
    QVERIFY(crash.remove());
    QCOMPARE(m_driver->press(u"dismissPromotionButton"_qs), QString());
    QTRY_VERIFY_WITH_TIMEOUT(bannerLine(BannerLine::Kind::Failed).jobName.isEmpty(), shortly);
}

void TestMainJob::aCorruptArtifactLeavesTheOldVersionServing()
{
    const QDir artifact(m_home.filePath(u"workspace/jobs/%1/model/artifact"_qs.arg(m_popularity)));
    const QFileInfoList files = artifact.entryInfoList(QDir::Files, QDir::Size);
    QVERIFY(!files.isEmpty());
    QFile file(files.first().filePath());
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(file.size() / 2));
    char byte = 0;
    QVERIFY(file.peek(&byte, 1) == 1);
    byte = char(byte ^ 0x55);
    QVERIFY(file.write(&byte, 1) == 1);
    file.close();
    QCOMPARE(failedPromotionOf(m_popularity), QString());
}

void TestMainJob::cleanupTestCase()
{
    QSignalSpy ended(m_application.get(), &ConsoleApplication::ended);
    m_application->shutDown();
    QVERIFY(!ended.isEmpty() || ended.wait(shortly));
    QVERIFY(!QFile::exists(m_home.filePath(u"workspace/run/platform.json"_qs)));
}

QTEST_MAIN(TestMainJob)
#include "tst_window_main_job.moc"
