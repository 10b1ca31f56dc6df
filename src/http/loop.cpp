// SPDX-License-Identifier: GPL-3.0-or-later
#include "loop.h"

#include "loopcore.h"

#include <exception>
#include <utility>

namespace nsl::http
{

void LoopCore::start()
{
    m_thread = std::thread([this] {
        m_threadId = std::this_thread::get_id();
        const auto work = asio::make_work_guard(io);
        // An exception must not end the process; the next piece of work is another one's.
        for (;;) {
            try {
                io.run();
                return;
            } catch (const std::exception &) {
            }
        }
    });
}

void LoopCore::stop(std::function<void()> last)
{
    {
        const std::lock_guard lock(m_mutex);
        if (std::exchange(m_isOver, true))
            return;
        // Behind all that was posted before, and nothing is posted behind it: m_isOver is set under the same
        // mutex. The network's handlers keep no such order; but one thread runs them all, and a stopped
        // context begins no further one. So the context is stopped first and `last` runs in the same handler:
        // between the two, and after them, there is no moment in which another handler could run. What is
        // still queued is destroyed by shutdown() without having run.
        asio::post(io, [this, last] {
            io.stop();
            if (last)
                last();
        });
    }
    if (m_thread.joinable())
        m_thread.join();
    else if (last)
        last();
    io.shutdown();
}

Loop::Loop()
    : m_core(std::make_shared<LoopCore>())
{
}

Loop::~Loop()
{
    m_core->stop({});
}

void Loop::start()
{
    m_core->start();
}

void Loop::post(std::function<void()> work)
{
    m_core->post(std::move(work));
}

void Loop::stop(std::function<void()> last)
{
    m_core->stop(std::move(last));
}

} // namespace nsl::http
