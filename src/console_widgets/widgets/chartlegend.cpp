// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/chartlegend.h"

#include "theme/tokens.h"
#include "widgets/runmarker.h"

#include <QApplication>
#include <QHelpEvent>
#include <QPainter>
#include <QStyle>
#include <QToolTip>
#include <QtMath>

namespace nsl
{
namespace
{

constexpr int legendSample = 26; // a dash and its gap, whole, twice
constexpr int legendLeastName = 110;
constexpr int legendGap = 5;
constexpr int legendBetween = 14;

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
        parts << u"%1 %2"_qs.arg(entry.name, entry.value).trimmed();
    return parts.join(u" · "_qs);
}

int ChartLegend::valueWidth() const
{
    // A double takes up to 17 digits, a sign, a point and an exponent.
    return qCeil(QFontMetricsF(font()).horizontalAdvance(u"−0.00000000000000000"_qs)) + 1;
}

int ChartLegend::columnCount(int width) const
{
    const int room = legendSample + legendGap + valueWidth() + legendLeastName;
    return qBound(1, (width + legendBetween) / (room + legendBetween), qMax(1, int(m_entries.size())));
}

QList<QRect> ChartLegend::layOut(int width) const
{
    const int height = QFontMetrics(font()).height() + 1;
    const int columns = columnCount(width);
    const int each = (width - (columns - 1) * legendBetween) / columns;
    QList<QRect> places;
    for (qsizetype i = 0; i < m_entries.size(); ++i)
        places.append(
            QRect(int(i) % columns * (each + legendBetween), int(i) / columns * height, each, height));
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

bool ChartLegend::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QList<QRect> places = layOut(width());
        for (qsizetype i = 0; i < places.size(); ++i) {
            if (QStyle::visualRect(layoutDirection(), rect(), places.at(i)).contains(help->pos())) {
                const Entry &entry = m_entries.at(i);
                // Names come from the network: as plain text, whatever they hold.
                QToolTip::showText(help->globalPos(),
                                   u"<p>"_qs +
                                       u"%1 %2"_qs.arg(entry.name, entry.value).trimmed().toHtmlEscaped() +
                                       u"</p>"_qs,
                                   this);
                return true;
            }
        }
    }
    return QWidget::event(event);
}

void ChartLegend::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensFor(QApplication::palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(font());
    const QFontMetrics metrics(font());
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    // Places are mirrored below; each text runs in its own direction, a minus before its number.
    painter.setLayoutDirection(Qt::LayoutDirectionAuto);
    const QList<QRect> places = layOut(width());
    for (qsizetype i = 0; i < places.size(); ++i) {
        const Entry &entry = m_entries.at(i);
        const QRect place = QStyle::visualRect(layoutDirection(), rect(), places.at(i));
        const auto part = [&](int from, int wide) {
            return QRect(mirrored ? place.right() - from - wide + 1 : place.left() + from, place.top(), wide,
                         place.height());
        };
        const QColor color = visibleOn(entry.style.on(tokens.surface), tokens.surface);
        QPen pen(color, entry.style.thin ? 1 : 2);
        pen.setStyle(entry.style.dash);
        painter.setPen(pen);
        const QRectF sample = part(0, legendSample);
        painter.drawLine(QPointF(sample.left(), sample.center().y() + 0.5),
                         QPointF(sample.right(), sample.center().y() + 0.5));
        paintRunMarker(painter, sample.center() + QPointF(0, 0.5), entry.style.marker, color);
        const int wanted = qCeil(QFontMetricsF(font()).horizontalAdvance(entry.value)) + 1;
        const int nameFrom = legendSample + legendGap;
        // Where there is too little room, the name gives way.
        const int valueSpace =
            entry.value.isEmpty() ? 0 : qBound(1, wanted, qMax(1, place.width() - nameFrom));
        const int nameSpace = qMax(0, place.width() - nameFrom - valueSpace - legendGap);
        painter.setPen(tokens.secondary);
        painter.drawText(part(nameFrom, nameSpace),
                         int((mirrored ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter),
                         metrics.elidedText(entry.name, Qt::ElideMiddle, nameSpace));
        painter.setPen(tokens.text);
        painter.drawText(part(place.width() - qMax(valueSpace, 1), qMax(valueSpace, 1)),
                         int((mirrored ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter), entry.value);
    }
}

} // namespace nsl
