// SPDX-License-Identifier: GPL-3.0-or-later
#include "paths.h"

#include <QUrl>

namespace nsl::paths
{

QString child(const QString &collection, const RecordId &id)
{
    return child(collection, id.text());
}

QString child(const QString &collection, const QString &id)
{
    return collection + u'/' + QString::fromLatin1(QUrl::toPercentEncoding(id));
}

} // namespace nsl::paths
