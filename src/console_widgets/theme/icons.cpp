// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/icons.h"

#include "theme/tokens.h"

#include <QFile>
#include <QGuiApplication>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace nsl
{
namespace
{

QString resourcePath(const QString &name)
{
    return u":/nsl/icons/%1.svg"_qs.arg(name);
}

QByteArray svgSource(const QString &name)
{
    static QHash<QString, QByteArray> sources; // GUI thread only
    auto found = sources.constFind(name);
    if (found == sources.constEnd()) {
        QFile file(resourcePath(name));
        found = sources.insert(name, file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray());
    }
    return *found;
}

/// Paints by the application's palette, so a change of theme needs no new icons.
class ThemedIconEngine : public QIconEngine
{
public:
    explicit ThemedIconEngine(QString name)
        : m_name(std::move(name))
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        paintIcon(painter, rect, m_name, colorFor(mode));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap result(size);
        result.fill(Qt::transparent);
        QPainter painter(&result);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return result;
    }

    QIconEngine *clone() const override { return new ThemedIconEngine(m_name); }
    QString key() const override { return u"nsl-themed"_qs; }

private:
    static QColor colorFor(QIcon::Mode mode)
    {
        const Tokens &tokens = tokensFor(QGuiApplication::palette());
        QColor color = tokens.text;
        if (mode == QIcon::Disabled) {
            color = tokens.secondary;
            color.setAlphaF(0.6F);
        }
        return color;
    }

    QString m_name;
};

} // namespace

QIcon themedIcon(const QString &name)
{
    return QFile::exists(resourcePath(name)) ? QIcon(new ThemedIconEngine(name)) : QIcon();
}

void paintIcon(QPainter *painter, const QRectF &rect, const QString &name, const QColor &color)
{
    const qreal ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
    const int size = qRound(qMin(rect.width(), rect.height()));
    const QPixmap pixmap = iconPixmap(name, color, size, ratio);
    painter->drawPixmap(QPointF(rect.center().x() - size / 2.0, rect.center().y() - size / 2.0), pixmap);
}

QPixmap iconPixmap(const QString &name, const QColor &color, int size, qreal devicePixelRatio)
{
    const QString key =
        u"nsl-icon/%1/%2/%3/%4"_qs.arg(name, color.name(QColor::HexArgb)).arg(size).arg(devicePixelRatio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QByteArray source = svgSource(name);
    source.replace("#000000", color.name(QColor::HexRgb).toLatin1());
    const int pixels = qMax(1, qRound(size * devicePixelRatio));
    pixmap = QPixmap(pixels, pixels);
    pixmap.fill(Qt::transparent);
    QSvgRenderer renderer(source);
    if (renderer.isValid()) {
        QPainter painter(&pixmap);
        painter.setOpacity(color.alphaF());
        renderer.render(&painter, QRectF(0, 0, pixels, pixels));
    }
    pixmap.setDevicePixelRatio(devicePixelRatio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

} // namespace nsl
