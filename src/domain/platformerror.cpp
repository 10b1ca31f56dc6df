// SPDX-License-Identifier: GPL-3.0-or-later
#include "platformerror.h"

namespace nsl
{

namespace
{
PlatformError make(PlatformError::Kind kind, const QString &message, const QString &code)
{
    return {kind, 0, code, message, {}};
}
} // namespace

PlatformError PlatformError::invalid(const QString &message, const QString &code)
{
    return make(Kind::Invalid, message, code);
}

PlatformError PlatformError::notFound(const QString &message, const QString &code)
{
    return make(Kind::NotFound, message, code);
}

PlatformError PlatformError::conflict(const QString &message, const QString &code)
{
    return make(Kind::Conflict, message, code);
}

PlatformError PlatformError::storage(const QString &message, const QString &code)
{
    return make(Kind::Storage, message, code);
}

PlatformError PlatformError::unavailable(const QString &message, const QString &code)
{
    return make(Kind::Unavailable, message, code);
}

PlatformError::Kind errorKindForStatus(int httpStatus)
{
    using Kind = PlatformError::Kind;
    switch (httpStatus) {
    case 401:
        return Kind::Unauthorized;
    case 403:
        return Kind::Forbidden;
    case 404:
    case 410:
        return Kind::NotFound;
    case 405:
    case 501:
        return Kind::Unsupported;
    case 408:
        return Kind::Timeout;
    case 409:
        return Kind::Conflict;
    case 429:
        return Kind::RateLimited;
    case 503:
        return Kind::Unavailable;
    default:
        break;
    }
    if (httpStatus >= 500)
        return Kind::Server;
    return httpStatus >= 400 ? Kind::Invalid : Kind::Protocol;
}

int httpStatusFor(const PlatformError &error)
{
    using Kind = PlatformError::Kind;
    if (error.httpStatus > 0)
        return error.httpStatus;
    switch (error.kind) {
    case Kind::Unauthorized:
        return 401;
    case Kind::Forbidden:
        return 403;
    case Kind::NotFound:
        return 404;
    case Kind::Invalid:
        return 400;
    case Kind::Conflict:
        return 409;
    case Kind::RateLimited:
        return 429;
    case Kind::Unavailable:
        return 503;
    case Kind::Unsupported:
        return 405;
    case Kind::Network:
    case Kind::Timeout:
    case Kind::Cancelled:
    case Kind::Server:
    case Kind::Protocol:
    case Kind::Storage:
        break;
    }
    return 500;
}

} // namespace nsl
