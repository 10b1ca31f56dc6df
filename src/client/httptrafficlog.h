// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QLoggingCategory>
#include <QString>
#include <QUrl>

namespace nsl
{

/// Category "nsl.http": one line per exchange at debug level, off by default. No header, no body, no query
/// value.
Q_DECLARE_LOGGING_CATEGORY(httpTraffic)

namespace trafficlog
{

/// The URL without user info and with each query value but numbers replaced by "*".
QString redacted(const QUrl &url);
void sent(const QByteArray &method, const QUrl &url, const QByteArray &requestId, int attempt);
void received(const QByteArray &requestId, int httpStatus, qint64 bytes, qint64 elapsedMs);

} // namespace trafficlog

} // namespace nsl
