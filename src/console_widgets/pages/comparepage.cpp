// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/comparepage.h"

#include "pages/comparisonmodel.h"
#include "theme/tokens.h"
#include "widgets/chartgrid.h"
#include "workbench.h"

#include "ui_comparepage.h"

#include <errortext.h>

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QPushButton>
#include <QSaveFile>

namespace nsl
{
namespace
{

constexpr int metricWidth = 190;
constexpr int runWidth = 240;
constexpr int menuLimit = 20;

} // namespace

ComparePage::ComparePage(Workbench &workbench, QSettings &storage, QWidget *parent)
    : QWidget(parent)
    , m_workbench(workbench)
    , m_ui(std::make_unique<Ui::ComparePage>())
    , m_splitterSetting(storage, u"compare/splitter"_qs)
    , m_onlyDifferencesSetting(storage, u"compare/only_differences"_qs, false)
    , m_metrics(new ComparisonModel(this))
    , m_differences(new DifferenceModel(this))
    , m_charts(nullptr)
    , m_chooseButton(new QPushButton(tr("Choose in Models"), this))
{
    m_ui->setupUi(this);
    m_charts = new ChartGrid(*m_workbench.compare().charts(), storage, u"compare/charts"_qs, this);
    m_charts->setEmptyText(tr("These runs have reported no measurements."));
    m_ui->curvesLayout->addWidget(m_charts);
    m_ui->tabs->setDocumentMode(true);
    m_ui->tabs->tabBar()->setDrawBase(false);
    m_ui->metrics->setModel(m_metrics);
    m_ui->metrics->setItemDelegate(
        new CellDelegate([this](const QModelIndex &index) { return m_metrics->cell(index); }, this));
    m_ui->metrics->verticalHeader()->hide();
    m_ui->metrics->verticalHeader()->setDefaultSectionSize(spacing::row);
    m_ui->metrics->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_ui->metrics->horizontalHeader()->setHighlightSections(false);
    m_ui->metrics->horizontalHeader()->setStretchLastSection(true);
    m_ui->differences->setModel(m_differences);
    m_ui->differences->setItemDelegate(
        new CellDelegate([this](const QModelIndex &index) { return m_differences->cell(index); }, this));
    m_ui->onlyDifferences->setChecked(m_onlyDifferencesSetting.value());
    m_ui->splitter->setStretchFactor(0, 3);
    m_ui->splitter->setStretchFactor(1, 4);
    m_ui->splitter->setSizes({300, 380});
    m_ui->splitter->restoreState(m_splitterSetting.value());
    m_chooseButton->setObjectName(u"chooseRunsButton"_qs);
    m_chooseButton->setAccessibleName(tr("Choose versions in Models"));
    m_chooseButton->setProperty("primary", true);
    m_ui->state->addStep(m_chooseButton);
    auto *exportMenu = new QMenu(m_ui->exportButton);
    exportMenu->addAction(tr("Copy as Markdown"), this, [this] {
        QGuiApplication::clipboard()->setText(toMarkdown(m_workbench.compare().comparison()));
    });
    exportMenu->addAction(tr("Save as Markdown…"), this, [this] { exportAs(false); });
    exportMenu->addAction(tr("Save as CSV…"), this, [this] { exportAs(true); });
    m_ui->exportButton->setMenu(exportMenu);
    m_ui->addRunButton->setMenu(new QMenu(m_ui->addRunButton));
    m_ui->removeRunButton->setMenu(new QMenu(m_ui->removeRunButton));

    CompareController &compare = m_workbench.compare();
    connect(&compare, &CompareController::comparisonUpdated, this, &ComparePage::refresh);
    connect(&compare, &CompareController::loadFailed, this, [this](const PlatformError &error) {
        m_ui->reasons->setText(tr("Not everything could be read: %1").arg(errorSentence(error)));
        m_ui->reasons->show();
    });
    connect(m_ui->baseline, &QComboBox::activated, this,
            [this] { m_workbench.compare().setBaseline(m_ui->baseline->currentData().toString()); });
    connect(m_ui->addProductionButton, &QPushButton::clicked, this,
            [this] { m_workbench.compare().addProduction(); });
    connect(m_ui->onlyDifferences, &QCheckBox::toggled, this, [this](bool on) {
        m_onlyDifferencesSetting.set(on);
        refresh();
    });
    connect(m_chooseButton, &QPushButton::clicked, this, &ComparePage::modelsRequested);
    connect(&m_workbench.session(), &PlatformSession::jobsUpdated, this, &ComparePage::refreshMenus);
    refresh();
}

ComparePage::~ComparePage()
{
    m_splitterSetting.set(m_ui->splitter->saveState());
}

void ComparePage::setRuns(const QStringList &jobNames)
{
    m_workbench.compare().setRuns(jobNames);
}

void ComparePage::refresh()
{
    const CompareController &compare = m_workbench.compare();
    const bool enough = compare.runs().size() >= Comparison::minimumRuns;
    m_ui->content->setCurrentWidget(enough ? m_ui->comparisonPage : m_ui->statePage);
    m_ui->state->showMessage(
        u"compare"_qs, tr("Nothing to compare yet"),
        tr("Select two to twelve versions on the Models page, or runs on the Training Jobs "
           "page, and press Compare."));
    const Comparison &comparison = compare.comparison();
    m_metrics->setComparison(comparison, m_ui->onlyDifferences->isChecked());
    m_differences->setComparison(comparison);
    QStringList reasons;
    for (qsizetype i = 0; i < comparison.reasons.size(); ++i) {
        if (!comparison.reasons.at(i).isEmpty())
            reasons << tr("%1: %2", "run, reason").arg(comparison.runs.at(i).title, comparison.reasons.at(i));
    }
    reasons.removeDuplicates();
    m_ui->reasons->setText(reasons.join(u'\n'));
    m_ui->reasons->setVisible(!reasons.isEmpty());
    m_ui->tabs->setTabText(1, comparison.differences.isEmpty()
                                  ? tr("Manifest differences")
                                  : tr("Manifest differences (%1)").arg(comparison.differences.size()));
    if (m_sized != compare.runs() && m_metrics->columnCount() > 1) {
        m_sized = compare.runs();
        m_ui->metrics->setColumnWidth(0, metricWidth);
        for (int column = 1; column < m_metrics->columnCount(); ++column)
            m_ui->metrics->setColumnWidth(column, runWidth);
        m_ui->differences->setColumnWidth(DifferenceModel::Group, 110);
        m_ui->differences->setColumnWidth(DifferenceModel::Path, 280);
        for (int column = DifferenceModel::FirstRun; column < m_differences->columnCount(); ++column)
            m_ui->differences->setColumnWidth(column, runWidth);
    }
    m_ui->baseline->clear();
    for (const ComparedRun &run : comparison.runs)
        m_ui->baseline->addItem(run.title, run.jobName);
    m_ui->baseline->setCurrentIndex(qMax(0, m_ui->baseline->findData(compare.baseline())));
    m_ui->baseline->setEnabled(enough);
    m_ui->exportButton->setEnabled(enough);
    m_ui->onlyDifferences->setEnabled(enough);
    refreshMenus();
}

void ComparePage::refreshMenus()
{
    CompareController &compare = m_workbench.compare();
    const bool room = compare.runs().size() < Comparison::maximumRuns;
    QMenu *add = m_ui->addRunButton->menu();
    add->clear();
    for (const TrainingJob &job : m_workbench.session().jobs()) {
        if (job.status != JobStatus::Succeeded || compare.runs().contains(job.jobName))
            continue;
        if (add->actions().size() >= menuLimit)
            break;
        QString text = m_workbench.session().runTitle(job.jobName);
        add->addAction(text.replace(u'&', u"&&"_qs), this,
                       [this, name = job.jobName] { m_workbench.compare().addRun(name); });
    }
    m_ui->addRunButton->setEnabled(room && !add->isEmpty());
    QMenu *remove = m_ui->removeRunButton->menu();
    remove->clear();
    for (const QString &name : compare.runs()) {
        QString text = m_workbench.session().runTitle(name);
        remove->addAction(text.replace(u'&', u"&&"_qs), this,
                          [this, name] { m_workbench.compare().removeRun(name); });
    }
    m_ui->removeRunButton->setEnabled(!remove->isEmpty());
    const auto production = m_workbench.session().production();
    bool missing = false;
    for (const Production &live : production)
        missing = missing || !compare.runs().contains(live.jobName);
    m_ui->addProductionButton->setEnabled(room && missing);
    m_ui->addProductionButton->setToolTip(production.isEmpty() ? tr("Nothing is live")
                                          : missing            ? QString()
                                                               : tr("What is live is already compared"));
}

void ComparePage::exportAs(bool csv)
{
    auto *dialog = new QFileDialog(this, tr("Export comparison"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(csv ? u"csv"_qs : u"md"_qs);
    dialog->selectFile(csv ? u"comparison.csv"_qs : u"comparison.md"_qs);
    connect(dialog, &QFileDialog::fileSelected, this, [this, csv](const QString &path) {
        const Comparison &comparison = m_workbench.compare().comparison();
        QSaveFile file(path);
        if (!file.open(QIODevice::WriteOnly) ||
            file.write((csv ? toCsv(comparison) : toMarkdown(comparison)).toUtf8()) < 0 || !file.commit()) {
            m_ui->reasons->setText(
                tr("The comparison could not be written to %1: %2").arg(path, file.errorString()));
            m_ui->reasons->show();
        }
    });
    dialog->open();
}

void ComparePage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_workbench.compare().setActive(true);
}

void ComparePage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_workbench.compare().setActive(false);
    m_splitterSetting.set(m_ui->splitter->saveState());
}

} // namespace nsl
