// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace nsl
{

/// The one error type of the program. Code decides on `kind`, people read `message`.
struct PlatformError
{
    enum class Kind {
        Network,      ///< no connection, or it broke
        Timeout,      ///< no answer in time
        Cancelled,    ///< given up by the caller
        Unauthorized, ///< 401
        Forbidden,    ///< 403: the key lacks a scope
        NotFound,     ///< 404, 410
        Invalid,      ///< 400, 413, 422: the request can never succeed as it is
        Conflict,     ///< 409: the state does not allow it now
        RateLimited,  ///< 429
        Unavailable,  ///< 503: try again later
        Server,       ///< any other 5xx
        Unsupported,  ///< 405, 501: the server does not have this
        Protocol,     ///< an answer that cannot be understood
        Storage,      ///< a file or the database on this machine
    };

    Kind kind = Kind::Server;
    int httpStatus = 0; ///< 0 = none was received or none is fixed: see httpStatusFor()
    QString code;       ///< stable machine word such as "production_changed"; may be empty
    QString message;    ///< one sentence a person can act on
    QString requestId;  ///< X-Request-Id of the exchange, if there was one

    static PlatformError invalid(const QString &message, const QString &code = {});
    static PlatformError notFound(const QString &message, const QString &code = {});
    static PlatformError conflict(const QString &message, const QString &code = {});
    static PlatformError storage(const QString &message, const QString &code = {});
    static PlatformError unavailable(const QString &message, const QString &code = {});

    friend bool operator==(const PlatformError &, const PlatformError &) = default;
};

/// The kind that an HTTP status stands for (any status below 400 is Protocol: it was no error).
PlatformError::Kind errorKindForStatus(int httpStatus);
/// The HTTP status that a server answers for an error: its own if it has one, else its kind's.
int httpStatusFor(const PlatformError &error);

} // namespace nsl
