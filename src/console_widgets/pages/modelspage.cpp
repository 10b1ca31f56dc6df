// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/modelspage.h"

#include "actionbinding.h"
#include "dialogs/commentdialog.h"
#include "widgets/cells.h"
#include "workbench.h"

#include "ui_modelspage.h"

#include <errortext.h>

#include <QActionGroup>
#include <QHeaderView>
#include <QMenu>
#include <QPushButton>

namespace nsl
{
namespace
{

constexpr int nameWidth = 156;

QString approvalWord(ApprovalStatus status)
{
    return toText(status);
}

} // namespace

ModelsPage::ModelsPage(Workbench &workbench, QSettings &storage, QWidget *parent)
    : QWidget(parent)
    , m_workbench(workbench)
    , m_ui(std::make_unique<Ui::ModelsPage>())
    , m_splitterSetting(storage, u"models/splitter"_qs)
    , m_headerSetting(storage, u"models/columns"_qs)
    , m_filterSetting(storage, u"models/filter"_qs)
    , m_sourceSetting(storage, u"models/source"_qs, int(FamilySource::Unknown))
    , m_approvalSetting(storage, u"models/approval"_qs)
{
    m_ui->setupUi(this);
    setUpTree();
    setUpFilters();
    setUpStates();
    ModelsController &models = m_workbench.models();

    connect(m_ui->approveButton, &QPushButton::clicked, this, &ModelsPage::approve);
    connect(m_ui->rejectButton, &QPushButton::clicked, this, &ModelsPage::reject);
    connect(m_ui->promoteButton, &QPushButton::clicked, this, &ModelsPage::promote);
    connect(m_ui->compareButton, &QPushButton::clicked, this, &ModelsPage::compare);
    connect(m_ui->tryItButton, &QPushButton::clicked, this, &ModelsPage::tryItRequested);
    connect(m_ui->banner, &ProductionBanner::rollBackRequested, this, &ModelsPage::rollBackRequested);
    connect(m_ui->banner, &ProductionBanner::tryItRequested, this, &ModelsPage::tryItRequested);
    connect(m_ui->banner, &ProductionBanner::retryRequested, this,
            [this](const BannerLine &line) { emit promoteRequested(line.jobName, line.endpointId); });
    connect(m_ui->banner, &ProductionBanner::dismissRequested, this,
            [this](const BannerLine &line) { m_workbench.models().dismissFailure(line); });
    connect(m_ui->details, &VersionDetailsPanel::labelEdited, &models, &ModelsController::setLabel);
    connect(m_ui->details, &VersionDetailsPanel::descriptionEdited, &models,
            &ModelsController::setDescription);
    connect(&models, &ModelsController::actionsUpdated, this, &ModelsPage::refreshActions);
    connect(&models, &ModelsController::actionsUpdated, this, &ModelsPage::refreshBanner);
    connect(&models, &ModelsController::bannerUpdated, this, &ModelsPage::refreshBanner);
    connect(&models, &ModelsController::contentUpdated, this, &ModelsPage::refreshContent);
    connect(&models, &ModelsController::detailsUpdated, this, &ModelsPage::refreshDetails);
    refreshActions();
    refreshBanner();
    refreshContent();
    refreshDetails();
}

ModelsPage::~ModelsPage()
{
    saveLayout();
}

void ModelsPage::setUpTree()
{
    QTreeView *tree = m_ui->tree;
    tree->setModel(m_workbench.models().filtered());
    tree->setItemDelegate(new CellDelegate(cells::modelTree, tree));
    tree->setMouseTracking(true);
    tree->setIndentation(18);
    QHeaderView *header = tree->header();
    header->setSectionsMovable(true);
    header->setContextMenuPolicy(Qt::ActionsContextMenu);
    header->setStretchLastSection(false);
    header->setMinimumSectionSize(56);
    const QList<int> widths{nameWidth, 118, 96, 112, 94, 158, 150};
    for (int column = 0; column < ModelTreeModel::ColumnCount; ++column)
        header->resizeSection(column, widths.value(column, 120));
    header->setSortIndicatorClearable(true);
    header->setSortIndicator(-1, Qt::AscendingOrder);
    header->setSectionResizeMode(ModelTreeModel::Label, QHeaderView::Stretch);
    header->hideSection(ModelTreeModel::Created); // one click away in the header's menu
    header->restoreState(m_headerSetting.value());
    for (int column = 1; column < ModelTreeModel::ColumnCount; ++column) {
        auto *action = new QAction(tree->model()->headerData(column, Qt::Horizontal).toString(), header);
        action->setCheckable(true);
        action->setChecked(!header->isSectionHidden(column));
        connect(action, &QAction::toggled, header,
                [header, column](bool on) { header->setSectionHidden(column, !on); });
        header->addAction(action);
    }
    m_ui->splitter->setStretchFactor(0, 5);
    m_ui->splitter->setStretchFactor(1, 2);
    m_ui->splitter->setSizes({760, 310});
    m_ui->splitter->restoreState(m_splitterSetting.value());
    connect(tree->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ModelsPage::handleSelection);
    connect(tree, &QTreeView::activated, this, [this](const QModelIndex &index) {
        const QString jobName = index.siblingAtColumn(0).data(roles::JobName).toString();
        if (!jobName.isEmpty())
            emit runOpened(jobName);
    });
    // A family that arrives opens by itself; one that a person closed stays closed.
    connect(tree->model(), &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &parent, int first, int last) {
                for (int row = first; row <= last && !parent.isValid(); ++row)
                    m_ui->tree->expand(m_ui->tree->model()->index(row, 0));
                if (parent.isValid() && first == 0 && m_ui->tree->model()->rowCount(parent) == last + 1)
                    m_ui->tree->expand(parent);
                refreshContent();
            });
    tree->expandAll();
}

