// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loop.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nsl::http
{

class ClientCore;

/// Asks one HTTP/1.1 server over a few connections that are kept open. Everything that comes from the server
/// is bounded in size and time.
class Client
{
public:
    struct Options
    {
        std::string address = "127.0.0.1"; ///< numeric
        std::uint16_t port = 0;
        std::vector<std::pair<std::string, std::string>> headers; ///< of every request
        std::size_t maxConnections = 4;
        std::size_t maxWaiting = 4000; ///< requests without a connection; further ones fail at once
        std::size_t maxAnswerBytes = 4 * 1024 * 1024;
        std::chrono::milliseconds answerLimit{4'000}; ///< from ask() to the whole answer
    };
    struct Answer
    {
        int status = 0;    ///< 0 = there is none: see error
        std::string body;  ///< whole
        std::string error; ///< a clause without a full stop: "it closed the connection"
    };
    using Answered = std::function<void(Answer)>;

    Client(Loop &loop, Options options);
    /// What is still open is answered with an error.
    ~Client();
    Client(const Client &) = delete;
    Client &operator=(const Client &) = delete;

    /// From any thread; `answered` is called once, on the loop's thread, unless the loop has been stopped.
    /// The request must be one that does no harm when it arrives twice: it is sent again where a kept
    /// connection turns out to be closed before anything of the answer came. With `body` empty the request
    /// has none.
    void ask(std::string_view method, std::string_view path, std::string_view body, Answered answered);
    /// Fails what is open and everything that is asked from now on.
    void close();

private:
    std::shared_ptr<ClientCore> m_core;
};

} // namespace nsl::http
