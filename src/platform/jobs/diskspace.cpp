// SPDX-License-Identifier: GPL-3.0-or-later
#include "diskspace.h"

#include <QDir>
#include <QLocale>
#include <QStorageInfo>

namespace nsl
{

namespace
{

constexpr qint64 eventBytes = 96;
constexpr qint64 itemBytes = 1024;
constexpr qint64 vectorBytes = 256;
constexpr qint64 checkpointFactor = 3; // weights and the optimizer's two moments
constexpr qint64 restBytes = 64 * 1024 * 1024;

} // namespace

QString sizeText(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes, 1);
}

qint64 freeBytesOf(const QString &folder)
{
    // The folder may not be there yet: the disk is that of the nearest one above it.
    QString existing = QDir(folder).absolutePath();
    while (!QFileInfo::exists(existing) && existing != QDir::rootPath())
        existing = QFileInfo(existing).absolutePath();
    const QStorageInfo disk(existing);
    return disk.isValid() ? disk.bytesAvailable() : -1;
}

qint64 estimatedRunBytes(const RunSize &size)
{
    const qint64 artifact = size.artifactBytes > 0 ? size.artifactBytes : size.items * vectorBytes;
    return size.events * eventBytes + size.items * itemBytes + artifact * (1 + 2 * checkpointFactor) +
           restBytes;
}

Outcome<Done> checkRunSpace(const QString &folder, const RunSize &size, const FreeSpace &freeSpace)
{
    const qint64 needed = estimatedRunBytes(size);
    const qint64 free = freeSpace ? freeSpace(folder) : freeBytesOf(folder);
    if (free < 0 || free >= needed)
        return Done{};
    return PlatformError::conflict(
        u"A run on these data needs about %1 on the disk of %2, and %3 are free: make room, for example by "
        "deleting runs that nobody needs."_qs.arg(sizeText(needed), folder, sizeText(free)),
        u"disk_full"_qs);
}

} // namespace nsl
