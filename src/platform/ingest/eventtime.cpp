// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/eventtime.h"

#include <QDateTime>

#include <algorithm>
#include <cmath>

namespace nsl
{

namespace
{
constexpr double firstMillisecondNumber = 1e12;
constexpr qint64 endOfTime = 253'402'300'800'000; // 10000-01-01T00:00:00Z
} // namespace

std::optional<qint64> parseEventTime(const QByteArray &text)
{
    const QByteArray trimmed = text.trimmed();
    if (trimmed.isEmpty() || trimmed.size() > 40)
        return std::nullopt;
    const bool plainDigits =
        std::all_of(trimmed.begin(), trimmed.end(), [](char c) { return c >= '0' && c <= '9'; });
    qint64 ms = -1;
    bool isNumber = false;
    if (plainDigits) {
        const qint64 number = trimmed.toLongLong(&isNumber);
        if (!isNumber)
            return std::nullopt;
        ms = number >= qint64(firstMillisecondNumber) ? number : number * 1000;
    } else if (const double number = trimmed.toDouble(&isNumber); isNumber) {
        if (!std::isfinite(number) || number < 0 || number > double(endOfTime))
            return std::nullopt;
        ms = qint64(std::llround(number >= firstMillisecondNumber ? number : number * 1000.0));
    } else {
        QDateTime time = QDateTime::fromString(QString::fromUtf8(trimmed), Qt::ISODateWithMs);
        if (!time.isValid())
            return std::nullopt;
        if (time.timeSpec() == Qt::LocalTime)
            time.setTimeSpec(Qt::UTC); // the same clock reading, said to be UTC
        ms = time.toMSecsSinceEpoch();
    }
    if (ms < 0 || ms >= endOfTime)
        return std::nullopt;
    return ms;
}

} // namespace nsl
