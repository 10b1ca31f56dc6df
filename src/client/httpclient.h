// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "outcome.h"
#include "request.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QObject>
#include <QString>
#include <QUrl>
#include <QUrlQuery>

#include <functional>

class QNetworkAccessManager;

namespace nsl
{

/// How every asynchronous answer comes back: on the caller's thread, once, and never after its context object
/// is gone (the request is then given up).
template<typename T>
using Callback = std::function<void(Outcome<T>)>;

/// Sends calls to one base URL with one Authorization.
class HttpClient : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HttpClient)

public:
    explicit HttpClient(const QUrl &baseUrl, QObject *parent = nullptr);
    ~HttpClient() override;

    /// "Bearer <key>", kept in memory only.
    void setAuthorization(const QByteArray &value) { m_authorization = value; }
    const QUrl &baseUrl() const { return m_baseUrl; }
    void setTimeout(int milliseconds) { m_timeoutMs = milliseconds; }
    /// Requests under way.
    int inFlight() const;
    /// The server's clock minus ours in milliseconds, from the Date of its answers; 0 when they agree within
    /// two seconds, which is as exact as a Date can be.
    qint64 clockOffsetMs() const { return m_clockOffsetMs; }

    Call call(const QByteArray &method, const QString &path, const QUrlQuery &query = {}) const;
    /// A call with a JSON body.
    Call write(const QByteArray &method, const QString &path, const QJsonObject &body) const;

    /// `decode` makes a T of the JSON; it must be pure (see Decode).
    template<typename T, typename D>
    void send(const Call &call, D decode, QObject *context, Callback<T> done)
    {
        sendAny(
            call,
            [decode](const QJsonValue &json) -> Outcome<std::any> {
                Outcome<T> decoded = decode(json);
                if (!decoded)
                    return decoded.error();
                return std::any(std::move(decoded).value());
            },
            context,
            [done = std::move(done)](const Outcome<Response> &outcome) {
                if (outcome)
                    done(std::any_cast<const T &>(outcome->value));
                else
                    done(outcome.error());
            });
    }

    void sendAny(const Call &call, Decode decode, QObject *context,
                 std::function<void(const Outcome<Response> &)> done);

private:
    QNetworkAccessManager *m_network;
    QUrl m_baseUrl;
    QByteArray m_authorization;
    int m_timeoutMs = 15'000;
    qint64 m_clockOffsetMs = 0;
};

/// Reads an object out of an envelope: {"<key>": {...}}; a missing or wrong one is a Protocol error.
Outcome<QJsonObject> unwrapObject(const QJsonValue &json, const char16_t *key);
/// Reads an array out of an envelope, or a bare array.
Outcome<QJsonArray> unwrapArray(const QJsonValue &json, const char16_t *key);
/// The whole answer as an object.
Outcome<QJsonObject> asObject(const QJsonValue &json);

} // namespace nsl
