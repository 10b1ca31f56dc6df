// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace nsl::worker
{

/// Exit codes of the container contract.
inline constexpr int exitDone = 0;
inline constexpr int exitFailed = 1;
inline constexpr int exitUsage = 2;
inline constexpr int exitStopped = 143;

/// The whole program: `nsl-worker train|serve`. Returns the exit code.
int runCommandLine(int argc, char **argv);

} // namespace nsl::worker
