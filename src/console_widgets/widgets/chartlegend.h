// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QList>
#include <QString>
#include <QWidget>

namespace nsl
{

/// Which line is which and what it says: colour and dash as drawn, name, exact value. Wraps to as many rows
/// as it needs.
class ChartLegend : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChartLegend)

public:
    struct Entry
    {
        QString name;
        QString value;
        QColor color;
        Qt::PenStyle dash = Qt::SolidLine;

        friend bool operator==(const Entry &, const Entry &) = default;
    };

    explicit ChartLegend(QWidget *parent = nullptr);

    void setEntries(const QList<Entry> &entries);
    /// All entries in words.
    QString text() const;

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    /// Places of the entries for a width.
    QList<QRect> layOut(int width) const;
    int entryWidth(const Entry &entry) const;

    QList<Entry> m_entries;
};

} // namespace nsl
