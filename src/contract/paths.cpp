// SPDX-License-Identifier: GPL-3.0-or-later
#include "paths.h"

#include <QUrl>

namespace nsl::paths
{

QString child(const QString &collection, qint64 id)
{
    return QStringLiteral("%1/%2").arg(collection).arg(id);
}

QString child(const QString &collection, const QString &id)
{
    return collection + u'/' + QString::fromLatin1(QUrl::toPercentEncoding(id));
}

} // namespace nsl::paths
