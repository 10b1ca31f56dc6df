// SPDX-License-Identifier: GPL-3.0-or-later
#include "operations/filetools.h"

#include "jobs/plainfile.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <unistd.h>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 blockBytes = 1024 * 1024;

PlatformError unreadable(const QString &path, const QFile &file)
{
    return PlatformError::storage(u"The file %1 cannot be read: %2."_s.arg(path, file.errorString()),
                                  u"file_unreadable"_s);
}

/// Reads block by block and hands each to `take`, which returns false to give up.
template<typename Take>
Outcome<FileDigest> readWhole(const QString &path, const StopFlag &stop, Take &&take)
{
    const QFileInfo info(path);
    if (!info.isFile() || info.isSymLink())
        return PlatformError::storage(u"%1 is missing or no plain file."_s.arg(path), u"file_missing"_s);
    QFile file;
    if (!openPlainFile(file, path)) {
        return PlatformError::storage(u"The file %1 cannot be read by this user."_s.arg(path),
                                      u"file_unreadable"_s);
    }
    QCryptographicHash hash(QCryptographicHash::Sha256);
    FileDigest digest;
    for (;;) {
        if (stop)
            return stoppedError();
        const QByteArray block = file.read(blockBytes);
        if (block.isEmpty()) {
            if (file.error() != QFile::NoError)
                return unreadable(path, file);
            break;
        }
        hash.addData(block);
        digest.bytes += block.size();
        if (const auto taken = take(block); !taken)
            return taken.error();
    }
    digest.sha256 = QString::fromLatin1(hash.result().toHex());
    return digest;
}

PlatformError unwritable(const QFile &file)
{
    return PlatformError::storage(
        u"The file %1 cannot be written: %2."_s.arg(file.fileName(), file.errorString()),
        u"file_unwritable"_s);
}

Outcome<Done> openNew(QFile &file)
{
    if (!QDir().mkpath(QFileInfo(file.fileName()).absolutePath()) ||
        !file.open(QFile::WriteOnly | QFile::NewOnly | QFile::Unbuffered) ||
        !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        return unwritable(file);
    return Done();
}

Outcome<Done> finish(QFile &file)
{
    if (::fsync(file.handle()) != 0)
        return unwritable(file);
    file.close();
    return Done();
}

} // namespace

PlatformError stoppedError()
{
    PlatformError error = PlatformError::storage(u"It was stopped before it was done."_s, u"stopped"_s);
    error.kind = PlatformError::Kind::Cancelled;
    return error;
}

Outcome<FileDigest> digestFile(const QString &file, const StopFlag &stop)
{
    return readWhole(file, stop, [](const QByteArray &) { return Outcome<Done>(Done()); });
}

Outcome<FileDigest> copyFile(const QString &from, const QString &to, const StopFlag &stop)
{
    QFile copy(to);
    if (const auto opened = openNew(copy); !opened)
        return opened.error();
    const auto digest = readWhole(from, stop, [&copy](const QByteArray &block) -> Outcome<Done> {
        if (copy.write(block) != block.size())
            return unwritable(copy);
        return Done();
    });
    if (!digest)
        return digest;
    if (const auto finished = finish(copy); !finished)
        return finished.error();
    return digest;
}

Outcome<Done> writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (const auto opened = openNew(file); !opened)
        return opened;
    if (file.write(content) != content.size())
        return unwritable(file);
    return finish(file);
}

void syncFolder(const QString &folder)
{
    const int descriptor = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    ::fsync(descriptor);
    ::close(descriptor);
}

QStringList filesBelow(const QString &folder)
{
    QStringList files;
    const QDir root(folder);
    for (QDirIterator it(folder, QDir::Files | QDir::Hidden | QDir::NoSymLinks, QDirIterator::Subdirectories);
         it.hasNext();)
        files.append(root.relativeFilePath(it.next()));
    files.sort();
    return files;
}

qint64 bytesBelow(const QString &folder)
{
    qint64 bytes = 0;
    for (QDirIterator it(folder, QDir::Files | QDir::Hidden | QDir::NoSymLinks, QDirIterator::Subdirectories);
         it.hasNext();) {
        it.next();
        bytes += it.fileInfo().size();
    }
    return bytes;
}

} // namespace nsl
