// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/apicall.h"

#include <QList>

#include <initializer_list>

namespace nsl
{

/// The body of a write of the Core API: one object, or an array of them.
struct CoreBody
{
    QList<QJsonObject> objects; ///< at least one
    bool isArray = false;
};

/// Invalid for anything but an object or an array of 1 to `most` objects.
Outcome<CoreBody> objectsIn(const ApiCall &call, qsizetype most);
/// The value under the first of the keys, spelled exactly so, that is there and not null; else undefined.
QJsonValue firstGiven(const QJsonObject &object, std::initializer_list<const char16_t *> keys);
/// An id as text; whole numbers are ids too. Empty for anything else.
QString idText(const QJsonValue &value);
/// The error of one element of an array says which one it is.
PlatformError atIndex(PlatformError error, qsizetype index);

} // namespace nsl
