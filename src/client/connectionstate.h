// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "platformerror.h"

#include <QDateTime>
#include <QObject>

namespace nsl
{

/// What the connection chip tells.
///
///              success                    network, timeout, 5xx
///   Connecting ───────► Online ──────────────────────────────► Reconnecting
///       │  ▲               ▲ ▲                                    │   │ third failure
///       │  │ reset         │ └──────────── success ───────────────┘   ▼
///       │  └───────────────┴──────────────── success ───────────── Offline
///       └──── any state: 401 ► Unauthorized, 403 ► Forbidden; success leaves both
///
/// A failure before the first success goes to Reconnecting as well: it is told with the time of the next
/// attempt.
class ConnectionState : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConnectionState)

public:
    enum class Status { Connecting, Online, Reconnecting, Offline, Unauthorized, Forbidden };
    Q_ENUM(Status)

    /// Failures in a row that make it Offline.
    static constexpr int offlineAfter = 3;

    explicit ConnectionState(QObject *parent = nullptr);

    Status status() const { return m_status; }
    /// The last answer that counted; invalid = none yet. Data on screen is from then while it is not Online.
    QDateTime lastSuccess() const { return m_lastSuccess; }
    /// When the next attempt comes; invalid = none is planned.
    QDateTime nextAttempt() const { return m_nextAttempt; }
    const PlatformError &lastError() const { return m_lastError; }
    bool isOnline() const { return m_status == Status::Online; }

    void reset();
    void noteSuccess(const QDateTime &now);
    /// Errors that say nothing about the connection (404, 409, 400...) count as an answer.
    void noteFailure(const PlatformError &error, const QDateTime &now, int retryMs);

signals:
    void updated();

private:
    Status m_status = Status::Connecting;
    QDateTime m_lastSuccess;
    QDateTime m_nextAttempt;
    PlatformError m_lastError;
    int m_failures = 0;
};

} // namespace nsl
