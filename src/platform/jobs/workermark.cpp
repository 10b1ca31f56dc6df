// SPDX-License-Identifier: GPL-3.0-or-later
#include "workermark.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QSaveFile>

#include <array>
#include <cerrno>
#include <csignal>
#include <optional>
#include <utility>
#include <vector>

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace nsl
{

namespace
{

constexpr qint64 maxEnvironment = 4 * 1024 * 1024;

/// A process itself, not its number: what is sent to it never reaches another that was given the number
/// since.
class ProcessHandle
{
public:
    explicit ProcessHandle(pid_t pid)
        : m_descriptor(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)))
    {
    }
    ~ProcessHandle()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    ProcessHandle(ProcessHandle &&other) noexcept
        : m_descriptor(std::exchange(other.m_descriptor, -1))
    {
    }
    ProcessHandle &operator=(ProcessHandle &&) = delete;

    bool isOpen() const { return m_descriptor >= 0; }
    void kill() const { ::syscall(SYS_pidfd_send_signal, m_descriptor, SIGKILL, nullptr, 0); }
    bool awaitEnd(const QDeadlineTimer &deadline) const
    {
        pollfd look{m_descriptor, POLLIN, 0};
        int found = 0;
        do {
            found = ::poll(&look, 1, static_cast<int>(deadline.remainingTime()));
        } while (found < 0 && errno == EINTR);
        return found == 1;
    }

private:
    int m_descriptor;
};

/// The entries of a process's environment; none of one that is dead, another user's or the kernel's.
QList<QByteArray> environmentOf(pid_t pid)
{
    QFile file(u"/proc/%1/environ"_qs.arg(pid));
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return {};
    return file.read(maxEnvironment).split('\0');
}

std::optional<QString> valueOf(const QList<QByteArray> &environment, const QByteArray &name)
{
    for (const QByteArray &entry : environment) {
        if (entry.startsWith(name + '='))
            return QFile::decodeName(entry.mid(name.size() + 1));
    }
    return std::nullopt;
}

QString canonical(const QString &path)
{
    const QString real = QFileInfo(path).canonicalFilePath();
    return real.isEmpty() ? QDir::cleanPath(path) : real;
}

bool isMark(const QString &text)
{
    static const QRegularExpression legal(u"\\A[0-9a-f]{32}\\z"_qs);
    return legal.match(text).hasMatch();
}

QString newMark()
{
    std::array<quint32, 4> words{};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    return QString::fromLatin1(
        QByteArray(reinterpret_cast<const char *>(words.data()), sizeof words).toHex());
}

} // namespace

WorkerMark::WorkerMark(QString workspace, QString text)
    : m_workspace(std::move(workspace))
    , m_text(std::move(text))
{
}

Outcome<WorkerMark> WorkerMark::open(const QString &jobsFolder)
{
    const QString workspace = canonical(QFileInfo(jobsFolder).absolutePath());
    const QString path = workspace + u"/run/worker-mark"_qs;
    QFile known(path);
    if (known.open(QIODevice::ReadOnly)) {
        const QString text = QString::fromLatin1(known.read(64)).trimmed();
        if (isMark(text))
            return WorkerMark(workspace, text);
    }
    const QString text = newMark();
    QDir().mkpath(QFileInfo(path).absolutePath());
    QFile::setPermissions(QFileInfo(path).absolutePath(),
                          QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QSaveFile file(path);
    const QByteArray line = text.toLatin1() + '\n';
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) ||
        file.write(line) != line.size() || !file.commit()) {
        return PlatformError::storage(u"The file %1 cannot be written: %2."_qs.arg(path, file.errorString()));
    }
    return WorkerMark(workspace, text);
}

Outcome<int> WorkerMark::endLeftovers(std::chrono::milliseconds limit) const
{
    const QDeadlineTimer deadline(limit);
    int ended = 0;
    // Until a look finds none: one may have started another just before it was killed.
    for (;;) {
        std::vector<ProcessHandle> ours;
        const QStringList names = QDir(u"/proc"_qs).entryList(QDir::Dirs);
        for (const QString &name : names) {
            bool isNumber = false;
            const pid_t pid = name.toInt(&isNumber);
            if (!isNumber || pid <= 1 || pid == ::getpid())
                continue;
            // First the handle, then the proof: what is read now is of the process that the handle stands
            // for, or that one is dead, and then nothing is sent to anybody.
            ProcessHandle process(pid);
            const QList<QByteArray> environment = process.isOpen() ? environmentOf(pid) : QList<QByteArray>();
            const auto root = valueOf(environment, "NSL_WORKER_ROOT");
            if (valueOf(environment, variable) == m_text && root &&
                canonical(*root).startsWith(m_workspace + u'/'))
                ours.push_back(std::move(process));
        }
        if (ours.empty())
            return ended;
        for (const ProcessHandle &process : ours)
            process.kill();
        for (const ProcessHandle &process : ours) {
            if (!process.awaitEnd(deadline)) {
                return PlatformError::conflict(
                    u"A worker of an earlier start still runs in %1 and cannot be ended."_qs.arg(m_workspace),
                    u"worker_left"_qs);
            }
            ++ended;
        }
    }
}

} // namespace nsl
