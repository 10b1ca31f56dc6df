// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <runcolors.h>

class QPainter;
class QPointF;

namespace nsl
{

/// Draws the marker of a run whose hue is a repeat, centred at a point.
void paintRunMarker(QPainter &painter, const QPointF &at, RunStyle::Marker marker, const QColor &color);

} // namespace nsl
