// SPDX-License-Identifier: GPL-3.0-or-later
#include "version.h"

namespace nsl
{

QString displayName(const QString &familyName, int version)
{
    return QStringLiteral("%1 v%2").arg(familyName, QString::number(version));
}

QString displayName(const VersionRef &version)
{
    return displayName(version.familyName, version.version);
}

QString displayName(const Version &version)
{
    return displayName(version.familyName, version.number);
}

} // namespace nsl
