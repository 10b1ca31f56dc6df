// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics.h"
#include "recordid.h"

#include <QDateTime>
#include <QJsonObject>
#include <QJsonValue>
#include <QString>

#include <optional>

/// Writing the contract's scalar forms.
namespace nsl::json
{

/// ISO-8601 UTC with milliseconds, or null.
QJsonValue isoTime(const QDateTime &time);
/// Unix seconds, or null: the Core API's form.
QJsonValue unixTime(const QDateTime &time);
/// A number, or "NaN", "Infinity", "-Infinity".
QJsonValue metricJson(double value);
QJsonObject metricsJson(const Metrics &metrics);
/// The text, or null when it is empty.
QJsonValue textOrNull(const QString &text);

inline QJsonValue orNull(const std::optional<RecordId> &id)
{
    return id ? id->toJson() : QJsonValue(QJsonValue::Null);
}

template<typename T>
QJsonValue orNull(const std::optional<T> &value)
{
    return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
}

} // namespace nsl::json
