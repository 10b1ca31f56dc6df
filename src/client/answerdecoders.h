// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "httpclient.h"

#include <type_traits>

/// The forms that answers of both APIs come in, around a function that reads one record. The decoders are
/// pure and may run off the calling thread.
namespace nsl
{

/// {"<key>": [record, ...]} or a bare array, each record through `read`.
template<typename Read>
auto listOf(const char16_t *key, Read read)
{
    using T = std::invoke_result_t<Read, const QJsonObject &>;
    return [key, read](const QJsonValue &json) -> Outcome<QList<T>> {
        const Outcome<QJsonArray> array = unwrapArray(json, key);
        if (!array)
            return array.error();
        QList<T> records;
        records.reserve(array->size());
        for (const QJsonValue value : *array)
            records.append(read(value.toObject()));
        return records;
    };
}

/// {"<key>": record}
template<typename Read>
auto recordOf(const char16_t *key, Read read)
{
    using T = std::invoke_result_t<Read, const QJsonObject &>;
    return [key, read](const QJsonValue &json) -> Outcome<T> {
        const Outcome<QJsonObject> object = unwrapObject(json, key);
        if (!object)
            return object.error();
        return read(*object);
    };
}

/// The whole answer is the record.
template<typename Read>
auto whole(Read read)
{
    using T = std::invoke_result_t<Read, const QJsonObject &>;
    return [read](const QJsonValue &json) -> Outcome<T> {
        const Outcome<QJsonObject> object = asObject(json);
        if (!object)
            return object.error();
        return read(*object);
    };
}

} // namespace nsl
