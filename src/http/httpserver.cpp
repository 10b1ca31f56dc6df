// SPDX-License-Identifier: GPL-3.0-or-later
#include "httpserver.h"

#include <restinio/all.hpp>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include <sys/resource.h>

namespace nsl::http
{

namespace
{

class StateListener;

// The plain traits, not the single-thread ones: answers are posted from other threads.
struct Traits : restinio::default_traits_t
{
    static constexpr bool use_connection_count_limiter = true;
    using connection_state_listener_t = StateListener;
};

using RestinioServer = restinio::http_server_t<Traits>;

constexpr std::size_t maxHeaderBytes = 32 * 1024;
constexpr std::size_t maxUrlBytes = 4096;

// execution_context::shutdown() is protected; called after the thread has ended it destroys what is still
// queued while the things that the queued handlers refer to exist.
class IoContext : public restinio::asio_ns::io_context
{
public:
    using restinio::asio_ns::io_context::shutdown;
};

bool isPrintable(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x20 && byte != 0x7f;
    });
}

// A connection that cannot be accepted for want of a descriptor ends the accepting for good, so there must be
// room for all of them beside the process's own files. Process-wide; never lowers the limit.
void makeRoomForDescriptors(std::size_t connections)
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    const rlim_t wanted = std::min<rlim_t>(connections + 1024, limit.rlim_max);
    if (limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = wanted;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return result;
}

Response plainError(int status, std::string_view text)
{
    return Response{
        status, {{"Content-Type", "application/json"}}, "{\"error\":\"" + std::string(text) + "\"}"};
}

} // namespace

/// What lives on the io thread, behind the pimpl. Every member without a remark is touched by that thread
/// alone.
class ServerCore : public std::enable_shared_from_this<ServerCore>
{
public:
    ServerCore(Options options, Handler &handler)
        : m_options(std::move(options))
        , m_handler(handler)
    {
    }

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
    void connectionClosed(restinio::connection_id_t connection);

private:
    using StreamBuilder = restinio::response_builder_t<restinio::chunked_output_t>;
    struct OpenStream
    {
        StreamBuilder builder;
        restinio::connection_id_t connection;
        std::string heartbeat;
        std::function<void()> closed;
        std::shared_ptr<Stream::State> state;
        std::string waiting;      // collected while an earlier piece is on its way
        std::size_t inFlight = 0; // bytes on their way
        bool wasQuiet = false;    // since the last heartbeat
        bool isEnding = false;
    };

    void openStream(std::uint64_t id, const Response &head, std::string heartbeat,
                    std::function<void()> closed, std::shared_ptr<Stream::State> state);
    void writePiece(std::uint64_t id, std::string piece);
    void endStream(std::uint64_t id);
    void flushStream(std::uint64_t id);
    void dropStream(std::uint64_t id);
    void scheduleHeartbeat();
    template<typename Work>
    void postWork(Work work);
    void answer(std::uint64_t id, const Response &response);
    void send(const restinio::request_handle_t &handle, const Response &response);
    std::optional<Request> plainCopy(const restinio::request_handle_t &handle) const;
    void updatePending() { m_pendingCount = m_waiting.size() + m_writing; }

    const Options m_options;
    Handler &m_handler;
    IoContext m_io;
    std::unique_ptr<RestinioServer> m_server;
    std::thread m_thread;
    std::mutex m_postMutex; // guards m_running
    bool m_running = false;
    std::atomic<std::size_t> m_pendingCount{0};

    std::uint64_t m_nextId = 1;
    std::unordered_map<std::uint64_t, restinio::request_handle_t> m_waiting;
    std::unordered_map<std::uint64_t, OpenStream> m_streams;
    restinio::asio_ns::steady_timer m_heartbeat{m_io};
    std::size_t m_writing = 0;
    bool m_stopping = false;
};

