// SPDX-License-Identifier: GPL-3.0-or-later
#include "tour.h"

#include "dialogs/commentdialog.h"
#include "dialogs/promotiondialog.h"
#include "dialogs/starttrainingdialog.h"
#include "dialogs/tryitdialog.h"
#include "theme/tokens.h"
#include "widgets/chartgrid.h"
#include "workbench.h"

#include <numberformat.h>
#include <tryitcontroller.h>

#include <QAbstractButton>
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QPainter>
#include <QTabWidget>
#include <QTableView>
#include <QTreeView>

namespace nsl
{
namespace
{

constexpr QSize windowSize{1280, 800};
constexpr int trainingDeadline = 180'000;
constexpr int listLength = 20;

} // namespace

Tour::Tour(QString directory, QString worker, QObject *parent)
    : QObject(parent)
    , m_directory(std::move(directory))
{
    QDir().mkpath(m_directory);
    ConsoleApplication::Options options;
    options.workspace = m_home.filePath(u"workspace"_qs);
    options.worker = std::move(worker);
    options.settingsFile = m_home.filePath(u"settings.ini"_qs);
    m_application = std::make_unique<ConsoleApplication>(options);
    m_application->theme().showMode(Theme::Mode::Light);
    m_driver = std::make_unique<WindowDriver>(m_application->window());
    m_runner.setCamera([this](const QString &name) { picture(name); });
    connect(&m_runner, &TourRunner::finished, this, [this](int failures) {
        connect(m_application.get(), &ConsoleApplication::ended, this,
                [this, failures] { emit finished(failures == 0 ? 0 : 1); });
        m_application->shutDown();
    });
    addFirstData();
    addTraining();
    addInspection();
    addComparison();
    addPromotion();
    addRecommendations();
    addRollBack();
    addOtherDialogs();
}

Tour::~Tour() = default;

void Tour::start()
{
    window().resize(windowSize);
    window().show();
    m_runner.start();
}

// --- the tools ---------------------------------------------------------------------------------------------

void Tour::step(const QString &name, std::function<QString()> act, std::function<bool()> done,
                std::function<QString()> result, const QString &picture, int deadlineMs)
{
    m_runner.add({name, std::move(act), std::move(done), std::move(result), picture, deadlineMs});
}

const Version *Tour::versionNumber(int number) const
{
    Workbench *bench = m_application->window().workbench();
    if (!bench || m_jobs.size() < number)
        return nullptr;
    return bench->session().versionOfJob(m_jobs.at(number - 1));
}

bool Tour::live(int number) const
{
    const Version *version = versionNumber(number);
    Workbench *bench = m_application->window().workbench();
    if (!version || !bench || bench->promotion().isRunning() || bench->models().banner().size() != 1)
        return false;
    const BannerLine &line = bench->models().banner().first();
    return line.kind == BannerLine::Kind::Live && line.jobName == version->jobName && version->isLive();
}

bool Tour::approved(int number) const
{
    const Version *version = versionNumber(number);
    return version && version->approvalStatus == ApprovalStatus::Approved;
}

QString Tour::selectVersions(const QList<int> &numbers)
{
    QStringList jobNames;
    for (const int number : numbers)
        jobNames.append(m_jobs.value(number - 1));
    return m_driver->selectVersions(jobNames);
}

void Tour::closeDialogStep(const QString &name, const QString &objectName)
{
    step(
        name, [this, objectName] { return m_driver->press(objectName); },
        [this] { return !m_driver->dialog(); });
}

void Tour::picture(const QString &name)
{
    QPixmap shot = window().grab();
    if (QDialog *front = m_driver->dialog()) {
        QPainter painter(&shot);
        painter.fillRect(QRect(QPoint(), window().size()), QColor(0, 0, 0, 90));
        const QPixmap inner = front->grab();
        const QSize size = front->size();
        const QPoint corner((window().width() - size.width()) / 2, (window().height() - size.height()) / 2);
        painter.drawPixmap(corner, inner);
        painter.setPen(tokensFor(window().palette()).border);
        painter.drawRect(QRect(corner, size).adjusted(-1, -1, 0, 0));
    }
    shot.save(QDir(m_directory).filePath(name + u".png"_qs), "PNG");
}

// --- the steps ---------------------------------------------------------------------------------------------

void Tour::addFirstData()
{
    step(
        u"open"_qs,
        [this] {
            m_application->openWorkspace(m_home.filePath(u"workspace"_qs));
            return QString();
        },
        [this] {
            return workbench() && workbench()->models().content() == ModelsController::Content::NoData;
        },
        [this] { return workbench() ? u"local platform, empty workspace"_qs : u"no platform"_qs; },
        u"models-empty"_qs);
    step(
        u"sample-data"_qs, [this] { return m_driver->press(u"sampleButton"_qs); },
        [this] { return workbench()->models().content() == ModelsController::Content::NoRuns; },
        [this] { return window().resultText(); }, u"models-no-runs"_qs);
}

void Tour::addTraining()
{
    const auto openDialog = [this](const QString &opener) {
        return [this, opener] { return m_driver->press(opener); };
    };
    const auto dialogReady = [this] {
        auto *start = m_driver->visible<StartTrainingDialog>();
        auto *go = start ? start->findChild<QAbstractButton *>(u"startButton"_qs) : nullptr;
        return go && go->isEnabled();
    };
    const auto startRun = [this](const QString &option, double value) {
        return [this, option, value]() -> QString {
            auto *start = m_driver->visible<StartTrainingDialog>();
            if (!start)
                return u"the dialog is not open"_qs;
            if (!option.isEmpty()) {
                if (auto *whole = start->findChild<QSpinBox *>(u"option_"_qs + option))
                    whole->setValue(int(value));
                else if (auto *number = start->findChild<QDoubleSpinBox *>(u"option_"_qs + option))
                    number->setValue(value);
                else
                    return u"the family has no option %1"_qs.arg(option);
            }
            return m_driver->press(u"startButton"_qs);
        };
    };
    const auto runVisible = [this](int number) {
        return [this, number] {
            const auto &jobs = workbench()->session().jobs();
            if (jobs.size() < number)
                return false;
            if (m_jobs.size() < number)
                m_jobs.append(jobs.first().jobName);
            return workbench()->jobs().currentJob() == m_jobs.last();
        };
    };
    const auto succeeded = [this](int number) {
        return [this, number] {
            const TrainingJob *job = workbench()->session().job(m_jobs.value(number - 1));
            return job && job->status == JobStatus::Succeeded && versionNumber(number);
        };
    };
    const auto outcome = [this](int number) {
        return [this, number]() -> QString {
            const TrainingJob *job = workbench()->session().job(m_jobs.value(number - 1));
            if (!job)
                return u"the run is not in the list"_qs;
            if (!job->version)
                return u"%1 %2"_qs.arg(job->status.text, job->failureReason);
            return u"version %1, %2"_qs.arg(*job->version)
                .arg(format::duration(job->durationSeconds.value_or(0)));
        };
    };

    step(u"start-dialog"_qs, openDialog(u"startTrainingButton"_qs), dialogReady, {},
         u"start-training-dialog"_qs);
    step(u"run-1"_qs, startRun(u"epochs"_qs, 3), runVisible(1), {}, u"jobs-running"_qs);
    step(u"train-1"_qs, {}, succeeded(1), outcome(1), u"jobs-charts"_qs, trainingDeadline);
    step(u"start-again"_qs, openDialog(u"startButton"_qs), dialogReady);
    step(u"run-2"_qs, startRun({}, 0), runVisible(2));
    step(u"train-2"_qs, {}, succeeded(2), outcome(2), {}, trainingDeadline);
}

void Tour::addInspection()
{
    step(
        u"charts"_qs,
        [this]() -> QString {
            auto *table = m_driver->visible<QTableView>(u"table"_qs);
            if (!table)
                return u"the table of runs is not in sight"_qs;
            table->selectAll();
            return {};
        },
        [this] {
            auto *grid = m_driver->visible<ChartGrid>();
            if (!grid || grid->charts().isEmpty() || workbench()->jobs().selection().size() != 2)
                return false;
            const MetricChart *chart = grid->charts().first();
            return chart->canvas()->largestLine() > 0 && chart->group().curves.size() >= 2;
        },
        [this] {
            auto *grid = m_driver->visible<ChartGrid>();
            if (!grid || grid->charts().isEmpty())
                return u"no charts"_qs;
            const MetricChart *chart = grid->charts().first();
            return u"%1 charts of %2 runs, %3 lines and at most %4 points in the first"_qs
                .arg(grid->charts().size())
                .arg(workbench()->jobs().selection().size())
                .arg(chart->group().curves.size())
                .arg(chart->canvas()->largestLine());
        },
        u"jobs-overlay"_qs);
    const QList<QPair<QString, int>> tabs{{u"manifest"_qs, 1}, {u"log"_qs, 2}, {u"summary"_qs, 3}};
    for (const auto &[name, tab] : tabs) {
        step(
            name,
            [this, tab = tab]() -> QString {
                auto *widget = m_driver->visible<QTabWidget>(u"tabs"_qs);
                if (!widget)
                    return u"the tabs are not in sight"_qs;
                widget->setCurrentIndex(tab);
                return {};
            },
            [this, tab = tab] {
                TrainingJobsController &jobs = workbench()->jobs();
                return tab == 1   ? jobs.manifest()->rowCount() > 0
                       : tab == 2 ? jobs.log()->rowCount() > 0
                                  : !jobs.summary().metrics.isEmpty();
            },
            {}, u"jobs-"_qs + name);
    }
    step(
        u"one-run"_qs,
        [this]() -> QString {
            m_driver->visible<QTableView>(u"table"_qs)->selectRow(0);
            return {};
        },
        [this] { return workbench()->jobs().selection().size() == 1; });
    step(
        u"train-again"_qs, [this] { return m_driver->press(u"againButton"_qs); },
        [this] { return m_driver->dialog() != nullptr; }, {}, u"train-again-question"_qs);
    step(
        u"train-again-closed"_qs,
        [this] {
            m_driver->dialog()->reject();
            return QString();
        },
        [this] { return !m_driver->dialog(); });
    step(
        u"models"_qs,
        [this]() -> QString {
            m_driver->visible<QTabWidget>(u"tabs"_qs)->setCurrentIndex(0);
            window().showPage(MainWindow::Page::Models);
            return selectVersions({1});
        },
        [this] { return workbench()->models().details().versionId != 0; }, {}, u"models-versions"_qs);
    step(
        u"promote-needs-approval"_qs,
        [this]() -> QString {
            const QAbstractButton *promote = m_driver->button(u"promoteButton"_qs);
            if (!promote || promote->isEnabled())
                return u"Promote works before the version is approved"_qs;
            return promote->accessibleDescription().isEmpty() ? u"Promote does not say why it is disabled"_qs
                                                              : QString();
        },
        {}, [this] { return m_driver->button(u"promoteButton"_qs)->accessibleDescription(); });
}

void Tour::addComparison()
{
    step(
        u"compare"_qs,
        [this]() -> QString {
            const QString problem = selectVersions({1, 2});
            return problem.isEmpty() ? m_driver->press(u"compareButton"_qs) : problem;
        },
        [this] {
            const Comparison &comparison = workbench()->compare().comparison();
            return comparison.runs.size() == 2 && !workbench()->compare().isLoading() &&
                   !comparison.metrics.isEmpty() && !comparison.differences.isEmpty();
        },
        [this] { return workbench()->compare().comparison().badges.join(u" / "_qs); }, u"compare-curves"_qs);
    step(
        u"differences"_qs,
        [this]() -> QString {
            m_driver->visible<QTabWidget>(u"tabs"_qs)->setCurrentIndex(1);
            return {};
        },
        {},
        [this] { return u"%1 differences"_qs.arg(workbench()->compare().comparison().differences.size()); },
        u"compare-differences"_qs);
}

void Tour::addPromotion()
{
    const auto approve = [this](int number, bool withPicture) {
        step(
            u"approve-%1"_qs.arg(number),
            [this, number]() -> QString {
                window().showPage(MainWindow::Page::Models);
                const QString problem = selectVersions({number});
                return problem.isEmpty() ? m_driver->press(u"approveButton"_qs) : problem;
            },
            [this] { return m_driver->visible<CommentDialog>() != nullptr; }, {},
            withPicture ? u"approve-dialog"_qs : QString());
        step(
            u"approved-%1"_qs.arg(number), [this] { return m_driver->press(u"acceptButton"_qs); },
            [this, number] { return !m_driver->dialog() && approved(number); },
            [this] { return window().resultText(); });
    };
    const auto review = [this](int number, const QString &pictureName) {
        step(
            u"review-%1"_qs.arg(number), [this] { return m_driver->press(u"promoteButton"_qs); },
            [this] {
                auto *open = m_driver->visible<PromotionDialog>();
                return open && open->review().promote.enabled && open->review().manifestsKnown &&
                       open->preview().state() != PreviewController::State::Asking;
            },
            {}, pictureName);
        step(
            u"promote-%1"_qs.arg(number), [this] { return m_driver->press(u"promoteButton"_qs); },
            [this, number] { return !m_driver->dialog() && live(number); },
            [this] {
                return workbench()->promotion().reason().isEmpty() ? workbench()->promotion().text()
                                                                   : workbench()->promotion().reason();
            },
            u"models-live-%1"_qs.arg(number));
    };
    approve(1, true);
    review(1, u"promotion-first"_qs);
    approve(2, false);
    review(2, u"promotion-review"_qs);
}

void Tour::addRecommendations()
{
    step(
        u"try-it"_qs, [this] { return m_driver->press(u"tryItButton"_qs); },
        [this] {
            auto *open = m_driver->visible<TryItDialog>();
            auto *controller = open ? open->findChild<TryItController *>() : nullptr;
            return controller && !controller->suggestions().isEmpty();
        });
    step(
        u"recommendations"_qs,
        [this]() -> QString {
            auto *open = m_driver->visible<TryItDialog>();
            open->findChild<QLineEdit *>(u"user"_qs)
                ->setText(open->findChild<TryItController *>()->suggestions().first());
            return m_driver->press(u"tryButton"_qs);
        },
        [this] {
            auto *controller = m_driver->visible<TryItDialog>()->findChild<TryItController *>();
            return !controller->isLoading() && controller->recommendations()->rowCount() == listLength &&
                   controller->events()->rowCount() > 0;
        },
        [this] { return m_driver->visible<TryItDialog>()->findChild<TryItController *>()->statusText(); },
        u"try-it-dialog"_qs);
    closeDialogStep(u"try-it-closed"_qs, u"closeButton"_qs);
}

void Tour::addRollBack()
{
    step(
        u"roll-back-review"_qs, [this] { return m_driver->press(u"rollBackButton"_qs); },
        [this] {
            auto *open = m_driver->visible<PromotionDialog>();
            return open && open->review().isRollBack && open->review().promote.enabled &&
                   open->review().manifestsKnown &&
                   open->preview().state() != PreviewController::State::Asking;
        },
        {}, u"roll-back-dialog"_qs);
    step(
        u"roll-back"_qs, [this] { return m_driver->press(u"promoteButton"_qs); },
        [this] { return !m_driver->dialog() && live(1); }, [this] { return workbench()->promotion().text(); },
        u"models-rolled-back"_qs);
}

void Tour::addOtherDialogs()
{
    const auto opened = [this] { return m_driver->dialog() != nullptr; };
    step(
        u"connection"_qs, [this] { return m_driver->press(u"connectionChip"_qs); }, opened, {},
        u"connection-dialog"_qs);
    closeDialogStep(u"connection-closed"_qs, u"closeButton"_qs);
    step(
        u"import"_qs,
        [this] {
            window().openImport();
            return QString();
        },
        opened, {}, u"import-dialog"_qs);
    closeDialogStep(u"import-closed"_qs, u"closeButton"_qs);
    step(
        u"connect"_qs,
        [this] {
            window().openConnect();
            return QString();
        },
        opened, {}, u"connect-dialog"_qs);
    closeDialogStep(u"connect-closed"_qs, u"cancelButton"_qs);
    step(
        u"dark"_qs,
        [this] {
            m_application->theme().showMode(Theme::Mode::Dark);
            return QString();
        },
        {}, {}, u"models-dark"_qs);
    step(
        u"dark-review"_qs,
        [this] {
            const QString problem = selectVersions({2});
            return problem.isEmpty() ? m_driver->press(u"promoteButton"_qs) : problem;
        },
        [this] {
            auto *open = m_driver->visible<PromotionDialog>();
            return open && open->review().manifestsKnown &&
                   open->preview().state() != PreviewController::State::Asking;
        },
        {}, u"promotion-dark"_qs);
    closeDialogStep(u"dark-review-closed"_qs, u"cancelButton"_qs);
    step(
        u"dark-jobs"_qs,
        [this] {
            window().showPage(MainWindow::Page::Jobs);
            return QString();
        },
        [this] {
            auto *grid = m_driver->visible<ChartGrid>();
            return grid && !grid->charts().isEmpty() && grid->charts().first()->canvas()->largestLine() > 0;
        },
        {}, u"jobs-dark"_qs);
}

} // namespace nsl
