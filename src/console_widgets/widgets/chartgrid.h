// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/setting.h"
#include "widgets/metricchart.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;
class QScrollArea;
class QSlider;

namespace nsl
{

/// All charts of some runs in a grid with one set of controls: x axis, smoothing, log y, table. Crosshair
/// and zoom are linked; only charts in view are redrawn.
class ChartGrid : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChartGrid)

public:
    /// `name` distinguishes the remembered controls of several grids.
    ChartGrid(ChartData &chartData, QSettings &storage, const QString &name, QWidget *parent = nullptr);

    const QList<MetricChart *> &charts() const { return m_charts; }
    /// The sentence that stands here while there are no measurements.
    void setEmptyText(const QString &text);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void rebuild();
    void layOut();
    void refreshActive();
    void applyOptions();
    void linkCrosshair(std::optional<double> x);
    void linkView(const ChartCanvas *source);

    ChartData &m_data;
    Setting<int> m_axisSetting;
    Setting<int> m_smoothingSetting;
    Setting<bool> m_logSetting;
    QComboBox *m_axis;
    QSlider *m_smoothing;
    QLabel *m_smoothingValue;
    QCheckBox *m_logY;
    QCheckBox *m_asTable;
    QScrollArea *m_scroll;
    QWidget *m_body;
    QGridLayout *m_grid;
    QLabel *m_empty;
    QList<MetricChart *> m_charts;
    int m_columns = 0;
};

} // namespace nsl
