// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/breakinglabel.h"

#include "theme/tokens.h"

#include <QPainter>
#include <QTextLayout>
#include <QtMath>

namespace nsl
{
namespace
{

constexpr int leastLine = 60;
constexpr int widestLine = 400;

/// Breaks the text for a width and tells the height.
double layOutBroken(QTextLayout &layout, double width, Qt::LayoutDirection direction)
{
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(Qt::LayoutDirectionAuto);
    option.setAlignment(Qt::AlignAbsolute | (direction == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft));
    layout.setTextOption(option);
    double y = 0;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        line.setPosition({0, y});
        y += line.height();
    }
    layout.endLayout();
    return y;
}

} // namespace

BreakingLabel::BreakingLabel(QWidget *parent)
    : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void BreakingLabel::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

void BreakingLabel::setSecondary(bool on)
{
    m_secondary = on;
    update();
}

int BreakingLabel::heightForWidth(int width) const
{
    QTextLayout layout(m_text, font());
    return qMax(fontMetrics().height(), qCeil(layOutBroken(layout, qMax(width, 1), layoutDirection())));
}

QSize BreakingLabel::sizeHint() const
{
    const int width = qMin(fontMetrics().horizontalAdvance(m_text) + 2, widestLine);
    return {width, heightForWidth(width)};
}

QSize BreakingLabel::minimumSizeHint() const
{
    return {qMin(leastLine, sizeHint().width()), fontMetrics().height()};
}

void BreakingLabel::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensFor(palette());
    QPainter painter(this);
    painter.setPen(m_secondary ? tokens.secondary : tokens.text);
    QTextLayout layout(m_text, font());
    layOutBroken(layout, width(), layoutDirection());
    layout.draw(&painter, {0, 0});
}

} // namespace nsl
