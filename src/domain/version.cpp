// SPDX-License-Identifier: GPL-3.0-or-later
#include "version.h"

namespace nsl
{

namespace
{

/// `known` is what tells the version from others where it has no number or no family.
QString titleOfVersion(const QString &familyName, int version, const QString &known)
{
    if (familyName.isEmpty())
        return known.isEmpty() && version > 0 ? QStringLiteral("v%1").arg(version) : known;
    if (version > 0)
        return displayName(familyName, version);
    return known.isEmpty() ? familyName : QStringLiteral("%1 · %2").arg(familyName, known);
}

QString firstNamed(std::initializer_list<QString> names)
{
    for (const QString &name : names) {
        if (!name.isEmpty())
            return name;
    }
    return {};
}

} // namespace

QString displayName(const QString &familyName, int version)
{
    return QStringLiteral("%1 v%2").arg(familyName, QString::number(version));
}

QString displayName(const VersionRef &version)
{
    return titleOfVersion(version.familyName, version.version,
                          firstNamed({version.label, version.jobName, version.modelId.text()}));
}

QString displayName(const Version &version)
{
    return titleOfVersion(version.familyName, version.number,
                          firstNamed({version.label, version.name, version.jobName, version.id.text()}));
}

bool isSameVersion(const VersionRef &left, const VersionRef &right)
{
    if (!left.jobName.isEmpty() && !right.jobName.isEmpty())
        return left.jobName == right.jobName;
    return !left.modelId.isEmpty() && left.modelId == right.modelId;
}

} // namespace nsl
