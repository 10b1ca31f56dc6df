// SPDX-License-Identifier: GPL-3.0-or-later
#include "modeltreemodel.h"

#include "keyeddifference.h"
#include "numberformat.h"
#include "recordmatching.h"
#include "roles.h"
#include "statustext.h"

#include <algorithm>

namespace nsl
{

using recordmatching::productionOfType;

namespace
{

const QString treeMetric = QStringLiteral("ndcg_at_10");

/// A version's index carries its family's tag; a family's index carries nothing.
constexpr quintptr familyTag = 0;

QString targets(const Version &version)
{
    QStringList names;
    for (const Version::Target &target : version.liveOn)
        names += target.endpointName;
    return names.join(u", "_qs);
}

} // namespace

ModelTreeModel::ModelTreeModel(QObject *parent)
    : QAbstractItemModel(parent)
{
}

ModelTreeModel::~ModelTreeModel() = default;

void ModelTreeModel::setFamilies(const QList<FamilyNode> &families)
{
    const bool flash = !m_families.empty();
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const auto pendingIn = [](const QList<Version> &versions) {
        return int(std::count_if(versions.begin(), versions.end(), [](const Version &version) {
            return version.approvalStatus == ApprovalStatus::Pending;
        }));
    };
    const RowOperations operations{
        [this](int first, int last) { beginInsertRows({}, first, last); },
        [this] {
            reindex();
            endInsertRows();
        },
        [this](int first, int last) { beginRemoveRows({}, first, last); },
        [this] {
            reindex();
            endRemoveRows();
        },
        [this](int from, int to) { beginMoveRows({}, from, from, {}, to); },
        [this] {
            reindex();
            endMoveRows();
        },
        [this](int first, int last) { emit dataChanged(index(first, 0), index(last, ColumnCount - 1)); },
    };
    applyKeyedDifference(
        m_families, families, [](const FamilyRow &row) { return row.family.id; },
        [](const FamilyNode &node) { return node.family.id; },
        [flash, now](const FamilyNode &node) {
            FamilyRow row;
            row.family = node.family;
            row.versionsAreKnown = node.versionsAreKnown;
            row.changedAt = flash ? now : 0;
            return row;
        },
        [now, &pendingIn](FamilyRow &row, const FamilyNode &node) {
            const int pending = pendingIn(node.versions);
            if (row.family == node.family && row.pending == pending &&
                row.versionsAreKnown == node.versionsAreKnown)
                return false;
            row.versionsAreKnown = node.versionsAreKnown;
            row.family = node.family;
            row.pending = pending;
            row.changedAt = now;
            return true;
        },
        operations);
    // Families first, then each one's versions under a row that does not move any more.
    QSet<RecordId> seen;
    for (const FamilyNode &node : families) {
        const int row = familyRow(node.family.id);
        if (row < 0 || seen.contains(node.family.id))
            continue;
        seen.insert(node.family.id);
        const int pending = pendingIn(node.versions);
        FamilyRow &family = m_families[size_t(row)];
        if (family.pending != pending) {
            family.pending = pending;
            emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
        }
        updateVersions(row, node.versions);
    }
}

void ModelTreeModel::updateVersions(int row, const QList<Version> &versions)
{
    const QModelIndex parent = index(row, 0);
    FamilyRow &family = m_families[size_t(row)];
    const bool flash = !family.versions.empty();
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const RowOperations operations{
        [this, parent](int first, int last) { beginInsertRows(parent, first, last); },
        [this] { endInsertRows(); },
        [this, parent](int first, int last) { beginRemoveRows(parent, first, last); },
        [this] { endRemoveRows(); },
        [this, parent](int from, int to) { beginMoveRows(parent, from, from, parent, to); },
        [this] { endMoveRows(); },
        [this, parent](int first, int last) {
            emit dataChanged(index(first, 0, parent), index(last, ColumnCount - 1, parent));
        },
    };
    applyKeyedDifference(
        family.versions, versions, [](const VersionRow &version) { return version.version.id; },
        [](const Version &version) { return version.id; },
        [this, &family, flash, now](const Version &version) {
            return VersionRow{version, standing(family.family, version), flash ? now : 0};
        },
        [this, &family, now](VersionRow &version, const Version &record) {
            const Standing fresh = standing(family.family, record);
            if (version.version == record && version.standing == fresh)
                return false;
            // What only stands differently now has not changed itself.
            if (!(version.version == record))
                version.changedAt = now;
            version.version = record;
            version.standing = fresh;
            return true;
        },
        operations);
}

void ModelTreeModel::setProduction(const QHash<QString, Production> &byModelType, const Manifests &manifests,
                                   bool isKnown)
{
    if (m_productionIsKnown != isKnown && !m_families.empty()) {
        m_productionIsKnown = isKnown;
        emit dataChanged(index(0, LiveOn), index(int(m_families.size()) - 1, LiveOn));
    }
    m_productionIsKnown = isKnown;
    m_production = byModelType;
    m_manifests = manifests;
    for (int row = 0; row < int(m_families.size()); ++row) {
        FamilyRow &family = m_families[size_t(row)];
        const QModelIndex parent = index(row, 0);
        for (int i = 0; i < int(family.versions.size()); ++i) {
            VersionRow &version = family.versions[size_t(i)];
            const Standing fresh = standing(family.family, version.version);
            if (version.standing == fresh)
                continue;
            version.standing = fresh;
            const QModelIndex cell = index(i, AgainstProduction, parent);
            emit dataChanged(cell, cell);
        }
    }
}

Standing ModelTreeModel::standing(const Family &family, const Version &version) const
{
    return standingOf(version, productionOfType(m_production, family.modelType), treeMetric, m_manifests);
}

void ModelTreeModel::reindex()
{
    m_rowOfFamily.clear();
    for (int row = 0; row < int(m_families.size()); ++row) {
        const RecordId &id = m_families[size_t(row)].family.id;
        m_rowOfFamily.insert(id, row);
        if (m_tags.contains(id))
            continue;
        const quintptr tag = familyTag + 1 + quintptr(m_tags.size());
        m_tags.insert(id, tag);
        m_familyOfTag.insert(tag, id);
    }
}

quintptr ModelTreeModel::tagOf(const RecordId &familyId) const
{
    return m_tags.value(familyId);
}

int ModelTreeModel::rowOfTag(quintptr tag) const
{
    const auto family = m_familyOfTag.constFind(tag);
    return family == m_familyOfTag.constEnd() ? -1 : familyRow(*family);
}

int ModelTreeModel::familyRow(const RecordId &familyId) const
{
    return m_rowOfFamily.value(familyId, -1);
}

const Version *ModelTreeModel::version(const QModelIndex &index) const
{
    if (!index.isValid() || index.model() != this || index.internalId() == familyTag)
        return nullptr;
    const int row = rowOfTag(index.internalId());
    if (row < 0 || index.row() >= int(m_families[size_t(row)].versions.size()))
        return nullptr;
    return &m_families[size_t(row)].versions[size_t(index.row())].version;
}

const Family *ModelTreeModel::family(const QModelIndex &index) const
{
    if (!index.isValid() || index.model() != this || index.internalId() != familyTag)
        return nullptr;
    return index.row() < int(m_families.size()) ? &m_families[size_t(index.row())].family : nullptr;
}

QModelIndex ModelTreeModel::indexOfFamily(const RecordId &familyId) const
{
    const int row = familyRow(familyId);
    return row < 0 ? QModelIndex() : index(row, 0);
}

QModelIndex ModelTreeModel::indexOfVersion(const RecordId &versionId) const
{
    for (int row = 0; row < int(m_families.size()); ++row) {
        const std::vector<VersionRow> &versions = m_families[size_t(row)].versions;
        for (int i = 0; i < int(versions.size()); ++i) {
            if (versions[size_t(i)].version.id == versionId)
                return index(i, 0, index(row, 0));
        }
    }
    return {};
}

QModelIndex ModelTreeModel::indexOfJob(const QString &jobName) const
{
    for (int row = 0; row < int(m_families.size()); ++row) {
        const std::vector<VersionRow> &versions = m_families[size_t(row)].versions;
        for (int i = 0; i < int(versions.size()); ++i) {
            if (!jobName.isEmpty() && versions[size_t(i)].version.jobName == jobName)
                return index(i, 0, index(row, 0));
        }
    }
    return {};
}

QModelIndex ModelTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    if (!parent.isValid())
        return createIndex(row, column, familyTag);
    return createIndex(row, column, tagOf(m_families[size_t(parent.row())].family.id));
}

