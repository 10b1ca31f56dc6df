// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "containerpaths.h"
#include "reporter.h"

namespace nsl::worker
{

/// Exit codes of the container contract.
inline constexpr int exitDone = 0;
inline constexpr int exitFailed = 1;
inline constexpr int exitUsage = 2;
inline constexpr int exitStopped = 143;

/// What a program does when it is told to. Throws Failure and Stopped; what returns is done.
struct Commands
{
    using Command = void (*)(const ContainerPaths &paths, Reporter &reporter, char **argv);
    Command train;
    Command evaluate;
    Command serve;
};

/// The whole program: `nsl-worker train|evaluate|serve`. Returns the exit code.
int runCommandLine(int argc, char **argv, const Commands &commands);

} // namespace nsl::worker
