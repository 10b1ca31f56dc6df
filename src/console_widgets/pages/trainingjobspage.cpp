// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/trainingjobspage.h"

#include "actionbinding.h"
#include "dialogs/commentdialog.h"
#include "widgets/cells.h"
#include "widgets/chartgrid.h"
#include "workbench.h"

#include "ui_trainingjobspage.h"

#include <errortext.h>

#include <QHeaderView>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>

namespace nsl
{

TrainingJobsPage::TrainingJobsPage(Workbench &workbench, QSettings &storage, QWidget *parent)
    : QWidget(parent)
    , m_workbench(workbench)
    , m_ui(std::make_unique<Ui::TrainingJobsPage>())
    , m_splitterSetting(storage, u"jobs/splitter"_qs)
    , m_headerSetting(storage, u"jobs/columns"_qs)
    , m_filterSetting(storage, u"jobs/filter"_qs)
    , m_tabSetting(storage, u"jobs/tab"_qs, 0)
    , m_statusSetting(storage, u"jobs/status"_qs)
    , m_charts(nullptr)
    , m_startButton(new QPushButton(tr("Start training…"), this))
{
    m_ui->setupUi(this);
    TrainingJobsController &jobs = m_workbench.jobs();
    m_charts = new ChartGrid(*jobs.charts(), storage, u"jobs/charts"_qs, this);
    m_charts->setEmptyText(
        tr("Select a run to see its measurements; several runs are drawn into one chart."));
    m_ui->chartsLayout->addWidget(m_charts);
    m_ui->manifest->setModel(jobs.manifest());
    m_ui->manifest->setEmptyText(tr("A manifest is there once a run has ended well."));
    m_ui->log->setModel(jobs.log());
    m_ui->tabs->tabBar()->setDrawBase(false);
    m_ui->tabs->setDocumentMode(true);
    m_ui->tabs->setCurrentIndex(qBound(0, m_tabSetting.value(), m_ui->tabs->count() - 1));
    connect(m_ui->tabs, &QTabWidget::currentChanged, this, [this](int tab) { m_tabSetting.set(tab); });
    m_startButton->setProperty("primary", true);
    m_startButton->setObjectName(u"emptyStartButton"_qs);
    m_startButton->setAccessibleName(tr("Start a training run"));
    m_ui->state->addStep(m_startButton);
    setUpTable();
    setUpFilters();

    connect(m_startButton, &QPushButton::clicked, this, &TrainingJobsPage::startTrainingRequested);
    connect(m_ui->startButton, &QPushButton::clicked, this, &TrainingJobsPage::startTrainingRequested);
    connect(m_ui->stopButton, &QPushButton::clicked, this, &TrainingJobsPage::stop);
    connect(m_ui->againButton, &QPushButton::clicked, this, &TrainingJobsPage::trainAgain);
    connect(m_ui->approveButton, &QPushButton::clicked, this, &TrainingJobsPage::approve);
    connect(m_ui->rejectButton, &QPushButton::clicked, this, &TrainingJobsPage::reject);
    connect(m_ui->promoteButton, &QPushButton::clicked, this, &TrainingJobsPage::promote);
    connect(m_ui->compareButton, &QPushButton::clicked, this, &TrainingJobsPage::compare);
    connect(m_ui->state, &StatePane::retryRequested, this, [this] { m_workbench.session().refresh(); });
    connect(&jobs, &TrainingJobsController::actionsUpdated, this, &TrainingJobsPage::refreshActions);
    connect(&m_workbench.trainAgain(), &TrainAgainController::stateUpdated, this,
            &TrainingJobsPage::refreshActions);
    connect(&jobs, &TrainingJobsController::summaryUpdated, this,
            [this] { m_ui->summary->setSummary(m_workbench.jobs().summary()); });
    connect(&jobs, &TrainingJobsController::chartsLoaded, this, [this] {
        if (!m_workbench.jobs().selection().isEmpty())
            m_charts->setEmptyText(tr("This run has reported no measurements yet."));
    });
    connect(&jobs, &TrainingJobsController::chartsFailed, this, [this](const PlatformError &error) {
        m_charts->setEmptyText(tr("The measurements cannot be read: %1").arg(errorSentence(error)));
    });
    connect(&m_workbench.session(), &PlatformSession::jobsUpdated, this, [this] {
        refreshContent();
        selectAwaited();
    });
    connect(&m_workbench.session(), &PlatformSession::loadFailed, this, &TrainingJobsPage::refreshContent);
    connect(&m_workbench.session(), &PlatformSession::loadRecovered, this, &TrainingJobsPage::refreshContent);
    refreshActions();
    refreshContent();
}

TrainingJobsPage::~TrainingJobsPage()
{
    saveLayout();
}

void TrainingJobsPage::setUpTable()
{
    QTableView *table = m_ui->table;
    table->setModel(m_workbench.jobs().filtered());
    table->setItemDelegate(new CellDelegate(cells::jobTable, table));
    table->setMouseTracking(true);
    table->verticalHeader()->hide();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->verticalHeader()->setDefaultSectionSize(spacing::row);
    QHeaderView *header = table->horizontalHeader();
    header->setSectionsMovable(true);
    header->setHighlightSections(false);
    header->setStretchLastSection(false);
    header->setMinimumSectionSize(56);
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    const QList<int> widths{112, 146, 100, 220, 166, 94, 96, 124};
    for (int column = 0; column < JobTableModel::ColumnCount; ++column)
        header->resizeSection(column, widths.value(column, 110));
    header->setSortIndicatorClearable(true);
    header->setSortIndicator(-1, Qt::AscendingOrder);
    header->setSectionResizeMode(JobTableModel::Progress, QHeaderView::Stretch);
    header->restoreState(m_headerSetting.value());
    m_ui->splitter->setStretchFactor(0, 2);
    m_ui->splitter->setStretchFactor(1, 5);
    m_ui->splitter->setSizes({210, 460});
    m_ui->splitter->restoreState(m_splitterSetting.value());
    connect(table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &TrainingJobsPage::handleSelection);
}

void TrainingJobsPage::setUpFilters()
{
    JobFilterProxy *proxy = m_workbench.jobs().filtered();
    m_ui->filter->setText(m_filterSetting.value());
    proxy->setFilterText(m_ui->filter->text());
    connect(m_ui->filter, &QLineEdit::textChanged, this, [this, proxy](const QString &text) {
        proxy->setFilterText(text);
        m_filterSetting.set(text);
    });
    auto *menu = new QMenu(m_ui->statusFilter);
    struct Choice
    {
        QString key;
        QString text;
        QSet<JobStatus> statuses;
    };
    const QList<Choice> choices{
        {u"active"_qs, tr("Active"), {JobStatus::Queued, JobStatus::Executing, JobStatus::Stopping}},
        {u"succeeded"_qs, tr("Succeeded"), {JobStatus::Succeeded}},
        {u"failed"_qs, tr("Failed"), {JobStatus::Failed}},
        {u"stopped"_qs, tr("Stopped"), {JobStatus::Stopped}},
    };
    QList<QAction *> actions;
    for (const Choice &choice : choices) {
        QAction *action = menu->addAction(choice.text);
        action->setCheckable(true);
        action->setChecked(m_statusSetting.value().contains(choice.key));
        actions << action;
    }
    const auto apply = [this, proxy, choices, actions] {
        QSet<JobStatus> statuses;
        QStringList keys;
        for (qsizetype i = 0; i < choices.size(); ++i) {
            if (!actions.at(i)->isChecked())
                continue;
            statuses |= choices.at(i).statuses;
            keys << choices.at(i).key;
        }
        proxy->setStatuses(statuses);
        m_statusSetting.set(keys);
        m_ui->statusFilter->setText(keys.isEmpty() ? tr("Status") : tr("Status (%1)").arg(keys.size()));
    };
    for (QAction *action : std::as_const(actions))
        connect(action, &QAction::toggled, this, apply);
    m_ui->statusFilter->setMenu(menu);
    apply();
}

void TrainingJobsPage::selectJob(const QString &jobName)
{
    m_awaited = jobName;
    selectAwaited();
}

void TrainingJobsPage::selectAwaited()
{
    if (m_awaited.isEmpty())
        return;
    TrainingJobsController &jobs = m_workbench.jobs();
    const QModelIndex index = jobs.filtered()->mapFromSource(jobs.table()->indexOfJob(m_awaited));
    if (!index.isValid())
        return;
    m_awaited.clear();
    m_ui->table->setCurrentIndex(index);
    m_ui->table->selectRow(index.row());
    m_ui->table->scrollTo(index);
}

void TrainingJobsPage::handleSelection()
{
    QStringList names;
    const auto rows = m_ui->table->selectionModel()->selectedRows();
    for (const QModelIndex &index : rows)
        names << index.data(roles::JobName).toString();
    // The current row leads: it is the one that manifest, log and summary show.
    const QString current = m_ui->table->currentIndex().siblingAtColumn(0).data(roles::JobName).toString();
    if (names.removeOne(current))
        names.prepend(current);
    m_charts->setEmptyText(names.isEmpty()
                               ? tr("Select a run to see its measurements; several runs are drawn "
                                    "into one chart.")
                               : tr("Reading the measurements…"));
    m_workbench.jobs().setSelection(names);
}

QStringList TrainingJobsPage::selectedTitles() const
{
    QStringList titles;
    for (const QString &name : m_workbench.jobs().selection())
        titles << m_workbench.session().runTitle(name);
    return titles;
}

void TrainingJobsPage::approve()
{
    CommentDialog::ask(this, CommentDialog::Purpose::Approve, selectedTitles(),
                       [this](const QString &comment) { m_workbench.jobs().approveSelected(comment); });
}

void TrainingJobsPage::reject()
{
    CommentDialog::ask(this, CommentDialog::Purpose::Reject, selectedTitles(),
                       [this](const QString &comment) { m_workbench.jobs().rejectSelected(comment); });
}

void TrainingJobsPage::promote()
{
    const QStringList &names = m_workbench.jobs().selection();
    if (names.size() == 1)
        emit promoteRequested(names.first());
}

void TrainingJobsPage::compare()
{
    emit compareRequested(m_workbench.jobs().selection());
}

void TrainingJobsPage::stop()
{
    const QStringList titles = selectedTitles();
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("Stop training"),
                                tr("Stop %1?").arg(titles.join(u", "_qs)), QMessageBox::Cancel, this);
    box->setObjectName(u"stopQuestion"_qs);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(tr("A stopped run makes no version. It cannot be continued."));
    QPushButton *stopButton = box->addButton(tr("Stop run"), QMessageBox::DestructiveRole);
    stopButton->setProperty("danger", true);
    box->setDefaultButton(QMessageBox::Cancel);
    connect(stopButton, &QPushButton::clicked, this, [this] { m_workbench.jobs().stopSelected(); });
    box->open();
}

