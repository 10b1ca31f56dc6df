// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace nsl
{

/// The time of an event as Unix milliseconds. A number counts seconds, milli-, micro- or nanoseconds: the
/// largest of these units with which it lies before the year 2200. 8, 12 or 14 digits that are a calendar
/// date (20191001, 201910010000) are that date. Anything else is ISO 8601, without a zone UTC. Nothing for
/// other texts, for years outside 1970-9999 and for the day numbers of spreadsheets (43739.5).
std::optional<qint64> parseEventTime(const QByteArray &text);
/// The sentence for a text that is no time; it quotes at most 40 characters.
QString mistakeInEventTime(const QByteArray &text);

} // namespace nsl
