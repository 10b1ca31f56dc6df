// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics.h"
#include "outcome.h"

#include <QByteArray>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <initializer_list>
#include <optional>

/// Tolerant reading: a missing field or one of another type is "unknown", never an error and never a guess.
/// Keys are given in snake_case; the camelCase twin is read where the snake_case key is not there.
namespace nsl::json
{

/// Parses an object; the error names what is wrong and where. Nesting is limited by Qt (1024).
Outcome<QJsonObject> parseObject(const QByteArray &bytes);

/// The value under the first key that is present, in either spelling; undefined if none is.
QJsonValue find(const QJsonObject &object, std::initializer_list<const char16_t *> keys);
QJsonValue find(const QJsonObject &object, const char16_t *key);

QString text(const QJsonObject &object, const char16_t *key);
/// int64, exact; also reads a decimal string. 0 when unknown.
qint64 integer(const QJsonObject &object, const char16_t *key);
std::optional<qint64> optionalInteger(const QJsonObject &object, const char16_t *key);
std::optional<int> optionalInt(const QJsonObject &object, const char16_t *key);
std::optional<double> optionalNumber(const QJsonObject &object, const char16_t *key);
bool boolean(const QJsonObject &object, const char16_t *key, bool fallback = false);
/// ISO-8601 text (without a zone UTC) or Unix seconds; invalid when unknown. Always UTC.
QDateTime time(const QJsonObject &object, const char16_t *key);
QStringList textList(const QJsonObject &object, const char16_t *key);
/// A number, or "NaN", "Infinity", "-Infinity".
std::optional<double> metricValue(const QJsonValue &value);
Metrics metrics(const QJsonValue &value);

/// int64 from a number or a decimal string; absent when it is neither or out of range.
std::optional<qint64> toInteger(const QJsonValue &value);

} // namespace nsl::json
