// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/newestbackup.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace nsl
{

using namespace Qt::StringLiterals;

QStringList listBackups(const QString &backupFolder)
{
    if (backupFolder.isEmpty())
        return {};
    QFileInfoList manifests;
    for (const QStringList names = QDir(backupFolder).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
         const QString &name : names) {
        // A name with a dot in front is one that is being written, or was when something ended it.
        const QFileInfo manifest(
            u"%1/%2/%3"_s.arg(backupFolder, name, QString::fromUtf16(backupManifestName)));
        if (manifest.isFile())
            manifests.append(manifest);
    }
    std::ranges::stable_sort(manifests, [](const QFileInfo &one, const QFileInfo &other) {
        return one.lastModified() > other.lastModified();
    });
    QStringList backups;
    for (const QFileInfo &manifest : manifests)
        backups.append(manifest.absolutePath());
    return backups;
}

QString rescueSentence(const QString &backupFolder)
{
    const QStringList backups = listBackups(backupFolder);
    return backups.isEmpty() ? u"There is no backup of it."_s
                             : u"The newest backup is %1."_s.arg(backups.first());
}

} // namespace nsl
