// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QString>

namespace nsl
{

/// How often a file may be named in the file system.
enum class HardLinks { Allowed, Refused };

/// Opens what is a plain file for reading, and nothing else. What a worker leaves may be a pipe that nobody
/// writes to, an endless device, or a link out of its folder: none of them is waited for or followed. False
/// where there is no such file; `file` is a fresh object.
bool openPlainFile(QFile &file, const QString &path, HardLinks hardLinks = HardLinks::Allowed);

/// The same for adding at its end; makes the file (mode 0600) where there is none, and in place of something
/// that is no plain file.
bool openPlainFileForAppending(QFile &file, const QString &path);

} // namespace nsl
