// SPDX-License-Identifier: GPL-3.0-or-later
#include "request.h"

#include "httptrafficlog.h"
#include "operationsjson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPromise>
#include <QRandomGenerator>
#include <QThreadPool>
#include <QUuid>

#include <algorithm>
#include <memory>

namespace nsl
{

namespace
{

constexpr int longestRetryAfterSeconds = 30;
constexpr qsizetype longestErrorBody = 64 * 1024;

QByteArray newId()
{
    return QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
}

QDateTime parseHttpDate(QByteArray text)
{
    text.replace("GMT", "+0000");
    return QDateTime::fromString(QString::fromLatin1(text), Qt::RFC2822Date).toUTC();
}

/// JSON of an answer: undefined for an empty body, absent when it is not JSON.
std::optional<QJsonValue> parseBody(const QByteArray &body)
{
    if (body.trimmed().isEmpty())
        return QJsonValue(QJsonValue::Undefined);
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(body, &problem);
    if (problem.error != QJsonParseError::NoError)
        return std::nullopt;
    return document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
}

Outcome<Response> decodeBody(const QByteArray &body, const Decode &decode, Response response)
{
    const auto withId = [&response](PlatformError error) {
        error.requestId = response.requestId;
        error.httpStatus = response.httpStatus;
        return error;
    };
    const std::optional<QJsonValue> json = parseBody(body);
    if (!json)
        return withId({PlatformError::Kind::Protocol, 0, u"not_json"_qs, {}, {}});
    Outcome<std::any> decoded = decode(*json);
    if (!decoded)
        return withId(decoded.error());
    response.value = std::move(decoded).value();
    return response;
}

} // namespace

Request::Request(QNetworkAccessManager *network, Call call, Decode decode, QObject *parent)
    : QObject(parent)
    , m_network(network)
    , m_call(std::move(call))
    , m_decode(std::move(decode))
    , m_requestId(newId())
{
    m_retryTimer.setSingleShot(true);
    m_deadline.setSingleShot(true);
    connect(&m_retryTimer, &QTimer::timeout, this, &Request::send);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        m_overdue = true;
        if (m_reply)
            m_reply->abort();
    });
    connect(&m_decoding, &QFutureWatcherBase::finished, this, [this] {
        if (m_decoding.future().resultCount() > 0)
            finish(m_decoding.future().takeResult());
    });
    if (m_call.method != "GET" && m_call.idempotencyKey.isEmpty())
        m_call.idempotencyKey = newId();
}

Request::~Request()
{
    dropReply();
}

void Request::start()
{
    m_elapsed.start();
    send();
}

void Request::cancel()
{
    finish(error(PlatformError::Kind::Cancelled, "cancelled"));
}

void Request::send()
{
    ++m_attempt;
    m_body.clear();
    m_tooLarge = false;
    m_overdue = false;
    QNetworkRequest request(m_call.url);
    request.setTransferTimeout(m_call.timeoutMs);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::SameOriginRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setMaximumRedirectsAllowed(5);
    request.setRawHeader("Accept", "application/json");
    request.setRawHeader("X-Request-Id", m_requestId);
    request.setHeader(QNetworkRequest::UserAgentHeader, QStringLiteral("nsl-console/" NSL_VERSION));
    request.setHeader(QNetworkRequest::ContentTypeHeader, m_call.contentType);
    if (!m_call.authorization.isEmpty())
        request.setRawHeader("Authorization", m_call.authorization);
    if (!m_call.idempotencyKey.isEmpty())
        request.setRawHeader("Idempotency-Key", m_call.idempotencyKey);

    trafficlog::sent(m_call.method, m_call.url, m_requestId, m_attempt);
    m_reply = m_call.method == "GET" ? m_network->get(request)
                                     : m_network->sendCustomRequest(request, m_call.method, m_call.body);
    m_reply->setParent(this);
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &Request::handleMetaData);
    connect(m_reply, &QNetworkReply::readyRead, this, &Request::handleReadyRead);
    connect(m_reply, &QNetworkReply::finished, this, &Request::handleReplyFinished);
    m_deadline.start(m_call.totalMs);
}

void Request::handleMetaData()
{
    if (m_reply && m_reply->header(QNetworkRequest::ContentLengthHeader).toLongLong() > maximumReplyBytes) {
        m_tooLarge = true;
        m_reply->abort();
    }
}

void Request::handleReadyRead()
{
    if (!m_reply || m_tooLarge)
        return;
    m_body += m_reply->readAll();
    if (m_body.size() > maximumReplyBytes) {
        m_tooLarge = true;
        m_reply->abort();
    }
}