QModelIndex ModelTreeModel::parent(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == familyTag)
        return {};
    const int row = rowOfTag(index.internalId());
    return row < 0 ? QModelIndex() : createIndex(row, 0, familyTag);
}

int ModelTreeModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_families.size());
    if (parent.internalId() != familyTag || parent.column() != 0)
        return 0;
    return int(m_families[size_t(parent.row())].versions.size());
}

int ModelTreeModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

Qt::ItemFlags ModelTreeModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractItemModel::flags(index);
    if (index.isValid() && index.internalId() != familyTag)
        flags |= Qt::ItemNeverHasChildren;
    return flags;
}

QVariant ModelTreeModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (index.internalId() == familyTag)
        return familyData(m_families[size_t(index.row())], index.column(), role);
    const FamilyRow &family = m_families[size_t(rowOfTag(index.internalId()))];
    return versionData(family, family.versions[size_t(index.row())], index.column(), role);
}

QString ModelTreeModel::familyText(const FamilyRow &row, int column) const
{
    switch (column) {
    case Name:
        return row.family.name;
    case Approval:
        return statustext::of(row.family.source);
    case Label: {
        const std::optional<int> count = row.family.versionCount ? row.family.versionCount
                                         : row.versionsAreKnown  ? std::optional(int(row.versions.size()))
                                                                 : std::nullopt;
        const QString versions = !count        ? tr("versions not known")
                                 : *count == 1 ? tr("1 version")
                                               : tr("%1 versions").arg(*count);
        return row.pending > 0 ? format::list({versions, tr("%1 pending").arg(row.pending)}) : versions;
    }
    case LiveOn: {
        if (row.family.productionVersion)
            return tr("v%1 live").arg(*row.family.productionVersion);
        // What the family does not tell, its versions may.
        const auto live = std::find_if(row.versions.begin(), row.versions.end(),
                                       [](const VersionRow &version) { return version.version.isLive(); });
        if (live != row.versions.end() && !row.family.productionIsKnown)
            return live->version.number > 0 ? tr("v%1 live").arg(live->version.number) : tr("live");
        return row.family.productionIsKnown || m_productionIsKnown ? tr("not live") : tr("not known");
    }
    default:
        return {};
    }
}

