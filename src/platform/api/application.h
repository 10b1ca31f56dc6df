// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/reply.h"
#include "api/router.h"
#include "api/writeguard.h"
#include "endpoints/servinglane.h"
#include "httpserver.h"
#include "store/credentials.h"

#include <QObject>
#include <QThreadPool>

#include <memory>

namespace nsl
{

class Reply;

/// Between transport and controllers: checks Host, finds the route, authorises, calls the controller, and
/// turns its answer or error into a response. The one place where an error becomes a status. What needs no
/// controller is answered on the server's thread; the rest goes to the lane of its route: the main thread, on
/// which this object lives, or the serving lane.
class Application : public QObject, public nsl::http::Handler
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Application)

public:
    struct Options
    {
        /// Origins of web pages that may use the Core API; "*" = any. None by default.
        QStringList coreOrigins;
        /// A name that requests may call this server by, beside the loopback's: that of a proxy in front of
        /// it.
        QString hostName;
    };

    /// `lane` outlives the application.
    Application(SqliteStore &store, Credentials &credentials, ServingLane &lane, Options options,
                QObject *parent = nullptr);

    Router &router() { return m_router; }

    void handle(http::Request request, http::Responder responder) override;

private:
    struct Exchange;
    /// Whether a Host header names this server: another one is a trick to reach it through a browser.
    bool isOwnHost(const QByteArray &host) const;
    /// The request with its route; null where it has been answered. On the server's thread.
    std::shared_ptr<Exchange> begin(const http::Request &request, const http::Responder &responder) const;
    /// Authorises and calls the controller. On the route's lane.
    void perform(const Exchange &exchange);
    /// The caller that the route asks for; Unauthorized or Forbidden.
    Outcome<Caller> authorise(const Route &route, const QByteArray &authorization);

    void run(const Route &route, const ApiCall &call, const Reply &reply);
    /// A write that carries a key: what it does and the reply that is kept for it are one transaction.
    void runGuarded(const Route &route, const ApiCall &call, const Reply &reply);
    Outcome<Done> keep(const Route &route, const ApiCall &call, const ApiResult &result,
                       const Reply::Draft &draft);

    SqliteStore &m_store;
    Credentials &m_credentials;
    ServingLane &m_lane;
    const Options m_options;
    WriteGuard m_guard;
    Router m_router;
    QThreadPool m_writing; ///< of long answers' texts
};

/// Whether a Host header names this machine's loopback.
bool isLoopbackHost(QByteArrayView host);

} // namespace nsl
