// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QSizeF>
#include <QString>

class QPainter;
class QRectF;

namespace nsl
{

/// Our own line icons (resources/icons/*.svg), tinted when they are painted: with the palette's text
/// colour, greyed when disabled, at the resolution of the device. An unknown name gives a null icon.
QIcon themedIcon(const QString &name);

/// Draws one icon in one colour.
void paintIcon(QPainter *painter, const QRectF &rect, const QString &name, const QColor &color);

/// One icon in one colour, for labels.
QPixmap iconPixmap(const QString &name, const QColor &color, int size, qreal devicePixelRatio);

} // namespace nsl
