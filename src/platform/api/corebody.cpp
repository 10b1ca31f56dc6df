// SPDX-License-Identifier: GPL-3.0-or-later
#include "corebody.h"

#include "api/jsonbody.h"
#include "jsonread.h"
#include "store/datarules.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace nsl
{

Outcome<CoreBody> objectsIn(const ApiCall &call, qsizetype most)
{
    const auto parsed = parseBody(call.body);
    if (!parsed.ok())
        return parsed.error();
    const QJsonDocument &document = *parsed;
    CoreBody body;
    body.isArray = document.isArray();
    if (document.isObject())
        body.objects.append(document.object());
    const QJsonArray rows = document.array();
    if (body.isArray && (rows.isEmpty() || rows.size() > most)) {
        return PlatformError::invalid(
            u"An array of 1 to %1 objects is expected, not of %2."_qs.arg(most).arg(rows.size()),
            u"invalid_array_size"_qs);
    }
    for (const QJsonValue row : rows) {
        if (!row.isObject())
            return PlatformError::invalid(u"Each entry of the array must be an object."_qs,
                                          u"invalid_json"_qs);
        body.objects.append(row.toObject());
    }
    if (body.objects.isEmpty())
        return PlatformError::invalid(u"The body must be an object or an array."_qs, u"invalid_json"_qs);
    return body;
}

QJsonValue firstGiven(const QJsonObject &object, std::initializer_list<const char16_t *> keys)
{
    for (const char16_t *key : keys) {
        const QJsonValue value = object.value(QStringView(key));
        if (!value.isUndefined() && !value.isNull())
            return value;
    }
    return QJsonValue(QJsonValue::Undefined);
}

QString idText(const QJsonValue &value)
{
    if (value.isString())
        return datarules::trimmedId(value.toString());
    const auto number = value.isDouble() ? json::toInteger(value) : std::nullopt;
    return number ? QString::number(*number) : QString();
}

PlatformError atIndex(PlatformError error, qsizetype index)
{
    error.message = u"Entry %1: %2"_qs.arg(index).arg(error.message);
    return error;
}

} // namespace nsl
