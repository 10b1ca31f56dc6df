// SPDX-License-Identifier: GPL-3.0-or-later
#include "bytes.h"

#include <algorithm>
#include <cstring>

namespace nsl::tabular
{

namespace
{
constexpr std::size_t blockBytes = 256 * 1024;
constexpr std::string_view byteOrderMark = "\xef\xbb\xbf";
} // namespace

std::size_t MemoryInput::read(char *to, std::size_t size)
{
    const std::size_t count = std::min(size, m_rest.size());
    if (count > 0)
        std::memcpy(to, m_rest.data(), count);
    m_rest.remove_prefix(count);
    return count;
}

bool Bytes::fill()
{
    m_block.resize(blockBytes);
    m_position = 0;
    m_size = m_input.read(m_block.data(), m_block.size());
    if (!m_isFirst)
        return m_size > 0;
    m_isFirst = false;
    // An input may give few bytes at a time; the mark has three.
    while (m_size > 0 && m_size < byteOrderMark.size()) {
        const std::size_t more = m_input.read(m_block.data() + m_size, m_block.size() - m_size);
        if (more == 0)
            break;
        m_size += more;
    }
    if (std::string_view(m_block.data(), m_size).starts_with(byteOrderMark))
        m_position = byteOrderMark.size();
    return m_position < m_size || (m_size > 0 && fill());
}

} // namespace nsl::tabular
