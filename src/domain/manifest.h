// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QJsonValue>
#include <QList>
#include <QString>

namespace nsl
{

/// One leaf of a manifest that differs; an undefined side means that the leaf is not there.
struct ManifestDifference
{
    QString path; ///< "options.learning_rate", "template.event_types[0].weight"
    QJsonValue left;
    QJsonValue right;

    friend bool operator==(const ManifestDifference &, const ManifestDifference &) = default;
};

/// A leaf of a JSON tree with its path.
struct ManifestLeaf
{
    QString path;
    QJsonValue value;

    friend bool operator==(const ManifestLeaf &, const ManifestLeaf &) = default;
};

/// The leaves in order of path; empty objects and arrays are leaves. Deeper than 32 levels is cut off.
QList<ManifestLeaf> manifestLeaves(const QJsonObject &manifest);

/// Leaves whose values differ, in order of path. Paths that differ in every run and say nothing about it
/// (job name, times, artifact bytes) are included: a view decides what it shows first.
QList<ManifestDifference> diffManifests(const QJsonObject &left, const QJsonObject &right);

/// The value at a dotted path ("dataset.events"); undefined when it is not there.
QJsonValue manifestValue(const QJsonObject &manifest, const QString &path);

} // namespace nsl
