// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <runcolors.h>

#include <QList>
#include <QRect>
#include <QString>
#include <QWidget>

namespace nsl
{

/// Which line is which and what it says: colour, dash, weight and marker as drawn, name, exact value. One
/// place per line, given by the number of lines and the width alone: nothing moves when values come, change
/// or go.
class ChartLegend : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChartLegend)

public:
    struct Entry
    {
        QString name;
        QString value;
        RunStyle style;

        friend bool operator==(const Entry &, const Entry &) = default;
    };

    explicit ChartLegend(QWidget *parent = nullptr);

    void setEntries(const QList<Entry> &entries);
    /// All entries in words.
    QString text() const;

    /// Where an entry stands at the present width.
    QRect place(qsizetype entry) const { return layOut(width()).at(entry); }

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    /// Places of the entries for a width.
    QList<QRect> layOut(int width) const;
    int columnCount(int width) const;
    int valueWidth() const;

    QList<Entry> m_entries;
};

} // namespace nsl
