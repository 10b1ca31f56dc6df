// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "outcome.h"

#include <QByteArray>
#include <QDateTime>
#include <QElapsedTimer>
#include <QFutureWatcher>
#include <QJsonValue>
#include <QNetworkRequest>
#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QUrl>

#include <any>
#include <functional>

class QNetworkAccessManager;
class QNetworkReply;

namespace nsl
{

/// What to ask for.
struct Call
{
    QByteArray method = "GET";
    QUrl url;
    QByteArray body; ///< already encoded
    QByteArray contentType = "application/json";
    QByteArray authorization;  ///< the whole header value; empty = none is sent
    QByteArray idempotencyKey; ///< empty: a write gets a new one
    int timeoutMs = 15'000;    ///< without a byte moving
    int totalMs = 120'000;     ///< for one attempt in all
    int maximumAttempts = 3;   ///< of a GET; everything else is sent once
};

/// A decoded answer.
struct Response
{
    int httpStatus = 0;
    QString requestId;
    QDateTime serverTime; ///< the answer's Date; invalid if it had none
    std::any value;       ///< what the decoder made
};

/// Makes a value of the answer's JSON (undefined for an empty body). Runs on another thread for large
/// answers, so it must be a pure function.
using Decode = std::function<Outcome<std::any>(const QJsonValue &)>;

/// One HTTP call: owns its reply, finishes exactly once, then deletes itself.
///
/// A GET is repeated after 429, 5xx and broken connections (a numeric Retry-After is honoured up to 30 s);
/// a write never is. Redirects stay on the origin. An answer over 64 MiB is an error. Large answers are
/// decoded on a pool thread.
class Request : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Request)

public:
    static constexpr qint64 maximumReplyBytes = 64 * 1024 * 1024;
    static constexpr qint64 decodeInPlaceBytes = 64 * 1024;

    Request(QNetworkAccessManager *network, Call call, Decode decode, QObject *parent = nullptr);
    ~Request() override;

    /// Sends; call once, after connecting to finished().
    void start();
    /// Gives up: finished() with Cancelled, unless it has already finished.
    void cancel();

    /// X-Request-Id that is sent: the same for every attempt.
    const QByteArray &requestId() const { return m_requestId; }
    int attempts() const { return m_attempt; }

signals:
    void finished(const nsl::Outcome<nsl::Response> &outcome);

private:
    void send();
    void handleMetaData();
    void handleReadyRead();
    void handleReplyFinished();
    void decode(int status, const QByteArray &body, const QDateTime &serverTime, const QString &requestId);
    bool retry(const PlatformError &error, const QByteArray &retryAfter);
    void finish(Outcome<Response> outcome);
    void dropReply();
    PlatformError error(PlatformError::Kind kind, const char *code, const QString &detail = {}) const;

    QNetworkAccessManager *m_network;
    Call m_call;
    Decode m_decode;
    QByteArray m_requestId;
    QPointer<QNetworkReply> m_reply;
    QByteArray m_body;
    QTimer m_retryTimer;
    QTimer m_deadline;
    QElapsedTimer m_elapsed;
    QFutureWatcher<Outcome<Response>> m_decoding;
    int m_attempt = 0;
    bool m_tooLarge = false;
    bool m_overdue = false;
    bool m_done = false;
};

} // namespace nsl
