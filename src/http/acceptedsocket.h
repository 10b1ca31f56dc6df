// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectiontable.h"

#include <asio.hpp>

#include <utility>

#include <fcntl.h>

namespace nsl::http
{

/// A server's end of a connection, as RESTinio's traits want it: asio's own, entered in the ConnectionTable
/// of its context for as long as it is open, and closed in every program that this process starts.
class AcceptedSocket : public asio::ip::tcp::socket
{
    using Base = asio::ip::tcp::socket;

public:
    explicit AcceptedSocket(asio::io_context &io)
        : Base(io)
        , m_table(&asio::use_service<ConnectionTable>(io))
    {
    }
    /// RESTinio accepts into a socket of its pool and moves that to where the connection is handled.
    AcceptedSocket(AcceptedSocket &&other) noexcept
        : Base(std::move(static_cast<Base &>(other)))
        , m_table(other.m_table)
        , m_key(std::exchange(other.m_key, 0))
    {
        if (m_key != 0 || !is_open())
            return;
        ::fcntl(native_handle(), F_SETFD, FD_CLOEXEC);
        m_key = m_table->add(native_handle());
    }
    AcceptedSocket &operator=(AcceptedSocket &&other) = delete;
    AcceptedSocket(const AcceptedSocket &) = delete;
    AcceptedSocket &operator=(const AcceptedSocket &) = delete;
    ~AcceptedSocket() { leave(); }

    void close()
    {
        leave();
        Base::close();
    }

    template<typename Buffers, typename Handler>
    void async_read_some(const Buffers &buffers, Handler &&handler)
    {
        // As a bound one, so that it runs where the given one would.
        auto executor = asio::get_associated_executor(handler, get_executor());
        Base::async_read_some(
            buffers, asio::bind_executor(
                         executor, [table = m_table, key = m_key, inner = std::forward<Handler>(handler)](
                                       const asio::error_code &error, std::size_t bytes) mutable {
                             table->noteRead(key, bytes);
                             inner(error, bytes);
                         }));
    }

private:
    // Before the descriptor's number can be another one's.
    void leave()
    {
        if (m_key != 0)
            m_table->remove(std::exchange(m_key, 0));
    }

    ConnectionTable *m_table;
    std::uint64_t m_key = 0;
};

} // namespace nsl::http
