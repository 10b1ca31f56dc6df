// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/cells.h"

#include <jobtablemodel.h>
#include <manifestmodel.h>
#include <modeltreemodel.h>
#include <roles.h>
#include <states.h>

namespace nsl::cells
{
namespace
{

QString iconFor(Tone tone)
{
    switch (tone) {
    case Tone::Good:
        return u"check-mark"_qs;
    case Tone::Warning:
        return u"pending"_qs;
    case Tone::Bad:
        return u"reject"_qs;
    case Tone::Info:
        return u"play"_qs;
    case Tone::Neutral:
        break;
    }
    return u"stop"_qs;
}

/// What all models say in the same roles.
Cell common(const QModelIndex &index)
{
    Cell cell = CellDelegate::plainCell(index);
    const QVariant tone = index.data(roles::ToneOf);
    if (index.data(roles::IsBadge).toBool() && !cell.text.isEmpty())
        cell.badge = statusBadge(Tone(tone.toInt()), cell.text);
    else if (tone.isValid())
        cell.tone = Tone(tone.toInt());
    return cell;
}

} // namespace

Badge statusBadge(Tone tone, const QString &text)
{
    return {tone, iconFor(tone), text};
}

Cell modelTree(const QModelIndex &index)
{
    Cell cell = common(index);
    cell.group = index.siblingAtColumn(0).data(roles::Kind).toInt() == ModelTreeModel::FamilyNodeKind;
    if (cell.group) {
        cell.badge.reset();
        return cell;
    }
    if (index.column() == ModelTreeModel::LiveOn && cell.badge)
        cell.badge->icon = u"dot"_qs;
    if (index.column() == ModelTreeModel::Created)
        cell.secondary = true;
    return cell;
}

Cell jobTable(const QModelIndex &index)
{
    Cell cell = common(index);
    switch (index.column()) {
    case JobTableModel::Status:
        if (cell.badge && JobStatus(index.data(roles::Status).toInt()) == JobStatus::Queued)
            cell.badge->icon = u"queued"_qs;
        break;
    case JobTableModel::Progress: {
        const QVariant fraction = index.data(roles::Fraction);
        if (fraction.isValid())
            cell.progress = fraction.toDouble();
        break;
    }
    default:
        break;
    }
    return cell;
}

Cell manifest(const QModelIndex &index)
{
    Cell cell = CellDelegate::plainCell(index);
    cell.number = false;
    cell.monospace = index.column() == ManifestModel::Value;
    return cell;
}

} // namespace nsl::cells
