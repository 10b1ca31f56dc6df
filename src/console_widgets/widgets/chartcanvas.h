// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/chartplot.h"

#include <QWidget>

class QRubberBand;

namespace nsl
{

/// The drawing surface of a chart: lines, axes, zoom, pan and the crosshair.
/// Wheel zooms along x around the pointer, dragging selects a range, dragging with Shift or the middle
/// button pans, double click resets; the y axis always fits what is visible.
class ChartCanvas : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChartCanvas)

public:
    using Range = ChartLine::Extent;

    explicit ChartCanvas(QWidget *parent = nullptr);

    void setLines(const QList<ChartLine> &lines);
    const QList<ChartLine> &lines() const { return m_lines; }
    void setLogY(bool on);
    bool logY() const { return m_logY; }
    using XKind = ChartPlot::XKind;
    void setXKind(XKind kind);

    /// The visible x range when a person has zoomed in; none = everything.
    std::optional<Range> view() const { return m_view; }
    void setView(const std::optional<Range> &view);
    /// The x range of all lines.
    std::optional<Range> fullRange() const;

    /// Shows the crosshair at x; none hides it.
    void setCrosshair(std::optional<double> x);
    std::optional<double> crosshair() const { return m_crosshair; }

    /// Reads the points again and redraws.
    void refresh();
    /// The most points in one drawn line after the last refresh.
    int largestLine() const { return m_plot.largestLine(); }
    /// What the last refresh has laid out.
    const ChartPlot &plot() const { return m_plot; }
    QRectF plotArea() const { return m_plot.area(); }

    QSize sizeHint() const override { return {320, 160}; }
    QSize minimumSizeHint() const override { return {120, 90}; }

signals:
    void crosshairMoved(std::optional<double> x);
    void viewChanged();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    ChartPlot::Setup setup() const;
    double xAt(const QPoint &position) const;
    Range visibleRange() const;
    void zoom(double factor, double around);
    void pan(double delta);
    void changeView(const std::optional<Range> &view);

    QList<ChartLine> m_lines;
    ChartPlot m_plot;
    QRubberBand *m_band;
    std::optional<Range> m_view;
    std::optional<double> m_crosshair;
    QPoint m_pressedAt;
    Qt::MouseButton m_pressed = Qt::NoButton;
    bool m_panning = false;
    bool m_logY = false;
    XKind m_xKind = XKind::Integer;
};

} // namespace nsl
