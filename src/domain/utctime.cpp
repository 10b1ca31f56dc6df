// SPDX-License-Identifier: GPL-3.0-or-later
#include "utctime.h"

#include <algorithm>

namespace nsl
{

namespace
{

constexpr qsizetype isoDateLength = 10;

bool isTwoDigitZone(const QString &zone)
{
    return zone.size() == 3 && zone.at(1).isDigit() && zone.at(2).isDigit();
}

} // namespace

QDateTime parseUtc(const QString &text)
{
    QString clock = text.trimmed();
    if (clock.size() < isoDateLength || clock.size() > 64)
        return {};
    QString zone;
    for (const QString &utc : {QStringLiteral("UTC"), QStringLiteral("GMT"), QStringLiteral("Z")}) {
        if (clock.endsWith(utc, Qt::CaseInsensitive)) {
            clock = clock.chopped(utc.size()).trimmed();
            zone = QStringLiteral("Z");
            break;
        }
    }
    // A sign within the date is no zone.
    const qsizetype sign = std::max(clock.lastIndexOf(u'+'), clock.lastIndexOf(u'-'));
    if (zone.isEmpty() && sign > isoDateLength) {
        zone = clock.mid(sign);
        clock = clock.left(sign).trimmed();
        if (isTwoDigitZone(zone))
            zone += QStringLiteral(":00");
    }
    if (clock.size() == isoDateLength)
        clock += QStringLiteral("T00:00:00");
    else if (clock.size() > isoDateLength && clock.at(isoDateLength) == u' ')
        clock[isoDateLength] = u'T';
    const QDateTime time =
        QDateTime::fromString(clock + (zone.isEmpty() ? QStringLiteral("Z") : zone), Qt::ISODateWithMs);
    return time.isValid() ? time.toUTC() : QDateTime();
}

} // namespace nsl
