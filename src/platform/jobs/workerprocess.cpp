// SPDX-License-Identifier: GPL-3.0-or-later
#include "workerprocess.h"

#include <QCoreApplication>

#include <csignal>
#include <sys/prctl.h>
#include <unistd.h>

namespace nsl
{

namespace
{

constexpr qsizetype maxLineBytes = 8 * 1024;

void signalGroup(qint64 pid, int signal)
{
    // The child leads a group of its own, so a script's children go with it.
    if (pid > 1)
        ::kill(static_cast<pid_t>(-pid), signal);
}

} // namespace

QProcessEnvironment minimalEnvironment()
{
    const QProcessEnvironment own = QProcessEnvironment::systemEnvironment();
    QProcessEnvironment result;
    for (const QString &name : {u"PATH"_qs, u"LD_LIBRARY_PATH"_qs, u"TMPDIR"_qs, u"TZ"_qs, u"ASAN_OPTIONS"_qs,
                                u"LSAN_OPTIONS"_qs, u"UBSAN_OPTIONS"_qs}) {
        if (own.contains(name))
            result.insert(name, own.value(name));
    }
    result.insert(u"LANG"_qs, u"C.UTF-8"_qs);
    return result;
}

WorkerProcess::WorkerProcess(QObject *parent)
    : QObject(parent)
{
    m_killTimer.setSingleShot(true);
    connect(&m_killTimer, &QTimer::timeout, this, [this] { signalGroup(pid(), SIGKILL); });
    connect(&m_process, &QProcess::started, this, &WorkerProcess::started);
    connect(&m_process, &QProcess::readyReadStandardOutput, this,
            [this] { readLines(m_outBuffer, m_process.readAllStandardOutput(), false); });
    connect(&m_process, &QProcess::readyReadStandardError, this,
            [this] { readLines(m_errorBuffer, m_process.readAllStandardError(), true); });
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            finish(-1, u"The worker program %1 could not be started: %2."_qs.arg(m_process.program(),
                                                                                 m_process.errorString()));
        }
    });
    connect(&m_process, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
        flushLines();
        if (status == QProcess::CrashExit) {
            const QString tail = m_lastErrorLine.isEmpty() ? QString() : u": "_qs + m_lastErrorLine;
            finish(128 + code, u"The worker was ended by signal %1%2"_qs.arg(code).arg(tail));
        } else if (code != 0) {
            finish(code, m_lastErrorLine.isEmpty() ? u"The worker ended with exit code %1."_qs.arg(code)
                                                   : m_lastErrorLine);
        } else {
            finish(0, {});
        }
    });
}

WorkerProcess::~WorkerProcess()
{
    m_process.disconnect(this);
    if (isRunning()) {
        signalGroup(pid(), SIGKILL);
        m_process.waitForFinished(5000);
    }
}

void WorkerProcess::start(const Command &command)
{
    QProcessEnvironment environment = minimalEnvironment();
    const qint64 self = QCoreApplication::applicationPid();
    const QString threads = QString::number(command.threads);
    environment.insert(u"NSL_WORKER_ROOT"_qs, command.root);
    environment.insert(u"NSL_WORKER_PARENT"_qs, QString::number(self));
    environment.insert(u"OMP_NUM_THREADS"_qs, threads);
    environment.insert(u"OPENBLAS_NUM_THREADS"_qs, threads);
    environment.insert(u"OMP_WAIT_POLICY"_qs, u"passive"_qs);
    for (auto it = command.environment.begin(); it != command.environment.end(); ++it)
        environment.insert(it.key(), it.value());

    m_outBuffer.clear();
    m_errorBuffer.clear();
    m_lastErrorLine.clear();
    m_stopRequested = false;
    m_hasEnded = false;
    m_process.setProcessEnvironment(environment);
    m_process.setWorkingDirectory(command.root);
    m_process.setStandardInputFile(QProcess::nullDevice());
    m_process.setChildProcessModifier([parent = static_cast<pid_t>(self)] {
        // Only calls that are safe between fork and exec.
        ::setpgid(0, 0);
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != parent)
            ::_exit(127);
    });
    m_process.start(command.program, command.arguments, QIODevice::ReadOnly);
}

void WorkerProcess::stop(std::chrono::milliseconds grace)
{
    if (!isRunning())
        return;
    if (!m_stopRequested)
        m_process.terminate();
    m_stopRequested = true;
    if (!m_killTimer.isActive() || m_killTimer.remainingTimeAsDuration() > grace)
        m_killTimer.start(grace);
}

void WorkerProcess::readLines(QByteArray &buffer, const QByteArray &bytes, bool isError)
{
    qsizetype from = 0;
    while (from < bytes.size()) {
        const qsizetype end = bytes.indexOf('\n', from);
        const qsizetype length = (end < 0 ? bytes.size() : end) - from;
        // What is beyond the limit is thrown away until the line ends.
        buffer.append(bytes.constData() + from, qMin(length, maxLineBytes - buffer.size()));
        if (end < 0)
            return;
        from = end + 1;
        QByteArray line;
        line.swap(buffer);
        if (line.endsWith('\r'))
            line.chop(1);
        if (isError) {
            if (!line.trimmed().isEmpty())
                m_lastErrorLine = QString::fromUtf8(line.left(500)).trimmed();
            Q_EMIT errorLineRead(line);
        } else {
            Q_EMIT lineRead(line);
        }
    }
}

void WorkerProcess::flushLines()
{
    readLines(m_outBuffer, m_process.readAllStandardOutput(), false);
    readLines(m_errorBuffer, m_process.readAllStandardError(), true);
    if (!m_outBuffer.isEmpty())
        readLines(m_outBuffer, "\n", false);
    if (!m_errorBuffer.isEmpty())
        readLines(m_errorBuffer, "\n", true);
}

void WorkerProcess::finish(int exitCode, const QString &problem)
{
    if (m_hasEnded)
        return;
    m_hasEnded = true;
    m_killTimer.stop();
    Q_EMIT ended(exitCode, problem);
}

} // namespace nsl
