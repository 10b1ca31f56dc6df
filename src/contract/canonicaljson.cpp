// SPDX-License-Identifier: GPL-3.0-or-later
#include "canonicaljson.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>

namespace nsl
{

QByteArray canonicalJson(const QJsonValue &value)
{
    // QJsonObject keeps its keys sorted and the compact writer writes integers exactly and doubles in
    // their shortest form. It takes no bare value, so the value is written as the only one of an array.
    const QByteArray wrapped = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return wrapped.mid(1, wrapped.size() - 2);
}

QString sha256Hex(const QByteArray &bytes)
{
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

QString canonicalDigest(const QJsonValue &value)
{
    return sha256Hex(canonicalJson(value));
}

} // namespace nsl
