// SPDX-License-Identifier: GPL-3.0-or-later
#include "coreapi.h"

#include "answerdecoders.h"
#include "corejson.h"
#include "jsonread.h"
#include "paths.h"

#include <QUrlQuery>

#include <algorithm>

namespace nsl
{

namespace
{

constexpr int renewBeforeSeconds = 60;

QString encoded(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

} // namespace

CoreApi::CoreApi(const ConnectionProfile &profile, QObject *parent)
    : QObject(parent)
    , m_client(new HttpClient(profile.coreUrl, this))
    , m_tokenUrl(profile.effectiveTokenUrl())
    , m_clientId(profile.clientId)
    , m_clientSecret(profile.clientSecret)
{
}

template<typename T, typename D>
void CoreApi::authorized(const Call &call, D decode, QObject *context, Callback<T> done, bool mayRenew)
{
    withToken(context, [this, call, decode, context, done, mayRenew](const Outcome<QByteArray> &token) {
        if (!token) {
            done(token.error());
            return;
        }
        Call signedCall = call;
        signedCall.authorization = "Bearer " + *token;
        m_client->send<T>(signedCall, decode, context,
                          [this, call, decode, context, done, mayRenew, used = *token](Outcome<T> outcome) {
                              const bool refused =
                                  !outcome && outcome.error().kind == PlatformError::Kind::Unauthorized;
                              if (refused && mayRenew) {
                                  // The server was restarted, or the token was revoked: a new one may do.
                                  if (m_token.reveal() == used)
                                      m_token = {};
                                  authorized<T>(call, decode, context, done, false);
                                  return;
                              }
                              done(std::move(outcome));
                          });
    });
}

void CoreApi::recommendations(const QString &userId, int limit, QObject *context,
                              Callback<RecommendationList> done)
{
    QUrlQuery query;
    query.addQueryItem(u"user_id"_qs, encoded(userId));
    query.addQueryItem(u"limit"_qs, QString::number(limit));
    authorized<RecommendationList>(m_client->call("GET", paths::recommendations, query),
                                   whole(recommendationsFromJson), context, std::move(done));
}

void CoreApi::item(const QString &itemId, QObject *context, Callback<Item> done)
{
    authorized<Item>(m_client->call("GET", paths::child(paths::items, itemId)), whole(itemFromJson), context,
                     std::move(done));
}

void CoreApi::items(int limit, QObject *context, Callback<QList<Item>> done)
{
    QUrlQuery query;
    query.addQueryItem(u"limit"_qs, QString::number(limit));
    authorized<QList<Item>>(m_client->call("GET", paths::items, query), listOf(u"data", itemFromJson),
                            context, std::move(done));
}

void CoreApi::userEvents(const QString &userId, int limit, QObject *context, Callback<QList<Event>> done)
{
    QUrlQuery query;
    query.addQueryItem(u"limit"_qs, QString::number(limit));
    query.addQueryItem(u"user_id"_qs, encoded(userId));
    authorized<QList<Event>>(m_client->call("GET", paths::events, query), listOf(u"data", eventFromJson),
                             context, std::move(done));
}

void CoreApi::withToken(QObject *context, WithToken then)
{
    if (!m_token.isEmpty() && QDateTime::currentDateTimeUtc() < m_tokenEnds) {
        then(m_token.reveal());
        return;
    }
    m_waiting.push_back({context, std::move(then)});
    if (!m_requesting)
        requestToken();
}

void CoreApi::requestToken()
{
    m_requesting = true;
    Call call = m_client->call("POST", {});
    call.url = m_tokenUrl;
    call.contentType = "application/x-www-form-urlencoded";
    call.body = "grant_type=client_credentials";
    call.authorization = "Basic " + (m_clientId.toUtf8() + ':' + m_clientSecret.reveal()).toBase64();
    m_client->send<QJsonObject>(call, asObject, this,
                                [this](const Outcome<QJsonObject> &answer) { handleToken(answer); });
}

void CoreApi::handleToken(const Outcome<QJsonObject> &answer)
{
    m_requesting = false;
    Outcome<QByteArray> token = QByteArray();
    if (!answer) {
        token = answer.error();
    } else {
        const QByteArray bytes = json::text(*answer, u"access_token").toLatin1();
        if (bytes.isEmpty() || bytes.contains('\n') || bytes.contains('\r')) {
            token =
                PlatformError{PlatformError::Kind::Protocol, 0, u"missing_field"_qs, u"access_token"_qs, {}};
        } else {
            const qint64 seconds = std::clamp<qint64>(json::integer(*answer, u"expires_in"), 0, 86'400);
            m_token = Secret(bytes);
            m_tokenEnds =
                QDateTime::currentDateTimeUtc().addSecs(std::max<qint64>(seconds - renewBeforeSeconds, 1));
            token = bytes;
        }
    }
    const std::vector<Waiting> waiting = std::exchange(m_waiting, {});
    for (const Waiting &one : waiting) {
        if (one.context)
            one.then(token);
    }
}

} // namespace nsl