void ModelsPage::setUpFilters()
{
    VersionFilterProxy *proxy = m_workbench.models().filtered();
    m_ui->filter->setText(m_filterSetting.value());
    proxy->setFilterText(m_ui->filter->text());
    connect(m_ui->filter, &QLineEdit::textChanged, this, [this, proxy](const QString &text) {
        proxy->setFilterText(text);
        m_filterSetting.set(text);
        if (!text.isEmpty())
            m_ui->tree->expandAll();
    });

    auto *approvals = new QMenu(m_ui->approvalFilter);
    const QStringList stored = m_approvalSetting.value();
    const std::pair<ApprovalStatus, QString> states[] = {{ApprovalStatus::Pending, tr("Pending")},
                                                         {ApprovalStatus::Approved, tr("Approved")},
                                                         {ApprovalStatus::Rejected, tr("Rejected")}};
    QList<std::pair<QAction *, ApprovalStatus>> actions;
    for (const auto &[status, text] : states) {
        QAction *action = approvals->addAction(text);
        action->setCheckable(true);
        action->setChecked(stored.contains(approvalWord(status)));
        actions.append({action, status});
    }
    const auto applyApprovals = [this, proxy, actions] {
        QSet<ApprovalStatus> chosen;
        QStringList words;
        for (const auto &[action, status] : actions) {
            if (action->isChecked()) {
                chosen.insert(status);
                words << approvalWord(status);
            }
        }
        proxy->setApprovals(chosen);
        m_approvalSetting.set(words);
        m_ui->approvalFilter->setText(words.isEmpty() ? tr("Status") : tr("Status (%1)").arg(words.size()));
        m_ui->tree->expandAll();
    };
    for (const auto &entry : std::as_const(actions))
        connect(entry.first, &QAction::toggled, this, applyApprovals);
    m_ui->approvalFilter->setMenu(approvals);

    auto *sources = new QMenu(m_ui->sourceFilter);
    auto *group = new QActionGroup(sources);
    const std::pair<FamilySource, QString> kinds[] = {{FamilySource::Unknown, tr("All sources")},
                                                      {FamilySource::Tenant, tr("Trained on our data")},
                                                      {FamilySource::Base, tr("Shared base")}};
    for (const auto &[source, text] : kinds) {
        QAction *action = sources->addAction(text);
        action->setCheckable(true);
        action->setChecked(int(source) == m_sourceSetting.value());
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, proxy, source = source, text = text] {
            proxy->setSource(source);
            m_sourceSetting.set(int(source));
            m_ui->sourceFilter->setText(source == FamilySource::Unknown ? tr("Source") : text);
            m_ui->tree->expandAll();
        });
        if (action->isChecked())
            action->trigger();
    }
    m_ui->sourceFilter->setMenu(sources);
    applyApprovals();
}

void ModelsPage::setUpStates()
{
    m_sampleButton = new QPushButton(tr("Load sample data"), this);
    m_sampleButton->setObjectName(u"sampleButton"_qs);
    m_sampleButton->setProperty("primary", true);
    m_sampleButton->setAccessibleName(tr("Load sample data"));
    m_importButton = new QPushButton(tr("Import…"), this);
    m_importButton->setObjectName(u"importButton"_qs);
    m_importButton->setAccessibleName(tr("Import items or events"));
    m_startButton = new QPushButton(tr("Start training…"), this);
    m_startButton->setObjectName(u"startTrainingButton"_qs);
    m_startButton->setProperty("primary", true);
    m_startButton->setAccessibleName(tr("Start a training run"));
    m_ui->state->addStep(m_sampleButton);
    m_ui->state->addStep(m_importButton);
    m_ui->state->addStep(m_startButton);
    connect(m_sampleButton, &QPushButton::clicked, this, [this] { m_workbench.models().loadSample(); });
    connect(m_importButton, &QPushButton::clicked, this, &ModelsPage::importRequested);
    connect(m_startButton, &QPushButton::clicked, this, &ModelsPage::startTrainingRequested);
    connect(m_ui->state, &StatePane::retryRequested, this, [this] { m_workbench.session().refresh(); });
}

