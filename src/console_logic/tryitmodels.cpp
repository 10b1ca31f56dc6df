// SPDX-License-Identifier: GPL-3.0-or-later
#include "tryitcontroller.h"

#include "numberformat.h"
#include "roles.h"

#include <algorithm>

namespace nsl
{

namespace
{

/// Another user's list is another list: rows are not matched, only counted, so that no reset is needed.
template<typename List, typename Model, typename Begin, typename End>
void resize(List &rows, const List &fresh, Model *model, Begin begin, End end)
{
    const int before = int(rows.size());
    const int after = int(fresh.size());
    begin(before, after);
    rows = fresh;
    end(before, after);
    if (const int shared = std::min(before, after); shared > 0)
        emit model->dataChanged(model->index(0, 0), model->index(shared - 1, model->columnCount() - 1));
}

} // namespace

void RecommendationModel::setRows(const QList<Recommendation> &rows)
{
    resize(
        m_rows, rows, this,
        [this](int before, int after) {
            if (after > before)
                beginInsertRows({}, before, after - 1);
            else if (after < before)
                beginRemoveRows({}, after, before - 1);
        },
        [this](int before, int after) {
            if (after > before)
                endInsertRows();
            else if (after < before)
                endRemoveRows();
        });
}

int RecommendationModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int RecommendationModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RecommendationModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Recommendation &row = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        switch (index.column()) {
        case Rank:
            return QLocale().toString(row.rank);
        case ItemName:
            return row.name;
        case ItemId:
            return row.itemId;
        case Score:
            return QLocale().toString(row.score, 'f', 3);
        default:
            return {};
        }
    case Qt::ToolTipRole:
        return index.column() == Score ? format::exact(row.score) : row.description;
    case Qt::TextAlignmentRole:
        if (index.column() == Rank || index.column() == Score)
            return int(Qt::AlignRight | Qt::AlignVCenter);
        return {};
    case roles::Sort:
        switch (index.column()) {
        case Rank:
            return row.rank;
        case Score:
            return row.score;
        default:
            return data(index, Qt::DisplayRole);
        }
    default:
        return {};
    }
}

QVariant RecommendationModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Rank:
        return tr("Rank");
    case ItemName:
        return tr("Item");
    case ItemId:
        return tr("Id");
    case Score:
        return tr("Score");
    default:
        return {};
    }
}

void UserEventModel::setEvents(const QList<Event> &events)
{
    resize(
        m_events, events, this,
        [this](int before, int after) {
            if (after > before)
                beginInsertRows({}, before, after - 1);
            else if (after < before)
                beginRemoveRows({}, after, before - 1);
        },
        [this](int before, int after) {
            if (after > before)
                endInsertRows();
            else if (after < before)
                endRemoveRows();
        });
}

void UserEventModel::setItemName(const QString &itemId, const QString &name)
{
    m_names.insert(itemId, name);
    for (int row = 0; row < int(m_events.size()); ++row) {
        if (m_events.at(row).itemId == itemId)
            emit dataChanged(index(row, ItemName), index(row, ItemName));
    }
}

int UserEventModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_events.size());
}

int UserEventModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant UserEventModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Event &event = m_events.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        switch (index.column()) {
        case When:
            return format::dateTime(event.occurredAt);
        case Type:
            return event.eventTypeName.isEmpty() ? QString::number(event.eventTypeId) : event.eventTypeName;
        case ItemName:
            return m_names.value(event.itemId, event.itemId);
        default:
            return {};
        }
    case Qt::ToolTipRole:
        return index.column() == When ? format::utc(event.occurredAt) : event.itemId;
    case roles::Sort:
        return index.column() == When ? QVariant(event.occurredAt) : data(index, Qt::DisplayRole);
    default:
        return {};
    }
}

QVariant UserEventModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case When:
        return tr("When");
    case Type:
        return tr("Event");
    case ItemName:
        return tr("Item");
    default:
        return {};
    }
}

} // namespace nsl
