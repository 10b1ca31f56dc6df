// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "outcome.h"

#include <QString>

#include <functional>

namespace nsl
{

/// "1.5 GiB"
QString sizeText(qint64 bytes);

/// What a run will write, as far as it is known before it starts.
struct RunSize
{
    qint64 events = 0;
    qint64 items = 0;
    qint64 artifactBytes = 0; ///< of the family's newest version; 0 = there is none
};

/// The free bytes of the disk that holds a folder; negative = unknown.
using FreeSpace = std::function<qint64(const QString &folder)>;
qint64 freeBytesOf(const QString &folder);

/// An estimate on the high side of the bytes that a run needs on the disk at one time: its copy of the data
/// (96 bytes per event, 1 KiB per item), the artifact (that of the version before, else 256 bytes per item, a
/// vector of 64 numbers), two checkpoints (weights and the optimizer's two moments each; the old one goes
/// only when the new one is whole), and 64 MiB for log, measurements and the rest.
qint64 estimatedRunBytes(const RunSize &size);

/// Conflict with code "disk_full", naming both numbers, where the disk of `folder` has less.
Outcome<Done> checkRunSpace(const QString &folder, const RunSize &size, const FreeSpace &freeSpace);

} // namespace nsl
