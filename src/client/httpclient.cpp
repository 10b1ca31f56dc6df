// SPDX-License-Identifier: GPL-3.0-or-later
#include "httpclient.h"

#include "jsonread.h"

#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkCookieJar>
#include <QNetworkProxy>

namespace nsl
{

namespace
{

PlatformError missing(const char16_t *key)
{
    return {PlatformError::Kind::Protocol, 0, u"missing_field"_qs, QString::fromUtf16(key), {}};
}

} // namespace

HttpClient::HttpClient(const QUrl &baseUrl, QObject *parent)
    : QObject(parent)
    , m_network(new QNetworkAccessManager(this))
    , m_baseUrl(baseUrl)
{
    m_network->setAutoDeleteReplies(false);
    const QString host = baseUrl.host();
    // A proxy has no business between this program and this machine.
    if (host == u"localhost" || host == u"127.0.0.1" || host == u"::1")
        m_network->setProxy(QNetworkProxy(QNetworkProxy::NoProxy));
}

HttpClient::~HttpClient() = default;

int HttpClient::inFlight() const
{
    return int(findChildren<Request *>(Qt::FindDirectChildrenOnly).size());
}

Call HttpClient::call(const QByteArray &method, const QString &path, const QUrlQuery &query) const
{
    Call call;
    call.method = method;
    QUrl url = m_baseUrl;
    QString base = m_baseUrl.path(QUrl::FullyEncoded);
    while (base.endsWith(u'/'))
        base.chop(1);
    url.setPath(base + path, QUrl::TolerantMode);
    // A literal plus would be read as a space by a form decoder.
    url.setQuery(query.isEmpty() ? QString() : query.toString(QUrl::FullyEncoded).replace(u'+', u"%2B"_qs));
    call.url = url;
    call.authorization = m_authorization;
    call.timeoutMs = m_timeoutMs;
    return call;
}

Call HttpClient::write(const QByteArray &method, const QString &path, const QJsonObject &body) const
{
    Call result = call(method, path);
    result.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    return result;
}

void HttpClient::sendAny(const Call &call, Decode decode, QObject *context,
                         std::function<void(const Outcome<Response> &)> done)
{
    auto *request = new Request(m_network, call, std::move(decode), this);
    // Taken off first: an answer that comes after its context would have nobody to go to.
    connect(context, &QObject::destroyed, request, [request] {
        request->disconnect();
        request->cancel();
    });
    connect(request, &Request::finished, this, [this](const Outcome<Response> &outcome) {
        if (!outcome || !outcome->serverTime.isValid())
            return;
        const qint64 offset = QDateTime::currentDateTimeUtc().msecsTo(outcome->serverTime);
        m_clockOffsetMs = qAbs(offset) > 2000 ? offset : 0;
    });
    connect(request, &Request::finished, context,
            [done = std::move(done)](const Outcome<Response> &outcome) { done(outcome); });
    request->start();
}

Outcome<QJsonObject> asObject(const QJsonValue &json)
{
    if (!json.isObject())
        return missing(u"{}");
    return json.toObject();
}

Outcome<QJsonObject> unwrapObject(const QJsonValue &json, const char16_t *key)
{
    const QJsonValue value = json::find(json.toObject(), key);
    if (!value.isObject())
        return missing(key);
    return value.toObject();
}

Outcome<QJsonArray> unwrapArray(const QJsonValue &json, const char16_t *key)
{
    if (json.isArray())
        return json.toArray();
    const QJsonValue value = json::find(json.toObject(), key);
    if (!value.isArray())
        return missing(key);
    return value.toArray();
}

} // namespace nsl
