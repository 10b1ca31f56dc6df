// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/reply.h"

#include "operationsjson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLoggingCategory>

#include <utility>

namespace nsl
{

namespace
{

Q_LOGGING_CATEGORY(replyLog, "nsl.api", QtWarningMsg)

QString defaultCode(int status)
{
    switch (status) {
    case 400:
        return u"invalid_request"_qs;
    case 401:
        return u"unauthorized"_qs;
    case 403:
        return u"forbidden"_qs;
    case 404:
        return u"not_found"_qs;
    case 405:
        return u"method_not_allowed"_qs;
    case 409:
        return u"conflict"_qs;
    case 503:
        return u"unavailable"_qs;
    default:
        return u"error"_qs;
    }
}

QByteArray compactText(const QJsonValue &body)
{
    return body.isArray() ? QJsonDocument(body.toArray()).toJson(QJsonDocument::Compact)
                          : QJsonDocument(body.toObject()).toJson(QJsonDocument::Compact);
}

QJsonObject errorBody(PlatformError error, int status, ErrorForm form)
{
    switch (form) {
    case ErrorForm::Platform:
        return platformErrorJson(error);
    case ErrorForm::Core:
        if (error.code.isEmpty())
            error.code = defaultCode(status);
        return coreErrorJson(error);
    case ErrorForm::OAuth:
        return {{u"error"_qs, error.code.isEmpty() ? u"invalid_request"_qs : error.code},
                {u"error_description"_qs, error.message}};
    }
    return {};
}

} // namespace

QByteArray errorText(PlatformError error, int status, ErrorForm form)
{
    return compactText(errorBody(std::move(error), status, form));
}

Reply::Reply(http::Responder responder, QString requestId)
    : m_responder(std::move(responder))
    , m_requestId(std::move(requestId))
{
}

Reply::Draft Reply::draft(const ApiAnswer &answer) const
{
    http::Response response = start(answer.status);
    for (auto it = answer.headers.begin(); it != answer.headers.end(); ++it)
        response.headers.emplace(it.key().toStdString(), it.value().toStdString());
    if (answer.headers.contains(u"ETag"_qs)) {
        // May be kept by the client, which asks every time whether it is still so.
        response.headers.erase("Cache-Control");
        response.headers.emplace("Cache-Control", "no-cache, private");
    }
    const bool isEmpty = answer.status == 304 || answer.status == 204;
    const QByteArray body = isEmpty                 ? QByteArray()
                            : answer.text.isEmpty() ? compactText(answer.body)
                                                    : answer.text;
    if (isEmpty)
        response.headers.erase("Content-Type");
    return {std::move(response), body};
}

Reply::Draft Reply::draft(PlatformError error, ErrorForm form, const QStringList &allowed) const
{
    const int status = httpStatusFor(error);
    if (status >= 500 && status != 503)
        qCWarning(replyLog, "%s: %d %s", qUtf8Printable(m_requestId), status, qUtf8Printable(error.message));
    error.httpStatus = status;
    error.requestId = m_requestId;
    http::Response response = start(status);
    if (status == 503 || status == 429)
        response.headers.emplace("Retry-After", "1");
    if (status == 401)
        response.headers.emplace("WWW-Authenticate", form == ErrorForm::OAuth ? "Basic" : "Bearer");
    if (!allowed.isEmpty())
        response.headers.emplace("Allow", allowed.join(u", "_qs).toStdString());
    return {std::move(response), errorText(error, status, form)};
}

void Reply::send(const KeptReply &kept) const
{
    http::Response response = start(kept.status);
    response.headers.emplace("Idempotent-Replayed", "true");
    send(Draft{std::move(response), kept.body});
}

http::Response Reply::start(int status) const
{
    http::Response response;
    response.status = status;
    response.headers = {{"Content-Type", "application/json"},
                        {"Cache-Control", "no-store"},
                        {"X-Content-Type-Options", "nosniff"},
                        {"X-Request-Id", m_requestId.toStdString()}};
    response.headers.insert(m_headers.begin(), m_headers.end());
    return response;
}

void Reply::send(const Draft &draft) const
{
    http::Response response = draft.response;
    response.body = draft.body.toStdString();
    m_responder.respond(std::move(response));
}

} // namespace nsl
