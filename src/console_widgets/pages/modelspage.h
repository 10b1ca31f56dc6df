// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/setting.h"

#include <actionresult.h>
#include <bannerstate.h>

#include <QWidget>

#include <memory>
#include <optional>

class QMenu;
class QPushButton;

namespace nsl
{

namespace Ui
{
class ModelsPage;
}
class Workbench;

/// Families and their versions, what is live, and what can be done with a version.
class ModelsPage : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ModelsPage)

public:
    ModelsPage(Workbench &workbench, QSettings &storage, QWidget *parent = nullptr);
    ~ModelsPage() override;

    void selectJob(const QString &jobName);
    void approve();
    void reject();
    void promote();
    void compare();
    QStringList selectedJobNames() const;
    QStringList selectedTitles() const;

signals:
    void promoteRequested(const QString &jobName, const std::optional<nsl::RecordId> &endpointId);
    void rollBackRequested(const nsl::RecordId &endpointId);
    void compareRequested(const QStringList &jobNames);
    void startTrainingRequested();
    void importRequested();
    void tryItRequested();
    /// Double click or Enter on a version.
    void runOpened(const QString &jobName);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void setUpTree();
    void setUpFilters();
    void setUpStates();
    void refreshActions();
    void refreshBanner();
    void refreshContent();
    void refreshDetails();
    void handleSelection();
    void saveLayout();

    Workbench &m_workbench;
    std::unique_ptr<Ui::ModelsPage> m_ui;
    Setting<QByteArray> m_splitterSetting;
    Setting<QByteArray> m_headerSetting;
    Setting<QString> m_filterSetting;
    Setting<int> m_sourceSetting;
    Setting<QStringList> m_approvalSetting;
    QPushButton *m_sampleButton = nullptr;
    QPushButton *m_importButton = nullptr;
    QPushButton *m_startButton = nullptr;
    bool m_firstRows = true;
};

} // namespace nsl
