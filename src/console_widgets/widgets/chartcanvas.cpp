// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/chartcanvas.h"

#include "theme/tokens.h"

#include <QApplication>
#include <QDateTime>
#include <QGraphicsLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QRubberBand>
#include <QWheelEvent>
#include <QtCharts/QChart>
#include <QtCharts/QDateTimeAxis>
#include <QtCharts/QLineSeries>
#include <QtCharts/QLogValueAxis>
#include <QtCharts/QValueAxis>

#include <cmath>
#include <limits>

namespace nsl
{
namespace
{

constexpr int xParts = 6;
constexpr int yParts = 4;
constexpr int minimumDrag = 6;
constexpr double wheelStep = 1.25;

/// The round step (1, 2 or 5 times a power of ten) that divides a span into about that many parts.
double niceStep(double span, int parts)
{
    const double raw = span / qMax(1, parts);
    const double power = std::pow(10, std::floor(std::log10(raw)));
    const double share = raw / power;
    return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
}

/// Sets range and ticks so that at no moment many small steps divide a large range.
void setScale(QValueAxis *axis, double from, double to, double step)
{
    const bool coarser = step > axis->tickInterval();
    if (coarser)
        axis->setTickInterval(step);
    axis->setRange(from, to);
    if (!coarser)
        axis->setTickInterval(step);
}

/// Never more points than the chart can afford, first and last kept.
void limitPoints(QList<QPointF> &points)
{
    if (points.size() <= maximumChartPoints)
        return;
    QList<QPointF> fewer;
    fewer.reserve(maximumChartPoints);
    const double stride = double(points.size() - 1) / (maximumChartPoints - 1);
    for (int i = 0; i < maximumChartPoints; ++i)
        fewer.append(points.at(qMin(points.size() - 1, qsizetype(std::llround(i * stride)))));
    points = fewer;
}

} // namespace

ChartCanvas::ChartCanvas(QWidget *parent)
    : QChartView(parent)
    , m_xAxis(new QValueAxis(this))
    , m_timeAxis(new QDateTimeAxis(this))
    , m_yAxis(new QValueAxis(this))
    , m_logAxis(new QLogValueAxis(this))
    , m_band(new QRubberBand(QRubberBand::Rectangle, this))
{
    setRenderHint(QPainter::Antialiasing);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    chart()->legend()->hide();
    chart()->setLocalizeNumbers(true);
    chart()->setMargins(QMargins(0, 0, 0, 0));
    chart()->setBackgroundRoundness(0);
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    m_xAxis->setGridLineVisible(false);
    for (QValueAxis *axis : {m_xAxis, m_yAxis}) {
        axis->setTickInterval(1);
        axis->setRange(0, 1);
        axis->setTickAnchor(0);
        axis->setTickType(QValueAxis::TicksDynamic);
    }
    m_timeAxis->setTickCount(5);
    m_timeAxis->setFormat(u"HH:mm:ss"_qs);
    m_timeAxis->setGridLineVisible(false);
    m_timeAxis->setVisible(false);
    chart()->addAxis(m_xAxis, Qt::AlignBottom);
    chart()->addAxis(m_timeAxis, Qt::AlignBottom);
    chart()->addAxis(m_yAxis, Qt::AlignLeft);
    chart()->addAxis(m_logAxis, Qt::AlignLeft);
    m_logAxis->setVisible(false);
    setXKind(XKind::Integer);
    recolor();
}

void ChartCanvas::setLines(const QList<ChartLine> &lines)
{
    const bool sameShape = lines.size() == m_lines.size();
    m_lines = lines;
    if (!sameShape)
        rebuildSeries();
    recolor();
}

void ChartCanvas::setLogY(bool on)
{
    if (on == m_logY)
        return;
    m_logY = on;
    rebuildSeries();
    recolor();
    refresh();
}

void ChartCanvas::setXKind(XKind kind)
{
    const bool axisChanges = (kind == XKind::Time) != (m_xKind == XKind::Time);
    m_xKind = kind;
    m_xAxis->setLabelFormat(kind == XKind::Integer ? u"%.0f"_qs : u"%.3g"_qs);
    if (axisChanges) {
        rebuildSeries();
        recolor();
    }
}

void ChartCanvas::setView(const std::optional<Range> &view)
{
    m_view = view;
    refresh();
}

std::optional<ChartCanvas::Range> ChartCanvas::fullRange() const
{
    std::optional<Range> all;
    for (const ChartLine &line : m_lines) {
        const auto extent = line.extent();
        if (!extent)
            continue;
        if (!all)
            all = extent;
        all->from = qMin(all->from, extent->from);
        all->to = qMax(all->to, extent->to);
    }
    return all;
}

void ChartCanvas::setCrosshair(std::optional<double> x)
{
    if (x == m_crosshair)
        return;
    m_crosshair = x;
    viewport()->update();
}

ChartCanvas::Range ChartCanvas::visibleRange() const
{
    Range range = m_view ? *m_view : fullRange().value_or(Range{0, 1});
    if (!(range.to > range.from)) {
        range.from -= 0.5;
        range.to += 0.5;
    }
    return range;
}

void ChartCanvas::refresh()
{
    const Range range = visibleRange();
    m_timeAxis->setRange(QDateTime::fromMSecsSinceEpoch(qint64(range.from)),
                         QDateTime::fromMSecsSinceEpoch(qint64(range.to)));
    const double xStep = niceStep(range.to - range.from, xParts);
    setScale(m_xAxis, range.from, range.to, m_xKind == XKind::Integer ? qMax(1.0, xStep) : xStep);
    const int limit = qBound(100, int(chart()->plotArea().width()) * 2, maximumChartPoints);
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    m_largestLine = 0;
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        QList<QPointF> points = m_lines.at(i).points(range.from, range.to, limit, m_logY);
        points.removeIf([this](const QPointF &point) {
            return !std::isfinite(point.x()) || !std::isfinite(point.y()) || (m_logY && point.y() <= 0);
        });
        limitPoints(points);
        for (const QPointF &point : std::as_const(points)) {
            if (point.x() < range.from || point.x() > range.to)
                continue;
            low = qMin(low, point.y());
            high = qMax(high, point.y());
        }
        m_largestLine = qMax(m_largestLine, int(points.size()));
        // Two points across the chart are a level, not two measurements.
        m_series.at(i)->setPointsVisible(points.size() <= 12 && m_lines.at(i).extent());
        m_series.at(i)->replace(points);
    }
    fitY(low, high);
    viewport()->update();
}

