// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace nsl
{

/// What makes a folder a backup; it is written last.
inline constexpr auto backupManifestName = u"backup.json";

/// The whole backups in a folder, newest first.
QStringList listBackups(const QString &backupFolder);

/// "The newest backup is …." or "There is no backup of it.", for whoever has to say that something is
/// damaged.
QString rescueSentence(const QString &backupFolder);

} // namespace nsl
