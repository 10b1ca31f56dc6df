// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/apicall.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <functional>

namespace nsl
{

/// Who may use a route.
enum class Access {
    Open,      ///< no key
    Events,    ///< a platform key with the scope events or admin
    Admin,     ///< a platform key with the scope admin
    CoreRead,  ///< an access token with neuronsearchlab-api/read
    CoreWrite, ///< an access token with neuronsearchlab-api/write
};

/// The thread that a route's requests are authorised and handled on.
enum class Lane {
    Main,
    Serving, ///< only for routes that change nothing and know nothing but the ServingLane
};

struct Route
{
    QString method;
    QStringList pattern; ///< segments; "{}" stands for one segment
    Access access = Access::Admin;
    ErrorForm errors = ErrorForm::Platform;
    std::function<void(const ApiCall &, ApiReply)> handler;
    Lane lane = Lane::Main;
};

/// The table of all routes. Thread-safe once all of them are in it.
class Router
{
public:
    using Handler = std::function<ApiResult(const ApiCall &)>;
    using AsyncHandler = std::function<void(const ApiCall &, ApiReply)>;

    /// A route of the Platform API. `pattern` like "/api/training-jobs/{}".
    void add(const QString &method, const QString &pattern, Handler handler, Access access = Access::Admin);
    void addAsync(const QString &method, const QString &pattern, AsyncHandler handler,
                  Access access = Access::Admin);
    /// A route of the Core API, "/items/{}", served as /v1/items/{} and as /items/{}.
    void addCore(const QString &method, const QString &pattern, Access access, Handler handler);
    void addCoreAsync(const QString &method, const QString &pattern, Access access, AsyncHandler handler,
                      Lane lane = Lane::Main);
    void addRaw(Route route);

    struct Match
    {
        const Route *route = nullptr; ///< null: see allowed
        QStringList parameters;
        ErrorForm errors = ErrorForm::Platform; ///< of the path's routes, if it exists
        QStringList allowed; ///< the path exists, but only with these methods; empty = it does not exist
    };
    /// Literal segments win over parameters, whatever the method: /a/b is never taken for /a/{}. HEAD is
    /// routed as GET.
    Match find(const QString &method, const QString &path) const;

    /// Every route once, as "GET /api/…": for tests that visit all of them.
    QStringList describe() const;

private:
    QList<Route> m_routes;
};

} // namespace nsl
