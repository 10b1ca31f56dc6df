// SPDX-License-Identifier: GPL-3.0-or-later
#include "plainfile.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace nsl
{

namespace
{

/// A descriptor of a plain file, or -1.
int openedPlain(const QString &path, int flags, HardLinks hardLinks)
{
    const int descriptor =
        ::open(QFile::encodeName(path).constData(), flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return -1;
    struct stat found = {};
    const bool isPlain = ::fstat(descriptor, &found) == 0 && S_ISREG(found.st_mode) &&
                         (hardLinks == HardLinks::Allowed || found.st_nlink == 1);
    if (isPlain)
        return descriptor;
    ::close(descriptor);
    return -1;
}

bool handOver(QFile &file, int descriptor, QIODevice::OpenMode mode)
{
    if (descriptor < 0)
        return false;
    if (file.open(descriptor, mode, QFileDevice::AutoCloseHandle))
        return true;
    ::close(descriptor);
    return false;
}

} // namespace

bool openPlainFile(QFile &file, const QString &path, HardLinks hardLinks)
{
    return handOver(file, openedPlain(path, O_RDONLY, hardLinks), QIODevice::ReadOnly);
}

bool openPlainFileForAppending(QFile &file, const QString &path)
{
    constexpr int flags = O_WRONLY | O_APPEND | O_CREAT;
    int descriptor = openedPlain(path, flags, HardLinks::Allowed);
    if (descriptor < 0 && ::unlink(QFile::encodeName(path).constData()) == 0)
        descriptor = openedPlain(path, flags, HardLinks::Allowed);
    return handOver(file, descriptor, QIODevice::WriteOnly | QIODevice::Append);
}

} // namespace nsl
