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

void LoopCore::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        if (std::exchange(m_isOver, true))
            return;
        asio::post(io, [this] { io.stop(); }); // after all that was posted before
    }
    if (m_thread.joinable())
        m_thread.join();
    io.shutdown();
}

Loop::Loop()
    : m_core(std::make_shared<LoopCore>())
{
}

Loop::~Loop()
{
    stop();
}

void Loop::start()
{
    m_core->start();
}

void Loop::post(std::function<void()> work)
{
    m_core->post(std::move(work));
}

void Loop::stop()
{
    m_core->stop();
}

} // namespace nsl::http
