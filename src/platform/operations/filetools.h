// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "outcome.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <atomic>

namespace nsl
{

/// A flag that another thread raises to end a long operation.
using StopFlag = std::atomic_bool;

/// What a file holds.
struct FileDigest
{
    qint64 bytes = 0;
    QString sha256; ///< lower-case hex
};

/// The error of an operation that was stopped: kind Cancelled.
PlatformError stoppedError();

/// Reads a whole file. Storage error when it cannot be read, is no plain file, or is a link.
Outcome<FileDigest> digestFile(const QString &file, const StopFlag &stop);
/// Copies a plain file, makes the parent folders (0700, file 0600), and returns what was copied once it is on
/// the disk.
Outcome<FileDigest> copyFile(const QString &from, const QString &to, const StopFlag &stop);
/// Writes a small file whole and on the disk, mode 0600.
Outcome<Done> writeFile(const QString &file, const QByteArray &content);
/// Makes sure that a folder's entries are on the disk.
void syncFolder(const QString &folder);
/// Plain files below a folder as paths relative to it, in order. Links are left out.
QStringList filesBelow(const QString &folder);
/// Bytes of the plain files below a folder.
qint64 bytesBelow(const QString &folder);

} // namespace nsl
