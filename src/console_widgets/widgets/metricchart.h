// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/chartcanvas.h"

#include <chartdata.h>

#include <QFrame>

class QLabel;
class QStackedWidget;
class QTableView;

namespace nsl
{

class ChartLegend;
class ChartTableModel;

/// One metric of one or more runs as a card: title, the chart or the same measurements as a table, below it
/// exact values at the crosshair at a fixed place, and what has no place in the chart, counted. Reads through
/// ChartData, never more than ChartData::maximumPoints a line.
class MetricChart : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MetricChart)

public:
    struct Options
    {
        ChartData::XAxis xAxis = ChartData::XAxis::Step;
        bool logY = false;
        bool asTable = false;

        friend bool operator==(const Options &, const Options &) = default;
    };

    MetricChart(const ChartData &chartData, const ChartData::Group &group, QWidget *parent = nullptr);

    const ChartData::Group &group() const { return m_group; }
    void setGroup(const ChartData::Group &group);
    void setOptions(const Options &options);
    ChartCanvas *canvas() const { return m_canvas; }
    QString readings() const;
    /// What is not drawn and what is not a measurement, in words; empty when there is nothing of it.
    QString note() const;

    /// The data changed: redraws at once when active, else when it becomes active.
    void markStale();
    /// Charts that are scrolled out of view are inactive and cost nothing.
    void setActive(bool active);
    bool isStale() const { return m_stale; }

    void setCrosshair(std::optional<double> x);

    /// Writes what is shown as a picture, or all measurements as CSV; the error's sentence, or nothing.
    QString savePng(const QString &path) const;
    QString saveCsv(const QString &path) const;

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void rebuildLines();
    void refreshReadings();
    void refreshNote();
    void exportAs(bool picture);

    const ChartData &m_data;
    ChartData::Group m_group;
    Options m_options;
    QLabel *m_title;
    QLabel *m_where;
    QLabel *m_note;
    ChartLegend *m_legend;
    QStackedWidget *m_stack;
    ChartCanvas *m_canvas;
    QTableView *m_table;
    ChartTableModel *m_tableModel;
    bool m_active = false;
    bool m_stale = true;
    bool m_linesStale = true;
};

} // namespace nsl
