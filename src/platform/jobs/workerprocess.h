// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/linebuffer.h"

#include <QByteArray>
#include <QMap>
#include <QObject>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTimer>

#include <chrono>

namespace nsl
{

/// One child process that follows the container contract: its output in lines, its stop in order, its end in
/// one signal. It leads a process group, and what it starts there (the worker proper, where the program is a
/// script around it) is stopped with it and gone before ended(). The child dies with this process. To be
/// started from the main thread only: the parent-death signal is bound to the thread that forks.
class WorkerProcess : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WorkerProcess)

public:
    struct Command
    {
        QString program;
        QStringList arguments;
        QString root; ///< NSL_WORKER_ROOT and the working directory
        int threads = 1;
        QMap<QString, QString> environment; ///< beyond the minimal one
    };

    explicit WorkerProcess(QObject *parent = nullptr);
    /// Kills the group if it still runs.
    ~WorkerProcess() override;

    void start(const Command &command);
    /// SIGTERM to the group now, SIGKILL when any of it still runs after `grace`. A second call can only
    /// shorten it.
    void stop(std::chrono::milliseconds grace);
    /// From start() to ended().
    bool isRunning() const { return !m_hasEnded; }
    bool stopRequested() const { return m_stopRequested; }
    /// Lines of this start's output that were cut at 8 KiB.
    qint64 cutLines() const { return m_output.cutLines() + m_errors.cutLines(); }
    /// Of the child; 0 when it has ended.
    qint64 pid() const { return m_process.processId(); }

Q_SIGNALS:
    void started();
    /// A line of standard output without its end, cut at 8 KiB.
    void lineRead(const QByteArray &line);
    /// A line of standard error, likewise.
    void errorLineRead(const QByteArray &line);
    /// Emitted once per start(), after the last line and when nothing of the child's group runs any more:
    /// what the child left behind is killed, after a stop() when the grace is over. `exitCode` is the
    /// child's, 128 + signal for one ended by a signal and -1 for one that could not be started; `problem`
    /// says what happened unless exitCode is 0.
    void ended(int exitCode, const QString &problem);

private:
    void takeErrorLine(const QByteArray &line);
    void flushLines();
    void awaitGroup();
    void finish(int exitCode, const QString &problem);

    QProcess m_process;
    QTimer m_killTimer;
    QTimer m_groupTimer; ///< when to look again whether the group still lives
    LineBuffer m_output;
    LineBuffer m_errors;
    QString m_lastErrorLine;
    QString m_problem;
    qint64 m_group = 0; ///< the child's process id, which outlives it as the group's
    int m_exitCode = 0;
    bool m_stopRequested = false;
    bool m_hasEnded = true;
};

/// What a worker inherits of our environment, none of our secrets among it: PATH, HOME, LANG (C.UTF-8 where
/// there is none), TMPDIR, TZ, LD_LIBRARY_PATH, VIRTUAL_ENV, CUDA_*, PYTHON* and the options of sanitizers.
/// PYTHONUNBUFFERED is 1 unless it is set, so that what a Python program prints is seen when it prints it.
QProcessEnvironment minimalEnvironment();

} // namespace nsl
