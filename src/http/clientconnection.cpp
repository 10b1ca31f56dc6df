// SPDX-License-Identifier: GPL-3.0-or-later
#include "clientconnection.h"

#include <utility>

#include <fcntl.h>

namespace nsl::http
{

Connection::Connection(asio::io_context &io, ConnectionOwner &owner, std::size_t maxAnswerBytes)
    : m_socket(io)
    , m_owner(&owner)
    , m_maxAnswerBytes(maxAnswerBytes)
{
    http_parser_settings_init(&m_settings);
    m_settings.on_body = &Connection::onBody;
    m_settings.on_message_complete = &Connection::onComplete;
}

std::optional<std::chrono::steady_clock::time_point> Connection::deadline() const
{
    if (!m_open)
        return std::nullopt;
    return m_open->deadline;
}

void Connection::connect(const std::string &address, std::uint16_t port, Exchange first)
{
    m_open = std::move(first);
    m_open->mayBeSentAgain = false; // a new connection fails for a reason
    asio::error_code error;
    const asio::ip::tcp::endpoint server(asio::ip::make_address(address, error), port);
    // Opened here, so that no program which this process starts holds it.
    m_socket.open(server.protocol(), error);
    if (!error)
        ::fcntl(m_socket.native_handle(), F_SETFD, FD_CLOEXEC);
    m_socket.async_connect(server, [self = shared_from_this()](const asio::error_code &failure) {
        if (!self->m_owner)
            return;
        if (failure) {
            self->end("it cannot be reached (" + failure.message() + ")");
            return;
        }
        asio::error_code ignored;
        self->m_socket.set_option(asio::ip::tcp::no_delay(true), ignored);
        self->write();
        self->read();
    });
}

void Connection::send(Exchange next)
{
    m_open = std::move(next);
    write();
}

void Connection::write()
{
    http_parser_init(&m_parser, HTTP_RESPONSE);
    m_parser.data = this;
    m_body.clear();
    m_hasBegun = false;
    m_isComplete = false;
    m_isTooLarge = false;
    m_text = std::move(m_open->text); // here it outlives the writing, whatever comes back meanwhile
    m_isWriting = true;
    asio::async_write(m_socket, asio::buffer(m_text),
                      [self = shared_from_this()](const asio::error_code &failure, std::size_t) {
                          self->m_isWriting = false;
                          if (failure)
                              self->end("it closed the connection");
                      });
}

// One read is always open, so that a connection which the server closes while it is idle is noticed.
void Connection::read()
{
    m_socket.async_read_some(asio::buffer(m_buffer),
                             [self = shared_from_this()](const asio::error_code &failure, std::size_t bytes) {
                                 if (!self->m_owner)
                                     return;
                                 if (failure == asio::error::eof && self->m_open)
                                     self->take(0); // the end of an answer without a length
                                 else if (failure)
                                     self->end("it closed the connection");
                                 else
                                     self->take(bytes);
                             });
}

void Connection::take(std::size_t bytes)
{
    if (bytes == 0 && !m_hasBegun) {
        end("it closed the connection");
        return;
    }
    if (!m_open) {
        end("it spoke without being asked");
        return;
    }
    m_hasBegun = true;
    const std::size_t parsed = http_parser_execute(&m_parser, &m_settings, m_buffer.data(), bytes);
    if (m_isTooLarge) {
        end("its answer is larger than " + std::to_string(m_maxAnswerBytes) + " bytes");
        return;
    }
    if (bytes == 0 && !m_isComplete) {
        end("it closed the connection");
        return;
    }
    if (HTTP_PARSER_ERRNO(&m_parser) != HPE_OK || parsed != bytes || m_parser.upgrade) {
        end("its answer is not HTTP");
        return;
    }
    if (m_isComplete)
        finish();
    if (m_owner)
        read();
}

void Connection::finish()
{
    // Who answers before the question was asked does not listen to its end.
    const bool isKept = http_should_keep_alive(&m_parser) != 0 && !m_isWriting;
    Client::Answer answer{static_cast<int>(m_parser.status_code), std::move(m_body), {}};
    const Exchange done = *std::exchange(m_open, std::nullopt);
    m_isKept = true;
    const auto self = shared_from_this();
    if (!isKept)
        end({});
    else
        m_owner->handleIdle(*this);
    // Last: whoever is told may ask for more, on this connection too.
    done.answered(std::move(answer));
}

void Connection::end(const std::string &error)
{
    ConnectionOwner *owner = std::exchange(m_owner, nullptr);
    if (!owner)
        return;
    const auto self = shared_from_this();
    asio::error_code ignored;
    m_socket.close(ignored);
    std::optional<Exchange> unanswered = std::exchange(m_open, std::nullopt);
    if (unanswered && (m_hasBegun || !m_isKept))
        unanswered->mayBeSentAgain = false;
    if (unanswered)
        unanswered->text = std::move(m_text);
    owner->handleClosed(*this, std::move(unanswered), error);
}

int Connection::onBody(http_parser *parser, const char *data, std::size_t length)
{
    auto *self = static_cast<Connection *>(parser->data);
    if (self->m_body.size() + length > self->m_maxAnswerBytes) {
        self->m_isTooLarge = true;
        return 1;
    }
    self->m_body.append(data, length);
    return 0;
}

int Connection::onComplete(http_parser *parser)
{
    auto *self = static_cast<Connection *>(parser->data);
    if (self->m_isComplete)
        return 1; // a second answer to one request
    self->m_isComplete = true;
    return 0;
}

} // namespace nsl::http
