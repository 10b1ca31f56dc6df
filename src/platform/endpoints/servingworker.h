// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/workerprocess.h"
#include "outcome.h"

#include <QHash>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>

namespace nsl
{

/// One `nsl-worker serve` process and the way to ask it. It listens on loopback and answers only to a token
/// that was made for it.
class ServingWorker : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ServingWorker)

public:
    struct Command
    {
        QString program;
        QStringList arguments;  ///< before "serve"
        QString root;           ///< container root of the run that made the version
        QString artifactSha256; ///< the worker refuses an artifact with another one
        int threads = 1;
    };
    using Answered = std::function<void(const Outcome<QJsonObject> &)>;

    explicit ServingWorker(QObject *parent = nullptr);
    ~ServingWorker() override;

    /// launched(), then listening() and pinged(), or ended(). `limit` is for all of it.
    void start(const Command &command, std::chrono::milliseconds limit);
    /// POST /invocations. The answer comes back once, an error of kind Unavailable or Timeout included; not
    /// after this object is gone.
    void invoke(const QJsonObject &body, Answered answered);
    qsizetype pendingInvocations() const { return m_waiting.size(); }
    bool isReady() const { return m_isReady; }
    /// SIGTERM, SIGKILL after `grace`. ended() follows.
    void stop(std::chrono::milliseconds grace);
    bool isRunning() const { return m_process.isRunning(); }
    qint64 pid() const { return m_process.pid(); }

Q_SIGNALS:
    void launched();
    /// It has verified and loaded its artifact.
    void listening();
    /// GET /ping said 200: it may be asked.
    void pinged();
    void idle();
    /// Emitted once, when the process is gone or was never there.
    void ended(const QString &problem);

private:
    QNetworkRequest requestTo(const QString &path) const;
    void handleLine(const QByteArray &line);
    void ping();
    void handleEnded(int exitCode, const QString &problem);

    WorkerProcess m_process;
    QNetworkAccessManager m_network;
    QTimer m_limitTimer;
    QByteArray m_token;
    QString m_root;
    QString m_problem; ///< ours, said before the process ended
    quint16 m_port = 0;
    QHash<QNetworkReply *, Answered> m_waiting;
    bool m_isReady = false;
};

} // namespace nsl
