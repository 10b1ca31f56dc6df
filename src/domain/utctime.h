// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

namespace nsl
{

/// An ISO 8601 time as UTC: a date, or a date and a clock reading parted by "T" or a blank, with or without a
/// zone ("Z", "+01:00", "+0100", "+01", " UTC"). Without one it is UTC on every machine, whatever the zone of
/// the machine is; so a reading that the local clocks leave out is a time like any other. Invalid for
/// anything else.
QDateTime parseUtc(const QString &text);

} // namespace nsl
