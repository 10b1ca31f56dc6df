// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chartdata.h>

#include <QAbstractTableModel>

namespace nsl
{

/// The raw measurements of a chart's lines, one row each: for screen readers and for copying.
class ChartTableModel : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChartTableModel)

public:
    enum Column { Line, Step, Value, Epoch, Time, Kind, ColumnCount };

    explicit ChartTableModel(const ChartData &chartData, QObject *parent = nullptr);

    void setCurves(const QList<ChartData::Curve> &curves);
    /// Takes in measurements that were added.
    void refresh();

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    const ChartData &m_data;
    QList<ChartData::Curve> m_curves;
    QList<qsizetype> m_ends; ///< row behind the last one of each curve
};

} // namespace nsl
