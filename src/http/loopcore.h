// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "iocontext.h"

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>

namespace nsl::http
{

/// What is behind a Loop: clients keep it, so that the context outlives their sockets.
class LoopCore
{
public:
    IoContext io;

    /// Throws where the process may open no further file: what the context needs of them is taken here, not
    /// when the first connection is made.
    LoopCore() { const asio::steady_timer first(io); }
    void start();
    void stop(std::function<void()> last);
    /// From any thread; nothing happens after stop().
    template<typename Work>
    void post(Work work)
    {
        // The mutex makes sure that nothing is queued on a context that has been shut down.
        const std::lock_guard lock(m_mutex);
        if (!m_isOver)
            asio::post(io, std::move(work));
    }
    bool isCurrent() const { return m_threadId.load() == std::this_thread::get_id(); }

private:
    std::mutex m_mutex; // guards m_isOver
    bool m_isOver = false;
    std::thread m_thread;
    std::atomic<std::thread::id> m_threadId; ///< set by the thread itself; none before it runs
};

} // namespace nsl::http
