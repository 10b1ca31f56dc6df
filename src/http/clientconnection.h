// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "httpclient.h"

#include <asio.hpp>
#include <http_parser.h>

#include <array>
#include <optional>

namespace nsl::http
{

/// A request on its way.
struct Exchange
{
    std::string text; ///< as it is sent
    Client::Answered answered;
    std::chrono::steady_clock::time_point deadline;
    bool mayBeSentAgain = true;
};

class Connection;

/// Who is told what becomes of a connection.
class ConnectionOwner
{
public:
    virtual ~ConnectionOwner() = default;
    virtual void handleIdle(Connection &connection) = 0;
    /// The last call of a connection. `unanswered` is what it was asked and did not answer.
    virtual void handleClosed(Connection &connection, std::optional<Exchange> unanswered,
                              const std::string &error) = 0;
};

/// One kept connection with at most one request on it. Lives on the loop's thread.
class Connection : public std::enable_shared_from_this<Connection>
{
public:
    Connection(asio::io_context &io, ConnectionOwner &owner, std::size_t maxAnswerBytes);

    void connect(const std::string &address, std::uint16_t port, Exchange first);
    /// Only while idle.
    void send(Exchange next);
    /// Closes it; handleClosed() follows within the call.
    void end(const std::string &error);
    /// Of the open request.
    std::optional<std::chrono::steady_clock::time_point> deadline() const;

private:
    void write();
    void read();
    void take(std::size_t bytes);
    /// The whole answer is there.
    void finish();

    static int onBody(http_parser *parser, const char *data, std::size_t length);
    static int onComplete(http_parser *parser);

    asio::ip::tcp::socket m_socket;
    ConnectionOwner *m_owner;
    const std::size_t m_maxAnswerBytes;
    http_parser m_parser{};
    http_parser_settings m_settings{};
    std::array<char, 16 * 1024> m_buffer{};
    std::optional<Exchange> m_open;
    std::string m_text; ///< of the open request, as it is sent
    bool m_isWriting = false;
    std::string m_body;
    bool m_isKept = false; ///< it has answered before
    bool m_hasBegun = false;
    bool m_isComplete = false;
    bool m_isTooLarge = false;
};

} // namespace nsl::http
