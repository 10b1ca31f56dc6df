// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoints/servinglane.h"
#include "jobs/workerprocess.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <memory>

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
        WorkerProcess::Command process; ///< in the container root of the run that made the version
        QString artifactSha256;         ///< the worker refuses an artifact with another one
    };

    /// Asked over the lane, which outlives it.
    explicit ServingWorker(ServingLane &lane, QObject *parent = nullptr);
    ~ServingWorker() override;

    /// launched(), then listening() and pinged(), or ended(). `limit` is for all of it.
    void start(const Command &command, std::chrono::milliseconds limit);
    /// How to ask it; null before listening().
    const std::shared_ptr<WorkerLink> &link() const { return m_link; }
    std::size_t pendingRequests() const { return m_link ? m_link->requests() : 0; }
    /// idle() is emitted from now on when the last request has been answered.
    void watchIdle();
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
    void handleLine(const QByteArray &line);
    void ping();
    void handlePinged(const http::Client::Answer &answer);
    void handleEnded(int exitCode, const QString &problem);

    ServingLane &m_lane;
    WorkerProcess m_process;
    QTimer m_limitTimer;
    QByteArray m_token;
    QString m_root;
    QString m_problem; ///< ours, said before the process ended
    std::shared_ptr<WorkerLink> m_link;
    bool m_isReady = false;
};

} // namespace nsl
