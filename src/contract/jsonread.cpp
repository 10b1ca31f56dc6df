// SPDX-License-Identifier: GPL-3.0-or-later
#include "jsonread.h"

#include "utctime.h"

#include <QJsonDocument>

#include <algorithm>
#include <cmath>
#include <limits>

namespace nsl::json
{

namespace
{

QString camelCase(const QString &snake)
{
    QString camel;
    camel.reserve(snake.size());
    bool raise = false;
    for (const QChar c : snake) {
        if (c == u'_') {
            raise = true;
            continue;
        }
        camel.append(raise ? c.toUpper() : c);
        raise = false;
    }
    return camel;
}

} // namespace

Outcome<QJsonObject> parseObject(const QByteArray &bytes)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &error);
    if (error.error != QJsonParseError::NoError) {
        return PlatformError::invalid(
            QStringLiteral("Not valid JSON at byte %1: %2").arg(error.offset).arg(error.errorString()),
            QStringLiteral("invalid_json"));
    }
    if (!document.isObject())
        return PlatformError::invalid(QStringLiteral("A JSON object is expected"),
                                      QStringLiteral("invalid_json"));
    return document.object();
}

QJsonValue find(const QJsonObject &object, const char16_t *key)
{
    const QString snake = QString::fromUtf16(key);
    const auto it = object.find(snake);
    if (it != object.end())
        return it.value();
    return object.value(camelCase(snake));
}

QJsonValue find(const QJsonObject &object, std::initializer_list<const char16_t *> keys)
{
    for (const char16_t *key : keys) {
        const QJsonValue value = find(object, key);
        if (!value.isUndefined())
            return value;
    }
    return QJsonValue(QJsonValue::Undefined);
}

QString text(const QJsonObject &object, const char16_t *key)
{
    return find(object, key).toString();
}

std::optional<qint64> toInteger(const QJsonValue &value)
{
    if (value.isDouble()) {
        // QJsonValue keeps integers as such; a double in the int64 range with no fraction converts too.
        const double number = value.toDouble();
        if (!(number >= -9.3e18 && number <= 9.3e18) || number != std::trunc(number))
            return std::nullopt;
        constexpr qint64 low = std::numeric_limits<qint64>::min();
        const qint64 first = value.toInteger(low);
        const qint64 second = value.toInteger(low + 1);
        return first == second ? std::optional<qint64>(first) : std::nullopt;
    }
    if (value.isString()) {
        bool ok = false;
        const qint64 number = value.toString().toLongLong(&ok, 10);
        if (ok)
            return number;
    }
    return std::nullopt;
}

QString isolated(const QString &name)
{
    const auto isEmbedding = [](QChar c) { return c >= QChar(0x202a) && c <= QChar(0x202e); };
    const auto isIsolate = [](QChar c) { return c >= QChar(0x2066) && c <= QChar(0x2069); };
    if (std::none_of(name.begin(), name.end(), [&](QChar c) { return isEmbedding(c) || isIsolate(c); }))
        return name;
    // What it opens ends with the isolate around it, as long as it cannot close that one itself.
    QString inner;
    for (const QChar c : name) {
        if (!isIsolate(c))
            inner += c;
    }
    return QChar(0x2068) + inner + QChar(0x2069);
}

QString nameText(const QJsonObject &object, const char16_t *key)
{
    return isolated(text(object, key));
}

RecordId recordId(const QJsonObject &object, const char16_t *key)
{
    return RecordId::fromJson(find(object, key));
}

std::optional<RecordId> optionalRecordId(const QJsonObject &object, const char16_t *key)
{
    const RecordId id = recordId(object, key);
    return id.isEmpty() ? std::nullopt : std::optional(id);
}

QString runName(const QJsonObject &object)
{
    const QJsonObject sageMaker = find(object, {u"sageMaker", u"sage_maker"}).toObject();
    for (const QString &name :
         {text(object, u"job_name"), text(sageMaker, u"training_job_name"), text(object, u"name")}) {
        if (!name.isEmpty())
            return name;
    }
    return {};
}

qint64 integer(const QJsonObject &object, const char16_t *key)
{
    return optionalInteger(object, key).value_or(0);
}

std::optional<qint64> optionalInteger(const QJsonObject &object, const char16_t *key)
{
    return toInteger(find(object, key));
}

std::optional<int> optionalInt(const QJsonObject &object, const char16_t *key)
{
    const std::optional<qint64> number = optionalInteger(object, key);
    if (!number || *number < std::numeric_limits<int>::min() || *number > std::numeric_limits<int>::max())
        return std::nullopt;
    return static_cast<int>(*number);
}

std::optional<double> optionalNumber(const QJsonObject &object, const char16_t *key)
{
    const QJsonValue value = find(object, key);
    return value.isDouble() ? std::optional<double>(value.toDouble()) : std::nullopt;
}

bool boolean(const QJsonObject &object, const char16_t *key, bool fallback)
{
    return find(object, key).toBool(fallback);
}

QDateTime time(const QJsonObject &object, const char16_t *key)
{
    const QJsonValue value = find(object, key);
    if (value.isString())
        return parseUtc(value.toString());
    const std::optional<qint64> seconds = toInteger(value);
    constexpr qint64 year9999 = 253402300799;
    if (seconds && *seconds >= 0 && *seconds <= year9999)
        return QDateTime::fromSecsSinceEpoch(*seconds, Qt::UTC);
    return {};
}

QStringList textList(const QJsonObject &object, const char16_t *key)
{
    QStringList list;
    const QJsonArray array = find(object, key).toArray();
    for (const QJsonValue value : array) {
        if (value.isString())
            list.append(value.toString());
        else if (const std::optional<qint64> number = toInteger(value))
            list.append(QString::number(*number));
    }
    return list;
}

std::optional<double> metricValue(const QJsonValue &value)
{
    if (value.isDouble())
        return value.toDouble();
    const QString word = value.toString();
    if (word == QLatin1String("NaN"))
        return std::numeric_limits<double>::quiet_NaN();
    if (word == QLatin1String("Infinity"))
        return std::numeric_limits<double>::infinity();
    if (word == QLatin1String("-Infinity"))
        return -std::numeric_limits<double>::infinity();
    return std::nullopt;
}

Metrics metrics(const QJsonValue &value)
{
    Metrics result;
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (const std::optional<double> number = metricValue(it.value()))
            result.insert(it.key(), *number);
    }
    return result;
}

} // namespace nsl::json
