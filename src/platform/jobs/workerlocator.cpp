// SPDX-License-Identifier: GPL-3.0-or-later
#include "workerlocator.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSettings>

namespace nsl
{

namespace
{

bool isProgram(const QString &path)
{
    const QFileInfo info(path);
    return info.isFile() && info.isExecutable();
}

Outcome<QString> chosen(const QString &path, const QString &origin)
{
    if (isProgram(path))
        return QFileInfo(path).absoluteFilePath();
    return PlatformError::unavailable(
        u"The worker program %1 (%2) is missing or may not be executed."_qs.arg(path, origin),
        u"worker_missing"_qs);
}

} // namespace

WorkerLocator::WorkerLocator(QString givenProgram, QString configurationFile)
    : m_givenProgram(std::move(givenProgram))
    , m_configurationFile(std::move(configurationFile))
{
}

Outcome<QString> WorkerLocator::locate() const
{
    if (!m_givenProgram.isEmpty())
        return chosen(m_givenProgram, u"from --worker"_qs);
    if (QFileInfo::exists(m_configurationFile)) {
        const QString configured =
            QSettings(m_configurationFile, QSettings::IniFormat).value(u"worker/program"_qs).toString();
        if (!configured.isEmpty())
            return chosen(configured, u"from platform.ini"_qs);
    }
    const QDir here(QCoreApplication::applicationDirPath());
    const QStringList places = {here.filePath(u"nsl-worker"_qs),
                                here.filePath(u"../libexec/nsl-console/nsl-worker"_qs)};
    for (const QString &place : places) {
        if (isProgram(place))
            return QFileInfo(place).absoluteFilePath();
    }
    return PlatformError::unavailable(
        u"The program nsl-worker is neither in %1 nor in libexec: install it or name it with --worker."_qs
            .arg(here.absolutePath()),
        u"worker_missing"_qs);
}

} // namespace nsl
