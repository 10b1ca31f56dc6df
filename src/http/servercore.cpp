// SPDX-License-Identifier: GPL-3.0-or-later
#include "servercore.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <malloc.h>
#include <sys/resource.h>

namespace nsl::http
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
        if (restinio::holds_alternative<restinio::connection_state::accepted_t>(notice.cause()))
            m_core.connectionOpened(notice.connection_id());
        else if (restinio::holds_alternative<restinio::connection_state::closed_t>(notice.cause()))
            m_core.connectionClosed(notice.connection_id());
    }

private:
    ServerCore &m_core;
};

namespace
{

constexpr std::size_t maxHeaderBytes = 32 * 1024;
constexpr std::size_t maxUrlBytes = 4096;

constexpr auto tickInterval = std::chrono::milliseconds(100);
/// After so many bytes from clients, memory that is not used any more goes back to the system.
constexpr std::size_t trimAfterBytes = 8 * 1024 * 1024;
constexpr auto trimPause = std::chrono::seconds(1);

std::size_t descriptorsInUse()
{
    std::error_code error;
    std::size_t count = 0;
    for (std::filesystem::directory_iterator it("/proc/self/fd", error), end; !error && it != end;
         it.increment(error))
        ++count;
    return count;
}

// A connection that cannot be accepted for want of a descriptor ends the accepting for good, so there must be
// room for all of them beside the process's own files. Raises the process's limit where that is possible, and
// returns how many connections there is room for.
std::size_t makeRoomForDescriptors(std::size_t connections)
{
    constexpr std::size_t fewest = 4;
    constexpr std::size_t mostOwn = 256;
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return connections;
    const rlim_t wanted = std::min<rlim_t>(connections + 1024, limit.rlim_max);
    if (limit.rlim_cur < wanted) {
        const rlim_t before = std::exchange(limit.rlim_cur, wanted);
        if (::setrlimit(RLIMIT_NOFILE, &limit) != 0)
            limit.rlim_cur = before;
    }
    if (limit.rlim_cur == RLIM_INFINITY)
        return connections;
    const auto all = static_cast<std::size_t>(limit.rlim_cur);
    const std::size_t own = descriptorsInUse() + std::min(all / 2, mostOwn);
    return std::clamp(all > own ? all - own : 0, std::min(fewest, connections), connections);
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

ServerCore::ServerCore(Options options, Handler &handler)
    : m_options(std::move(options))
    , m_handler(handler)
    , m_table(restinio::asio_ns::use_service<ConnectionTable>(m_io))
    , m_timer(m_io)
    , m_streams(std::make_shared<OpenStreams>(
          m_io, m_options.handleLimit, [this](int change) { countWriting(change); },
          [this](restinio::connection_id_t connection) { m_table.close(connection); }))
{
}

ServerCore::~ServerCore() = default;

void ServerCore::countWriting(int change)
{
    m_writing += static_cast<std::size_t>(change);
    updatePending();
}

Server::Started ServerCore::start()
{
    // Process-wide, and the only limit on all header lines together.
    http_parser_set_max_header_size(maxHeaderBytes);
    const std::size_t connections = makeRoomForDescriptors(m_options.maxConnections);
    m_table.setLimit(connections);

    std::uint16_t boundPort = 0;
    try {
        m_server = std::make_unique<RestinioServer>(
            restinio::external_io_context(static_cast<restinio::asio_ns::io_context &>(m_io)),
            [this, connections, &boundPort](auto &settings) {
                settings.address(m_options.address)
                    .port(m_options.port)
                    .buffer_size(8 * 1024)
                    .read_next_http_message_timelimit(m_options.readLimit)
                    .handle_request_timeout(m_options.handleLimit)
                    .write_http_response_timelimit(m_options.writeLimit)
                    .max_pipelined_requests(2)
                    .max_parallel_connections(connections)
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
                        ::fcntl(acceptor.native_handle(), F_SETFD, FD_CLOEXEC);
                        boundPort = acceptor.local_endpoint().port();
                    })
                    .connection_state_listener(std::make_shared<StateListener>(*this))
                    .request_handler([this](restinio::request_handle_t handle) { return accept(handle); });
            });
        m_server->open_sync();
    } catch (const std::exception &error) {
        m_server.reset();
        return {0,
                "Cannot listen on " + m_options.address + ":" + std::to_string(m_options.port) + ": " +
                    error.what() + ".",
                {}};
    }
    {
        const std::lock_guard lock(m_postMutex);
        m_running = true;
    }
    m_streams->startHeartbeat();
    tick();
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
    Server::Started started{boundPort, {}, {}};
    if (connections < m_options.maxConnections) {
        started.notice = "At most " + std::to_string(connections) +
                         " connections are taken at a time, because this process may open few files: raise "
                         "its limit (ulimit -n).";
    }
    return started;
}