namespace
{

// Tells the core which connections have gone, so that a late answer finds nothing to answer.
class StateListener
{
public:
    explicit StateListener(ServerCore &core)
        : m_core(core)
    {
    }
    void state_changed(const restinio::connection_state::notice_t &notice) noexcept
    {
        if (restinio::holds_alternative<restinio::connection_state::closed_t>(notice.cause()))
            m_core.connectionClosed(notice.connection_id());
    }

private:
    ServerCore &m_core;
};

} // namespace

Server::Started ServerCore::start()
{
    // Process-wide, and the only limit on all header lines together.
    http_parser_set_max_header_size(maxHeaderBytes);
    makeRoomForDescriptors(m_options.maxConnections);

    std::uint16_t boundPort = 0;
    try {
        m_server = std::make_unique<RestinioServer>(
            restinio::external_io_context(static_cast<restinio::asio_ns::io_context &>(m_io)),
            [this, &boundPort](auto &settings) {
                settings.address(m_options.address)
                    .port(m_options.port)
                    .buffer_size(8 * 1024)
                    .read_next_http_message_timelimit(m_options.readLimit)
                    .handle_request_timeout(m_options.handleLimit)
                    .write_http_response_timelimit(m_options.writeLimit)
                    .max_pipelined_requests(2)
                    .max_parallel_connections(m_options.maxConnections)
                    .concurrent_accepts_count(4)
                    .incoming_http_msg_limits(restinio::incoming_http_msg_limits_t{}
                                                  .max_url_size(maxUrlBytes)
                                                  .max_field_name_size(128)
                                                  .max_field_value_size(8192)
                                                  .max_field_count(64)
                                                  .max_body_size(m_options.maxBodyBytes))
                    .socket_options_setter([](auto &socketOptions) {
                        socketOptions.set_option(restinio::asio_ns::ip::tcp::no_delay(true));
                    })
                    .acceptor_post_bind_hook([&boundPort](restinio::asio_ns::ip::tcp::acceptor &acceptor) {
                        boundPort = acceptor.local_endpoint().port();
                    })
                    .connection_state_listener(std::make_shared<StateListener>(*this))
                    .request_handler([this](restinio::request_handle_t handle) { return accept(handle); });
            });
        m_server->open_sync();
    } catch (const std::exception &error) {
        m_server.reset();
        return {0, "Cannot listen on " + m_options.address + ":" + std::to_string(m_options.port) + ": " +
                       error.what() + "."};
    }
    {
        const std::lock_guard lock(m_postMutex);
        m_running = true;
    }
    scheduleHeartbeat();
    m_thread = std::thread([this] {
        // An exception that a library handler lets through must not end the process; serving goes on.
        for (;;) {
            try {
                m_io.run();
                return;
            } catch (const std::exception &) {
            }
        }
    });
    return {boundPort, {}};
}

std::optional<Request> ServerCore::plainCopy(const restinio::request_handle_t &handle) const
{
    const auto &header = handle->header();
    Request request;
    request.method = std::string(header.method().c_str());
    const auto rawPath = header.path();
    const auto rawQuery = header.query();
    auto path = percentDecoded(std::string_view(rawPath.data(), rawPath.size()), false);
    auto query = formDecoded(std::string_view(rawQuery.data(), rawQuery.size()));
    if (!path || !query || path->empty() || path->front() != '/')
        return std::nullopt;
    request.path = std::move(*path);
    request.query = std::move(*query);
    header.for_each_field([&request](const auto &field) {
        std::string value(field.value());
        const auto [it, isNew] = request.headers.emplace(lowered(field.name()), value);
        if (!isNew)
            it->second += ", " + value;
    });
    request.body = handle->body();
    const auto &peer = handle->remote_endpoint();
    request.peer = peer.address().to_string() + ":" + std::to_string(peer.port());
    return request;
}

