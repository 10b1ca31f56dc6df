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
class ComparePage;
}
class ChartGrid;
class ComparisonModel;
class DifferenceModel;
class Workbench;

/// Two to twelve runs side by side: metrics against a baseline, curves overlaid, manifest differences.
class ComparePage : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ComparePage)

public:
    ComparePage(Workbench &workbench, QSettings &storage, QWidget *parent = nullptr);
    ~ComparePage() override;

    void setRuns(const QStringList &jobNames);

signals:
    void modelsRequested();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void refresh();
    void refreshMenus();
    void exportAs(bool csv);

    Workbench &m_workbench;
    std::unique_ptr<Ui::ComparePage> m_ui;
    Setting<QByteArray> m_splitterSetting;
    Setting<bool> m_onlyDifferencesSetting;
    ComparisonModel *m_metrics;
    DifferenceModel *m_differences;
    ChartGrid *m_charts;
    QPushButton *m_chooseButton;
    QStringList m_sized; ///< runs that the columns were sized for
};

} // namespace nsl
