// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectionprofile.h"
#include "httpclient.h"
#include "recommendation.h"

#include <QDateTime>
#include <QObject>

#include <functional>
#include <vector>

namespace nsl
{

/// The Core API: recommendations, items and events. Gets its token with client credentials when one is
/// needed, renews it before it ends, and once when a server says that it is not valid any more.
class CoreApi : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CoreApi)

public:
    explicit CoreApi(const ConnectionProfile &profile, QObject *parent = nullptr);

    void recommendations(const QString &userId, int limit, QObject *context,
                         Callback<RecommendationList> done);
    void item(const QString &itemId, QObject *context, Callback<Item> done);
    void items(int limit, QObject *context, Callback<QList<Item>> done);
    /// The user's newest events, newest first.
    void userEvents(const QString &userId, int limit, QObject *context, Callback<QList<Event>> done);

private:
    using WithToken = std::function<void(const Outcome<QByteArray> &)>;

    template<typename T, typename D>
    void authorized(const Call &call, D decode, QObject *context, Callback<T> done, bool mayRenew = true);
    void withToken(QObject *context, WithToken then);
    void requestToken();
    void handleToken(const Outcome<QJsonObject> &answer);

    struct Waiting
    {
        QPointer<QObject> context;
        WithToken then;
    };

    HttpClient *m_client;
    QUrl m_tokenUrl;
    QString m_clientId;
    Secret m_clientSecret;
    Secret m_token;
    QDateTime m_tokenEnds;
    std::vector<Waiting> m_waiting;
    bool m_requesting = false;
};

} // namespace nsl
