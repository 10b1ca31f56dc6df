// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme/tokens.h"

#include <QString>
#include <QWidget>

class QPainter;

namespace nsl
{

/// A status as icon, word and colour: never colour alone.
struct Badge
{
    Tone tone = Tone::Neutral;
    QString icon; ///< name of a themed icon; may be empty
    QString text;

    friend bool operator==(const Badge &, const Badge &) = default;
};

QSize badgeSize(const Badge &badge, const QFont &font);
/// Draws the badge left-aligned and vertically centred in the rectangle, eliding its word.
void paintBadge(QPainter *painter, const QRect &rect, const Badge &badge, const QFont &font,
                const QPalette &palette);

/// A badge as a widget. Its accessible name is its word.
class BadgeLabel : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BadgeLabel)

public:
    explicit BadgeLabel(QWidget *parent = nullptr);

    const Badge &badge() const { return m_badge; }
    void setBadge(const Badge &badge);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Badge m_badge;
};

} // namespace nsl
