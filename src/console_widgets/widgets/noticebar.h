// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme/tokens.h"

#include <QFrame>

class QHBoxLayout;
class QLabel;

namespace nsl
{

/// A toned strip: icon, a strong line, a quieter line below, and buttons at its end. Base of the
/// production banner and of the failure banner. All text is plain.
class NoticeBar : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NoticeBar)

public:
    explicit NoticeBar(QWidget *parent = nullptr);

    Tone tone() const { return m_tone; }
    void setTone(Tone tone, const QString &icon);
    /// Strong text and, on the same line, quieter text.
    void setHeadline(const QString &strong, const QString &quiet = {});
    /// The line below; empty hides it.
    void setDetail(const QString &text);
    QString headline() const;
    QString detail() const;
    /// Adds a button (or another widget) at the end.
    void addAction(QWidget *widget);

protected:
    void changeEvent(QEvent *event) override;

private:
    void refreshIcon();
    void refreshAccessibleName();

    Tone m_tone = Tone::Neutral;
    QString m_iconName;
    QLabel *m_icon;
    QLabel *m_strong;
    QLabel *m_quiet;
    QLabel *m_detail;
    QHBoxLayout *m_actions;
};

} // namespace nsl
