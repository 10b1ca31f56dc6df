// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/chartlegend.h"

#include "theme/tokens.h"

#include <QApplication>
#include <QPainter>
#include <QtMath>

namespace nsl
{
namespace
{

constexpr int sampleWidth = 18;
constexpr int gap = 5;
constexpr int between = 14;

} // namespace

ChartLegend::ChartLegend(QWidget *parent)
    : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    QFont small = font();
    small.setPointSizeF(8.25);
    setFont(small);
}

void ChartLegend::setEntries(const QList<Entry> &entries)
{
    if (entries == m_entries)
        return;
    const int before = heightForWidth(width());
    m_entries = entries;
    setAccessibleName(text());
    if (heightForWidth(width()) != before)
        updateGeometry();
    update();
}

QString ChartLegend::text() const
{
    QStringList parts;
    for (const Entry &entry : m_entries)
        parts << (entry.name.isEmpty() ? entry.value : u"%1 %2"_qs.arg(entry.name, entry.value));
    return parts.join(u" · "_qs);
}

int ChartLegend::entryWidth(const Entry &entry) const
{
    const QFontMetricsF metrics(font());
    // Rounded up: a pixel's fraction too little elides half a name.
    return sampleWidth + gap + qCeil(metrics.horizontalAdvance(entry.name)) + 1 +
           (entry.name.isEmpty() ? 0 : gap) + qCeil(metrics.horizontalAdvance(entry.value)) + 1;
}

QList<QRect> ChartLegend::layOut(int width) const
{
    const int height = QFontMetrics(font()).height() + 1;
    QList<QRect> places;
    int x = 0;
    int y = 0;
    for (const Entry &entry : m_entries) {
        const int wanted = qMin(entryWidth(entry), width);
        if (x > 0 && x + wanted > width) {
            x = 0;
            y += height;
        }
        places.append(QRect(x, y, wanted, height));
        x += wanted + between;
    }
    return places;
}

int ChartLegend::heightForWidth(int width) const
{
    const QList<QRect> places = layOut(qMax(width, 60));
    return places.isEmpty() ? QFontMetrics(font()).height() + 1 : places.last().bottom() + 1;
}

QSize ChartLegend::sizeHint() const
{
    return {200, heightForWidth(qMax(width(), 200))};
}

QSize ChartLegend::minimumSizeHint() const
{
    return {60, heightForWidth(qMax(width(), 60))};
}

void ChartLegend::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensFor(QApplication::palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(font());
    const QFontMetrics metrics(font());
    const QList<QRect> places = layOut(width());
    for (qsizetype i = 0; i < places.size(); ++i) {
        const Entry &entry = m_entries.at(i);
        QRect place = places.at(i);
        QPen pen(visibleOn(entry.color, tokens.surface), 2);
        pen.setStyle(entry.dash);
        painter.setPen(pen);
        const qreal middle = place.center().y() + 0.5;
        painter.drawLine(QPointF(place.left(), middle), QPointF(place.left() + sampleWidth, middle));
        place.setLeft(place.left() + sampleWidth + gap);
        const int valueWidth = qCeil(QFontMetricsF(font()).horizontalAdvance(entry.value)) + 1;
        const int nameWidth = qMax(0, place.width() - valueWidth - (entry.name.isEmpty() ? 0 : gap));
        painter.setPen(tokens.secondary);
        painter.drawText(QRect(place.left(), place.top(), nameWidth, place.height()), int(Qt::AlignVCenter),
                         metrics.elidedText(entry.name, Qt::ElideMiddle, nameWidth));
        painter.setPen(tokens.text);
        painter.drawText(place.adjusted(entry.name.isEmpty() ? 0 : nameWidth + gap, 0, 0, 0),
                         int(Qt::AlignVCenter), entry.value);
    }
}

} // namespace nsl
