// SPDX-License-Identifier: GPL-3.0-or-later
#include "operations/backupmanifest.h"

#include "store/newestbackup.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

constexpr qint64 maximumBytes = 256LL * 1024 * 1024;

bool isCleanPath(const QString &path)
{
    return !path.isEmpty() && !path.startsWith(u'/') && QDir::cleanPath(path) == path &&
           !path.startsWith(u".."_s) && !path.contains(QChar::Null);
}

} // namespace

qint64 BackupManifest::totalBytes() const
{
    qint64 bytes = 0;
    for (const File &file : files)
        bytes += file.digest.bytes;
    return bytes;
}

QByteArray BackupManifest::toJson() const
{
    QJsonArray list;
    for (const File &file : files) {
        list.append(QJsonObject{
            {u"path"_s, file.path}, {u"bytes"_s, file.digest.bytes}, {u"sha256"_s, file.digest.sha256}});
    }
    return QJsonDocument(QJsonObject{{u"format"_s, newestFormat},
                                     {u"created_at"_s, createdAt.toString(Qt::ISODateWithMs)},
                                     {u"program_version"_s, programVersion},
                                     {u"workspace"_s, workspace},
                                     {u"schema"_s, schema},
                                     {u"journal_entries"_s, journalEntries},
                                     {u"journal_head"_s, journalHead},
                                     {u"files"_s, list}})
        .toJson();
}

Outcome<BackupManifest> BackupManifest::read(const QString &folder)
{
    const QString path = folder + u'/' + QString::fromUtf16(backupManifestName);
    const auto wrong = [&](const QString &what) {
        return PlatformError::invalid(u"%1 is not a backup that can be used: %2."_s.arg(folder, what),
                                      u"bad_backup"_s);
    };
    QFile file(path);
    if (!file.open(QFile::ReadOnly))
        return wrong(u"it has no readable %1"_s.arg(QString::fromUtf16(backupManifestName)));
    if (file.size() > maximumBytes)
        return wrong(u"its list of files is too long"_s);
    const QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
    const qint64 format = object.value(u"format"_s).toInteger();
    if (format < 1)
        return wrong(u"its %1 cannot be understood"_s.arg(QString::fromUtf16(backupManifestName)));
    if (format > newestFormat)
        return wrong(u"it was made by a newer version of this program"_s);
    BackupManifest manifest;
    manifest.createdAt = QDateTime::fromString(object.value(u"created_at"_s).toString(), Qt::ISODateWithMs);
    manifest.programVersion = object.value(u"program_version"_s).toString();
    manifest.workspace = object.value(u"workspace"_s).toString();
    manifest.schema = object.value(u"schema"_s).toInt();
    manifest.journalEntries = object.value(u"journal_entries"_s).toInteger();
    manifest.journalHead = object.value(u"journal_head"_s).toString();
    QSet<QString> seen;
    for (const auto files = object.value(u"files"_s).toArray(); const QJsonValue &each : files) {
        File one{each[u"path"_s].toString(), {each[u"bytes"_s].toInteger(-1), each[u"sha256"_s].toString()}};
        if (!isCleanPath(one.path) || seen.contains(one.path) || one.digest.bytes < 0 ||
            one.digest.sha256.size() != 64)
            return wrong(u"its list of files is wrong at \"%1\""_s.arg(one.path));
        seen.insert(one.path);
        manifest.files.append(std::move(one));
    }
    if (!seen.contains(u"platform.db"_s))
        return wrong(u"it holds no database"_s);
    return manifest;
}

} // namespace nsl
