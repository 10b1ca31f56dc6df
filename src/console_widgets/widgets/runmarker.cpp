// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/runmarker.h"

#include <QPainter>

namespace nsl
{

void paintRunMarker(QPainter &painter, const QPointF &at, RunStyle::Marker marker, const QColor &color)
{
    constexpr double half = 3.5;
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    switch (marker) {
    case RunStyle::Marker::None:
        break;
    case RunStyle::Marker::Circle:
        painter.drawEllipse(at, half, half);
        break;
    case RunStyle::Marker::Square:
        painter.drawRect(QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half));
        break;
    case RunStyle::Marker::Triangle:
        painter.drawPolygon(
            QPolygonF{at + QPointF(-half, half), at + QPointF(half, half), at + QPointF(0, -half)});
        break;
    case RunStyle::Marker::Diamond:
        painter.drawPolygon(QPolygonF{at + QPointF(0, -half - 1), at + QPointF(half + 1, 0),
                                      at + QPointF(0, half + 1), at + QPointF(-half - 1, 0)});
        break;
    case RunStyle::Marker::Cross:
        painter.setPen(QPen(color, 1.6));
        painter.drawLine(at + QPointF(-half, -half), at + QPointF(half, half));
        painter.drawLine(at + QPointF(-half, half), at + QPointF(half, -half));
        break;
    }
}

} // namespace nsl
