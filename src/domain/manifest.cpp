// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest.h"

#include <QJsonArray>
#include <QMap>
#include <QStringList>

namespace nsl
{

namespace
{

constexpr int maximumDepth = 32;

void collect(const QJsonValue &value, const QString &path, int depth, QList<ManifestLeaf> &leaves)
{
    if (depth < maximumDepth && value.isObject() && !value.toObject().isEmpty()) {
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            collect(it.value(), path.isEmpty() ? it.key() : path + u'.' + it.key(), depth + 1, leaves);
        return;
    }
    if (depth < maximumDepth && value.isArray() && !value.toArray().isEmpty()) {
        const QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i)
            collect(array.at(i), QStringLiteral("%1[%2]").arg(path).arg(i), depth + 1, leaves);
        return;
    }
    leaves.append({path, value});
}

} // namespace

QList<ManifestLeaf> manifestLeaves(const QJsonObject &manifest)
{
    QList<ManifestLeaf> leaves;
    if (!manifest.isEmpty())
        collect(manifest, {}, 0, leaves);
    return leaves;
}

QList<ManifestDifference> diffManifests(const QJsonObject &left, const QJsonObject &right)
{
    QMap<QString, ManifestDifference> byPath;
    for (const ManifestLeaf &leaf : manifestLeaves(left))
        byPath.insert(leaf.path, {leaf.path, leaf.value, QJsonValue(QJsonValue::Undefined)});
    for (const ManifestLeaf &leaf : manifestLeaves(right)) {
        auto it = byPath.find(leaf.path);
        if (it == byPath.end())
            byPath.insert(leaf.path, {leaf.path, QJsonValue(QJsonValue::Undefined), leaf.value});
        else if (it->left == leaf.value)
            byPath.erase(it);
        else
            it->right = leaf.value;
    }
    return byPath.values();
}

QJsonValue manifestValue(const QJsonObject &manifest, const QString &path)
{
    QJsonValue value(manifest);
    const QStringList keys = path.split(u'.');
    for (const QString &key : keys) {
        if (!value.isObject())
            return QJsonValue(QJsonValue::Undefined);
        value = value.toObject().value(key);
    }
    return value;
}

} // namespace nsl
