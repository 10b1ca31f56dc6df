// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme/tokens.h"
#include "widgets/chartline.h"

#include <axisticks.h>

#include <QCoreApplication>
#include <QLocale>
#include <QPolygonF>
#include <QRectF>
#include <QSizeF>

class QPainter;

namespace nsl
{

/// The distance of a number from the next one that a double can hold.
double axisGrain(double value);

/// Where the lines and axes of a chart lie for a size and an x range, and how they are painted.
///
/// Lines break where a value is not finite, with a mark there. The y axis fits what is visible. Axes are
/// marked by AxisTicks, so that numbers of any size are laid out at once.
class ChartPlot
{
    Q_DECLARE_TR_FUNCTIONS(ChartPlot)

public:
    using Range = ChartLine::Extent;
    /// What the numbers of the x axis are.
    enum class XKind { Integer, Real, Time }; ///< Time: milliseconds since the Unix epoch

    struct Setup
    {
        QSizeF size;
        Range range{0, 1}; ///< of x, not empty
        bool logY = false;
        XKind kind = XKind::Integer;
        QLocale locale;
    };

    /// Reads the points of the lines and places everything.
    void layOut(const QList<ChartLine> &lines, const Setup &setup);
    void paint(QPainter &painter, const QList<ChartLine> &lines, const Tokens &tokens) const;

    QRectF area() const { return m_area; }
    double xOf(double x) const;
    double yOf(double y) const;
    double valueAt(double pixel) const;
    /// The unbroken parts of a line, and how many marks it has where values are not finite.
    const QList<QPolygonF> &segments(qsizetype line) const { return m_drawn.at(line).segments; }
    qsizetype markCount(qsizetype line) const { return m_drawn.at(line).marks.size(); }
    const AxisTicks &xTicks() const { return m_xTicks; }
    const AxisTicks &yTicks() const { return m_yTicks; }
    /// The most points that one line had.
    int largestLine() const { return m_largestLine; }

private:
    /// Where a value that is not finite stands: NaN at the bottom, infinities at their edges.
    struct Mark
    {
        enum class Kind { NotANumber, Above, Below };

        QPointF at;
        Kind kind = Kind::NotANumber;
    };

    struct DrawnLine
    {
        QList<QPolygonF> segments;
        QList<Mark> marks;
        bool dots = false; ///< so few measurements that each is shown
    };

    void fitY(double low, double high);
    void layOutAxes();
    AxisTicks xTicksFor(const Range &range, double left, double width) const;
    /// Where a label of the x axis begins: centred, but inside the chart.
    double labelBegin(double middle, double width) const;
    void place(const QList<QPointF> &points, DrawnLine &drawn) const;
    void paintAxes(QPainter &painter, const Tokens &tokens) const;
    void paintLine(QPainter &painter, const ChartLine &line, const DrawnLine &drawn,
                   const Tokens &tokens) const;

    Setup m_setup;
    QRectF m_area;
    Range m_y;
    AxisTicks m_xTicks;
    AxisTicks m_yTicks;
    QList<DrawnLine> m_drawn;
    int m_largestLine = 0;
};

} // namespace nsl
