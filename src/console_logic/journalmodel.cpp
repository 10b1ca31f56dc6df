// SPDX-License-Identifier: GPL-3.0-or-later
#include "journalmodel.h"

#include "keyeddifference.h"
#include "manifest.h"
#include "numberformat.h"
#include "roles.h"
#include "statustext.h"

#include <QJsonObject>

#include <iterator>

namespace nsl
{

namespace
{

/// "approval_status: Pending → Approved" for what differs between two records; the whole values otherwise.
QString changeText(const JournalEntry &entry)
{
    if (!entry.before.isObject() && !entry.after.isObject()) {
        if (entry.before.isNull() && entry.after.isNull())
            return {};
        return u"%1 → %2"_qs.arg(statustext::value(entry.before), statustext::value(entry.after));
    }
    QStringList parts;
    const QList<ManifestDifference> differences =
        diffManifests(entry.before.toObject(), entry.after.toObject());
    for (const ManifestDifference &difference : differences) {
        parts += difference.left.isUndefined()
                     ? u"%1: %2"_qs.arg(difference.path, statustext::value(difference.right))
                     : u"%1: %2 → %3"_qs.arg(difference.path, statustext::value(difference.left),
                                             statustext::value(difference.right));
    }
    return parts.join(u", "_qs);
}

} // namespace

JournalModel::JournalModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void JournalModel::setEntries(const QList<JournalEntry> &entries)
{
    std::vector<JournalEntry> rows(m_entries.begin(), m_entries.end());
    QList<JournalEntry> sorted = entries;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const JournalEntry &left, const JournalEntry &right) { return left.id > right.id; });
    const auto sync = [this, &rows] { m_entries = QList<JournalEntry>(rows.begin(), rows.end()); };
    const RowOperations operations{
        [this](int first, int last) { beginInsertRows({}, first, last); },
        [this, sync] {
            sync();
            endInsertRows();
        },
        [this](int first, int last) { beginRemoveRows({}, first, last); },
        [this, sync] {
            sync();
            endRemoveRows();
        },
        [this](int from, int to) { beginMoveRows({}, from, from, {}, to); },
        [this, sync] {
            sync();
            endMoveRows();
        },
        [this, sync](int first, int last) {
            sync();
            emit dataChanged(index(first, 0), index(last, ColumnCount - 1));
        },
    };
    const auto key = [](const JournalEntry &entry) { return entry.id; };
    applyKeyedDifference(
        rows, sorted, key, key, [](const JournalEntry &entry) { return entry; },
        [](JournalEntry &row, const JournalEntry &entry) {
            if (row == entry)
                return false;
            row = entry;
            return true;
        },
        operations);
}

const JournalEntry *JournalModel::entry(const QModelIndex &index) const
{
    return index.isValid() && index.row() < m_entries.size() ? &m_entries.at(index.row()) : nullptr;
}

int JournalModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

int JournalModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString JournalModel::text(const JournalEntry &entry, int column) const
{
    switch (column) {
    case When:
        return format::dateTime(entry.at);
    case Who:
        return entry.actor.name.isEmpty() ? entry.actor.osUser : entry.actor.name;
    case What:
        return entry.action;
    case Object:
        return entry.object;
    case Change:
        return changeText(entry);
    case Comment:
        return entry.comment;
    default:
        return {};
    }
}

QVariant JournalModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const JournalEntry &entry = m_entries.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return text(entry, index.column());
    case Qt::ToolTipRole:
        return index.column() == When ? format::utc(entry.at) : text(entry, index.column());
    case roles::Sort:
        return index.column() == When ? QVariant(entry.id) : QVariant(text(entry, index.column()));
    case roles::Id:
        return entry.id;
    case roles::SearchText:
        return QString(entry.action + u' ' + entry.object + u' ' + entry.actor.name + u' ' + entry.comment);
    default:
        return {};
    }
}

QVariant JournalModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case When:
        return tr("When");
    case Who:
        return tr("Who");
    case What:
        return tr("What");
    case Object:
        return tr("Object");
    case Change:
        return tr("Change");
    case Comment:
        return tr("Comment");
    default:
        return {};
    }
}

} // namespace nsl