restinio::request_handling_status_t ServerCore::accept(const restinio::request_handle_t &handle)
{
    // Nothing may be thrown from here: RESTinio would close the connection without an answer.
    try {
        if (m_stopping) {
            Response response = plainError(503, "The server is stopping.");
            response.headers.emplace("Retry-After", "1");
            send(handle, response);
            return restinio::request_accepted();
        }
        auto request = plainCopy(handle);
        if (!request) {
            send(handle, plainError(400, "The URL cannot be decoded."));
            return restinio::request_accepted();
        }
        const std::uint64_t id = m_nextId++;
        m_waiting.emplace(id, handle);
        updatePending();
        try {
            m_handler.handle(std::move(*request), Responder(weak_from_this(), id));
        } catch (...) {
            answer(id, plainError(500, "Internal error."));
        }
        return restinio::request_accepted();
    } catch (...) {
        return restinio::request_rejected();
    }
}

template<typename Work>
void ServerCore::postWork(Work work)
{
    // The mutex makes sure that nothing is queued on an io context that has been shut down.
    const std::lock_guard lock(m_postMutex);
    if (m_running)
        restinio::asio_ns::post(m_io, std::move(work));
}

void ServerCore::post(std::uint64_t id, Response response)
{
    postWork([this, id, response = std::move(response)] { answer(id, response); });
}

void ServerCore::postStream(std::uint64_t id, Response head, std::string heartbeat,
                            std::function<void()> closed, std::shared_ptr<Stream::State> state)
{
    postWork([this, id, head = std::move(head), heartbeat = std::move(heartbeat), closed = std::move(closed),
              state = std::move(state)]() mutable {
        openStream(id, head, std::move(heartbeat), std::move(closed), std::move(state));
    });
}

void ServerCore::postPiece(std::uint64_t id, std::string piece, const std::shared_ptr<Stream::State> &state)
{
    state->backlog += piece.size();
    postWork([this, id, piece = std::move(piece)]() mutable { writePiece(id, std::move(piece)); });
}

void ServerCore::postEnd(std::uint64_t id)
{
    postWork([this, id] { endStream(id); });
}

void ServerCore::openStream(std::uint64_t id, const Response &head, std::string heartbeat,
                            std::function<void()> closed, std::shared_ptr<Stream::State> state)
{
    const auto it = m_waiting.find(id);
    if (it == m_waiting.end()) {
        state->isOpen = false;
        closed();
        return;
    }
    const restinio::request_handle_t handle = std::move(it->second);
    m_waiting.erase(it);
    updatePending();
    const auto line = restinio::http_status_line_t{
        restinio::http_status_code_t{static_cast<std::uint16_t>(std::clamp(head.status, 200, 599))},
        std::string(reasonPhrase(head.status))};
    OpenStream stream{handle->create_response<restinio::chunked_output_t>(line),
                      handle->connection_id(),
                      std::move(heartbeat),
                      std::move(closed),
                      std::move(state),
                      head.body,
                      0,
                      false,
                      false};
    stream.builder.append_header_date_field();
    for (const auto &[name, value] : head.headers) {
        if (isPrintable(name) && isPrintable(value))
            stream.builder.append_header(name, value);
    }
    stream.builder.connection_close(); // a stream is the last thing on its connection
    stream.state->backlog += head.body.size();
    m_streams.emplace(id, std::move(stream));
    flushStream(id);
}

void ServerCore::writePiece(std::uint64_t id, std::string piece)
{
    const auto it = m_streams.find(id);
    if (it == m_streams.end() || it->second.isEnding)
        return;
    OpenStream &stream = it->second;
    stream.waiting += piece;
    if (stream.waiting.size() + stream.inFlight > Stream::maxBacklog) {
        dropStream(id);
        return;
    }
    if (stream.inFlight == 0)
        flushStream(id);
}

