// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "httpserver.h"
#include "outcome.h"
#include "store/credentials.h"

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QJsonValue>
#include <QMap>
#include <QMultiMap>
#include <QString>
#include <QStringList>

#include <functional>

namespace nsl
{

/// The form that a route's errors take on the wire.
enum class ErrorForm { Platform, Core, OAuth };

/// A request that has been routed and authorised, as a controller sees it.
struct ApiCall
{
    QString method;
    QString path;
    QStringList parameters; ///< what stood for the route's {…}, in order
    QMultiMap<QString, QString> query;
    QHash<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;
    QString requestId;
    Caller caller;             ///< empty on routes that need no key
    http::Responder responder; ///< for answers that are no JSON; everything else goes through ApiReply

    const Actor &actor() const { return caller.actor; }
    QByteArray header(const QByteArray &name) const { return headers.value(name); }
    /// Whether the query has the key, given in snake_case, or its camelCase twin.
    bool hasQuery(const QString &key) const;
    /// The first value of a key, given in snake_case, or of its camelCase twin; empty when absent.
    QString queryText(const QString &key) const;

    /// The body as an object; an empty body is an empty object. Else Invalid with code "invalid_json".
    Outcome<QJsonObject> json() const;
    /// A parameter of the path as a record's id. NotFound where it is no int64.
    Outcome<qint64> idParameter(qsizetype index = 0) const;
    /// A whole number of the query string within a range; `fallback` when absent. Above `high` is clamped
    /// where `clamp` is true, everything else outside the range is Invalid.
    Outcome<qint64> queryInteger(const QString &key, qint64 fallback, qint64 low, qint64 high,
                                 bool clamp = false) const;
};

/// An answer without errors.
struct ApiAnswer
{
    QJsonValue body;
    int status = 200;
    bool isSecret = false; ///< never kept for a repetition
    QMap<QString, QString> headers;

    ApiAnswer(const QJsonObject &object)
        : body(object)
    {
    }
    ApiAnswer(QJsonValue value)
        : body(std::move(value))
    {
    }
};

using ApiResult = Outcome<ApiAnswer>;
/// To be called exactly once, on the main thread.
using ApiReply = std::function<void(const ApiResult &)>;

/// The text under a key of a request body, trimmed; Invalid, naming the key, when missing, empty or no text.
Outcome<QString> requiredText(const QJsonObject &body, const char16_t *key);

} // namespace nsl
