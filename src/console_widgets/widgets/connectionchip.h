// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme/tokens.h"

#include <QAbstractButton>

namespace nsl
{

/// Where the console is connected to and how that is going; a click shows more.
class ConnectionChip : public QAbstractButton
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConnectionChip)

public:
    explicit ConnectionChip(QWidget *parent = nullptr);

    /// name "Local workspace", state "Reconnecting in 4 s".
    void setConnection(const QString &name, const QString &state, Tone tone);
    QString stateText() const { return m_state; }
    Tone tone() const { return m_tone; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_name;
    QString m_state;
    Tone m_tone = Tone::Neutral;
};

} // namespace nsl
