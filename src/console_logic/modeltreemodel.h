// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "versionfacts.h"

#include <QAbstractItemModel>
#include <QHash>

#include <memory>
#include <vector>

namespace nsl
{

/// Families and their versions. Refreshed by keyed difference (family id, version id), never reset.
class ModelTreeModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { Name, Approval, Label, LiveOn, Ndcg, AgainstProduction, Created, ColumnCount };
    enum NodeKind { FamilyNodeKind, VersionNodeKind }; ///< value of roles::Kind

    explicit ModelTreeModel(QObject *parent = nullptr);
    ~ModelTreeModel() override;

    /// In the order in which they are to be shown.
    void setFamilies(const QList<FamilyNode> &families);
    /// What is live, by model type, and the manifests that are known: fills "Against production". `isKnown` =
    /// what is not in there is not live.
    void setProduction(const QHash<QString, Production> &byModelType, const Manifests &manifests,
                       bool isKnown = true);

    /// Null for other rows.
    const Version *version(const QModelIndex &index) const;
    const Family *family(const QModelIndex &index) const;
    QModelIndex indexOfFamily(const RecordId &familyId) const;
    QModelIndex indexOfVersion(const RecordId &versionId) const;
    QModelIndex indexOfJob(const QString &jobName) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    struct VersionRow
    {
        Version version;
        Standing standing;
        qint64 changedAt = 0;
    };
    struct FamilyRow
    {
        Family family;
        std::vector<VersionRow> versions;
        bool versionsAreKnown = true;
        int pending = 0;
        qint64 changedAt = 0;
    };

    int familyRow(const RecordId &familyId) const;
    void reindex();
    quintptr tagOf(const RecordId &familyId) const;
    int rowOfTag(quintptr tag) const;
    void updateVersions(int row, const QList<Version> &versions);
    Standing standing(const Family &family, const Version &version) const;
    QVariant familyData(const FamilyRow &row, int column, int role) const;
    QVariant versionData(const FamilyRow &family, const VersionRow &row, int column, int role) const;
    QString familyText(const FamilyRow &row, int column) const;
    QString versionText(const VersionRow &row, int column) const;

    std::vector<FamilyRow> m_families;
    QHash<RecordId, int> m_rowOfFamily;
    /// Indexes carry a number, and ids need not be one: each family gets its own, once.
    QHash<RecordId, quintptr> m_tags;
    QHash<quintptr, RecordId> m_familyOfTag;
    QHash<QString, Production> m_production;
    Manifests m_manifests;
    bool m_productionIsKnown = true;
};

} // namespace nsl