void ServerCore::tick()
{
    m_table.closeSilent(m_options.firstByteLimit);
    m_bytesSinceTrim += m_table.takeBytesDone();
    const auto now = std::chrono::steady_clock::now();
    if (m_bytesSinceTrim > trimAfterBytes && now - m_trimmed > trimPause) {
        // What the bodies took is free, but the allocator keeps it.
        m_bytesSinceTrim = 0;
        m_trimmed = now;
        ::malloc_trim(0);
    }
    m_timer.expires_after(tickInterval);
    m_timer.async_wait([this](const restinio::asio_ns::error_code &error) {
        if (!error)
            tick();
    });
}

void ServerCore::connectionOpened(restinio::connection_id_t connection)
{
    // RESTinio makes the connection of the socket that it has just moved, in one go.
    m_table.nameNewest(connection);
}

void ServerCore::requestEnded(restinio::connection_id_t connection)
{
    m_table.endRequest(connection);
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
    m_table.beginRequest(handle->connection_id());
    try {
        if (m_stopping) {
            Response response = plainError(503, "The server is stopping.");
            response.headers.emplace("Retry-After", "1");
            send(handle, std::move(response));
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
    postWork([this, id, response = std::move(response)]() mutable { answer(id, std::move(response)); });
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
    postWork([this, id, piece = std::move(piece)]() mutable { m_streams->write(id, std::move(piece)); });
}

void ServerCore::postEnd(std::uint64_t id)
{
    postWork([this, id] { m_streams->end(id); });
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
    m_streams->open(id, handle, head, std::move(heartbeat), std::move(closed), std::move(state));
}

void ServerCore::answer(std::uint64_t id, Response response)
{
    const auto it = m_waiting.find(id);
    if (it == m_waiting.end())
        return;
    const restinio::request_handle_t handle = std::move(it->second);
    m_waiting.erase(it);
    try {
        send(handle, std::move(response));
    } catch (const std::exception &) {
        // The connection is gone or broken; there is nobody left to tell.
    }
    updatePending();
}

void ServerCore::send(const restinio::request_handle_t &handle, Response response)
{
    const bool hasBody = handle->header().method() != restinio::http_method_head() &&
                         response.status != 204 && response.status != 304;
    // User-controlled output: an answer to HEAD announces a length that it does not send.
    auto builder = handle->create_response<restinio::user_controlled_output_t>(statusLine(response.status));
    appendHeaders(builder, response);
    if (response.status != 204)
        builder.set_content_length(response.body.size());
    if (m_stopping || !handle->header().should_keep_alive())
        builder.connection_close();
    if (hasBody)
        builder.set_body(std::move(response.body));
    countWriting(1);
    builder.done([core = weak_from_this(),
                  connection = handle->connection_id()](const restinio::asio_ns::error_code &) {
        const auto self = core.lock();
        if (!self)
            return;
        self->countWriting(-1);
        self->requestEnded(connection);
    });
}

void ServerCore::connectionClosed(restinio::connection_id_t connection)
{
    // May come twice for one connection.
    std::erase_if(m_waiting,
                  [connection](const auto &entry) { return entry.second->connection_id() == connection; });
    updatePending();
    m_streams->dropOf(connection);
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
        m_streams->endAll();
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
        m_streams->dropAll();
        m_streams->stopHeartbeat();
        m_timer.cancel();
        m_io.stop();
    });
    m_thread.join();
    m_io.shutdown();
    m_server.reset();
    m_pendingCount = 0;
}

} // namespace nsl::http
