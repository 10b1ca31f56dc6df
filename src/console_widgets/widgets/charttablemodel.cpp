// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charttablemodel.h"

#include <numberformat.h>

#include <algorithm>

namespace nsl
{

ChartTableModel::ChartTableModel(const ChartData &chartData, QObject *parent)
    : QAbstractTableModel(parent)
    , m_data(chartData)
{
}

void ChartTableModel::setCurves(const QList<ChartData::Curve> &curves)
{
    beginResetModel(); // another chart altogether: nothing of the old rows lives on
    m_curves = curves;
    m_ends.clear();
    qsizetype end = 0;
    for (const ChartData::Curve &curve : m_curves)
        m_ends.append(end += m_data.size(curve));
    endResetModel();
}

void ChartTableModel::refresh()
{
    for (qsizetype i = 0; i < m_curves.size(); ++i) {
        const qsizetype begin = i == 0 ? 0 : m_ends.at(i - 1);
        const qsizetype more = m_data.size(m_curves.at(i)) - (m_ends.at(i) - begin);
        if (more < 0) {
            setCurves(QList<ChartData::Curve>(m_curves));
            return;
        }
        if (more == 0)
            continue;
        beginInsertRows({}, int(m_ends.at(i)), int(m_ends.at(i) + more - 1));
        for (qsizetype j = i; j < m_ends.size(); ++j)
            m_ends[j] += more;
        endInsertRows();
    }
}

int ChartTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || m_ends.isEmpty() ? 0 : int(m_ends.last());
}

int ChartTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant ChartTableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    if (role == Qt::TextAlignmentRole)
        return index.column() == Line || index.column() == Kind ? int(Qt::AlignLeft | Qt::AlignVCenter)
                                                                : int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const auto end = std::upper_bound(m_ends.cbegin(), m_ends.cend(), qsizetype(index.row()));
    const qsizetype line = end - m_ends.cbegin();
    const qsizetype row = index.row() - (line == 0 ? 0 : m_ends.at(line - 1));
    const ChartData::Curve &curve = m_curves.at(line);
    if (row >= m_data.size(curve))
        return {};
    const auto point = m_data.measurement(curve, ChartData::XAxis::Step, row);
    switch (index.column()) {
    case Line:
        return curve.title;
    case Step:
        return format::count(point.step);
    case Epoch:
        return format::exact(point.epoch, QLocale());
    case Time:
        return format::dateTime(QDateTime::fromMSecsSinceEpoch(point.wallMs));
    case Value:
        return format::exact(point.value, QLocale());
    case Kind:
        return point.summary ? tr("summary of the server") : tr("measurement");
    default:
        return {};
    }
}

QVariant ChartTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Line:
        return tr("Line");
    case Step:
        return tr("Step");
    case Epoch:
        return tr("Epoch");
    case Time:
        return tr("Time");
    case Value:
        return tr("Value");
    case Kind:
        return tr("Kind");
    default:
        return {};
    }
}

} // namespace nsl
