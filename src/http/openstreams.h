// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "httpserver.h"

#include <restinio/all.hpp>

#include <unordered_map>

namespace nsl::http
{

/// The streams of one server. Lives on its io thread.
class OpenStreams : public std::enable_shared_from_this<OpenStreams>
{
public:
    /// @p countWriting is told +1 and -1 around the last write of each stream; @p closeConnection ends the
    /// connection of a stream that is given up.
    OpenStreams(restinio::asio_ns::io_context &io, std::chrono::milliseconds handleLimit,
                std::function<void(int)> countWriting,
                std::function<void(restinio::connection_id_t)> closeConnection);

    void open(std::uint64_t id, const restinio::request_handle_t &handle, const Response &head,
              std::string heartbeat, std::function<void()> closed, std::shared_ptr<Stream::State> state);
    void write(std::uint64_t id, std::string piece);
    /// What was written is still sent.
    void end(std::uint64_t id);
    void endAll();
    void dropAll();
    void dropOf(restinio::connection_id_t connection);
    /// Sends each quiet stream its heartbeat from now on, until stopHeartbeat().
    void startHeartbeat();
    void stopHeartbeat() { m_timer.cancel(); }

private:
    struct OpenStream
    {
        restinio::response_builder_t<restinio::chunked_output_t> builder;
        restinio::connection_id_t connection;
        std::string heartbeat;
        std::function<void()> closed;
        std::shared_ptr<Stream::State> state;
        std::string waiting;      // collected while an earlier piece is on its way
        std::size_t inFlight = 0; // bytes on their way
        bool wasQuiet = false;    // since the last heartbeat
        bool isEnding = false;
    };

    void flush(std::uint64_t id);
    void drop(std::uint64_t id);
    /// drop() that takes the connection along, for a client that is not to be told anything any more.
    void giveUp(std::uint64_t id);
    void beat();

    const std::chrono::milliseconds m_interval;
    std::function<void(int)> m_countWriting;
    std::function<void(restinio::connection_id_t)> m_closeConnection;
    restinio::asio_ns::steady_timer m_timer;
    std::unordered_map<std::uint64_t, OpenStream> m_streams;
};

/// The status line of an answer.
restinio::http_status_line_t statusLine(int status);
/// Adds Date and the answer's own headers but those with a control character in them.
template<typename Builder>
void appendHeaders(Builder &builder, const Response &response);
bool isPrintable(std::string_view text);

template<typename Builder>
void appendHeaders(Builder &builder, const Response &response)
{
    builder.append_header_date_field();
    for (const auto &[name, value] : response.headers) {
        if (isPrintable(name) && isPrintable(value))
            builder.append_header(name, value);
    }
}

} // namespace nsl::http
