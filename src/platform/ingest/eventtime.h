// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <optional>

namespace nsl
{

/// The time of an event as Unix milliseconds: a number of seconds, a number of milliseconds (from 1e12 on),
/// or ISO 8601 (without a zone: UTC). Nothing for anything else and for years outside 1970-9999.
std::optional<qint64> parseEventTime(const QByteArray &text);

} // namespace nsl
