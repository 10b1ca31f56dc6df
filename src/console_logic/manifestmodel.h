// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>
#include <QJsonObject>
#include <QJsonValue>

#include <memory>
#include <vector>

namespace nsl
{

/// A manifest as a tree of keys and values. A new manifest is applied by difference (key, or position in a
/// list).
class ManifestModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { Key, Value, ColumnCount };

    explicit ManifestModel(QObject *parent = nullptr);
    ~ManifestModel() override;

    void setManifest(const QJsonObject &manifest);
    const QJsonObject &manifest() const { return m_manifest; }
    /// Indented JSON of the whole.
    QString rawJson() const;
    QString path(const QModelIndex &index) const;
    /// The value as JSON (text without quotes): for the clipboard.
    QString valueText(const QModelIndex &index) const;
    QModelIndex indexOfPath(const QString &path) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Node;

    Node *node(const QModelIndex &index) const;
    QModelIndex indexOf(const Node *node, int column) const;
    void update(Node &node, const QJsonValue &value, int depth);

    std::unique_ptr<Node> m_root;
    QJsonObject m_manifest;
};

} // namespace nsl
