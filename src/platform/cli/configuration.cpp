// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/configuration.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QSettings>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

struct Found
{
    QString value;
    QString origin; ///< how a person would name the place
};

/// The first place that has a value; an empty one counts as none.
std::optional<Found> look(const QString &flag, const QString &flagName,
                          const QProcessEnvironment &environment, const QString &variable,
                          const QSettings &file, const QString &key)
{
    if (!flag.isEmpty())
        return Found{flag, flagName};
    if (const QString value = environment.value(variable); !value.isEmpty())
        return Found{value, u"the environment variable "_s + variable};
    if (const QString value = file.value(key).toString(); !value.isEmpty())
        return Found{value, u"%1 in %2"_s.arg(key, file.fileName())};
    return std::nullopt;
}

PlatformError wrong(const Found &found, const QString &expected)
{
    return PlatformError::invalid(u"%1 is \"%2\", but %3."_s.arg(found.origin, found.value, expected),
                                  u"bad_configuration"_s);
}

bool isHostName(const QString &text)
{
    static const QRegularExpression legal(
        u"\\A[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*\\z"_s,
        QRegularExpression::CaseInsensitiveOption);
    return text.size() <= 253 && legal.match(text).hasMatch();
}

} // namespace

Outcome<Configuration> Configuration::resolve(const CommandLine &line, const QProcessEnvironment &environment,
                                              const QString &file)
{
    const QSettings settings(file, QSettings::IniFormat);
    if (QFileInfo::exists(file) && settings.status() != QSettings::NoError) {
        return PlatformError::invalid(u"The configuration file %1 cannot be read as an INI file."_s.arg(file),
                                      u"bad_configuration"_s);
    }
    Configuration result;
    bool isRight = true;
    if (const auto port =
            look(line.port, u"--port"_s, environment, u"NSL_PLATFORM_PORT"_s, settings, u"server/port"_s)) {
        result.port = port->value.toUShort(&isRight);
        if (!isRight)
            return wrong(*port, u"a port is a number from 0 to 65535"_s);
    }
    if (const auto name = look(line.hostName, u"--host-name"_s, environment, u"NSL_PLATFORM_HOST_NAME"_s,
                               settings, u"server/host_name"_s)) {
        if (!isHostName(name->value)) {
            return wrong(*name, u"a host name is letters, digits, hyphens and dots, without https:// and "
                                "without a port, such as models.example.org"_s);
        }
        result.hostName = name->value;
    }
    // The file's own entry is read at each start of a worker, so it is not fixed here.
    result.worker = line.worker.isEmpty() ? environment.value(u"NSL_PLATFORM_WORKER"_s) : line.worker;
    if (const auto running = look(line.maxRunning, u"--max-running"_s, environment,
                                  u"NSL_PLATFORM_MAX_RUNNING"_s, settings, u"jobs/max_running"_s)) {
        result.maxRunning = running->value.toInt(&isRight);
        if (!isRight || result.maxRunning < 1 || result.maxRunning > mostRunning)
            return wrong(*running, u"the runs side by side are a number from 1 to %1"_s.arg(mostRunning));
    }
    if (const QString key = u"jobs/max_artifact_bytes"_s; settings.contains(key)) {
        const Found bytes{settings.value(key).toString(), u"%1 in %2"_s.arg(key, file)};
        result.maxArtifactBytes = bytes.value.toLongLong(&isRight);
        if (!isRight || result.maxArtifactBytes < minimumArtifactBytes) {
            return wrong(bytes,
                         u"the size of an artifact is a number of bytes from %1"_s.arg(minimumArtifactBytes));
        }
    }
    if (const auto level = look(line.logLevel, u"--log-level"_s, environment, u"NSL_PLATFORM_LOG_LEVEL"_s,
                                settings, u"log/level"_s)) {
        const auto parsed = PlatformLog::parseLevel(level->value);
        if (!parsed)
            return wrong(*level, u"a log level is debug, info or warning"_s);
        result.logLevel = *parsed;
    }
    if (const auto bytes = look(line.logBytes, u"--log-bytes"_s, environment, u"NSL_PLATFORM_LOG_BYTES"_s,
                                settings, u"log/max_bytes"_s)) {
        result.logBytes = bytes->value.toLongLong(&isRight);
        if (!isRight || result.logBytes < minimumLogBytes)
            return wrong(*bytes,
                         u"the size of a log file is a number of bytes from %1"_s.arg(minimumLogBytes));
    }
    return result;
}

} // namespace nsl