QVariant ModelTreeModel::familyData(const FamilyRow &row, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return familyText(row, column);
    case Qt::AccessibleTextRole:
        if (column == Name)
            return format::list({row.family.name, familyText(row, Approval), familyText(row, Label),
                                 familyText(row, LiveOn)});
        return familyText(row, column);
    case Qt::ToolTipRole:
        return column == Name ? format::list({row.family.name, row.family.architecture, row.family.objective})
                              : familyText(row, column);
    case roles::Sort:
        if (column == LiveOn)
            return row.family.productionVersion.value_or(0);
        if (column == Created)
            return row.family.createdAt;
        return familyText(row, column);
    case roles::Id:
        return row.family.id.toVariant();
    case roles::Kind:
        return FamilyNodeKind;
    case roles::Status:
        return int(row.family.source.value);
    case roles::IsLive:
        return row.family.productionVersion.has_value();
    case roles::SearchText:
        return QString(row.family.name + u' ' + row.family.key);
    case roles::ChangedAt:
        return row.changedAt > 0 ? QVariant(row.changedAt) : QVariant();
    default:
        return {};
    }
}

QString ModelTreeModel::versionText(const VersionRow &row, int column) const
{
    switch (column) {
    case Name:
        return row.version.number > 0 ? u"v%1"_qs.arg(row.version.number) : tr("version unknown");
    case Approval:
        return statustext::of(row.version.approvalStatus);
    case Label:
        return row.version.label;
    case LiveOn:
        return targets(row.version);
    case Ndcg: {
        const auto value = row.version.metrics.constFind(treeMetric);
        return value == row.version.metrics.constEnd() ? QString() : format::metricValue(treeMetric, *value);
    }
    case AgainstProduction:
        return row.standing.text;
    case Created:
        return format::dateTime(row.version.createdAt);
    default:
        return {};
    }
}

