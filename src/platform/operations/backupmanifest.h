// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "operations/filetools.h"
#include "outcome.h"

#include <QDateTime>
#include <QList>

namespace nsl
{

/// backup.json: what a backup holds, so that it can be checked without the workspace it came from.
struct BackupManifest
{
    struct File
    {
        QString path; ///< relative, with slashes
        FileDigest digest;
    };

    static constexpr int newestFormat = 1;

    QDateTime createdAt;
    QString programVersion;
    QString workspace; ///< where it was made, for people
    int schema = 0;
    qint64 journalEntries = 0;
    QString journalHead; ///< hash of the last journal entry: what proves the journal later
    QList<File> files;

    qint64 totalBytes() const;
    QByteArray toJson() const;
    /// Reads backup.json of a backup folder. Invalid, with a sentence, for anything else; every path is
    /// relative, clean and comes once.
    static Outcome<BackupManifest> read(const QString &folder);
};

} // namespace nsl
