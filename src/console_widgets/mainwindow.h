// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/setting.h"
#include "theme/theme.h"

#include <actionresult.h>
#include <connectionprofile.h>
#include <recordid.h>

#include <QMainWindow>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>

class QLabel;
class QPushButton;

namespace nsl
{

namespace Ui
{
class MainWindow;
}
class ComparePage;
class ModelsPage;
class PlatformSession;
class StatePane;
class TrainingJobsPage;
class Workbench;

/// The window: navigation, pages, the connection chip, banners and the status bar. It shows one connection
/// at a time; opening and closing connections is asked for by signals.
class MainWindow : public QMainWindow
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MainWindow)

public:
    enum class Page { Models, Jobs, Compare };
    Q_ENUM(Page)

    MainWindow(QSettings &storage, Theme &theme, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Shows this connection instead of the one before.
    void setSession(std::unique_ptr<PlatformSession> session);
    /// Null while nothing is connected.
    Workbench *workbench() const { return m_workbench.get(); }
    /// Nothing is connected: what is being done about it.
    void showOpening(const QString &text);
    /// Nothing could be connected: why, with Try again.
    void showOpenFailure(const QString &title, const QString &text);

    void showPage(Page page);
    Page currentPage() const;
    void openPromotion(const QString &jobName, const std::optional<RecordId> &endpointId = {});
    void openRollBack(const RecordId &endpointId);
    void openStartTraining();
    void openTryIt();
    void openImport();
    void openConnect(const QString &url = {});
    void openCompare(const QStringList &jobNames);
    /// The last result as the status bar tells it.
    QString resultText() const;

    /// Asked before the window closes; false keeps it open (a question is being asked).
    void setCloseGuard(std::function<bool()> guard) { m_closeGuard = std::move(guard); }

signals:
    void openWorkspaceRequested(const QString &path);
    void connectRequested(const nsl::ConnectionProfile &profile);
    void retryRequested();
    void quitRequested();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void setUpActions();
    void followTrainAgain();
    void showStartedRun(const QString &jobName, const QString &warning);
    void setUpNavigation();
    void makePages();
    void followWorkbench();
    void refreshChip();
    void refreshStatus();
    void refreshActions();
    void showResult(const ActionResult &result);
    void handlePromotion();
    void setResult(const QString &text, bool isPromotion = false);
    void showPromotionText();
    void openConnectionDetails();
    void openWorkspace();
    void showShortcuts();
    void showAbout();
    void setTitle(const QString &text);
    void dropWorkbench();

    std::unique_ptr<Ui::MainWindow> m_ui;
    QSettings &m_storage;
    Theme &m_theme;
    Setting<QByteArray> m_geometrySetting;
    Setting<int> m_pageSetting;
    std::unique_ptr<Workbench> m_workbench;
    StatePane *m_opening;
    QWidget *m_openingPage;
    ModelsPage *m_models = nullptr;
    TrainingJobsPage *m_jobs = nullptr;
    ComparePage *m_compare = nullptr;
    QLabel *m_activity;
    QLabel *m_result;
    QTimer m_chipClock;
    bool m_resultIsPromotion = false; ///< withdrawn when it is not so any more
    std::function<bool()> m_closeGuard;
};

} // namespace nsl