void ChartCanvas::fitY(double low, double high)
{
    if (!(high >= low)) {
        low = m_logY ? 0.1 : 0;
        high = 1;
    }
    if (m_logY) {
        const double bottom = std::pow(10, std::floor(std::log10(low)));
        const double top = std::pow(10, std::ceil(std::log10(high * 1.0001)));
        m_logAxis->setRange(bottom, top);
        return;
    }
    const double span = high > low ? high - low : qMax(std::abs(high), 1e-6) * 0.2;
    low -= span * 0.06;
    high += span * 0.06;
    const double step = niceStep(high - low, yParts);
    const int decimals = qBound(0, int(std::ceil(-std::log10(step) - 1e-9)), 8);
    const double largest = qMax(std::abs(low), std::abs(high));
    m_yAxis->setLabelFormat(largest >= 1e6 || largest < 1e-6 ? u"%.3g"_qs : u"%.%1f"_qs.arg(decimals));
    setScale(m_yAxis, low, high, step);
}

void ChartCanvas::rebuildSeries()
{
    chart()->removeAllSeries();
    m_series.clear();
    const bool time = m_xKind == XKind::Time;
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        auto *series = new QLineSeries;
        m_series.append(series);
        chart()->addSeries(series);
        series->attachAxis(time ? static_cast<QAbstractAxis *>(m_timeAxis) : m_xAxis);
        series->attachAxis(m_logY ? static_cast<QAbstractAxis *>(m_logAxis) : m_yAxis);
    }
    m_xAxis->setVisible(!time);
    m_timeAxis->setVisible(time);
    m_yAxis->setVisible(!m_logY);
    m_logAxis->setVisible(m_logY);
}

void ChartCanvas::recolor()
{
    const Tokens &tokens = tokensFor(QApplication::palette());
    chart()->setBackgroundBrush(tokens.surface);
    chart()->setPlotAreaBackgroundVisible(false);
    setBackgroundBrush(tokens.surface);
    QFont font = QApplication::font();
    font.setPointSizeF(8.25);
    QColor grid = tokens.border;
    for (QAbstractAxis *axis :
         {static_cast<QAbstractAxis *>(m_xAxis), static_cast<QAbstractAxis *>(m_yAxis),
          static_cast<QAbstractAxis *>(m_timeAxis), static_cast<QAbstractAxis *>(m_logAxis)}) {
        axis->setLabelsColor(tokens.secondary);
        axis->setLabelsFont(font);
        axis->setGridLineColor(grid);
        axis->setLinePenColor(axis == m_xAxis || axis == m_timeAxis ? tokens.border
                                                                    : QColor(Qt::transparent));
    }
    for (qsizetype i = 0; i < m_series.size(); ++i) {
        const ChartLine &line = m_lines.at(i);
        QColor color = visibleOn(line.color, tokens.surface);
        if (line.faint)
            color.setAlphaF(0.3F);
        QPen pen(color, line.faint ? 1.0 : 1.8);
        if (!line.faint)
            pen.setStyle(line.dash);
        m_series.at(i)->setPen(pen);
        m_series.at(i)->setColor(color);
        m_series.at(i)->setPen(pen);
    }
}

double ChartCanvas::xAt(const QPoint &position) const
{
    const QRectF plot = chart()->plotArea();
    const Range range = visibleRange();
    const double share = plot.width() > 0 ? (mapToScene(position).x() - plot.left()) / plot.width() : 0;
    return range.from + share * (range.to - range.from);
}