// One write at a time: what comes meanwhile is collected, so that memory is bounded by maxBacklog.
void ServerCore::flushStream(std::uint64_t id)
{
    const auto it = m_streams.find(id);
    if (it == m_streams.end())
        return;
    OpenStream &stream = it->second;
    stream.inFlight = stream.waiting.size();
    const std::size_t sent = stream.inFlight;
    stream.wasQuiet = false;
    const auto written = [core = weak_from_this(), id, sent](const restinio::asio_ns::error_code &error) {
        const auto self = core.lock();
        if (!self)
            return;
        const auto found = self->m_streams.find(id);
        if (found == self->m_streams.end())
            return;
        OpenStream &open = found->second;
        open.inFlight = 0;
        open.state->backlog -= std::min(sent, open.state->backlog.load());
        if (error)
            self->dropStream(id);
        else if (!open.waiting.empty())
            self->flushStream(id);
        else if (open.isEnding)
            self->endStream(id);
    };
    try {
        if (!stream.waiting.empty())
            stream.builder.append_chunk(std::exchange(stream.waiting, {}));
        stream.builder.flush(written);
    } catch (const std::exception &) {
        dropStream(id); // the connection is gone
    }
}

void ServerCore::endStream(std::uint64_t id)
{
    const auto it = m_streams.find(id);
    if (it == m_streams.end())
        return;
    OpenStream &stream = it->second;
    stream.isEnding = true;
    if (stream.inFlight > 0 || !stream.waiting.empty())
        return; // goes on when that is sent
    try {
        ++m_writing;
        updatePending();
        stream.builder.done([core = weak_from_this()](const restinio::asio_ns::error_code &) {
            if (const auto self = core.lock()) {
                --self->m_writing;
                self->updatePending();
            }
        });
    } catch (const std::exception &) {
        --m_writing;
        updatePending();
    }
    dropStream(id);
}

void ServerCore::dropStream(std::uint64_t id)
{
    const auto it = m_streams.find(id);
    if (it == m_streams.end())
        return;
    // Out of the map first: whoever is told may look.
    const auto state = it->second.state;
    const auto closed = std::move(it->second.closed);
    m_streams.erase(it);
    state->isOpen = false;
    state->backlog = 0;
    if (closed)
        closed();
}

void ServerCore::scheduleHeartbeat()
{
    // Below half of the handling limit, which ends a connection that nothing is sent on.
    m_heartbeat.expires_after(std::max(m_options.handleLimit / 4, std::chrono::milliseconds(50)));
    m_heartbeat.async_wait([this](const restinio::asio_ns::error_code &error) {
        if (error)
            return;
        std::vector<std::uint64_t> quiet;
        for (auto &[id, stream] : m_streams) {
            if (stream.wasQuiet && stream.inFlight == 0 && !stream.isEnding)
                quiet.push_back(id);
            stream.wasQuiet = true;
        }
        for (const std::uint64_t id : quiet) {
            if (const auto it = m_streams.find(id); it != m_streams.end()) {
                it->second.state->backlog += it->second.heartbeat.size();
                it->second.waiting += it->second.heartbeat;
                flushStream(id);
            }
        }
        scheduleHeartbeat();
    });
}

void ServerCore::answer(std::uint64_t id, const Response &response)
{
    const auto it = m_waiting.find(id);
    if (it == m_waiting.end())
        return;
    const restinio::request_handle_t handle = std::move(it->second);
    m_waiting.erase(it);
    try {
        send(handle, response);
    } catch (const std::exception &) {
        // The connection is gone or broken; there is nobody left to tell.
    }
    updatePending();
}

void ServerCore::send(const restinio::request_handle_t &handle, const Response &response)
{
    const auto line = restinio::http_status_line_t{
        restinio::http_status_code_t{static_cast<std::uint16_t>(std::clamp(response.status, 200, 599))},
        std::string(reasonPhrase(response.status))};
    const bool hasBody = handle->header().method() != restinio::http_method_head() &&
                         response.status != 204 && response.status != 304;
    // User-controlled output: an answer to HEAD announces a length that it does not send.
    auto builder = handle->create_response<restinio::user_controlled_output_t>(line);
    builder.append_header_date_field();
    for (const auto &[name, value] : response.headers) {
        if (isPrintable(name) && isPrintable(value))
            builder.append_header(name, value);
    }
    if (response.status != 204)
        builder.set_content_length(response.body.size());
    if (m_stopping || !handle->header().should_keep_alive())
        builder.connection_close();
    if (hasBody)
        builder.set_body(response.body);
    ++m_writing;
    updatePending();
    builder.done([core = weak_from_this()](const restinio::asio_ns::error_code &) {
        if (const auto self = core.lock()) {
            --self->m_writing;
            self->updatePending();
        }
    });
}

