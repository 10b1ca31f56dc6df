// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/eventtime.h"

#include "utctime.h"
#include "utf8.h"

#include <QDateTime>

#include <algorithm>
#include <array>
#include <cmath>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 endOfTime = 253'402'300'800'000;     // 10000-01-01T00:00:00Z, in milliseconds
constexpr qint64 secondsToYear2200 = 7'258'118'400LL; // nobody's events are later
/// Days since 1900 in spreadsheets, for 1954 to 2118.
constexpr double firstDayNumber = 20'000;
constexpr double lastDayNumber = 80'000;

bool allDigits(const QByteArray &text)
{
    return !text.isEmpty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// yyyymmdd, yyyymmddhhmm or yyyymmddhhmmss. As a count of seconds, the shortest would be a day of 1970.
std::optional<qint64> calendarMs(const QByteArray &digits)
{
    if (digits.size() != 8 && digits.size() != 12 && digits.size() != 14)
        return std::nullopt;
    const auto part = [&](qsizetype from, qsizetype length) { return digits.mid(from, length).toInt(); };
    const int year = part(0, 4);
    const QDate date(year, part(4, 2), part(6, 2));
    // Twelve digits are milliseconds of 1970 to 2001 as well; those that read as a date of our time are a
    // week of 1976.
    const bool isPlausible = digits.size() == 12 ? year >= 1990 && year < 2100 : year >= 1970 && year < 2200;
    if (!isPlausible || !date.isValid())
        return std::nullopt;
    const QTime time(part(8, 2), part(10, 2), part(12, 2));
    if (!time.isValid())
        return std::nullopt;
    return QDateTime(date, time, Qt::UTC).toMSecsSinceEpoch();
}

/// A count in the largest unit with which it lies before the year 2200.
std::optional<qint64> countedMs(qint64 number)
{
    if (number < secondsToYear2200)
        return number * 1000;
    if (number < secondsToYear2200 * 1000)
        return number;
    if (number < secondsToYear2200 * 1'000'000)
        return number / 1000;
    if (number < secondsToYear2200 * 1'000'000'000)
        return number / 1'000'000;
    return std::nullopt;
}

std::optional<qint64> countedMs(double number)
{
    if (!std::isfinite(number) || number < 0)
        return std::nullopt;
    const double limit = double(secondsToYear2200);
    for (const double perSecond : {1.0, 1e3, 1e6, 1e9}) {
        if (number < limit * perSecond)
            return qint64(std::llround(number / perSecond * 1000.0));
    }
    return std::nullopt;
}

bool isDayNumber(const QByteArray &text)
{
    bool isNumber = false;
    const double number = text.toDouble(&isNumber);
    return isNumber && number >= firstDayNumber && number < lastDayNumber && number != std::trunc(number);
}

} // namespace

std::optional<qint64> parseEventTime(const QByteArray &text)
{
    const QByteArray trimmed = text.trimmed();
    if (trimmed.isEmpty() || trimmed.size() > 64)
        return std::nullopt;
    std::optional<qint64> ms;
    bool isNumber = false;
    if (allDigits(trimmed)) {
        ms = calendarMs(trimmed);
        if (!ms) {
            const qint64 number = trimmed.toLongLong(&isNumber);
            ms = isNumber ? countedMs(number) : std::nullopt;
        }
    } else if (const double number = trimmed.toDouble(&isNumber); isNumber) {
        ms = isDayNumber(trimmed) ? std::nullopt : countedMs(number);
    } else if (const QDateTime time = parseUtc(QString::fromUtf8(trimmed)); time.isValid()) {
        ms = time.toMSecsSinceEpoch();
    }
    return ms && *ms >= 0 && *ms < endOfTime ? ms : std::nullopt;
}

QString mistakeInEventTime(const QByteArray &text)
{
    const QString shown = QString::fromStdString(tabular::glimpse(text.toStdString()));
    if (isDayNumber(text.trimmed())) {
        return u"\"%1\" is a day number of a spreadsheet, not a time: format the column as a date or give seconds."_s
            .arg(shown);
    }
    return u"\"%1\" is not a time: give seconds, milliseconds or ISO 8601."_s.arg(shown);
}

} // namespace nsl
