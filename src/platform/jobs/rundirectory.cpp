// SPDX-License-Identifier: GPL-3.0-or-later
#include "rundirectory.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>

namespace nsl
{

namespace
{

constexpr QFile::Permissions folderMode = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
constexpr QFile::Permissions fileMode = QFile::ReadOwner | QFile::WriteOwner;
constexpr qint64 maxSentenceBytes = 1000;

} // namespace

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

QString RunDirectory::logFile() const
{
    return m_root + u"/log.txt"_qs;
}

Outcome<Done> RunDirectory::create() const
{
    for (const QString &name : {u"input"_qs, u"model"_qs, u"output"_qs, u"checkpoints"_qs})
        QDir(m_root + u'/' + name).removeRecursively();
    for (const QString &name :
         {u""_qs, u"/input"_qs, u"/input/config"_qs, u"/input/data"_qs, u"/input/data/events"_qs,
          u"/input/data/items"_qs, u"/model"_qs, u"/output"_qs, u"/checkpoints"_qs}) {
        const QString folder = m_root + name;
        if (!QDir().mkpath(folder))
            return PlatformError::storage(u"The folder %1 of the run cannot be created."_qs.arg(folder));
        QFile::setPermissions(folder, folderMode);
    }
    return Done{};
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

void RunDirectory::removeInput() const
{
    QDir(m_root + u"/input/data"_qs).removeRecursively();
    QDir(m_root + u"/checkpoints"_qs).removeRecursively();
}

QString RunDirectory::failureSentence() const
{
    QFile file(failureFile());
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QString::fromUtf8(file.read(maxSentenceBytes)).simplified();
}

} // namespace nsl
