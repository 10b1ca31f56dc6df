// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/setting.h"

#include <QWidget>

#include <memory>

class QPushButton;

namespace nsl
{

namespace Ui
{
class TrainingJobsPage;
}
class ChartGrid;
class Workbench;

/// All training runs with live status; the selected ones below as charts, manifest, log and summary.
class TrainingJobsPage : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TrainingJobsPage)

public:
    TrainingJobsPage(Workbench &workbench, QSettings &storage, QWidget *parent = nullptr);
    ~TrainingJobsPage() override;

    /// Selects a run; waits for it when it is not in the list yet.
    void selectJob(const QString &jobName);
    void approve();
    void reject();
    void promote();
    void compare();
    void stop();
    void trainAgain();

signals:
    void promoteRequested(const QString &jobName);
    void compareRequested(const QStringList &jobNames);
    void startTrainingRequested();
    void trainAgainRequested(const QString &jobName);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void setUpTable();
    void setUpFilters();
    void handleSelection();
    void refreshActions();
    void refreshContent();
    void selectAwaited();
    QStringList selectedTitles() const;
    void saveLayout();

    Workbench &m_workbench;
    std::unique_ptr<Ui::TrainingJobsPage> m_ui;
    Setting<QByteArray> m_splitterSetting;
    Setting<QByteArray> m_headerSetting;
    Setting<QString> m_filterSetting;
    Setting<int> m_tabSetting;
    Setting<QStringList> m_statusSetting;
    ChartGrid *m_charts;
    QString m_awaited;
    QPushButton *m_startButton;
};

} // namespace nsl
