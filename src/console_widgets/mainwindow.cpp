// SPDX-License-Identifier: GPL-3.0-or-later
#include "mainwindow.h"

#include "actionbinding.h"
#include "connectiontext.h"
#include "dialogs/connectdialog.h"
#include "dialogs/connectiondialog.h"
#include "dialogs/importdialog.h"
#include "dialogs/promotiondialog.h"
#include "dialogs/starttrainingdialog.h"
#include "dialogs/trainagainquestion.h"
#include "dialogs/tryitdialog.h"
#include "navigationdelegate.h"
#include "pages/comparepage.h"
#include "pages/modelspage.h"
#include "pages/trainingjobspage.h"
#include "theme/icons.h"
#include "widgets/statepane.h"
#include "workbench.h"

#include "ui_mainwindow.h"

#include <errortext.h>
#include <numberformat.h>

#include <QActionGroup>
#include <QCloseEvent>
#include <QFileDialog>
#include <QLabel>
#include <QLocale>
#include <QMessageBox>

#include <chrono>

namespace nsl
{
namespace
{

constexpr std::chrono::seconds chipTick{1};

/// A status bar text that cannot be read as mark-up.
QLabel *statusLabel(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    return label;
}

} // namespace

MainWindow::MainWindow(QSettings &storage, Theme &theme, QWidget *parent)
    : QMainWindow(parent)
    , m_ui(std::make_unique<Ui::MainWindow>())
    , m_storage(storage)
    , m_theme(theme)
    , m_geometrySetting(storage, u"window/geometry"_qs)
    , m_pageSetting(storage, u"window/page"_qs, 0)
    , m_opening(nullptr)
    , m_openingPage(new QWidget(this))
    , m_activity(nullptr)
    , m_result(nullptr)
{
    m_ui->setupUi(this);
    setWindowIcon(themedIcon(u"app"_qs));
    setWindowTitle(tr("NSL Console"));
    m_activity = statusLabel(this);
    m_activity->setObjectName(u"activity"_qs);
    m_result = statusLabel(this);
    m_result->setObjectName(u"lastResult"_qs);
    m_ui->statusBar->setSizeGripEnabled(false);
    m_ui->statusBar->addWidget(m_activity, 1);
    m_ui->statusBar->addPermanentWidget(m_result);
    QFont brand = m_ui->brand->font();
    brand.setWeight(QFont::DemiBold);
    m_ui->brand->setFont(brand);
    m_ui->brand->setIndent(spacing::s);

    m_opening = new StatePane(m_openingPage);
    auto *card = new QFrame(m_openingPage);
    card->setProperty("card", true);
    auto *cardLayout = new QVBoxLayout(card);
    cardLayout->addWidget(m_opening);
    auto *openingLayout = new QVBoxLayout(m_openingPage);
    openingLayout->setContentsMargins(spacing::l, spacing::l, spacing::l, spacing::l);
    openingLayout->addWidget(card);
    m_ui->pages->addWidget(m_openingPage);
    connect(m_opening, &StatePane::retryRequested, this, &MainWindow::retryRequested);

    setUpNavigation();
    setUpActions();
    connect(m_ui->connectionChip, &ConnectionChip::clicked, this, &MainWindow::openConnectionDetails);
    connect(m_ui->failureBanner, &FailureBanner::dismissed, m_ui->failureHost, &QWidget::hide);
    m_chipClock.setInterval(chipTick);
    connect(&m_chipClock, &QTimer::timeout, this, [this] {
        refreshChip();
        refreshStatus();
    });
    m_chipClock.start();
    restoreGeometry(m_geometrySetting.value());
    showOpening(tr("Starting"));
    refreshActions();
}

MainWindow::~MainWindow()
{
    dropWorkbench();
}

void MainWindow::dropWorkbench()
{
    for (QWidget *page : {static_cast<QWidget *>(m_models), static_cast<QWidget *>(m_jobs),
                          static_cast<QWidget *>(m_compare)})
        delete page;
    m_models = nullptr;
    m_jobs = nullptr;
    m_compare = nullptr;
    // Dialogs look at the session too.
    const auto dialogs = findChildren<QDialog *>(QString(), Qt::FindDirectChildrenOnly);
    qDeleteAll(dialogs);
    m_workbench.reset();
    // What was said was said of a connection that is not there any more.
    setResult({});
    m_activity->setText({});
}

void MainWindow::setSession(std::unique_ptr<PlatformSession> session)
{
    dropWorkbench();
    m_workbench = std::make_unique<Workbench>(std::move(session));
    makePages();
    followWorkbench();
    m_workbench->session().start();
    const int page = m_pageSetting.value();
    showPage(page == int(Page::Jobs) ? Page::Jobs : Page::Models);
    refreshChip();
    refreshStatus();
    refreshActions();
}

void MainWindow::makePages()
{
    m_models = new ModelsPage(*m_workbench, m_storage, this);
    m_jobs = new TrainingJobsPage(*m_workbench, m_storage, this);
    m_compare = new ComparePage(*m_workbench, m_storage, this);
    for (QWidget *page : {static_cast<QWidget *>(m_models), static_cast<QWidget *>(m_jobs),
                          static_cast<QWidget *>(m_compare)})
        m_ui->pages->addWidget(page);
    connect(m_models, &ModelsPage::promoteRequested, this, &MainWindow::openPromotion);
    connect(m_models, &ModelsPage::rollBackRequested, this, &MainWindow::openRollBack);
    connect(m_models, &ModelsPage::compareRequested, this, &MainWindow::openCompare);
    connect(m_models, &ModelsPage::startTrainingRequested, this, &MainWindow::openStartTraining);
    connect(m_models, &ModelsPage::importRequested, this, &MainWindow::openImport);
    connect(m_models, &ModelsPage::tryItRequested, this, &MainWindow::openTryIt);
    connect(m_models, &ModelsPage::runOpened, this, [this](const QString &jobName) {
        m_jobs->selectJob(jobName);
        showPage(Page::Jobs);
    });
    connect(m_jobs, &TrainingJobsPage::promoteRequested, this,
            [this](const QString &jobName) { openPromotion(jobName); });
    connect(m_jobs, &TrainingJobsPage::compareRequested, this, &MainWindow::openCompare);
    connect(m_jobs, &TrainingJobsPage::startTrainingRequested, this, &MainWindow::openStartTraining);
    connect(m_jobs, &TrainingJobsPage::trainAgainRequested, this, [this](const QString &jobName) {
        trainagainquestion::askToRepeat(this, m_workbench->trainAgain(), jobName,
                                        m_workbench->session().runTitle(jobName));
    });
    connect(m_compare, &ComparePage::modelsRequested, this, [this] { showPage(Page::Models); });
}

void MainWindow::followWorkbench()
{
    PlatformSession &session = m_workbench->session();
    connect(&session, &PlatformSession::connectionUpdated, this, &MainWindow::refreshChip);
    connect(&session, &PlatformSession::connectionUpdated, this, &MainWindow::refreshActions);
    connect(&session, &PlatformSession::connectionUpdated, this, &MainWindow::refreshStatus);
    connect(&session, &PlatformSession::loadFailed, this, &MainWindow::refreshStatus);
    connect(&session, &PlatformSession::loadRecovered, this, &MainWindow::refreshStatus);
    connect(&session, &PlatformSession::jobsUpdated, this, &MainWindow::refreshStatus);
    connect(&m_workbench->models(), &ModelsController::actionsUpdated, this, &MainWindow::refreshActions);
    connect(&m_workbench->jobs(), &TrainingJobsController::actionsUpdated, this, &MainWindow::refreshActions);
    connect(&m_workbench->models(), &ModelsController::actionFinished, this, &MainWindow::showResult);
    connect(&m_workbench->jobs(), &TrainingJobsController::actionFinished, this, &MainWindow::showResult);
    connect(&m_workbench->promotion(), &PromotionController::progressed, this,
            &MainWindow::showPromotionText);
    connect(&m_workbench->promotion(), &PromotionController::finished, this, &MainWindow::handlePromotion);
    followTrainAgain();
}

void MainWindow::followTrainAgain()
{
    TrainAgainController &again = m_workbench->trainAgain();
    connect(&again, &TrainAgainController::stateUpdated, this, &MainWindow::refreshActions);
    connect(&again, &TrainAgainController::started, this, &MainWindow::showStartedRun);
    connect(&again, &TrainAgainController::dataChanged, this,
            [this](const QString &jobName, const QString &what) {
                trainagainquestion::askForToday(this, m_workbench->trainAgain(), jobName,
                                                m_workbench->session().runTitle(jobName), what);
            });
    connect(&again, &TrainAgainController::failed, this, [this](const PlatformError &error) {
        showResult({tr("The run was not started again"), false, error});
    });
}

void MainWindow::setUpNavigation()
{
    QListWidget *list = m_ui->navigation;
    list->setItemDelegate(new NavigationDelegate(list));
    list->setMouseTracking(true);
    list->setFrameShape(QFrame::NoFrame);
    const auto add = [list](const QString &text, const QString &icon, const QAction *action) {
        auto *item = new QListWidgetItem(text, list);
        item->setData(NavigationDelegate::IconRole, icon);
        item->setData(NavigationDelegate::ShortcutRole,
                      action->shortcut().toString(QKeySequence::NativeText));
    };
    add(tr("Models"), u"models"_qs, m_ui->actionModels);
    add(tr("Training Jobs"), u"jobs"_qs, m_ui->actionJobs);
    add(tr("Compare"), u"compare"_qs, m_ui->actionComparePage);
    m_ui->navigationPanel->setFixedWidth(list->sizeHintForColumn(0) + 2 * spacing::s + 4);
    connect(list, &QListWidget::currentRowChanged, this, [this](int row) {
        if (row >= 0)
            showPage(Page(row));
    });
}

void MainWindow::setUpActions()
{
    const auto page = [this](QAction *action, Page target) {
        connect(action, &QAction::triggered, this, [this, target] { showPage(target); });
    };
    page(m_ui->actionModels, Page::Models);
    page(m_ui->actionJobs, Page::Jobs);
    page(m_ui->actionComparePage, Page::Compare);
    connect(m_ui->actionQuit, &QAction::triggered, this, &QWidget::close);
    connect(m_ui->actionImport, &QAction::triggered, this, &MainWindow::openImport);
    connect(m_ui->actionSample, &QAction::triggered, this, [this] { m_workbench->models().loadSample(); });
    connect(m_ui->actionOpenWorkspace, &QAction::triggered, this, &MainWindow::openWorkspace);
    connect(m_ui->actionConnect, &QAction::triggered, this, [this] { openConnect(); });
    connect(m_ui->actionStartTraining, &QAction::triggered, this, &MainWindow::openStartTraining);
    connect(m_ui->actionTryIt, &QAction::triggered, this, &MainWindow::openTryIt);
    connect(m_ui->actionRefresh, &QAction::triggered, this, [this] { m_workbench->session().refresh(); });
    connect(m_ui->actionShortcuts, &QAction::triggered, this, &MainWindow::showShortcuts);
    connect(m_ui->actionAbout, &QAction::triggered, this, &MainWindow::showAbout);
    // The Run menu works on what is selected on the page in sight.
    const auto onSelection = [this](QAction *action, auto onModels, auto onJobs) {
        connect(action, &QAction::triggered, this, [this, onModels, onJobs] {
            if (currentPage() == Page::Jobs)
                (m_jobs->*onJobs)();
            else
                (m_models->*onModels)();
        });
    };
    onSelection(m_ui->actionApprove, &ModelsPage::approve, &TrainingJobsPage::approve);
    onSelection(m_ui->actionReject, &ModelsPage::reject, &TrainingJobsPage::reject);
    onSelection(m_ui->actionPromote, &ModelsPage::promote, &TrainingJobsPage::promote);
    onSelection(m_ui->actionCompare, &ModelsPage::compare, &TrainingJobsPage::compare);
    connect(m_ui->actionStop, &QAction::triggered, this, [this] { m_jobs->stop(); });
    connect(m_ui->actionTrainAgain, &QAction::triggered, this, [this] { m_jobs->trainAgain(); });

    m_ui->actionImport->setIcon(themedIcon(u"import"_qs));
    m_ui->actionSample->setIcon(themedIcon(u"sample"_qs));
    m_ui->actionOpenWorkspace->setIcon(themedIcon(u"folder"_qs));
    m_ui->actionConnect->setIcon(themedIcon(u"connect"_qs));
    m_ui->actionStartTraining->setIcon(themedIcon(u"play"_qs));
    m_ui->actionTrainAgain->setIcon(themedIcon(u"refresh"_qs));
    m_ui->actionStop->setIcon(themedIcon(u"stop"_qs));
    m_ui->actionApprove->setIcon(themedIcon(u"approve"_qs));
    m_ui->actionReject->setIcon(themedIcon(u"reject"_qs));
    m_ui->actionPromote->setIcon(themedIcon(u"promote"_qs));
    m_ui->actionCompare->setIcon(themedIcon(u"compare"_qs));
    m_ui->actionTryIt->setIcon(themedIcon(u"person"_qs));
    m_ui->actionRefresh->setIcon(themedIcon(u"refresh"_qs));
    m_ui->actionAbout->setIcon(themedIcon(u"info"_qs));

    auto *themes = new QActionGroup(this);
    const std::pair<QAction *, Theme::Mode> modes[] = {{m_ui->actionThemeSystem, Theme::Mode::System},
                                                       {m_ui->actionThemeLight, Theme::Mode::Light},
                                                       {m_ui->actionThemeDark, Theme::Mode::Dark}};
    for (const auto &[action, mode] : modes) {
        themes->addAction(action);
        action->setChecked(mode == m_theme.mode());
        connect(action, &QAction::triggered, this, [this, mode = mode] { m_theme.setMode(mode); });
    }
}

void MainWindow::showPage(Page page)
{
    if (!m_workbench)
        return;
    QWidget *widget = page == Page::Jobs      ? static_cast<QWidget *>(m_jobs)
                      : page == Page::Compare ? static_cast<QWidget *>(m_compare)
                                              : m_models;
    m_ui->pages->setCurrentWidget(widget);
    m_ui->navigation->setCurrentRow(int(page));
    m_pageSetting.set(int(page));
    setTitle(m_ui->navigation->item(int(page))->text());
    refreshActions();
}

MainWindow::Page MainWindow::currentPage() const
{
    const QWidget *widget = m_ui->pages->currentWidget();
    return widget == m_jobs && m_jobs         ? Page::Jobs
           : widget == m_compare && m_compare ? Page::Compare
                                              : Page::Models;
}

void MainWindow::setTitle(const QString &text)
{
    m_ui->pageTitle->setText(text);
}

void MainWindow::showOpening(const QString &text)
{
    dropWorkbench();
    m_ui->pages->setCurrentWidget(m_openingPage);
    m_opening->showMessage(u"app"_qs, tr("NSL Console"), text);
    setTitle(tr("NSL Console"));
    m_ui->connectionChip->setConnection({}, tr("Connecting"), Tone::Neutral);
    refreshActions();
}

void MainWindow::showOpenFailure(const QString &title, const QString &text)
{
    dropWorkbench();
    m_ui->pages->setCurrentWidget(m_openingPage);
    m_opening->showError(title, text);
    setTitle(tr("NSL Console"));
    m_ui->connectionChip->setConnection({}, tr("Not connected"), Tone::Bad);
    refreshActions();
}

void MainWindow::refreshChip()
{
    if (!m_workbench)
        return;
    const PlatformSession &session = m_workbench->session();
    const auto state = ConnectionText::of(session.connection());
    m_ui->connectionChip->setConnection(session.kind() == ConnectionProfile::Kind::Local
                                            ? tr("Local · %1").arg(session.name())
                                            : tr("Cloud · %1").arg(session.name()),
                                        state.text, state.tone);
}

void MainWindow::refreshStatus()
{
    if (!m_workbench) {
        m_activity->setText({});
        return;
    }
    const PlatformSession &session = m_workbench->session();
    // What cannot be checked at the moment is not claimed.
    if (!session.connection().isOnline()) {
        const QDateTime last = session.connection().lastSuccess();
        m_activity->setText(
            last.isValid()
                ? tr("Last known %1").arg(QLocale().toString(last.toLocalTime().time(), u"HH:mm:ss"_qs))
                : QString());
        if (m_resultIsPromotion)
            m_result->setText({});
        return;
    }
    if (m_resultIsPromotion && m_result->text().isEmpty())
        m_result->setText(m_workbench->promotion().text());
    QStringList failing;
    for (const auto &[resource, name] :
         {std::pair(PlatformSession::Resource::Families, tr("The models cannot be read")),
          std::pair(PlatformSession::Resource::Jobs, tr("The training jobs cannot be read")),
          std::pair(PlatformSession::Resource::Signals, tr("Event types and templates cannot be read"))}) {
        if (session.failing().contains(resource))
            failing << name;
    }
    if (!failing.isEmpty() || !session.jobsLoaded()) {
        m_activity->setText(failing.join(u" · "_qs));
        return;
    }
    const int active = m_workbench->jobs().table()->activeCount();
    QDateTime changed;
    for (const TrainingJob &job : m_workbench->session().jobs())
        changed = qMax(changed, job.updatedAt);
    QStringList parts{active == 0 ? tr("No run active") : tr("%n run(s) active", nullptr, active)};
    if (changed.isValid())
        parts << tr("last change %1").arg(format::relativeTime(changed, m_workbench->session().now()));
    m_activity->setText(parts.join(u" · "_qs));
}

void MainWindow::refreshActions()
{
    const bool on = m_workbench != nullptr;
    const ActionState none = ActionState::no(tr("Nothing is connected"));
    const bool jobs = on && currentPage() == Page::Jobs;
    const bool models = on && currentPage() == Page::Models;
    const auto pick = [&](auto onModels, auto onJobs) {
        return !on      ? none
               : jobs   ? (m_workbench->jobs().*onJobs)()
               : models ? (m_workbench->models().*onModels)()
                        : ActionState::no(tr("Select on the Models or Training Jobs page"));
    };
    for (QAction *action : {m_ui->actionModels, m_ui->actionJobs, m_ui->actionComparePage,
                            m_ui->actionRefresh, m_ui->actionImport})
        applyState(action, on ? ActionState::yes() : none);
    applyState(m_ui->actionSample, !on ? none
                                   : m_workbench->models().content() == ModelsController::Content::NoData
                                       ? ActionState::yes()
                                       : ActionState::no(tr("Sample data is for an empty workspace")));
    applyState(m_ui->actionStartTraining, on ? m_workbench->jobs().startTrainingState() : none);
    applyState(m_ui->actionStop, !on    ? none
                                 : jobs ? m_workbench->jobs().stopState()
                                        : ActionState::no(tr("Select a run on the Training Jobs page")));
    applyState(m_ui->actionTrainAgain,
               !on    ? none
               : jobs ? m_workbench->trainAgain().state(m_workbench->jobs().selectedJobs())
                      : ActionState::no(tr("Select a run on the Training Jobs page")));
    applyState(m_ui->actionApprove,
               pick(&ModelsController::approveState, &TrainingJobsController::approveState));
    applyState(m_ui->actionReject,
               pick(&ModelsController::rejectState, &TrainingJobsController::rejectState));
    applyState(m_ui->actionPromote,
               pick(&ModelsController::promoteState, &TrainingJobsController::promoteState));
    applyState(m_ui->actionCompare,
               pick(&ModelsController::compareState, &TrainingJobsController::compareState));
    applyState(m_ui->actionTryIt, on ? m_workbench->models().tryItState() : none);
    m_ui->navigation->setEnabled(on);
}

QString MainWindow::resultText() const
{
    return m_result->text();
}

void MainWindow::setResult(const QString &text, bool isPromotion)
{
    m_resultIsPromotion = isPromotion;
    m_result->setText(text);
}

void MainWindow::showPromotionText()
{
    const QString text = m_workbench->promotion().text();
    // A text that is withdrawn takes nothing else with it.
    if (!text.isEmpty() || m_resultIsPromotion)
        setResult(text, true);
}

void MainWindow::showResult(const ActionResult &result)
{
    setResult(result.text);
    if (result.succeeded)
        return;
    m_ui->failureBanner->showFailure(result.text, errorSentence(result.error), errorDetails(result.error));
    m_ui->failureHost->show();
}

void MainWindow::handlePromotion()
{
    setResult(m_workbench->promotion().text(), true);
    if (!isActiveWindow())
        QApplication::alert(this);
}

void MainWindow::openPromotion(const QString &jobName, const std::optional<RecordId> &endpointId)
{
    auto *dialog = new PromotionDialog(*m_workbench, jobName, endpointId, this);
    dialog->open();
}

void MainWindow::openRollBack(const RecordId &endpointId)
{
    auto *dialog = new PromotionDialog(*m_workbench, endpointId, this);
    dialog->open();
}

void MainWindow::openStartTraining()
{
    auto *dialog = new StartTrainingDialog(m_workbench->session(), this);
    connect(dialog, &StartTrainingDialog::started, this, &MainWindow::showStartedRun);
    dialog->open();
}

void MainWindow::showStartedRun(const QString &jobName, const QString &warning)
{
    setResult(warning.isEmpty() ? tr("Started %1").arg(jobName)
                                : tr("Started %1: %2", "run, warning").arg(jobName, warning));
    m_workbench->session().refreshJobs();
    m_jobs->selectJob(jobName);
    showPage(Page::Jobs);
}

void MainWindow::openTryIt()
{
    auto *dialog = new TryItDialog(m_workbench->session(), this);
    dialog->show(); // looked at beside the window
}

void MainWindow::openImport()
{
    auto *dialog = new ImportDialog(m_workbench->session(), this);
    connect(dialog, &QDialog::finished, this, [this] { m_workbench->session().refresh(); });
    dialog->open();
}

void MainWindow::openConnect(const QString &url)
{
    auto *dialog = new ConnectDialog(this);
    if (!url.isEmpty())
        dialog->setUrl(url);
    connect(dialog, &ConnectDialog::connectRequested, this, &MainWindow::connectRequested,
            Qt::QueuedConnection);
    dialog->open();
}

void MainWindow::openCompare(const QStringList &jobNames)
{
    m_compare->setRuns(jobNames);
    showPage(Page::Compare);
}

void MainWindow::openConnectionDetails()
{
    if (!m_workbench) {
        openConnect();
        return;
    }
    auto *dialog = new ConnectionDialog(m_workbench->session(), this);
    dialog->open();
}

void MainWindow::openWorkspace()
{
    auto *dialog = new QFileDialog(this, tr("Open workspace"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::openWorkspaceRequested,
            Qt::QueuedConnection);
    dialog->open();
}

void MainWindow::showShortcuts()
{
    QStringList lines;
    const auto actions = findChildren<QAction *>();
    for (const QAction *action : actions) {
        if (action->shortcut().isEmpty() || action->objectName().isEmpty())
            continue;
        QString text = action->text();
        lines << u"%1\t%2"_qs.arg(action->shortcut().toString(QKeySequence::NativeText), text.remove(u'&'));
    }
    lines << tr("+ − 0\tZoom a chart, show everything") << tr("← →\tMove a chart's crosshair");
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("Keyboard shortcuts"), tr("Keyboard shortcuts"),
                                QMessageBox::Close, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(lines.join(u'\n'));
    box->open();
}

void MainWindow::showAbout()
{
    auto *box =
        new QMessageBox(QMessageBox::NoIcon, tr("About NSL Console"),
                        tr("NSL Console %1").arg(QStringLiteral(NSL_VERSION)), QMessageBox::Close, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(
        tr("A native console for NeuronSearchLab models, with a local platform that trains and "
           "serves them on this machine.\n\nFree software under the GNU General Public License, "
           "version 3 or later. Built with Qt %1.")
            .arg(QString::fromLatin1(qVersion())));
    box->open();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_closeGuard && !m_closeGuard()) {
        event->ignore();
        return;
    }
    m_geometrySetting.set(saveGeometry());
    QMainWindow::closeEvent(event);
    emit quitRequested();
}

} // namespace nsl
