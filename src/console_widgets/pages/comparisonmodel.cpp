// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/comparisonmodel.h"

#include <numberformat.h>

namespace nsl
{
namespace
{

QStringList titles(const Comparison &comparison)
{
    QStringList result;
    for (const ComparedRun &run : comparison.runs)
        result << run.jobName;
    return result;
}

} // namespace

void ComparisonModel::setComparison(const Comparison &comparison, bool onlyDifferences)
{
    QList<qsizetype> shown;
    for (qsizetype i = 0; i < comparison.metrics.size(); ++i)
        if (!onlyDifferences || comparison.metrics.at(i).differs)
            shown << i;
    const bool sameShape = titles(comparison) == titles(m_comparison) && shown.size() == m_shown.size();
    if (!sameShape)
        beginResetModel(); // another choice of runs or rows: nothing to keep
    m_comparison = comparison;
    m_shown = shown;
    if (!sameShape) {
        endResetModel();
        return;
    }
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    emit headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

int ComparisonModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_shown.size());
}

int ComparisonModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : 1 + int(m_comparison.runs.size());
}

QVariant ComparisonModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Comparison::MetricRow &metric = row(index.row());
    if (index.column() == 0) {
        if (role == Qt::DisplayRole)
            return metric.title;
        if (role == Qt::ToolTipRole)
            return metric.name;
        return {};
    }
    const Comparison::Cell &cell = metric.cells.at(index.column() - 1);
    switch (role) {
    case Qt::DisplayRole:
        return cell.differenceText.isEmpty()
                   ? cell.text
                   : tr("%1  %2", "value, reading").arg(cell.text, cell.differenceText);
    case Qt::ToolTipRole:
        return cell.value ? format::list({format::exact(*cell.value), cell.differenceText}) : QString();
    case Qt::AccessibleTextRole:
        return tr("%1 of %2: %3 %4%5")
            .arg(metric.title, m_comparison.runs.at(index.column() - 1).title, cell.text, cell.differenceText,
                 cell.best ? tr(", best") : QString());
    default:
        return {};
    }
}

QVariant ComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (section == 0)
        return role == Qt::DisplayRole ? QVariant(tr("Metric")) : QVariant();
    const qsizetype run = section - 1;
    if (run >= m_comparison.runs.size())
        return {};
    if (role == Qt::DisplayRole) {
        const ComparedRun &compared = m_comparison.runs.at(run);
        QString text = compared.title;
        if (compared.isLive)
            text = tr("%1 · live").arg(text);
        const QString badge = m_comparison.badges.value(run);
        return badge.isEmpty() ? text : u"%1\n%2"_qs.arg(text, badge);
    }
    if (role == Qt::ToolTipRole)
        return m_comparison.reasons.value(run);
    return {};
}

Cell ComparisonModel::cell(const QModelIndex &index) const
{
    const Comparison::MetricRow &metric = row(index.row());
    Cell result;
    if (index.column() == 0) {
        result.text = metric.title;
        return result;
    }
    const Comparison::Cell &value = metric.cells.at(index.column() - 1);
    result.text = value.text;
    result.bold = value.best;
    result.reading = true;
    // The header says which run is the baseline; a word in each of its rows would be noise.
    if (index.column() - 1 != m_comparison.baseline)
        result.note = value.differenceText;
    result.noteTone = value.tone;
    return result;
}

void DifferenceModel::setComparison(const Comparison &comparison)
{
    beginResetModel(); // small, and made anew as a whole
    m_comparison = comparison;
    endResetModel();
}

int DifferenceModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_comparison.differences.size());
}

int DifferenceModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : FirstRun + int(m_comparison.runs.size());
}

QVariant DifferenceModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const Comparison::Difference &difference = m_comparison.differences.at(index.row());
    switch (index.column()) {
    case Group:
        // The group is named once, at its first row.
        if (role == Qt::DisplayRole && index.row() > 0 &&
            m_comparison.differences.at(index.row() - 1).group == difference.group)
            return {};
        return groupTitle(difference.group);
    case Path:
        return difference.path;
    default:
        return difference.values.value(index.column() - FirstRun);
    }
}

QVariant DifferenceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Group:
        return tr("Group");
    case Path:
        return tr("Key");
    default:
        return m_comparison.runs.value(section - FirstRun).title;
    }
}

Cell DifferenceModel::cell(const QModelIndex &index) const
{
    Cell cell = CellDelegate::plainCell(index);
    const Comparison::Difference &difference = m_comparison.differences.at(index.row());
    cell.secondary = index.column() == Group;
    cell.monospace = index.column() >= Path;
    cell.bold = index.column() >= FirstRun && difference.differsFromBaseline.value(index.column() - FirstRun);
    return cell;
}

} // namespace nsl
