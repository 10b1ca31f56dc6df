// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "httpserver.h"

#include <atomic>
#include <mutex>
#include <stdexcept>
#include <vector>

/// Answers /echo at once, keeps /wait for later, throws on /throw.
class EchoHandler : public nsl::http::Handler
{
public:
    void handle(nsl::http::Request request, nsl::http::Responder responder) override
    {
        ++m_count;
        if (request.path == "/throw")
            throw std::runtime_error("thrown on purpose");
        if (request.path == "/wait") {
            const std::lock_guard lock(m_mutex);
            m_waiting.push_back(responder);
            return;
        }
        nsl::http::Response response;
        response.headers.emplace("Content-Type", "text/plain");
        response.headers.emplace("X-Bad", "a\r\nInjected: yes");
        response.body = request.method + " " + request.path + " " + request.queryValue("q").value_or("-") +
                        " " + std::string(request.header("x-test")) + " " + request.body;
        responder.respond(std::move(response));
    }

    std::vector<nsl::http::Responder> waiting()
    {
        const std::lock_guard lock(m_mutex);
        return m_waiting;
    }
    int count() const { return m_count; }

private:
    std::mutex m_mutex;
    std::vector<nsl::http::Responder> m_waiting;
    std::atomic<int> m_count{0};
};