void TrainingJobsPage::trainAgain()
{
    const QStringList &names = m_workbench.jobs().selection();
    if (names.size() == 1)
        emit trainAgainRequested(names.first());
}

void TrainingJobsPage::refreshActions()
{
    const TrainingJobsController &jobs = m_workbench.jobs();
    applyState(m_ui->startButton, jobs.startTrainingState());
    applyState(m_startButton, jobs.startTrainingState());
    applyState(m_ui->stopButton, jobs.stopState());
    applyState(m_ui->againButton, m_workbench.trainAgain().state(jobs.selectedJobs()));
    applyState(m_ui->approveButton, jobs.approveState());
    applyState(m_ui->rejectButton, jobs.rejectState());
    applyState(m_ui->promoteButton, jobs.promoteState());
    applyState(m_ui->compareButton, jobs.compareState());
}

void TrainingJobsPage::refreshContent()
{
    const PlatformSession &session = m_workbench.session();
    if (!session.jobsLoaded()) {
        const auto problem = session.failing().constFind(PlatformSession::Resource::Jobs);
        if (problem != session.failing().constEnd())
            m_ui->state->showError(tr("The training jobs cannot be read"), errorSentence(*problem));
        else
            m_ui->state->showLoading();
        m_ui->content->setCurrentWidget(m_ui->statePage);
        return;
    }
    if (session.jobs().isEmpty()) {
        m_ui->state->showMessage(
            u"jobs"_qs, tr("No training runs yet"),
            tr("A run trains a model family on your events. Its progress, measurements and log "
               "are shown here while it works and for good."));
        m_ui->content->setCurrentWidget(m_ui->statePage);
        return;
    }
    m_ui->content->setCurrentWidget(m_ui->listPage);
}

void TrainingJobsPage::saveLayout()
{
    m_splitterSetting.set(m_ui->splitter->saveState());
    m_headerSetting.set(m_ui->table->horizontalHeader()->saveState());
}

void TrainingJobsPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_workbench.jobs().setActive(true);
}

void TrainingJobsPage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_workbench.jobs().setActive(false);
    saveLayout();
}

} // namespace nsl
