// SPDX-License-Identifier: GPL-3.0-or-later
#include "rundirectory.h"

#include "jsonread.h"
#include "plainfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

namespace nsl
{

namespace
{

constexpr QFile::Permissions folderMode = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
constexpr QFile::Permissions fileMode = QFile::ReadOwner | QFile::WriteOwner;
constexpr qint64 maxSentenceBytes = 1000;
constexpr qint64 maxConfigBytes = 16 * 1024 * 1024;

bool isAsciiLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Many programs write NaN and Infinity into JSON as bare words, which JSON does not know: as the texts that
/// stand for them in our own JSON.
QByteArray withQuotedNonFinite(const QByteArray &json)
{
    QByteArray result;
    bool isInString = false;
    for (qsizetype i = 0; i < json.size();) {
        const char c = json.at(i);
        const bool isWord =
            isAsciiLetter(c) || (c == '-' && i + 1 < json.size() && isAsciiLetter(json.at(i + 1)));
        if (isInString || !isWord) {
            if (c == '"')
                isInString = !isInString;
            result += c;
            ++i;
            if (isInString && c == '\\' && i < json.size())
                result += json.at(i++);
            continue;
        }
        qsizetype end = i + 1;
        while (end < json.size() && isAsciiLetter(json.at(end)))
            ++end;
        const QByteArray word = json.mid(i, end - i);
        const QByteArray lower = word.toLower();
        if (lower == "nan" || lower == "-nan")
            result += "\"NaN\"";
        else if (lower == "inf" || lower == "infinity")
            result += "\"Infinity\"";
        else if (lower == "-inf" || lower == "-infinity")
            result += "\"-Infinity\"";
        else
            result += word;
        i = end;
    }
    return result;
}

} // namespace

Outcome<QJsonObject> readJsonObject(const QString &path, qint64 limit)
{
    const QString name = QFileInfo(path).fileName();
    QFile file;
    if (!openPlainFile(file, path))
        return PlatformError::invalid(u"There is no %1."_qs.arg(name), u"worker_output"_qs);
    if (file.size() > limit) {
        return PlatformError::invalid(u"%1 is larger than %2 KiB."_qs.arg(name).arg(limit >> 10),
                                      u"worker_output"_qs);
    }
    const QByteArray bytes = file.readAll();
    auto parsed = json::parseObject(bytes);
    if (!parsed.ok()) {
        if (auto again = json::parseObject(withQuotedNonFinite(bytes)); again.ok())
            return again;
        return PlatformError::invalid(u"%1 cannot be read: %2."_qs.arg(name, parsed.error().message),
                                      u"worker_output"_qs);
    }
    return parsed;
}

bool removeTree(const QString &path)
{
    // QDir::removeRecursively() would empty what a link points to. A slash at the end follows the link.
    const QString own = QDir::cleanPath(path);
    return QFileInfo(own).isSymLink() ? QFile::remove(own) : QDir(own).removeRecursively();
}

RunDirectory::RunDirectory(const QString &jobsFolder, const QString &jobName)
    : m_root(QDir(jobsFolder).filePath(jobName))
{
}

QString RunDirectory::eventsFile() const
{
    return m_root + u"/input/data/events/events.csv"_qs;
}

QString RunDirectory::itemsFile() const
{
    return m_root + u"/input/data/items/items.jsonl"_qs;
}

QString RunDirectory::configFile(const QString &name) const
{
    return m_root + u"/input/config/"_qs + name;
}

QString RunDirectory::modelFile(const QString &name) const
{
    return m_root + u"/model/"_qs + name;
}

QString RunDirectory::artifactFolder() const
{
    return m_root + u"/model/artifact"_qs;
}

QString RunDirectory::failureFile() const
{
    return m_root + u"/output/failure"_qs;
}

QString RunDirectory::progressFile() const
{
    return m_root + u"/checkpoints/progress.json"_qs;
}

QString RunDirectory::liveChannel() const
{
    return m_root + u"/input/data/live"_qs;
}

QString RunDirectory::logFile() const
{
    return m_root + u"/log.txt"_qs;
}

Outcome<Done> RunDirectory::create() const
{
    for (const QString &name : {u"input"_qs, u"model"_qs, u"output"_qs, u"checkpoints"_qs})
        removeTree(m_root + u'/' + name);
    return makeFolders({u""_qs, u"/input"_qs, u"/input/config"_qs, u"/input/data"_qs,
                        u"/input/data/events"_qs, u"/input/data/items"_qs, u"/model"_qs, u"/output"_qs,
                        u"/checkpoints"_qs});
}

Outcome<Done> RunDirectory::clearOutput() const
{
    for (const QString &name : {u"model"_qs, u"output"_qs})
        removeTree(m_root + u'/' + name);
    return makeFolders({u"/model"_qs, u"/output"_qs});
}

Outcome<Done> RunDirectory::makeFolders(const QStringList &names) const
{
    for (const QString &name : names) {
        const QString folder = m_root + name;
        if (!QDir().mkpath(folder))
            return PlatformError::storage(u"The folder %1 of the run cannot be created."_qs.arg(folder));
        QFile::setPermissions(folder, folderMode);
    }
    return Done{};
}

Outcome<Done> RunDirectory::linkLive(const QString &modelFolder) const
{
    QFile::remove(liveChannel());
    if (!QFile::link(QFileInfo(modelFolder).absoluteFilePath(), liveChannel())) {
        return PlatformError::storage(
            u"The link %1 to the live version's model cannot be made."_qs.arg(liveChannel()));
    }
    return Done{};
}

Outcome<QJsonObject> RunDirectory::readConfig(const QString &name) const
{
    const QString path = configFile(name);
    auto read = readJsonObject(path, maxConfigBytes);
    if (!read.ok())
        return PlatformError::storage(u"%1 is of no use: %2"_qs.arg(path, read.error().message));
    return read;
}

Outcome<Done> RunDirectory::writeConfig(const QString &name, const QJsonObject &content) const
{
    QFile file(configFile(name));
    const QByteArray bytes = QJsonDocument(content).toJson(QJsonDocument::Indented);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || !file.setPermissions(fileMode) ||
        file.write(bytes) != bytes.size() || !file.flush()) {
        return PlatformError::storage(
            u"The file %1 cannot be written: %2."_qs.arg(file.fileName(), file.errorString()));
    }
    return Done{};
}

Outcome<Done> RunDirectory::checkOutput() const
{
    for (const QString &name : {u""_qs, u"/model"_qs, u"/model/artifact"_qs, u"/model/evaluation"_qs,
                                u"/output"_qs, u"/checkpoints"_qs}) {
        if (QFileInfo(m_root + name).isSymLink()) {
            return PlatformError::invalid(
                u"%1 is a link: a worker leaves folders and plain files, so that they stay with its run."_qs
                    .arg(m_root + name),
                u"worker_output"_qs);
        }
    }
    return Done{};
}

void RunDirectory::removeInput() const
{
    removeTree(m_root + u"/input/data"_qs);
    removeTree(m_root + u"/checkpoints"_qs);
}

QString RunDirectory::failureSentence() const
{
    QFile file;
    if (!checkOutput().ok() || !openPlainFile(file, failureFile()))
        return {};
    return QString::fromUtf8(file.read(maxSentenceBytes)).simplified();
}

} // namespace nsl