void ServerCore::connectionClosed(restinio::connection_id_t connection)
{
    // May come twice for one connection.
    std::erase_if(m_waiting,
                  [connection](const auto &entry) { return entry.second->connection_id() == connection; });
    updatePending();
    std::vector<std::uint64_t> gone;
    for (const auto &[id, stream] : m_streams) {
        if (stream.connection == connection)
            gone.push_back(id);
    }
    for (const std::uint64_t id : gone)
        dropStream(id);
}

void ServerCore::stopAccepting()
{
    const std::lock_guard lock(m_postMutex);
    if (!m_running)
        return;
    restinio::asio_ns::post(m_io, [this] {
        m_stopping = true;
        m_server->close_sync();
    });
}

void ServerCore::stop(std::chrono::milliseconds grace)
{
    if (!m_thread.joinable())
        return;
    stopAccepting();
    // Counted as pending until the streams' ends are on their way.
    std::atomic<bool> streamsEnded{false};
    restinio::asio_ns::post(m_io, [this, &streamsEnded] {
        std::vector<std::uint64_t> open;
        for (const auto &[id, stream] : m_streams)
            open.push_back(id);
        for (const std::uint64_t id : open)
            endStream(id);
        streamsEnded = true;
    });
    const auto deadline = std::chrono::steady_clock::now() + grace;
    while ((pending() > 0 || !streamsEnded) && std::chrono::steady_clock::now() < deadline)
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    {
        const std::lock_guard lock(m_postMutex);
        m_running = false;
    }
    // Order matters: acceptor (closed above), handles, io context, thread, what is still queued, server.
    restinio::asio_ns::post(m_io, [this] {
        m_waiting.clear();
        while (!m_streams.empty())
            dropStream(m_streams.begin()->first);
        m_heartbeat.cancel();
        m_io.stop();
    });
    m_thread.join();
    m_io.shutdown();
    m_server.reset();
    m_pendingCount = 0;
}

Responder::Responder(std::weak_ptr<ServerCore> core, std::uint64_t id)
    : m_core(std::move(core))
    , m_id(id)
{
}

void Responder::respond(Response response) const
{
    if (const auto core = m_core.lock())
        core->post(m_id, std::move(response));
}

Stream Responder::stream(Response head, std::string heartbeat, std::function<void()> closed) const
{
    auto state = std::make_shared<Stream::State>();
    if (const auto core = m_core.lock())
        core->postStream(m_id, std::move(head), std::move(heartbeat), std::move(closed), state);
    return Stream(m_core, m_id, std::move(state));
}

Stream::Stream(std::weak_ptr<ServerCore> core, std::uint64_t id, std::shared_ptr<State> state)
    : m_core(std::move(core))
    , m_id(id)
    , m_state(std::move(state))
{
}

void Stream::write(std::string piece) const
{
    const auto core = m_core.lock();
    if (core && isOpen())
        core->postPiece(m_id, std::move(piece), m_state);
}

void Stream::end() const
{
    if (const auto core = m_core.lock())
        core->postEnd(m_id);
}

Server::Server(Options options, Handler &handler)
    : m_core(std::make_shared<ServerCore>(std::move(options), handler))
{
}

Server::~Server()
{
    m_core->stop(std::chrono::milliseconds(0));
}

Server::Started Server::start()
{
    return m_core->start();
}

void Server::stopAccepting()
{
    m_core->stopAccepting();
}

std::size_t Server::pendingRequests() const
{
    return m_core->pending();
}

void Server::stop(std::chrono::milliseconds grace)
{
    m_core->stop(grace);
}

} // namespace nsl::http
