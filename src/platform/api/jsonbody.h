// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "outcome.h"

#include <QByteArray>
#include <QJsonDocument>

namespace nsl
{

/// The JSON of a request's body. Whole numbers beyond 64 bits are there as texts of the same digits. Invalid
/// with code "invalid_json" for what is no JSON or has half of a surrogate pair, with code "invalid_name"
/// where a name holds a control character.
Outcome<QJsonDocument> parseBody(const QByteArray &body);

} // namespace nsl
