// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifestmodel.h"

#include "keyeddifference.h"
#include "roles.h"
#include "statustext.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace nsl
{

namespace
{

constexpr int deepest = 32;

struct Child
{
    QString key;
    QJsonValue value;
};

QList<Child> childrenOf(const QJsonValue &value, int depth)
{
    QList<Child> children;
    if (depth >= deepest)
        return children;
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            children.append({it.key(), it.value()});
    } else if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i)
            children.append({u"[%1]"_qs.arg(i), array.at(i)});
    }
    return children;
}

} // namespace

struct ManifestModel::Node
{
    QString key;
    QJsonValue value;
    Node *parent = nullptr;
    std::vector<std::unique_ptr<Node>> children;

    int row() const
    {
        const auto &siblings = parent->children;
        return int(std::find_if(siblings.begin(), siblings.end(),
                                [this](const auto &sibling) { return sibling.get() == this; }) -
                   siblings.begin());
    }
};

ManifestModel::ManifestModel(QObject *parent)
    : QAbstractItemModel(parent)
    , m_root(std::make_unique<Node>())
{
}

ManifestModel::~ManifestModel() = default;

void ManifestModel::setManifest(const QJsonObject &manifest)
{
    if (manifest == m_manifest)
        return;
    m_manifest = manifest;
    update(*m_root, manifest, 0);
}

void ManifestModel::update(Node &node, const QJsonValue &value, int depth)
{
    node.value = value;
    const QModelIndex parent = &node == m_root.get() ? QModelIndex() : indexOf(&node, 0);
    const RowOperations operations{
        [this, parent](int first, int last) { beginInsertRows(parent, first, last); },
        [this] { endInsertRows(); },
        [this, parent](int first, int last) { beginRemoveRows(parent, first, last); },
        [this] { endRemoveRows(); },
        [this, parent](int from, int to) { beginMoveRows(parent, from, from, parent, to); },
        [this] { endMoveRows(); },
        [this, parent](int first, int last) {
            emit dataChanged(index(first, 0, parent), index(last, Value, parent));
        },
    };
    const QList<Child> children = childrenOf(value, depth);
    QList<QString> changed;
    applyKeyedDifference(
        node.children, children, [](const std::unique_ptr<Node> &child) { return child->key; },
        [](const Child &child) { return child.key; },
        [&node, &changed](const Child &child) {
            auto fresh = std::make_unique<Node>();
            fresh->key = child.key;
            fresh->value = child.value;
            fresh->parent = &node;
            changed += child.key;
            return fresh;
        },
        [&changed](std::unique_ptr<Node> &existing, const Child &child) {
            if (existing->value == child.value)
                return false;
            existing->value = child.value;
            changed += child.key;
            return true;
        },
        operations);
    for (qsizetype i = 0; i < qsizetype(node.children.size()); ++i) {
        Node &child = *node.children[size_t(i)];
        if (changed.contains(child.key))
            update(child, children.at(i).value, depth + 1);
    }
}

QString ManifestModel::rawJson() const
{
    return m_manifest.isEmpty() ? QString() : QString::fromUtf8(QJsonDocument(m_manifest).toJson());
}

ManifestModel::Node *ManifestModel::node(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Node *>(index.internalPointer()) : m_root.get();
}

QModelIndex ManifestModel::indexOf(const Node *node, int column) const
{
    return createIndex(node->row(), column, node);
}

QString ManifestModel::path(const QModelIndex &index) const
{
    QString path;
    for (const Node *at = index.isValid() ? node(index) : nullptr; at && at != m_root.get();
         at = at->parent) {
        const bool element = at->parent->value.isArray();
        path = (at->parent == m_root.get() || element ? at->key : u'.' + at->key) + path;
    }
    return path;
}

QString ManifestModel::valueText(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    const QJsonValue &value = node(index)->value;
    if (value.isNull())
        return u"null"_qs;
    if (value.isObject())
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson()).trimmed();
    if (value.isArray())
        return QString::fromUtf8(QJsonDocument(value.toArray()).toJson()).trimmed();
    return statustext::value(value);
}

QModelIndex ManifestModel::indexOfPath(const QString &path) const
{
    QList<QModelIndex> open{QModelIndex()};
    while (!open.isEmpty()) {
        const QModelIndex parent = open.takeLast();
        for (int row = 0; row < rowCount(parent); ++row) {
            const QModelIndex child = index(row, 0, parent);
            const QString childPath = this->path(child);
            if (childPath == path)
                return child;
            if (path.startsWith(childPath))
                open.append(child);
        }
    }
    return {};
}

QModelIndex ManifestModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, node(parent)->children[size_t(row)].get());
}

QModelIndex ManifestModel::parent(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    const Node *up = node(index)->parent;
    return !up || up == m_root.get() ? QModelIndex() : indexOf(up, 0);
}

int ManifestModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : int(node(parent)->children.size());
}

int ManifestModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant ManifestModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Node &at = *node(index);
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == Key)
            return at.key;
        if (at.value.isObject())
            return at.children.empty()
                       ? u"{}"_qs
                       : (at.children.size() == 1 ? tr("1 field") : tr("%1 fields").arg(at.children.size()));
        if (at.value.isArray())
            return at.children.empty()
                       ? u"[]"_qs
                       : (at.children.size() == 1 ? tr("1 element")
                                                  : tr("%1 elements").arg(at.children.size()));
        return statustext::value(at.value);
    case Qt::ToolTipRole:
        return index.column() == Key ? path(index) : statustext::value(at.value).left(1000);
    case Qt::AccessibleTextRole:
        return QString(path(index) + u": "_qs + statustext::value(at.value).left(200));
    case roles::Path:
        return path(index);
    case roles::ValueText:
        return valueText(index);
    case roles::SearchText:
        return at.children.empty() ? QString(path(index) + u' ' + statustext::value(at.value)) : path(index);
    case roles::Sort:
        return at.key;
    default:
        return {};
    }
}

QVariant ManifestModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Key ? tr("Key") : tr("Value");
}

} // namespace nsl
