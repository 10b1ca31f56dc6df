// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/commandline.h"
#include "jobs/runresult.h"
#include "operations/platformlog.h"

#include <QProcessEnvironment>

namespace nsl
{

/// What `serve` goes by. Each value comes from the first of these that has it: the flag, the environment
/// (NSL_PLATFORM_PORT, _HOST_NAME, _WORKER, _MAX_RUNNING, _LOG_LEVEL, _LOG_BYTES), `<workspace>/platform.ini`
/// ([server] port and host_name, [worker] program, [jobs] max_running and max_artifact_bytes, [log] level and
/// max_bytes), the default. max_artifact_bytes stands in the file alone.
struct Configuration
{
    static constexpr qint64 minimumLogBytes = 64 * 1024;
    static constexpr int mostRunning = 16;
    static constexpr qint64 minimumArtifactBytes = 1024 * 1024;

    quint16 port = 0; ///< 0 = a free one
    QString hostName; ///< of a proxy in front of the server; empty = requests name the loopback
    /// Empty = look in the configuration file at each start of a worker, then beside the program.
    QString worker;
    int maxRunning = 1;                                ///< training runs side by side
    qint64 maxArtifactBytes = defaultMaxArtifactBytes; ///< of one version; a run that leaves more is Failed
    PlatformLog::Level logLevel = PlatformLog::Level::Info;
    qint64 logBytes = 10 * 1024 * 1024;

    /// Invalid, naming the place, for a value that cannot be used.
    static Outcome<Configuration> resolve(const CommandLine &line, const QProcessEnvironment &environment,
                                          const QString &file);
};

} // namespace nsl
