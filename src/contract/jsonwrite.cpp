// SPDX-License-Identifier: GPL-3.0-or-later
#include "jsonwrite.h"

#include <cmath>

namespace nsl::json
{

QJsonValue isoTime(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(time.toUTC().toString(Qt::ISODateWithMs))
                          : QJsonValue(QJsonValue::Null);
}

QJsonValue unixTime(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(time.toSecsSinceEpoch()) : QJsonValue(QJsonValue::Null);
}

QJsonValue metricJson(double value)
{
    if (std::isnan(value))
        return QStringLiteral("NaN");
    if (std::isinf(value))
        return value > 0 ? QStringLiteral("Infinity") : QStringLiteral("-Infinity");
    return value;
}

QJsonObject metricsJson(const Metrics &metrics)
{
    QJsonObject object;
    for (auto it = metrics.begin(); it != metrics.end(); ++it)
        object.insert(it.key(), metricJson(it.value()));
    return object;
}

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

} // namespace nsl::json
