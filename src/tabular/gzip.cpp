// SPDX-License-Identifier: GPL-3.0-or-later
#include "gzip.h"

#include <algorithm>
#include <limits>
#include <string>

#include <zlib.h>

namespace nsl::tabular
{

namespace
{
constexpr std::size_t packedBlock = 64 * 1024;
constexpr int gzipOnly = 16 + MAX_WBITS;
} // namespace

bool isGzip(std::string_view head)
{
    return head.starts_with("\x1f\x8b");
}

struct GzipInput::State
{
    z_stream stream{};
    std::string block;
    bool isBetweenMembers = true;
    bool isOver = false;
};

GzipInput::GzipInput(Input &packed)
    : m_packed(packed)
    , m_state(std::make_unique<State>())
{
    if (inflateInit2(&m_state->stream, gzipOnly) != Z_OK)
        throw InputError("There is no memory left to unpack the file.");
}

GzipInput::~GzipInput()
{
    inflateEnd(&m_state->stream);
}

bool GzipInput::fill()
{
    State &state = *m_state;
    if (state.stream.avail_in > 0)
        return true;
    state.block.resize(packedBlock);
    const std::size_t size = m_packed.read(state.block.data(), state.block.size());
    state.stream.next_in = reinterpret_cast<Bytef *>(state.block.data());
    state.stream.avail_in = static_cast<uInt>(size);
    return size > 0;
}

std::size_t GzipInput::read(char *to, std::size_t size)
{
    State &state = *m_state;
    state.stream.next_out = reinterpret_cast<Bytef *>(to);
    const auto wanted = static_cast<uInt>(std::min<std::size_t>(size, std::numeric_limits<uInt>::max()));
    state.stream.avail_out = wanted;
    while (!state.isOver && state.stream.avail_out == wanted) {
        if (!fill()) {
            if (!state.isBetweenMembers)
                throw InputError("The gzip file ends too early; it was not copied whole.");
            state.isOver = true;
            break;
        }
        state.isBetweenMembers = false;
        const int result = inflate(&state.stream, Z_NO_FLUSH);
        if (result == Z_STREAM_END) {
            // More may follow: a gzip file is a chain of members.
            state.isBetweenMembers = true;
            inflateReset(&state.stream);
        } else if (result != Z_OK && result != Z_BUF_ERROR) {
            throw InputError("The gzip file is damaged.");
        }
    }
    return wanted - state.stream.avail_out;
}

} // namespace nsl::tabular
