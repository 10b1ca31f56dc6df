// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <asio.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>

namespace nsl::http
{

/// The connections that a server has accepted, what each is doing and since when, so that one that nobody
/// needs can be closed. Closing shuts the socket down; whoever reads from it or writes to it is told so and
/// lets it go. A service of the server's io context: one per context, touched by its thread alone.
class ConnectionTable : public asio::execution_context::service
{
public:
    static asio::execution_context::id id;
    using Clock = std::chrono::steady_clock;

    explicit ConnectionTable(asio::execution_context &context)
        : asio::execution_context::service(context)
    {
    }

    /// From so many connections on, one that waits for nothing goes when another one comes. 0 = no limit.
    void setLimit(std::size_t connections) { m_limit = connections; }

    /// A connection was accepted; its number in this table.
    std::uint64_t add(int descriptor);
    void remove(std::uint64_t number);
    void noteRead(std::uint64_t number, std::size_t bytes);

    /// The connection that was added last is known by this number from here on.
    void nameNewest(std::uint64_t connection);
    /// A request of it is being answered: it is not idle until as many ends as begins have been told.
    void beginRequest(std::uint64_t connection);
    void endRequest(std::uint64_t connection);
    /// Nothing happens where it is gone already.
    void close(std::uint64_t connection);
    /// Closes those that have sent nothing at all for so long.
    void closeSilent(std::chrono::milliseconds limit);

    std::size_t size() const { return m_entries.size(); }
    /// Bytes of what was answered or given up since the last call: they are of no use any more.
    std::size_t takeBytesDone();

private:
    struct Entry
    {
        int descriptor = -1;
        std::uint64_t connection = 0;
        Clock::time_point since; ///< its last sign of life
        std::size_t bytes = 0;   ///< sent since the last answer
        bool hasSent = false;
        bool isClosing = false;
        int requests = 0;
    };

    void shutdown() noexcept override {}
    static void end(Entry &entry);
    void makeRoom();
    Entry *find(std::uint64_t connection);

    std::map<std::uint64_t, Entry> m_entries;      ///< by number, so the oldest comes first
    std::map<std::uint64_t, std::uint64_t> m_keys; ///< by connection
    std::uint64_t m_lastKey = 0;
    std::size_t m_limit = 0;
    std::size_t m_bytesDone = 0;
};

} // namespace nsl::http
