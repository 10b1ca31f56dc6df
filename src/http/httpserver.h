// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "httpmessage.h"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace nsl::http
{

class ServerCore;

/// An answer whose body comes piece by piece, until one side ends it. May be used from any thread; copies
/// stand for the same stream. A client that does not take what it is sent is dropped, and its connection with
/// it.
class Stream
{
public:
    /// What the stream's user may look at while the server's thread works on it.
    struct State
    {
        std::atomic<bool> isOpen{true};
        std::atomic<std::size_t> backlog{0}; ///< bytes that the client has not taken yet
    };
    static constexpr std::size_t maxBacklog = 1024 * 1024; ///< beyond it the client is dropped

    Stream() = default;
    Stream(std::weak_ptr<ServerCore> core, std::uint64_t id, std::shared_ptr<State> state);

    /// Nothing happens once the stream has ended.
    void write(std::string piece) const;
    /// What was written is still sent.
    void end() const;
    bool isOpen() const { return m_state && m_state->isOpen; }
    std::size_t backlog() const { return m_state ? m_state->backlog.load() : 0; }

private:
    std::weak_ptr<ServerCore> m_core;
    std::uint64_t m_id = 0;
    std::shared_ptr<State> m_state;
};

/// The right to answer one request, once, from any thread. Copies stand for the same request: the first
/// answer counts, later ones are dropped, and so is an answer to a client that has gone or a server that has
/// stopped.
class Responder
{
public:
    Responder() = default;
    Responder(std::weak_ptr<ServerCore> core, std::uint64_t id);

    void respond(Response response) const;
    /// Answers with a stream. `head.body` is its first piece, `heartbeat` is sent while nothing else is, and
    /// `closed` is called once, on the server's thread, when the stream has ended from whatever side.
    Stream stream(Response head, std::string heartbeat, std::function<void()> closed) const;

private:
    std::weak_ptr<ServerCore> m_core;
    std::uint64_t m_id = 0;
};

/// Receives every well-formed request. Called on the server's thread: hand over what takes long and answer
/// through the responder. An exception that leaves handle() is answered with 500. Routing, and with it 404
/// and 405, is the handler's business.
class Handler
{
public:
    virtual ~Handler() = default;
    virtual void handle(Request request, Responder responder) = 0;
};

struct Options
{
    std::string address = "127.0.0.1";
    std::uint16_t port = 0; ///< 0 = a free one
    std::size_t maxBodyBytes = 2 * 1024 * 1024;
    /// At the limit, one that waits for no answer is closed when another one comes: first one that has sent
    /// nothing, then the one that has been quiet for longest. Lower where the process may not open as many
    /// files.
    std::size_t maxConnections = 1000;
    std::chrono::milliseconds firstByteLimit{2'000}; ///< for a new connection to send anything at all
    std::chrono::milliseconds readLimit{
        10'000}; ///< for a request to come in whole, and for an idle connection
    std::chrono::milliseconds handleLimit{5'000}; ///< for the handler to answer
    std::chrono::milliseconds writeLimit{5'000};  ///< for the client to take the answer
};

/// An HTTP/1.1 server on one thread of its own. Whatever breaks a limit or the protocol's framing loses its
/// connection; an escape in the URL that cannot be decoded is answered with 400.
class Server
{
public:
    struct Started
    {
        std::uint16_t port = 0;
        std::string error;  ///< one sentence, empty on success
        std::string notice; ///< one sentence about what is not as it was asked for; mostly empty
        explicit operator bool() const { return error.empty(); }
    };

    /// @p handler outlives the server.
    Server(Options options, Handler &handler);
    ~Server();
    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;

    /// Binds and begins to serve. May be called once.
    Started start();
    /// Accepts no new connection; requests that still arrive on open ones are answered with 503. Does not
    /// block.
    void stopAccepting();
    /// The number of requests that wait for an answer or whose answer is still being sent, open streams not
    /// counted; 0 when not running.
    std::size_t pendingRequests() const;
    /// Stops accepting, ends the streams, waits up to @p grace for pending answers, then closes every
    /// connection and joins the thread. Not to be called from within handle(). A handler that answers on the
    /// calling thread should have done so before.
    void stop(std::chrono::milliseconds grace = std::chrono::milliseconds(1000));

private:
    std::shared_ptr<ServerCore> m_core;
};

} // namespace nsl::http
