// SPDX-License-Identifier: GPL-3.0-or-later
#include "workerlocator.h"

#include "jobs/familyregistry.h"
#include "jobs/workermark.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSettings>

#include <algorithm>

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

WorkerProcess::Command WorkerProgram::command(const QString &word, const QString &root, int threads) const
{
    return {program, arguments + QStringList{word}, root, threads, environment};
}

WorkerLocator::WorkerLocator(QString givenProgram, QString configurationFile)
    : m_givenProgram(std::move(givenProgram))
    , m_configurationFile(std::move(configurationFile))
{
}

Outcome<WorkerProgram> WorkerLocator::locate(const QString &familyKey) const
{
    for (const PluginFamily &plugin : m_plugins) {
        if (plugin.family.key != familyKey)
            continue;
        if (!plugin.family.enabled) {
            return PlatformError::unavailable(u"The family \"%1\" cannot be used: %2"_qs.arg(
                                                  plugin.family.name, plugin.family.disabledReason),
                                              u"family_disabled"_qs);
        }
        const auto program = chosen(plugin.program, u"of [family/%1] in platform.ini"_qs.arg(familyKey));
        if (!program.ok())
            return program.error();
        return WorkerProgram{*program, plugin.arguments, false, environment()};
    }
    const QList<Family> shipped = shippedFamilies();
    if (std::none_of(shipped.begin(), shipped.end(),
                     [&](const Family &family) { return family.key == familyKey; })) {
        return PlatformError::unavailable(
            u"The family \"%1\" has no program: [family/%1] is not in platform.ini any more."_qs.arg(
                familyKey),
            u"family_disabled"_qs);
    }
    const auto program = locate();
    if (!program.ok())
        return program.error();
    return WorkerProgram{*program, {}, true, environment()};
}

QMap<QString, QString> WorkerLocator::environment() const
{
    if (m_mark.isEmpty())
        return {};
    return {{QString::fromLatin1(WorkerMark::variable), m_mark}};
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
