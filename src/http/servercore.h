// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "acceptedsocket.h"
#include "httpserver.h"
#include "iocontext.h"
#include "openstreams.h"

#include <restinio/all.hpp>

#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>

namespace nsl::http
{

class StateListener;

// The plain traits, not the single-thread ones: answers are posted from other threads.
struct Traits : restinio::default_traits_t
{
    static constexpr bool use_connection_count_limiter = true;
    using connection_state_listener_t = StateListener;
    using stream_socket_t = AcceptedSocket;
};

using RestinioServer = restinio::http_server_t<Traits>;

/// What lives on the io thread, behind the pimpl of Server. Every member without a remark is touched by that
/// thread alone.
class ServerCore : public std::enable_shared_from_this<ServerCore>
{
public:
    ServerCore(Options options, Handler &handler);
    ~ServerCore();

    Server::Started start();
    void stopAccepting();
    void stop(std::chrono::milliseconds grace);
    void post(std::uint64_t id, Response response);
    void postStream(std::uint64_t id, Response head, std::string heartbeat, std::function<void()> closed,
                    std::shared_ptr<Stream::State> state);
    void postPiece(std::uint64_t id, std::string piece, const std::shared_ptr<Stream::State> &state);
    void postEnd(std::uint64_t id);
    std::size_t pending() const { return m_pendingCount.load(); }

    restinio::request_handling_status_t accept(const restinio::request_handle_t &handle);
    void connectionOpened(restinio::connection_id_t connection);
    void connectionClosed(restinio::connection_id_t connection);

private:
    void openStream(std::uint64_t id, const Response &head, std::string heartbeat,
                    std::function<void()> closed, std::shared_ptr<Stream::State> state);
    template<typename Work>
    void postWork(Work work);
    void answer(std::uint64_t id, Response response);
    void send(const restinio::request_handle_t &handle, Response response);
    std::optional<Request> plainCopy(const restinio::request_handle_t &handle) const;
    void countWriting(int change);
    void requestEnded(restinio::connection_id_t connection);
    /// Looks after the connections and the memory now and then.
    void tick();
    void updatePending() { m_pendingCount = m_waiting.size() + m_writing; }

    const Options m_options;
    Handler &m_handler;
    IoContext m_io;
    ConnectionTable &m_table;
    restinio::asio_ns::steady_timer m_timer;
    std::unique_ptr<RestinioServer> m_server;
    std::thread m_thread;
    std::mutex m_postMutex; // guards m_running
    bool m_running = false;
    std::atomic<std::size_t> m_pendingCount{0};

    std::uint64_t m_nextId = 1;
    std::unordered_map<std::uint64_t, restinio::request_handle_t> m_waiting;
    std::shared_ptr<OpenStreams> m_streams;
    std::size_t m_writing = 0;
    std::size_t m_bytesSinceTrim = 0; ///< of requests that are over
    std::chrono::steady_clock::time_point m_trimmed;
    bool m_stopping = false;
};

} // namespace nsl::http