QVariant ModelTreeModel::versionData(const FamilyRow &family, const VersionRow &row, int column,
                                     int role) const
{
    const Version &version = row.version;
    switch (role) {
    case Qt::DisplayRole:
        return versionText(row, column);
    case Qt::AccessibleTextRole: {
        const QString title = nsl::displayName(version);
        if (column == Name)
            return format::list({title, statustext::of(version.approvalStatus), version.label,
                                 version.isLive() ? tr("live on %1").arg(targets(version)) : QString()});
        const QString text = versionText(row, column);
        return text.isEmpty() ? QString()
                              : QString(headerData(column, Qt::Horizontal, Qt::DisplayRole).toString() +
                                        u": "_qs + text);
    }
    case Qt::ToolTipRole:
        switch (column) {
        case Name:
            return format::list({version.jobName, version.description});
        case Approval:
            return format::list(
                {version.approvedBy, format::utc(version.approvedAt), version.approvalComment});
        case Ndcg: {
            const auto value = version.metrics.constFind(treeMetric);
            return value == version.metrics.constEnd() ? QString() : format::exact(*value);
        }
        case Created:
            return format::utc(version.createdAt);
        default:
            return versionText(row, column);
        }
    case Qt::TextAlignmentRole:
        if (column == Ndcg)
            return int(Qt::AlignRight | Qt::AlignVCenter);
        return {};
    case roles::Sort:
        switch (column) {
        case Name:
            return version.number;
        case Ndcg: {
            const auto value = version.metrics.constFind(treeMetric);
            return value == version.metrics.constEnd() ? QVariant() : QVariant(*value);
        }
        case AgainstProduction:
            return row.standing.relative ? QVariant(*row.standing.relative) : QVariant();
        case Created:
            return version.createdAt;
        default:
            return versionText(row, column);
        }
    case roles::ToneOf:
        if (column == Approval)
            return int(statustext::tone(version.approvalStatus.value));
        if (column == LiveOn && version.isLive())
            return int(Tone::Info);
        if (column == AgainstProduction)
            return int(row.standing.tone);
        return {};
    case roles::IsBadge:
        return (column == Approval && !versionText(row, Approval).isEmpty()) ||
               (column == LiveOn && version.isLive());
    case roles::Id:
        return version.id.toVariant();
    case roles::JobName:
        return version.jobName;
    case roles::Kind:
        return VersionNodeKind;
    case roles::Status:
        return int(version.approvalStatus.value);
    case roles::IsLive:
        return version.isLive();
    case roles::SearchText:
        return QString(family.family.name + u' ' + nsl::displayName(version) + u' ' + version.name + u' ' +
                       version.label + u' ' + version.jobName + u' ' + version.description + u' ' +
                       targets(version));
    case roles::ChangedAt:
        return row.changedAt > 0 ? QVariant(row.changedAt) : QVariant();
    default:
        return {};
    }
}

QVariant ModelTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Ndcg ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Name");
    case Approval:
        return tr("Approval");
    case Label:
        return tr("Label");
    case LiveOn:
        return tr("Live on");
    case Ndcg:
        return format::metricName(treeMetric);
    case AgainstProduction:
        return tr("Against production");
    case Created:
        return tr("Created");
    default:
        return {};
    }
}

} // namespace nsl
