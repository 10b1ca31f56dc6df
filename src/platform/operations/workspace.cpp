// SPDX-License-Identifier: GPL-3.0-or-later
#include "operations/workspace.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSettings>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

QString systemError(int number)
{
    return QString::fromLocal8Bit(std::strerror(number));
}

/// Makes one folder, private, if it is not there; its parents must be.
std::optional<PlatformError> makePrivate(const QString &folder)
{
    const QByteArray path = QFile::encodeName(folder);
    if (::mkdir(path.constData(), 0700) == 0)
        return std::nullopt;
    const int reason = errno;
    if (reason == EEXIST && QFileInfo(folder).isDir()) {
        if (::access(path.constData(), R_OK | W_OK | X_OK) != 0) {
            return PlatformError::storage(
                u"The folder %1 cannot be read and written: %2."_s.arg(folder, systemError(errno)),
                u"workspace_unreadable"_s);
        }
        struct stat found = {};
        // Such as /tmp: to make it private would lock everybody else out of it.
        if (::stat(path.constData(), &found) == 0 && (found.st_mode & S_ISVTX) != 0) {
            return PlatformError::storage(
                u"The folder %1 is shared by all users; name a folder of your own inside it."_s.arg(folder),
                u"workspace_shared"_s);
        }
        ::chmod(path.constData(), 0700);
        return std::nullopt;
    }
    return PlatformError::storage(u"The folder %1 cannot be made: %2."_s.arg(folder, systemError(reason)),
                                  u"workspace_unreadable"_s);
}

} // namespace

QString Workspace::defaultFolder()
{
    QString data = qEnvironmentVariable("XDG_DATA_HOME");
    if (!data.startsWith(u'/')) // the specification: a relative path is to be ignored
        data = QDir::homePath() + u"/.local/share"_s;
    return QDir::cleanPath(data + u"/nsl-console/default"_s);
}

Outcome<Workspace> Workspace::open(const QString &folder)
{
    if (folder.isEmpty())
        return PlatformError::invalid(u"The workspace needs a folder."_s);
    ::umask(0077);
    Workspace workspace(QDir::cleanPath(QFileInfo(folder).absoluteFilePath()));
    const QString parent = QFileInfo(workspace.m_folder).absolutePath();
    if (!QDir().mkpath(parent))
        return PlatformError::storage(u"The folder %1 cannot be made."_s.arg(parent),
                                      u"workspace_unreadable"_s);
    for (const QString &each : {workspace.m_folder, workspace.runFolder(), workspace.jobsFolder(),
                                workspace.backupFolder(), workspace.logFolder()}) {
        if (const auto error = makePrivate(each))
            return *error;
    }
    return workspace;
}

Outcome<Done> Workspace::checkWhole() const
{
    if (QFileInfo::exists(restoreMarker())) {
        return PlatformError::storage(
            u"A restore of the workspace %1 was interrupted; repeat it: nsl-platform restore BACKUP --force."_s
                .arg(m_folder),
            u"restore_interrupted"_s);
    }
    return Done();
}

QString Workspace::configuredWorker() const
{
    // A new object each time reads the file as it is now.
    const QSettings settings(configurationFile(), QSettings::IniFormat);
    return settings.value("worker/program"_L1).toString();
}

Outcome<std::unique_ptr<WorkspaceLock>> WorkspaceLock::take(const Workspace &workspace, Role role)
{
    const QByteArray path = QFile::encodeName(workspace.lockFile());
    const int descriptor = ::open(path.constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) {
        return PlatformError::storage(
            u"The lock %1 cannot be opened: %2."_s.arg(workspace.lockFile(), systemError(errno)),
            u"workspace_unreadable"_s);
    }
    std::unique_ptr<WorkspaceLock> lock(new WorkspaceLock(descriptor));
    // The folder too: a lock file can be removed, and the next process would make and lock another one. Some
    // file systems cannot lock a folder; there the file alone has to do.
    lock->m_folder =
        ::open(QFile::encodeName(workspace.folder()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool isFolderTaken =
        lock->m_folder >= 0 && ::flock(lock->m_folder, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    if (isFolderTaken || ::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        char content[64] = {};
        const ssize_t size = ::pread(descriptor, content, sizeof content - 1, 0);
        const QStringList words = QString::fromLatin1(content, size > 0 ? size : 0).simplified().split(u' ');
        // A file that was removed and made again says nothing of who holds the folder; a command is short, so
        // it is a server that one meets then.
        const QString pid = words.value(0).isEmpty() ? u"unknown"_s : words.value(0);
        const bool served = words.value(1) == "server"_L1 || words.value(0).isEmpty();
        return PlatformError::conflict(
            u"The workspace %1 is in use by another nsl-platform (process %2)."_s.arg(workspace.folder(),
                                                                                      pid),
            served ? u"workspace_served"_s : u"workspace_busy"_s);
    }
    const QByteArray content =
        QByteArray::number(qint64(::getpid())) + (role == Role::Server ? " server\n" : " command\n");
    if (::ftruncate(descriptor, 0) != 0 ||
        ::pwrite(descriptor, content.constData(), size_t(content.size()), 0) < 0) {
        return PlatformError::storage(
            u"The lock %1 cannot be written: %2."_s.arg(workspace.lockFile(), systemError(errno)));
    }
    return lock;
}

WorkspaceLock::~WorkspaceLock()
{
    if (m_folder >= 0)
        ::close(m_folder);
    ::close(m_descriptor); // the file stays: removing it would let two processes lock two files of one name
}

} // namespace nsl
