// SPDX-License-Identifier: GPL-3.0-or-later
#include "openstreams.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace nsl::http
{

bool isPrintable(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x20 && byte != 0x7f;
    });
}

restinio::http_status_line_t statusLine(int status)
{
    return {restinio::http_status_code_t{static_cast<std::uint16_t>(std::clamp(status, 200, 599))},
            std::string(reasonPhrase(status))};
}

OpenStreams::OpenStreams(restinio::asio_ns::io_context &io, std::chrono::milliseconds handleLimit,
                         std::function<void(int)> countWriting,
                         std::function<void(restinio::connection_id_t)> closeConnection)
    // Below half of the handling limit, which ends a connection that nothing is sent on.
    : m_interval(std::max(handleLimit / 4, std::chrono::milliseconds(50)))
    , m_countWriting(std::move(countWriting))
    , m_closeConnection(std::move(closeConnection))
    , m_timer(io)
{
}

void OpenStreams::open(std::uint64_t id, const restinio::request_handle_t &handle, const Response &head,
                       std::string heartbeat, std::function<void()> closed,
                       std::shared_ptr<Stream::State> state)
{
    OpenStream stream{handle->create_response<restinio::chunked_output_t>(statusLine(head.status)),
                      handle->connection_id(),
                      std::move(heartbeat),
                      std::move(closed),
                      std::move(state),
                      head.body,
                      0,
                      false,
                      false};
    appendHeaders(stream.builder, head);
    stream.builder.connection_close(); // a stream is the last thing on its connection
    stream.state->backlog += head.body.size();
    m_streams.emplace(id, std::move(stream));
    flush(id);
}

void OpenStreams::write(std::uint64_t id, std::string piece)
{
    const auto it = m_streams.find(id);
    if (it == m_streams.end() || it->second.isEnding)
        return;
    OpenStream &stream = it->second;
    stream.waiting += piece;
    if (stream.waiting.size() + stream.inFlight > Stream::maxBacklog) {
        giveUp(id);
        return;
    }
    if (stream.inFlight == 0)
        flush(id);
}

// One write at a time: what comes meanwhile is collected, so that memory is bounded by maxBacklog.
void OpenStreams::flush(std::uint64_t id)
{
    const auto it = m_streams.find(id);
    if (it == m_streams.end())
        return;
    OpenStream &stream = it->second;
    stream.inFlight = stream.waiting.size();
    const std::size_t sent = stream.inFlight;
    stream.wasQuiet = false;
    const auto written = [weak = weak_from_this(), id, sent](const restinio::asio_ns::error_code &error) {
        const auto self = weak.lock();
        if (!self)
            return;
        const auto found = self->m_streams.find(id);
        if (found == self->m_streams.end())
            return;
        OpenStream &open = found->second;
        open.inFlight = 0;
        open.state->backlog -= std::min(sent, open.state->backlog.load());
        if (error)
            self->giveUp(id);
        else if (!open.waiting.empty())
            self->flush(id);
        else if (open.isEnding)
            self->end(id);
    };
    try {
        if (!stream.waiting.empty())
            stream.builder.append_chunk(std::exchange(stream.waiting, {}));
        stream.builder.flush(written);
    } catch (const std::exception &) {
        giveUp(id); // the connection is gone
    }
}

void OpenStreams::end(std::uint64_t id)
{
    const auto it = m_streams.find(id);
    if (it == m_streams.end())
        return;
    OpenStream &stream = it->second;
    stream.isEnding = true;
    if (stream.inFlight > 0 || !stream.waiting.empty())
        return; // goes on when that is sent
    try {
        m_countWriting(1);
        stream.builder.done([weak = weak_from_this()](const restinio::asio_ns::error_code &) {
            if (const auto self = weak.lock())
                self->m_countWriting(-1);
        });
    } catch (const std::exception &) {
        m_countWriting(-1);
    }
    drop(id);
}

void OpenStreams::drop(std::uint64_t id)
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

void OpenStreams::giveUp(std::uint64_t id)
{
    const auto it = m_streams.find(id);
    if (it == m_streams.end())
        return;
    const restinio::connection_id_t connection = it->second.connection;
    drop(id);
    m_closeConnection(connection);
}

void OpenStreams::endAll()
{
    std::vector<std::uint64_t> open;
    for (const auto &[id, stream] : m_streams)
        open.push_back(id);
    for (const std::uint64_t id : open)
        end(id);
}

void OpenStreams::dropAll()
{
    while (!m_streams.empty())
        drop(m_streams.begin()->first);
}

void OpenStreams::dropOf(restinio::connection_id_t connection)
{
    std::vector<std::uint64_t> gone;
    for (const auto &[id, stream] : m_streams) {
        if (stream.connection == connection)
            gone.push_back(id);
    }
    for (const std::uint64_t id : gone)
        drop(id);
}

void OpenStreams::startHeartbeat()
{
    m_timer.expires_after(m_interval);
    m_timer.async_wait([weak = weak_from_this()](const restinio::asio_ns::error_code &error) {
        const auto self = weak.lock();
        if (error || !self)
            return;
        self->beat();
        self->startHeartbeat();
    });
}

void OpenStreams::beat()
{
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
            flush(id);
        }
    }
}

} // namespace nsl::http
