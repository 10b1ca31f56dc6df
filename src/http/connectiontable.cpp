// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectiontable.h"

#include <algorithm>
#include <utility>

#include <sys/socket.h>

namespace nsl::http
{

asio::execution_context::id ConnectionTable::id;

std::uint64_t ConnectionTable::add(int descriptor)
{
    Entry entry;
    entry.descriptor = descriptor;
    entry.since = Clock::now();
    m_entries.emplace(++m_lastKey, entry);
    makeRoom();
    return m_lastKey;
}

void ConnectionTable::remove(std::uint64_t number)
{
    const auto it = m_entries.find(number);
    if (it == m_entries.end())
        return;
    m_bytesDone += it->second.bytes;
    const auto named = m_keys.find(it->second.connection);
    if (named != m_keys.end() && named->second == number)
        m_keys.erase(named);
    m_entries.erase(it);
}

void ConnectionTable::noteRead(std::uint64_t number, std::size_t bytes)
{
    const auto it = m_entries.find(number);
    if (it == m_entries.end() || bytes == 0)
        return;
    it->second.bytes += bytes;
    it->second.hasSent = true;
    it->second.since = Clock::now();
}

void ConnectionTable::nameNewest(std::uint64_t connection)
{
    const auto it = m_entries.find(m_lastKey);
    if (it == m_entries.end())
        return;
    it->second.connection = connection;
    m_keys[connection] = m_lastKey;
}

ConnectionTable::Entry *ConnectionTable::find(std::uint64_t connection)
{
    const auto named = m_keys.find(connection);
    const auto it = named == m_keys.end() ? m_entries.end() : m_entries.find(named->second);
    return it == m_entries.end() ? nullptr : &it->second;
}

void ConnectionTable::beginRequest(std::uint64_t connection)
{
    if (Entry *entry = find(connection))
        ++entry->requests;
}

void ConnectionTable::endRequest(std::uint64_t connection)
{
    Entry *entry = find(connection);
    if (!entry || entry->requests == 0)
        return;
    --entry->requests;
    m_bytesDone += std::exchange(entry->bytes, 0);
    entry->since = Clock::now();
}

void ConnectionTable::close(std::uint64_t connection)
{
    if (Entry *entry = find(connection))
        end(*entry);
}

void ConnectionTable::closeSilent(std::chrono::milliseconds limit)
{
    const auto latest = Clock::now() - limit;
    for (auto &[number, entry] : m_entries) {
        if (!entry.hasSent && !entry.isClosing && entry.since <= latest)
            end(entry);
    }
}

std::size_t ConnectionTable::takeBytesDone()
{
    return std::exchange(m_bytesDone, 0);
}

void ConnectionTable::end(Entry &entry)
{
    entry.isClosing = true;
    ::shutdown(entry.descriptor, SHUT_RDWR);
}

// The last place is taken: who waits for nothing makes room before the next one has to wait. One that has
// said nothing yet goes first, else the one that has been quiet for longest.
void ConnectionTable::makeRoom()
{
    if (m_limit == 0)
        return;
    std::size_t staying = 0;
    Entry *chosen = nullptr;
    for (auto &[number, entry] : m_entries) {
        if (entry.isClosing)
            continue;
        ++staying;
        // The one that has just come is to be heard.
        if (entry.requests > 0 || number == m_lastKey)
            continue;
        if (!chosen || std::pair(entry.hasSent, entry.since) < std::pair(chosen->hasSent, chosen->since))
            chosen = &entry;
    }
    if (staying >= m_limit && chosen)
        end(*chosen);
}

} // namespace nsl::http
