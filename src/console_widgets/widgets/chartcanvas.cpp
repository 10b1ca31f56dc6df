// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/chartcanvas.h"

#include "theme/tokens.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QRubberBand>
#include <QWheelEvent>

#include <cmath>

namespace nsl
{
namespace
{

constexpr int minimumDrag = 6;
constexpr double wheelStep = 1.25;

} // namespace

ChartCanvas::ChartCanvas(QWidget *parent)
    : QWidget(parent)
    , m_band(new QRubberBand(QRubberBand::Rectangle, this))
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void ChartCanvas::setLines(const QList<ChartLine> &lines)
{
    m_lines = lines;
    m_plot.layOut({}, setup()); // the old lines are of no use, the new ones are read by refresh()
    update();
}

void ChartCanvas::setLogY(bool on)
{
    if (on == m_logY)
        return;
    m_logY = on;
    refresh();
}

void ChartCanvas::setXKind(XKind kind)
{
    m_xKind = kind;
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
    update();
}

ChartCanvas::Range ChartCanvas::visibleRange() const
{
    Range range = m_view ? *m_view : fullRange().value_or(Range{0, 1});
    if (!(range.to > range.from)) {
        const double room = qMax(0.5, 4 * axisGrain(range.from));
        range = {range.from - room, range.from + room};
    }
    return range;
}

ChartPlot::Setup ChartCanvas::setup() const
{
    return {size(), visibleRange(), m_logY, m_xKind, locale()};
}

void ChartCanvas::refresh()
{
    m_plot.layOut(m_lines, setup());
    update();
}

void ChartCanvas::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setLayoutDirection(Qt::LeftToRight); // numbers grow to the right in any language
    painter.fillRect(rect(), tokens.surface);
    m_plot.paint(painter, m_lines, tokens);
    const Range range = visibleRange();
    if (m_crosshair && *m_crosshair >= range.from && *m_crosshair <= range.to) {
        const double x = m_plot.xOf(*m_crosshair);
        painter.setPen(QPen(tokens.secondary, 1, Qt::DashLine));
        painter.drawLine(QPointF(x, plotArea().top()), QPointF(x, plotArea().bottom()));
    }
    if (hasFocus()) {
        painter.setPen(tokens.accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

double ChartCanvas::xAt(const QPoint &position) const
{
    return m_plot.valueAt(position.x());
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
    const double finest = 32 * axisGrain(qMax(std::abs(range.from), std::abs(range.to)));
    if (factor < 1 && full && next.to - next.from < qMax((full->to - full->from) * 1e-7, finest))
        return;
    changeView(next);
}

void ChartCanvas::pan(double delta)
{
    const auto full = fullRange();
    if (!full || !m_view)
        return;
    const double bounded =
        qBound(qMin(0.0, full->from - m_view->from), delta, qMax(0.0, full->to - m_view->to));
    changeView(Range{m_view->from + bounded, m_view->to + bounded});
}

void ChartCanvas::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::LocaleChange ||
        event->type() == QEvent::FontChange)
        refresh();
}

void ChartCanvas::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
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
        const QRectF plot = plotArea();
        const int left = qMin(m_pressedAt.x(), position.x());
        const int right = qMax(m_pressedAt.x(), position.x());
        m_band->setGeometry(QRect(left, int(plot.top()), right - left, int(plot.height())));
        m_band->setVisible(right - left >= minimumDrag);
    }
    if (plotArea().contains(position)) {
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
        QWidget::keyPressEvent(event);
    }
}

void ChartCanvas::leaveEvent(QEvent *event)
{
    QWidget::leaveEvent(event);
    setCrosshair({});
    emit crosshairMoved({});
}

} // namespace nsl
