// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonValue>
#include <QString>

namespace nsl
{

/// Canonical JSON: UTF-8, keys sorted by code unit, no white space, integers exact, doubles in their
/// shortest form that reads back equal. Equal values give equal bytes.
QByteArray canonicalJson(const QJsonValue &value);

/// Lower-case hex of SHA-256.
QString sha256Hex(const QByteArray &bytes);

/// SHA-256 over the canonical JSON: how config_digest is made.
QString canonicalDigest(const QJsonValue &value);

} // namespace nsl