void ChartCanvas::changeView(const std::optional<Range> &view)
{
    m_view = view;
    if (m_view) {
        // Back to "everything" when nothing would be left out.
        const auto full = fullRange();
        if (!full || (m_view->from <= full->from && m_view->to >= full->to))
            m_view.reset();
    }
    refresh();
    emit viewChanged();
}

void ChartCanvas::zoom(double factor, double around)
{
    const Range range = visibleRange();
    const Range next{around - (around - range.from) * factor, around + (range.to - around) * factor};
    const auto full = fullRange();
    if (full && next.to - next.from < (full->to - full->from) * 1e-7)
        return;
    changeView(next);
}

void ChartCanvas::pan(double delta)
{
    const auto full = fullRange();
    if (!full || !m_view)
        return;
    const double bounded = qBound(full->from - m_view->from, delta, full->to - m_view->to);
    changeView(Range{m_view->from + bounded, m_view->to + bounded});
}

void ChartCanvas::drawForeground(QPainter *painter, const QRectF &rect)
{
    QChartView::drawForeground(painter, rect);
    if (!m_crosshair)
        return;
    const QRectF plot = chart()->plotArea();
    const Range range = visibleRange();
    const double share = (*m_crosshair - range.from) / (range.to - range.from);
    if (share < 0 || share > 1)
        return;
    const Tokens &tokens = tokensFor(QApplication::palette());
    const double x = plot.left() + share * plot.width();
    painter->save();
    painter->setPen(QPen(tokens.secondary, 1, Qt::DashLine));
    painter->drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    painter->restore();
}

void ChartCanvas::changeEvent(QEvent *event)
{
    QChartView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        recolor();
}

void ChartCanvas::resizeEvent(QResizeEvent *event)
{
    QChartView::resizeEvent(event);
    refresh();
}

void ChartCanvas::wheelEvent(QWheelEvent *event)
{
    // Without Ctrl the wheel belongs to the page, unless the chart is in use.
    if (!event->modifiers().testFlag(Qt::ControlModifier) && !hasFocus()) {
        event->ignore();
        return;
    }
    const int delta = event->angleDelta().y();
    if (delta != 0)
        zoom(std::pow(wheelStep, -delta / 120.0), xAt(event->position().toPoint()));
    event->accept();
}

void ChartCanvas::mousePressEvent(QMouseEvent *event)
{
    setFocus(Qt::MouseFocusReason);
    m_pressed = event->button();
    m_pressedAt = event->position().toPoint();
    m_panning = m_pressed == Qt::MiddleButton ||
                (m_pressed == Qt::LeftButton && event->modifiers().testFlag(Qt::ShiftModifier));
}

void ChartCanvas::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint position = event->position().toPoint();
    if (m_panning) {
        pan(xAt(m_pressedAt) - xAt(position));
        m_pressedAt = position;
    } else if (m_pressed == Qt::LeftButton) {
        const QRectF plot = chart()->plotArea();
        const int left = qMin(m_pressedAt.x(), position.x());
        const int right = qMax(m_pressedAt.x(), position.x());
        m_band->setGeometry(QRect(left, int(plot.top()), right - left, int(plot.height())));
        m_band->setVisible(right - left >= minimumDrag);
    }
    const QRectF plot = chart()->plotArea();
    if (plot.contains(mapToScene(position))) {
        setCrosshair(xAt(position));
        emit crosshairMoved(m_crosshair);
    }
}

void ChartCanvas::mouseReleaseEvent(QMouseEvent *event)
{
    const QPoint position = event->position().toPoint();
    if (m_pressed == Qt::LeftButton && !m_panning && qAbs(position.x() - m_pressedAt.x()) >= minimumDrag) {
        const double a = xAt(m_pressedAt);
        const double b = xAt(position);
        changeView(Range{qMin(a, b), qMax(a, b)});
    }
    m_band->hide();
    m_pressed = Qt::NoButton;
    m_panning = false;
}

void ChartCanvas::mouseDoubleClickEvent(QMouseEvent *)
{
    m_pressed = Qt::NoButton;
    changeView({});
}

void ChartCanvas::keyPressEvent(QKeyEvent *event)
{
    const Range range = visibleRange();
    const double center = m_crosshair.value_or((range.from + range.to) / 2);
    const double step = (range.to - range.from) / 50;
    switch (event->key()) {
    case Qt::Key_Plus:
        zoom(1 / wheelStep, center);
        return;
    case Qt::Key_Minus:
        zoom(wheelStep, center);
        return;
    case Qt::Key_0:
        changeView({});
        return;
    case Qt::Key_Left:
    case Qt::Key_Right: {
        const double direction = event->key() == Qt::Key_Left ? -1 : 1;
        if (event->modifiers().testFlag(Qt::ShiftModifier)) {
            pan(direction * step * 5);
        } else {
            setCrosshair(qBound(range.from, center + direction * step, range.to));
            emit crosshairMoved(m_crosshair);
        }
        return;
    }
    default:
        QChartView::keyPressEvent(event);
    }
}

void ChartCanvas::leaveEvent(QEvent *event)
{
    QChartView::leaveEvent(event);
    setCrosshair({});
    emit crosshairMoved({});
}

} // namespace nsl
