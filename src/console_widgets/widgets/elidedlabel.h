// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

namespace nsl
{

/// One line of plain text that gives way: elided where it does not fit, whole in the tooltip.
class ElidedLabel : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ElidedLabel)

public:
    explicit ElidedLabel(QWidget *parent = nullptr);

    QString text() const { return m_text; }
    void setText(const QString &text);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
};

/// Network text in a place that would read mark-up (tooltips): always plain.
QString plainToolTip(const QString &text);

} // namespace nsl
