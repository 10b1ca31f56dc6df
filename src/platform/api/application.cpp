// SPDX-License-Identifier: GPL-3.0-or-later
#include "application.h"

#include "api/reply.h"
#include "paths.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QLoggingCategory>
#include <QRegularExpression>
#include <QUuid>

#include <algorithm>

namespace nsl
{

namespace
{

Q_LOGGING_CATEGORY(apiLog, "nsl.api", QtWarningMsg)

QByteArray bytes(std::string_view text)
{
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

QString requestIdFor(const http::Request &request)
{
    static const QRegularExpression legal(u"\\A[A-Za-z0-9._-]{1,64}\\z"_qs);
    const QString given = QString::fromUtf8(bytes(request.header("x-request-id")));
    return legal.match(given).hasMatch() ? given : QUuid::createUuid().toString(QUuid::WithoutBraces);
}

PlatformError withKind(PlatformError::Kind kind, const QString &message, const QString &code)
{
    PlatformError error;
    error.kind = kind;
    error.message = message;
    error.code = code;
    return error;
}

PlatformError withStatus(int status, const QString &message, const QString &code)
{
    PlatformError error = withKind(errorKindForStatus(status), message, code);
    error.httpStatus = status;
    return error;
}

ErrorForm formFor(const QString &path)
{
    if (path == paths::token)
        return ErrorForm::OAuth;
    const bool isPlatform = path.startsWith(u"/api/"_qs) || path == paths::healthz || path == paths::metrics;
    return isPlatform ? ErrorForm::Platform : ErrorForm::Core;
}

ApiCall callFrom(const http::Request &request, const QString &path, const QString &requestId)
{
    ApiCall call;
    call.arrived = std::chrono::steady_clock::now();
    call.method = QString::fromStdString(request.method);
    call.path = path;
    call.requestId = requestId;
    call.body = bytes(request.body);
    // A multimap keeps the order of equal keys; QMultiMap::value() gives the one inserted last.
    for (auto it = request.query.rbegin(); it != request.query.rend(); ++it)
        call.query.insert(QString::fromStdString(it->first), QString::fromStdString(it->second));
    for (const auto &[name, value] : request.headers)
        call.headers.insert(bytes(name), bytes(value));
    return call;
}

QString missingScope(const Caller &caller, Access access)
{
    switch (access) {
    case Access::Open:
        return {};
    case Access::Events:
        return caller.has(QLatin1String("admin")) || caller.has(QLatin1String("events")) ? QString()
                                                                                         : u"events"_qs;
    case Access::Admin:
        return caller.has(QLatin1String("admin")) ? QString() : u"admin"_qs;
    case Access::CoreRead:
        return caller.has(QLatin1String("neuronsearchlab-api/read")) ? QString()
                                                                     : u"neuronsearchlab-api/read"_qs;
    case Access::CoreWrite:
        return caller.has(QLatin1String("neuronsearchlab-api/write")) ? QString()
                                                                      : u"neuronsearchlab-api/write"_qs;
    }
    return u"admin"_qs;
}

/// Whether writing the answer's text takes so long that it should not be done on the main thread.
bool isLong(const ApiAnswer &answer)
{
    constexpr qsizetype manyRows = 500;
    const QJsonObject object = answer.body.toObject();
    return std::any_of(object.begin(), object.end(), [](const QJsonValue &value) {
        return value.isArray() && value.toArray().size() > manyRows;
    });
}

} // namespace

bool isLoopbackHost(QByteArrayView host)
{
    static const QRegularExpression legal(
        u"\\A(?:localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1\\])(?::[0-9]{1,5})?\\z"_qs,
        QRegularExpression::CaseInsensitiveOption);
    return legal.match(QString::fromLatin1(host)).hasMatch();
}

/// A request on its way to its controller.
struct Application::Exchange
{
    ApiCall call;
    Reply reply;
    const Route &route;
};

Application::Application(SqliteStore &store, Credentials &credentials, ServingLane &lane, Options options,
                         QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_credentials(credentials)
    , m_lane(lane)
    , m_options(std::move(options))
    , m_guard(store)
{
    m_writing.setMaxThreadCount(1);
}

void Application::handle(http::Request request, http::Responder responder)
{
    const auto exchange = begin(request, responder);
    if (!exchange)
        return;
    if (exchange->route.lane == Lane::Serving)
        m_lane.post([this, exchange] { perform(*exchange); });
    else
        QMetaObject::invokeMethod(
            this, [this, exchange] { perform(*exchange); }, Qt::QueuedConnection);
}

bool Application::isOwnHost(const QByteArray &host) const
{
    if (isLoopbackHost(host))
        return true;
    static const QRegularExpression port(u":[0-9]{1,5}\\z"_qs);
    const QString name = QString::fromLatin1(host).remove(port);
    return !m_options.hostName.isEmpty() && name.compare(m_options.hostName, Qt::CaseInsensitive) == 0;
}

std::shared_ptr<Application::Exchange> Application::begin(const http::Request &request,
                                                          const http::Responder &responder) const
{
    const QString path = QString::fromStdString(request.path);
    const QString requestId = requestIdFor(request);
    Reply reply(responder, requestId);
    if (!isOwnHost(bytes(request.header("host")))) {
        const QString names = m_options.hostName.isEmpty()
                                  ? u"localhost only"_qs
                                  : u"localhost and %1 only"_qs.arg(m_options.hostName);
        reply.send(withStatus(421, u"This server answers to %1."_qs.arg(names), u"misdirected"_qs),
                   formFor(path));
        return nullptr;
    }
    ApiCall call = callFrom(request, path, requestId);
    call.responder = responder;
    const Router::Match match = m_router.find(call.method, path);
    const QByteArray origin = bytes(request.header("origin"));
    const bool isCore = match.errors == ErrorForm::Core;
    if (isCore && !m_options.coreOrigins.isEmpty()) {
        reply.addHeader("Vary", "Origin");
        const QString page = QString::fromLatin1(origin);
        if (!page.isEmpty() &&
            (m_options.coreOrigins.contains(page) || m_options.coreOrigins.contains(u"*"_qs))) {
            reply.addHeader("Access-Control-Allow-Origin", origin.toStdString());
            reply.addHeader("Access-Control-Expose-Headers", "X-Request-Id, Retry-After");
        }
    }
    if (isCore && call.method == u"OPTIONS") {
        ApiAnswer preflight{QJsonObject{}};
        preflight.status = 204;
        preflight.headers.insert(u"Allow"_qs, match.allowed.join(u", "_qs));
        if (!m_options.coreOrigins.isEmpty()) {
            preflight.headers.insert(u"Access-Control-Allow-Methods"_qs, match.allowed.join(u", "_qs));
            preflight.headers.insert(u"Access-Control-Allow-Headers"_qs,
                                     u"Authorization, Content-Type, Idempotency-Key, X-Request-Id"_qs);
        }
        reply.send(preflight);
        return nullptr;
    }
    if (!match.route) {
        if (match.allowed.isEmpty()) {
            reply.send(PlatformError::notFound(u"There is nothing at %1."_qs.arg(path.left(200))),
                       formFor(path));
        } else {
            reply.send(withStatus(405,
                                  u"%1 is not possible here; %2 is."_qs.arg(call.method,
                                                                            match.allowed.join(u", "_qs)),
                                  u"method_not_allowed"_qs),
                       formFor(path), match.allowed);
        }
        return nullptr;
    }
    call.parameters = match.parameters;
    return std::make_shared<Exchange>(Exchange{std::move(call), std::move(reply), *match.route});
}

void Application::perform(const Exchange &exchange)
{
    const ErrorForm form = exchange.route.errors;
    try {
        auto caller = authorise(exchange.route, exchange.call.header("authorization"));
        if (!caller.ok()) {
            exchange.reply.send(caller.error(), form);
            return;
        }
        ApiCall call = exchange.call;
        call.caller = *caller;
        run(exchange.route, call, exchange.reply);
    } catch (const StoreFailure &failure) {
        exchange.reply.send(failure.error(), form);
    } catch (const std::exception &error) {
        qCCritical(apiLog, "%s: %s", qUtf8Printable(exchange.call.requestId), error.what());
        exchange.reply.send(withKind(PlatformError::Kind::Server,
                                     u"Internal error; the server's log says more."_qs, u"internal"_qs),
                            form);
    }
}

void Application::run(const Route &route, const ApiCall &call, const Reply &reply)
{
    // The guard is of the main thread, and so is every route that changes something.
    if (route.lane == Lane::Main && WriteGuard::concerns(call)) {
        runGuarded(route, call, reply);
        return;
    }
    route.handler(call, [this, &route, reply](const ApiResult &result) {
        if (!result.ok()) {
            reply.send(result.error(), route.errors);
        } else if (route.lane == Lane::Main && isLong(*result)) {
            // Megabytes of text: others wait for this thread.
            m_writing.start([reply, answer = *result] { reply.send(answer); });
        } else {
            reply.send(*result);
        }
    });
}

void Application::runGuarded(const Route &route, const ApiCall &call, const Reply &reply)
{
    const auto earlier = m_guard.earlier(call);
    if (!earlier.ok() || *earlier) {
        if (earlier.ok())
            reply.send(**earlier);
        else
            reply.send(earlier.error(), route.errors);
        return;
    }
    const std::shared_ptr<OpenWrite> open = m_guard.begin(call);
    if (!open) {
        reply.send(
            PlatformError::unavailable(
                u"A request with this Idempotency-Key is still being answered; send it again in a moment."_qs,
                u"request_in_progress"_qs),
            route.errors);
        return;
    }
    const auto answer = [this, &route, call, reply, open](const ApiResult &result) {
        const Reply::Draft draft =
            result.ok() ? reply.draft(*result) : reply.draft(result.error(), route.errors);
        if (const auto kept = keep(route, call, result, draft); !kept.ok())
            m_store.takeBack(kept.error());
        m_store.whenStored([&route, reply, open, draft](const Outcome<Done> &stored) {
            open->end();
            // A request that failed by itself says why.
            if (stored.ok() || draft.response.status >= 500)
                reply.send(draft);
            else
                reply.send(stored.error(), route.errors);
        });
    };
    bool isThrough = false;
    const auto stored = m_store.together([&] {
        route.handler(call, answer);
        isThrough = true;
    });
    if (!isThrough)
        reply.send(stored.error(), route.errors);
}

Outcome<Done> Application::keep(const Route &route, const ApiCall &call, const ApiResult &result,
                                const Reply::Draft &draft)
{
    if (!result.ok() || !result->isSecret)
        return m_guard.keep(call, draft.response.status, draft.body);
    // Done once, but its text is not kept: a repetition must not do it again.
    constexpr int conflict = 409;
    return m_guard.keep(
        call, conflict,
        errorText(PlatformError::conflict(u"This was done already; what it answered is shown only once."_qs,
                                          u"shown_once"_qs),
                  conflict, route.errors));
}

Outcome<Caller> Application::authorise(const Route &route, const QByteArray &authorization)
{
    if (route.access == Access::Open)
        return Caller{};
    std::optional<Caller> caller;
    if (authorization.size() > 7 && authorization.left(7).toLower() == "bearer ") {
        const QByteArray secret = authorization.mid(7).trimmed();
        if (route.errors != ErrorForm::Core)
            caller = m_credentials.checkKey(secret);
        else
            caller =
                route.lane == Lane::Serving ? m_lane.checkToken(secret) : m_credentials.checkToken(secret);
    }
    if (!caller)
        return withKind(PlatformError::Kind::Unauthorized, u"Unauthorized"_qs, {});
    const QString missing = missingScope(*caller, route.access);
    if (!missing.isEmpty()) {
        return withKind(PlatformError::Kind::Forbidden, u"This key lacks the scope %1."_qs.arg(missing),
                        u"missing_scope"_qs);
    }
    return *caller;
}

} // namespace nsl
