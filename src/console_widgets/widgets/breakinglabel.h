// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace nsl
{

/// Plain text that is always whole: it wraps between words, and inside of what has no gaps (digests, paths),
/// so that it never asks for more width than there is.
class BreakingLabel : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BreakingLabel)

public:
    explicit BreakingLabel(QWidget *parent = nullptr);

    QString text() const { return m_text; }
    void setText(const QString &text);
    /// Draws in the quieter colour.
    void setSecondary(bool on);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
    bool m_secondary = false;
};

} // namespace nsl
