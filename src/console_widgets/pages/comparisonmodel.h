// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/celldelegate.h"

#include <comparison.h>

#include <QAbstractTableModel>

namespace nsl
{

/// The metrics of a comparison: one row per metric, one column per run. A comparison is small and made anew
/// as a whole; rows and columns that stay are updated in place.
class ComparisonModel : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ComparisonModel)

public:
    explicit ComparisonModel(QObject *parent = nullptr)
        : QAbstractTableModel(parent)
    {
    }

    void setComparison(const Comparison &comparison, bool onlyDifferences);
    const Comparison &comparison() const { return m_comparison; }
    /// How a cell is drawn: value in bold where best, reading beside it.
    Cell cell(const QModelIndex &index) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    const Comparison::MetricRow &row(int index) const { return m_comparison.metrics.at(m_shown.at(index)); }

    Comparison m_comparison;
    QList<qsizetype> m_shown; ///< indexes of the rows that are shown
};

/// The manifest leaves that differ, grouped by what they belong to.
class DifferenceModel : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DifferenceModel)

public:
    enum Column { Group, Path, FirstRun };

    explicit DifferenceModel(QObject *parent = nullptr)
        : QAbstractTableModel(parent)
    {
    }

    void setComparison(const Comparison &comparison);
    Cell cell(const QModelIndex &index) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    Comparison m_comparison;
};

} // namespace nsl
