// SPDX-License-Identifier: GPL-3.0-or-later
#include "gru/trainingwindows.h"

#include <random>
#include <utility>

namespace nsl::worker
{

std::vector<Window> trainingWindows(const Split &split, Portion portion)
{
    std::vector<Window> windows;
    windows.reserve(split.interactions().count);
    for (std::uint32_t user = 0; user < split.interactions().sequences.size(); ++user) {
        const std::size_t length = split.known(user, portion).size();
        for (std::uint32_t position = 1; position < length; ++position) {
            windows.push_back({user, position});
        }
    }
    return windows;
}

void shuffle(std::vector<Window> &windows, std::uint64_t seed)
{
    std::mt19937_64 generator(seed);
    for (std::size_t left = windows.size(); left > 1; --left) {
        std::swap(windows[left - 1], windows[generator() % left]);
    }
}

} // namespace nsl::worker