void ModelsPage::selectJob(const QString &jobName)
{
    ModelsController &models = m_workbench.models();
    const QModelIndex source = models.tree()->indexOfJob(jobName);
    const QModelIndex index = models.filtered()->mapFromSource(source);
    if (!index.isValid())
        return;
    m_ui->tree->expand(index.parent());
    m_ui->tree->setCurrentIndex(index.siblingAtColumn(0));
    m_ui->tree->selectionModel()->select(index,
                                         QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_ui->tree->scrollTo(index);
}

QStringList ModelsPage::selectedJobNames() const
{
    return m_workbench.models().selectedJobNames();
}

void ModelsPage::approve()
{
    CommentDialog::ask(this, CommentDialog::Purpose::Approve, selectedTitles(),
                       [this](const QString &comment) { m_workbench.models().approveSelected(comment); });
}

void ModelsPage::reject()
{
    CommentDialog::ask(this, CommentDialog::Purpose::Reject, selectedTitles(),
                       [this](const QString &comment) { m_workbench.models().rejectSelected(comment); });
}

void ModelsPage::promote()
{
    const QStringList names = selectedJobNames();
    if (names.size() == 1)
        emit promoteRequested(names.first(), {});
}

void ModelsPage::compare()
{
    emit compareRequested(selectedJobNames());
}

QStringList ModelsPage::selectedTitles() const
{
    QStringList titles;
    for (const QString &name : selectedJobNames())
        titles << m_workbench.session().runTitle(name);
    return titles;
}

void ModelsPage::handleSelection()
{
    QList<RecordId> ids;
    const auto rows = m_ui->tree->selectionModel()->selectedRows();
    for (const QModelIndex &index : rows)
        if (index.data(roles::Kind).toInt() == ModelTreeModel::VersionNodeKind)
            ids << RecordId::fromVariant(index.data(roles::Id));
    m_workbench.models().setSelection(ids);
}

void ModelsPage::refreshActions()
{
    const ModelsController &models = m_workbench.models();
    applyState(m_ui->approveButton, models.approveState());
    applyState(m_ui->rejectButton, models.rejectState());
    applyState(m_ui->promoteButton, models.promoteState());
    applyState(m_ui->compareButton, models.compareState());
    applyState(m_ui->tryItButton, models.tryItState());
    applyState(m_startButton, models.startTrainingState());
    m_sampleButton->setEnabled(!models.isLoadingSample());
    m_sampleButton->setText(models.isLoadingSample() ? tr("Loading sample data…") : tr("Load sample data"));
}

void ModelsPage::refreshBanner()
{
    ModelsController &models = m_workbench.models();
    m_ui->banner->setLines(
        models.banner(), [&models](const BannerLine &line) { return models.rollBackState(line.endpointId); },
        [&models](const BannerLine &) { return models.tryItState(); });
}

void ModelsPage::refreshContent()
{
    ModelsController &models = m_workbench.models();
    const auto content = models.content();
    const bool noData = content == ModelsController::Content::NoData;
    const bool noRuns = content == ModelsController::Content::NoRuns;
    m_sampleButton->setVisible(noData);
    m_importButton->setVisible(noData || noRuns);
    m_startButton->setVisible(noRuns);
    m_ui->content->setCurrentWidget(content == ModelsController::Content::Versions ? m_ui->listPage
                                                                                   : m_ui->statePage);
    m_ui->promoteButton->setProperty("primary", true);
    switch (content) {
    case ModelsController::Content::Loading:
        m_ui->state->showLoading();
        break;
    case ModelsController::Content::NoData:
        m_ui->state->showMessage(
            u"sample"_qs, tr("Your models will be here"),
            tr("Models learn from events: who did what with which item. Load sample data to "
               "look around, or import your own items and events from CSV or JSONL files."));
        break;
    case ModelsController::Content::NoRuns:
        m_ui->state->showMessage(
            u"models"_qs, tr("There is data, but no model yet"),
            tr("A training run makes the first version of a model family. Approve it, promote "
               "it, and recommendations are live."));
        break;
    case ModelsController::Content::Empty:
        m_ui->state->showMessage(u"models"_qs, tr("No versions"),
                                 tr("This server lists no model version. Whether it has data to train "
                                    "with cannot be read at the moment."));
        break;
    case ModelsController::Content::Error:
        m_ui->state->showError(tr("The models cannot be read"), errorSentence(models.loadError()));
        break;
    case ModelsController::Content::Versions:
        if (m_firstRows) {
            m_firstRows = false;
            m_ui->tree->expandAll();
        }
        break;
    }
    refreshActions();
}

void ModelsPage::refreshDetails()
{
    const auto count = m_workbench.models().selection().size();
    m_ui->details->setHint(count > 1 ? tr("%n version(s) selected", nullptr, int(count))
                                     : tr("Select a version to see its details."));
    m_ui->details->setDetails(m_workbench.models().details());
}

void ModelsPage::saveLayout()
{
    m_splitterSetting.set(m_ui->splitter->saveState());
    m_headerSetting.set(m_ui->tree->header()->saveState());
}

void ModelsPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_workbench.models().setActive(true);
}

void ModelsPage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_workbench.models().setActive(false);
    saveLayout();
}

} // namespace nsl
