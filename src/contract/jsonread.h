// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics.h"
#include "outcome.h"
#include "recordid.h"

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
/// A name for people. One that holds direction controls (U+202A to 202E, U+2066 to 2069) is isolated, so that
/// it cannot turn round what stands after it; never use this for what is sent back as an identity.
QString nameText(const QJsonObject &object, const char16_t *key);
/// The same for a text that is at hand.
QString isolated(const QString &name);
/// An id as its server wrote it, text or integer; empty when it is missing or of another type.
RecordId recordId(const QJsonObject &object, const char16_t *key);
/// Absent where recordId() is empty.
std::optional<RecordId> optionalRecordId(const QJsonObject &object, const char16_t *key);
/// What a run is called in requests: job_name, else sageMaker.trainingJobName, else name.
QString runName(const QJsonObject &object);
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
