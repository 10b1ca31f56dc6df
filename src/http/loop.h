// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

namespace nsl::http
{

class LoopCore;

/// One thread that does what is posted to it, in order, and waits for the network in between: clients live on
/// it. An exception that leaves the work is dropped.
class Loop
{
public:
    Loop();
    /// As stop().
    ~Loop();
    Loop(const Loop &) = delete;
    Loop &operator=(const Loop &) = delete;

    /// Begins with what was posted already. May be called once.
    void start();
    /// From any thread. Nothing happens after stop().
    void post(std::function<void()> work);
    /// Does what was posted before, then `last`, then ends the thread: nothing runs on the loop after `last`
    /// has begun, so it may take away what the work needs. Where the loop was never started `last` runs on
    /// the caller's thread. Only the first call counts. Not to be called from the loop's own thread.
    void stop(std::function<void()> last = {});

private:
    friend class Client;
    std::shared_ptr<LoopCore> m_core;
};

} // namespace nsl::http
