// SPDX-License-Identifier: GPL-3.0-or-later
#include "workerprocess.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <csignal>
#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace nsl
{

namespace
{

using namespace std::chrono_literals;

constexpr auto firstLook = 5ms;
constexpr auto lastLook = 160ms;

// The child leads a group of its own, so a script's children go with it.
bool signalGroup(qint64 group, int signal)
{
    return group > 1 && ::kill(static_cast<pid_t>(-group), signal) == 0;
}

void blockTermination(int how)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    ::pthread_sigmask(how, &set, nullptr);
}

// Between fork and exec: what the platform has open stays its own. A worker that held the listening socket
// could answer in its place. Closed by the exec only, because Qt still tells of its failure through a pipe.
void keepDescriptorsFromProgram()
{
    constexpr int firstOther = 3; // after stdin, stdout and stderr
    if (::close_range(firstOther, ~0U, CLOSE_RANGE_CLOEXEC) == 0)
        return;
    // A kernel before 5.11.
    rlimit limit{};
    constexpr rlim_t most = 65'536;
    const rlim_t end = ::getrlimit(RLIMIT_NOFILE, &limit) == 0 ? qMin(limit.rlim_cur, most) : most;
    for (int descriptor = firstOther; rlim_t(descriptor) < end; ++descriptor)
        ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

// Of /proc/<pid>/stat: "pid (name) state parent group ...", where the name may hold anything.
bool isLiveMember(const QByteArray &stat, qint64 group)
{
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    return fields.size() > 2 && fields.at(0) != "Z" && fields.at(0) != "X" &&
           fields.at(2).toLongLong() == group;
}

bool groupLives(qint64 group)
{
    if (!signalGroup(group, 0))
        return false;
    // The dead are members too until somebody reaps them, which the first process of a container may never
    // do.
    const QStringList names = QDir(u"/proc"_qs).entryList(QDir::Dirs);
    for (const QString &name : names) {
        if (!name.front().isDigit())
            continue;
        QFile stat(u"/proc/"_qs + name + u"/stat"_qs);
        if (stat.open(QIODevice::ReadOnly | QIODevice::Unbuffered) && isLiveMember(stat.read(512), group))
            return true;
    }
    return names.isEmpty(); // without /proc the first answer counts
}

} // namespace

QProcessEnvironment minimalEnvironment()
{
    const QProcessEnvironment own = QProcessEnvironment::systemEnvironment();
    QProcessEnvironment result;
    result.insert(u"LANG"_qs, u"C.UTF-8"_qs);
    result.insert(u"PYTHONUNBUFFERED"_qs, u"1"_qs);
    const QStringList listed{u"PATH"_qs,         u"HOME"_qs,         u"LANG"_qs,
                             u"TMPDIR"_qs,       u"TZ"_qs,           u"LD_LIBRARY_PATH"_qs,
                             u"VIRTUAL_ENV"_qs,  u"ASAN_OPTIONS"_qs, u"LSAN_OPTIONS"_qs,
                             u"UBSAN_OPTIONS"_qs};
    for (const QStringList names = own.keys(); const QString &name : names) {
        if (listed.contains(name) || name.startsWith(u"CUDA_"_qs) || name.startsWith(u"PYTHON"_qs))
            result.insert(name, own.value(name));
    }
    return result;
}

WorkerProcess::WorkerProcess(QObject *parent)
    : QObject(parent)
{
    m_killTimer.setSingleShot(true);
    connect(&m_killTimer, &QTimer::timeout, this, [this] { signalGroup(m_group, SIGKILL); });
    m_groupTimer.setSingleShot(true);
    connect(&m_groupTimer, &QTimer::timeout, this, [this] {
        // Each look costs a walk through /proc, so they become rarer.
        m_groupTimer.setInterval(
            qMin<std::chrono::milliseconds>(m_groupTimer.intervalAsDuration() * 2, lastLook));
        awaitGroup();
    });
    connect(&m_process, &QProcess::started, this, &WorkerProcess::started);
    connect(&m_process, &QProcess::readyReadStandardOutput, this, [this] {
        m_output.add(m_process.readAllStandardOutput(),
                     [this](const QByteArray &line) { Q_EMIT lineRead(line); });
    });
    connect(&m_process, &QProcess::readyReadStandardError, this, [this] {
        m_errors.add(m_process.readAllStandardError(),
                     [this](const QByteArray &line) { takeErrorLine(line); });
    });
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
            m_exitCode = 128 + code;
            m_problem = u"The worker was ended by signal %1%2"_qs.arg(code).arg(tail);
        } else if (code != 0) {
            m_exitCode = code;
            m_problem = m_lastErrorLine.isEmpty() ? u"The worker ended with exit code %1."_qs.arg(code)
                                                  : m_lastErrorLine;
        }
        awaitGroup();
    });
}

WorkerProcess::~WorkerProcess()
{
    m_process.disconnect(this);
    if (!isRunning())
        return;
    signalGroup(m_group, SIGKILL);
    if (m_process.state() != QProcess::NotRunning)
        m_process.waitForFinished(5000);
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

    m_output.clear();
    m_errors.clear();
    m_lastErrorLine.clear();
    m_problem.clear();
    m_exitCode = 0;
    m_group = 0;
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
        keepDescriptorsFromProgram();
        ::signal(SIGTERM, SIG_DFL);
        blockTermination(SIG_UNBLOCK);
    });
    m_groupTimer.setInterval(firstLook);
    // A stop before the program runs must end the child, not reach our own handler in the child's copy.
    blockTermination(SIG_BLOCK);
    m_process.start(command.program, command.arguments, QIODevice::ReadOnly);
    blockTermination(SIG_UNBLOCK);
    m_group = m_process.processId();
    // Here as well as in the child: whichever comes first, the group is there when it is to be signalled.
    if (m_group > 1)
        ::setpgid(static_cast<pid_t>(m_group), 0);
}

void WorkerProcess::stop(std::chrono::milliseconds grace)
{
    if (!isRunning())
        return;
    if (!m_stopRequested)
        signalGroup(m_group, SIGTERM);
    m_stopRequested = true;
    if (!m_killTimer.isActive() || m_killTimer.remainingTimeAsDuration() > grace)
        m_killTimer.start(grace);
}

void WorkerProcess::takeErrorLine(const QByteArray &line)
{
    if (!line.trimmed().isEmpty())
        m_lastErrorLine = QString::fromUtf8(line.left(500)).trimmed();
    Q_EMIT errorLineRead(line);
}

void WorkerProcess::flushLines()
{
    const auto takeLine = [this](const QByteArray &line) { Q_EMIT lineRead(line); };
    const auto takeError = [this](const QByteArray &line) { takeErrorLine(line); };
    m_output.add(m_process.readAllStandardOutput(), takeLine);
    m_errors.add(m_process.readAllStandardError(), takeError);
    m_output.finish(takeLine);
    m_errors.finish(takeError);
}

void WorkerProcess::awaitGroup()
{
    if (!groupLives(m_group)) {
        finish(m_exitCode, m_problem);
        return;
    }
    // The child was a wrapper, and what it started still works in the folder. Asked to stop, that has the
    // same grace; else nobody waits for its work any more.
    if (!m_stopRequested || !m_killTimer.isActive())
        signalGroup(m_group, SIGKILL);
    m_groupTimer.start();
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
