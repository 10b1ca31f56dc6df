// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/chartplot.h"

#include "widgets/runmarker.h"

#include <QApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <cmath>
#include <limits>
#include <utility>

namespace nsl
{
namespace
{

constexpr int xParts = 6;
constexpr int yParts = 5;
constexpr double labelPointSize = 8.25;
constexpr double labelGap = 6;
constexpr double rightMargin = 10;
constexpr double topMargin = 6;
constexpr double markSize = 3.5;
constexpr double markerDistance = 72;
constexpr int fewPoints = 12;

QFont axisFont()
{
    QFont font = QApplication::font();
    font.setPointSizeF(labelPointSize);
    return font;
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

/// The parts of a line between the left and the right edge. Far neighbours of what is visible lie millions of
/// pixels away; a painter that dashes its way there would not come back.
QList<QPolygonF> clipped(const QPolygonF &line, const QRectF &area)
{
    constexpr double farAway = 1e4;
    const double left = area.left() - 1;
    const double right = area.right() + 1;
    const auto bounded = [&area](QPointF point) {
        return QPointF(point.x(), qBound(area.top() - farAway, point.y(), area.bottom() + farAway));
    };
    const auto onEdge = [](const QPointF &from, const QPointF &to, double x) {
        return QPointF(x, from.y() + (to.y() - from.y()) * ((x - from.x()) / (to.x() - from.x())));
    };
    QList<QPolygonF> parts;
    QPolygonF part;
    if (line.size() == 1 && line.first().x() >= left && line.first().x() <= right)
        parts.append(QPolygonF{bounded(line.first())});
    for (qsizetype i = 1; i < line.size(); ++i) {
        QPointF from = line.at(i - 1);
        QPointF to = line.at(i);
        const bool outside = (from.x() < left && to.x() < left) || (from.x() > right && to.x() > right);
        if (outside) {
            if (!part.isEmpty())
                parts.append(std::exchange(part, {}));
            continue;
        }
        const QPointF whole = to;
        const QPointF begin = from;
        for (const double edge : {left, right}) {
            if ((begin.x() < edge) != (whole.x() < edge) && begin.x() != edge && whole.x() != edge) {
                const bool fromIsOut = edge == left ? begin.x() < left : begin.x() > right;
                (fromIsOut ? from : to) = onEdge(begin, whole, edge);
            }
        }
        if (part.isEmpty())
            part.append(bounded(from));
        part.append(bounded(to));
        if (to != whole)
            parts.append(std::exchange(part, {}));
    }
    if (!part.isEmpty())
        parts.append(part);
    return parts;
}

} // namespace

double axisGrain(double value)
{
    const double size = std::abs(value);
    return std::nextafter(size, std::numeric_limits<double>::infinity()) - size;
}

void ChartPlot::layOut(const QList<ChartLine> &lines, const Setup &setup)
{
    m_setup = setup;
    const Range range = setup.range;
    const int limit = qBound(100, int(setup.size.width()) * 2, maximumChartPoints);
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    QList<QList<QPointF>> points;
    m_largestLine = 0;
    for (const ChartLine &line : lines) {
        QList<QPointF> own = line.points(range.from, range.to, limit, setup.logY);
        own.removeIf([](const QPointF &point) { return !std::isfinite(point.x()); });
        limitPoints(own);
        for (const QPointF &point : std::as_const(own)) {
            if (point.x() < range.from || point.x() > range.to || !std::isfinite(point.y()))
                continue;
            low = qMin(low, point.y());
            high = qMax(high, point.y());
        }
        m_largestLine = qMax(m_largestLine, int(own.size()));
        points.append(own);
    }
    fitY(low, high);
    layOutAxes();
    m_drawn = QList<DrawnLine>(lines.size());
    for (qsizetype i = 0; i < points.size(); ++i) {
        // Two points across the chart are a level, not two measurements.
        m_drawn[i].dots = points.at(i).size() <= fewPoints && lines.at(i).extent();
        place(points.at(i), m_drawn[i]);
    }
}

void ChartPlot::place(const QList<QPointF> &points, DrawnLine &drawn) const
{
    QPolygonF part;
    const auto flush = [this, &part, &drawn] { drawn.segments += clipped(std::exchange(part, {}), m_area); };
    for (const QPointF &point : points) {
        const double x = xOf(point.x());
        if (std::isfinite(point.y())) {
            part.append({x, yOf(point.y())});
            continue;
        }
        flush();
        if (x < m_area.left() - 0.5 || x > m_area.right() + 0.5)
            continue;
        const bool above = point.y() > 0; // false for NaN
        const auto kind = std::isnan(point.y()) ? Mark::Kind::NotANumber
                          : above               ? Mark::Kind::Above
                                                : Mark::Kind::Below;
        drawn.marks.append({{x, above ? m_area.top() + markSize : m_area.bottom() - markSize}, kind});
    }
    flush();
}

void ChartPlot::fitY(double low, double high)
{
    constexpr double most = std::numeric_limits<double>::max();
    if (!(high >= low)) {
        low = m_setup.logY ? 0.1 : 0;
        high = 1;
    }
    if (m_setup.logY) {
        const double from = std::log10(low);
        const double to = std::log10(high);
        const double room = to > from ? (to - from) * 0.06 : 0.3;
        m_y = {qMax(std::pow(10, from - room), std::numeric_limits<double>::denorm_min()),
               qMin(std::pow(10, to + room), most)};
        return;
    }
    double room = high / 2 - low / 2; // the difference itself could overflow
    room = room > 0 ? room * 0.12 : high != 0 ? std::abs(high) * 0.1 : 0.5;
    room = qMax(room, 4 * axisGrain(qMax(std::abs(low), std::abs(high))));
    m_y = {qMax(low - room, -most), qMin(high + room, most)};
}

void ChartPlot::layOutAxes()
{
    const QFontMetricsF metrics(axisFont());
    const double row = metrics.height();
    const Range range = m_setup.range;
    // How high the plot is depends on whether the x axis needs a line for its origin.
    const bool origin = !xTicksFor(range, 48, qMax(40.0, m_setup.size.width() - 58.0)).origin.isEmpty();
    const double bottom = 4 + row * (origin ? 2 : 1);
    double top = topMargin + row / 2;
    const double high = qMax(20.0, m_setup.size.height() - bottom - top);
    const int parts = qBound(1, int(high / (row * 1.8)), yParts);
    m_yTicks = m_setup.logY ? AxisTicks::logarithmic(m_y.from, m_y.to, parts, m_setup.locale)
                            : AxisTicks::linear(m_y.from, m_y.to, parts, false, m_setup.locale);
    if (!m_yTicks.origin.isEmpty())
        top += row;
    double labels = 24;
    for (const AxisTicks::Tick &tick : std::as_const(m_yTicks.ticks))
        labels = qMax(labels, metrics.horizontalAdvance(tick.label));
    const double left = std::ceil(labels + labelGap + 2);
    m_area = QRectF(left, top, qMax(20.0, m_setup.size.width() - left - rightMargin),
                    qMax(20.0, m_setup.size.height() - bottom - top));
    m_xTicks = xTicksFor(range, m_area.left(), m_area.width());
    // Labels that would touch their neighbour below are left out.
    double free = std::numeric_limits<double>::infinity();
    QList<AxisTicks::Tick> kept;
    for (const AxisTicks::Tick &tick : std::as_const(m_yTicks.ticks)) {
        const double y = yOf(tick.value);
        if (y + row / 2 > free)
            continue;
        kept.append(tick);
        free = y - row / 2;
    }
    m_yTicks.ticks = kept;
}

AxisTicks ChartPlot::xTicksFor(const Range &range, double left, double width) const
{
    const QFontMetricsF metrics(axisFont());
    AxisTicks ticks;
    for (int parts = xParts; parts >= 1; --parts) {
        ticks = m_setup.kind == XKind::Time
                    ? AxisTicks::time(range.from, range.to, parts, m_setup.locale)
                    : AxisTicks::linear(range.from, range.to, parts, m_setup.kind == XKind::Integer,
                                        m_setup.locale);
        double free = -std::numeric_limits<double>::infinity();
        QList<AxisTicks::Tick> kept;
        for (const AxisTicks::Tick &tick : std::as_const(ticks.ticks)) {
            const double wide = metrics.horizontalAdvance(tick.label) + 1;
            const double middle = left + width * ((tick.value - range.from) / (range.to - range.from));
            const double begin = labelBegin(middle, wide);
            if (begin < free)
                continue;
            kept.append(tick);
            free = begin + wide + labelGap;
        }
        const bool all = kept.size() == ticks.ticks.size();
        ticks.ticks = kept;
        if (all)
            break;
    }
    return ticks;
}

double ChartPlot::labelBegin(double middle, double width) const
{
    return qBound(0.0, middle - width / 2, qMax(0.0, m_setup.size.width() - width));
}

double ChartPlot::xOf(double x) const
{
    const Range range = m_setup.range;
    return m_area.left() + m_area.width() * ((x - range.from) / (range.to - range.from));
}

double ChartPlot::valueAt(double pixel) const
{
    const double share = m_area.width() > 0 ? (pixel - m_area.left()) / m_area.width() : 0;
    return m_setup.range.from + share * (m_setup.range.to - m_setup.range.from);
}

double ChartPlot::yOf(double y) const
{
    double share = 0;
    if (m_setup.logY)
        share = (std::log10(y) - std::log10(m_y.from)) / (std::log10(m_y.to) - std::log10(m_y.from));
    else
        share = (y / 2 - m_y.from / 2) / (m_y.to / 2 - m_y.from / 2);
    return m_area.bottom() - m_area.height() * share;
}

void ChartPlot::paintAxes(QPainter &painter, const Tokens &tokens) const
{
    const QFontMetricsF metrics(painter.font());
    const double row = metrics.height();
    for (const AxisTicks::Tick &tick : m_yTicks.ticks) {
        const double y = std::round(yOf(tick.value)) + 0.5;
        painter.setPen(tokens.border);
        painter.drawLine(QPointF(m_area.left(), y), QPointF(m_area.right(), y));
        painter.setPen(tokens.secondary);
        painter.drawText(QRectF(0, y - row / 2, m_area.left() - labelGap, row),
                         int(Qt::AlignRight | Qt::AlignVCenter), tick.label);
    }
    if (!m_yTicks.origin.isEmpty()) {
        painter.setPen(tokens.secondary);
        painter.drawText(
            QRectF(0, 0, m_setup.size.width(), row), int(Qt::AlignLeft | Qt::AlignVCenter),
            tr("%1 plus", "the number that the labels of an axis count from").arg(m_yTicks.origin));
    }
    painter.setPen(tokens.border);
    painter.drawLine(QPointF(m_area.left(), m_area.bottom() + 0.5),
                     QPointF(m_area.right(), m_area.bottom() + 0.5));
    for (const AxisTicks::Tick &tick : m_xTicks.ticks) {
        const double x = xOf(tick.value);
        const double wide = metrics.horizontalAdvance(tick.label) + 1;
        painter.setPen(tokens.border);
        painter.drawLine(QPointF(x, m_area.bottom()), QPointF(x, m_area.bottom() + 3));
        painter.setPen(tokens.secondary);
        painter.drawText(QRectF(labelBegin(x, wide), m_area.bottom() + 4, wide, row), int(Qt::AlignCenter),
                         tick.label);
    }
    if (!m_xTicks.origin.isEmpty()) {
        painter.setPen(tokens.secondary);
        painter.drawText(
            QRectF(m_area.left(), m_area.bottom() + 4 + row, m_area.width(), row),
            int(Qt::AlignLeft | Qt::AlignVCenter),
            m_setup.kind == XKind::Time
                ? m_xTicks.origin
                : tr("%1 plus", "the number that the labels of an axis count from").arg(m_xTicks.origin));
    }
}

void ChartPlot::paintLine(QPainter &painter, const ChartLine &line, const DrawnLine &drawn,
                          const Tokens &tokens) const
{
    QColor color = visibleOn(line.style.on(tokens.surface), tokens.surface);
    if (line.faint)
        color.setAlphaF(0.3F);
    QPen pen(color, line.faint || line.style.thin ? 1.0 : 1.8);
    if (!line.faint)
        pen.setStyle(line.style.dash);
    double nextMarker = m_area.left() + markerDistance / 2;
    for (const QPolygonF &segment : drawn.segments) {
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(segment);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        if (drawn.dots || segment.size() == 1) {
            for (const QPointF &point : segment)
                painter.drawEllipse(point, 2.5, 2.5);
        }
        if (line.faint || line.style.marker == RunStyle::Marker::None)
            continue;
        for (qsizetype i = 1; i < segment.size(); ++i) {
            const QPointF &from = segment.at(i - 1);
            const QPointF &to = segment.at(i);
            for (; nextMarker <= to.x() && nextMarker <= m_area.right(); nextMarker += markerDistance) {
                if (nextMarker < from.x())
                    continue;
                const double share = to.x() > from.x() ? (nextMarker - from.x()) / (to.x() - from.x()) : 0;
                paintRunMarker(painter, from + (to - from) * share, line.style.marker, color);
            }
        }
    }
    painter.setPen(QPen(color, 1.4));
    painter.setBrush(color);
    for (const Mark &mark : drawn.marks) {
        const double size = markSize;
        switch (mark.kind) {
        case Mark::Kind::NotANumber:
            painter.drawLine(mark.at + QPointF(-size, -size), mark.at + QPointF(size, size));
            painter.drawLine(mark.at + QPointF(-size, size), mark.at + QPointF(size, -size));
            break;
        case Mark::Kind::Above:
            painter.drawPolygon(QPolygonF{mark.at + QPointF(-size, size), mark.at + QPointF(size, size),
                                          mark.at + QPointF(0, -size)});
            break;
        case Mark::Kind::Below:
            painter.drawPolygon(QPolygonF{mark.at + QPointF(-size, -size), mark.at + QPointF(size, -size),
                                          mark.at + QPointF(0, size)});
            break;
        }
    }
}

void ChartPlot::paint(QPainter &painter, const QList<ChartLine> &lines, const Tokens &tokens) const
{
    painter.setFont(axisFont());
    paintAxes(painter, tokens);
    painter.save();
    painter.setClipRect(m_area.adjusted(-2, -2, 2, 2));
    for (const bool behind : {true, false}) {
        for (qsizetype i = 0; i < qMin(lines.size(), m_drawn.size()); ++i) {
            if (behind == (lines.at(i).faint || lines.at(i).style.thin))
                paintLine(painter, lines.at(i), m_drawn.at(i), tokens);
        }
    }
    painter.restore();
}

} // namespace nsl