void Request::handleReplyFinished()
{
    if (m_done || !m_reply)
        return;
    m_deadline.stop();
    if (m_reply->isOpen() && !m_tooLarge)
        m_body += m_reply->readAll();
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QNetworkReply::NetworkError problem = m_reply->error();
    const QString problemText = m_reply->errorString();
    const QByteArray retryAfter = m_reply->rawHeader("Retry-After");
    const QDateTime serverTime = parseHttpDate(m_reply->rawHeader("Date"));
    const QString answeredId = QString::fromLatin1(m_reply->rawHeader("X-Request-Id").left(64));
    const QString requestId = answeredId.isEmpty() ? QString::fromLatin1(m_requestId) : answeredId;
    trafficlog::received(m_requestId, status, m_body.size(), m_elapsed.elapsed());
    dropReply();

    using Kind = PlatformError::Kind;
    if (m_tooLarge || m_body.size() > maximumReplyBytes) {
        finish(error(Kind::Protocol, "reply_too_large"));
        return;
    }
    if (status >= 400 && problem != QNetworkReply::OperationCanceledError) {
        const std::optional<QJsonValue> json = parseBody(m_body.left(longestErrorBody));
        PlatformError failure = errorFromJson(status, json ? json->toObject() : QJsonObject(), {});
        if (failure.requestId.isEmpty())
            failure.requestId = requestId;
        if ((status == 429 || status >= 500) && status != 501 && retry(failure, retryAfter))
            return;
        finish(failure);
        return;
    }
    switch (problem) {
    case QNetworkReply::NoError:
        break;
    case QNetworkReply::OperationCanceledError:
    case QNetworkReply::TimeoutError:
        finish(error(Kind::Timeout, m_overdue ? "too_slow" : "timeout"));
        return;
    case QNetworkReply::ConnectionRefusedError:
        finish(error(Kind::Network, "connection_refused", problemText));
        return;
    case QNetworkReply::HostNotFoundError:
        finish(error(Kind::Network, "host_not_found", problemText));
        return;
    case QNetworkReply::SslHandshakeFailedError:
        finish(error(Kind::Network, "tls_failed", problemText));
        return;
    case QNetworkReply::InsecureRedirectError:
    case QNetworkReply::TooManyRedirectsError:
        finish(error(Kind::Protocol, "redirect_refused", problemText));
        return;
    default: {
        const PlatformError failure = error(Kind::Network, "connection_broken", problemText);
        if (!retry(failure, {}))
            finish(failure);
        return;
    }
    }
    if (status < 200 || status >= 300) {
        finish(error(Kind::Protocol, "unexpected_status", QString::number(status)));
        return;
    }
    decode(status, std::exchange(m_body, {}), serverTime, requestId);
}

void Request::decode(int status, const QByteArray &body, const QDateTime &serverTime,
                     const QString &requestId)
{
    Response response{status, requestId, serverTime, {}};
    if (body.size() <= decodeInPlaceBytes) {
        finish(decodeBody(body, m_decode, std::move(response)));
        return;
    }
    auto promise = std::make_shared<QPromise<Outcome<Response>>>();
    m_decoding.setFuture(promise->future());
    promise->start();
    QThreadPool::globalInstance()->start([promise, body, decode = m_decode, response] {
        promise->addResult(decodeBody(body, decode, response));
        promise->finish();
    });
}

bool Request::retry(const PlatformError &failure, const QByteArray &retryAfter)
{
    Q_UNUSED(failure)
    if (m_call.method != "GET" || m_attempt >= m_call.maximumAttempts)
        return false;
    // Half a second, then one: with jitter, so that many clients do not come back together.
    int delayMs = 500 << (m_attempt - 1);
    delayMs -= int(QRandomGenerator::global()->bounded(uint(delayMs / 4)));
    bool number = false;
    const int seconds = retryAfter.trimmed().toInt(&number);
    if (number) {
        if (seconds < 0 || seconds > longestRetryAfterSeconds)
            return false;
        delayMs = seconds * 1000;
    }
    m_retryTimer.start(delayMs);
    return true;
}

void Request::finish(Outcome<Response> outcome)
{
    if (m_done)
        return;
    m_done = true;
    m_retryTimer.stop();
    m_deadline.stop();
    dropReply();
    // Later, so that nobody is deleted under the feet of what is still on the stack.
    deleteLater();
    emit finished(outcome);
}

void Request::dropReply()
{
    if (!m_reply)
        return;
    QNetworkReply *reply = m_reply;
    m_reply = nullptr;
    reply->disconnect(this);
    if (reply->isRunning())
        reply->abort();
    reply->deleteLater();
}

PlatformError Request::error(PlatformError::Kind kind, const char *code, const QString &detail) const
{
    return {kind, 0, QString::fromLatin1(code), detail, QString::fromLatin1(m_requestId)};
}

} // namespace nsl
