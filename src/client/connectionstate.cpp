// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectionstate.h"

namespace nsl
{

ConnectionState::ConnectionState(QObject *parent)
    : QObject(parent)
{
}

void ConnectionState::reset()
{
    m_status = Status::Connecting;
    m_nextAttempt = {};
    m_lastError = {};
    m_failures = 0;
    emit updated();
}

void ConnectionState::noteSuccess(const QDateTime &now)
{
    const bool changed = m_status != Status::Online;
    m_status = Status::Online;
    m_lastSuccess = now;
    m_nextAttempt = {};
    m_failures = 0;
    if (changed)
        emit updated();
}

void ConnectionState::noteFailure(const PlatformError &error, const QDateTime &now, int retryMs)
{
    using Kind = PlatformError::Kind;
    switch (error.kind) {
    case Kind::Cancelled:
        return;
    case Kind::NotFound:
    case Kind::Invalid:
    case Kind::Conflict:
    case Kind::Unsupported:
    case Kind::RateLimited:
    case Kind::Storage:
        noteSuccess(now);
        return;
    case Kind::Unauthorized:
        m_status = Status::Unauthorized;
        break;
    case Kind::Forbidden:
        m_status = Status::Forbidden;
        break;
    case Kind::Network:
    case Kind::Timeout:
    case Kind::Unavailable:
    case Kind::Server:
    case Kind::Protocol:
        ++m_failures;
        m_status = m_failures >= offlineAfter ? Status::Offline : Status::Reconnecting;
        break;
    }
    m_lastError = error;
    m_nextAttempt = retryMs > 0 ? now.addMSecs(retryMs) : QDateTime();
    emit updated();
}

} // namespace nsl
