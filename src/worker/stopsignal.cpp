// SPDX-License-Identifier: GPL-3.0-or-later
#include "stopsignal.h"

#include "failure.h"

#include <atomic>
#include <csignal>

namespace nsl::worker
{

namespace
{
// A signal handler can reach nothing but namespace-scope state.
std::atomic<bool> stopFlag{false};
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void requestStop(int)
{
    stopFlag.store(true, std::memory_order_relaxed);
}
} // namespace

void installStopSignals()
{
    struct sigaction action = {};
    action.sa_handler = requestStop;
    sigemptyset(&action.sa_mask);
    sigaction(SIGTERM, &action, nullptr);
    sigaction(SIGINT, &action, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
}

bool stopRequested() noexcept
{
    return stopFlag.load(std::memory_order_relaxed);
}

void throwIfStopped()
{
    if (stopRequested()) {
        throw Stopped();
    }
}

} // namespace nsl::worker
