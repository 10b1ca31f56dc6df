// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace nsl::tabular
{

/// A sentence about bytes that cannot be read on.
class InputError : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// Where bytes come from.
class Input
{
public:
    virtual ~Input() = default;
    /// Up to `size` bytes; 0 at the end. Throws InputError.
    virtual std::size_t read(char *to, std::size_t size) = 0;
};

/// Bytes that are in memory already and stay there.
class MemoryInput : public Input
{
public:
    explicit MemoryInput(std::string_view bytes)
        : m_rest(bytes)
    {
    }
    std::size_t read(char *to, std::size_t size) override;

private:
    std::string_view m_rest;
};

/// The bytes of an input, a block at a time, without a leading UTF-8 byte order mark.
class Bytes
{
public:
    explicit Bytes(Input &input)
        : m_input(input)
    {
    }

    static constexpr int end = -1;
    /// The next byte (0-255) without taking it, or end.
    int peek()
    {
        if (m_position >= m_size && !fill())
            return end;
        return static_cast<unsigned char>(m_block[m_position]);
    }
    void take() { ++m_position; }
    /// What of the block is left; empty only at the end. take(count) takes from it.
    std::string_view rest()
    {
        if (m_position >= m_size && !fill())
            return {};
        return std::string_view(m_block.data() + m_position, m_size - m_position);
    }
    void take(std::size_t count) { m_position += count; }

private:
    bool fill();

    Input &m_input;
    std::vector<char> m_block;
    std::size_t m_size = 0; ///< of what is in the block
    std::size_t m_position = 0;
    bool m_isFirst = true;
};

} // namespace nsl::tabular
