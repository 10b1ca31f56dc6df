// SPDX-License-Identifier: GPL-3.0-or-later
// Calls the entry with every file of the folders given, with each beginning of it, and with each byte
// changed.
#include "fuzzentry.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace
{

constexpr std::size_t mostBytes = 4096;

void call(const std::string &bytes)
{
    // A copy of exactly this size: a read beyond its end is one beyond the allocation.
    const std::vector<std::uint8_t> exact(bytes.begin(), bytes.end());
    LLVMFuzzerTestOneInput(exact.data(), exact.size());
}

void replay(const std::filesystem::path &file)
{
    std::ifstream stream(file, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    call(bytes);
    const std::size_t end = std::min(bytes.size(), mostBytes);
    for (std::size_t size = 0; size < end; ++size)
        call(bytes.substr(0, size));
    for (std::size_t at = 0; at < end; ++at) {
        for (const char other : {'\0', '"', ',', '\n', '{', ']', '\\', '\xed'}) {
            std::string changed = bytes;
            changed[at] = other;
            call(changed);
        }
    }
}

} // namespace

int main(int count, char **arguments)
{
    std::size_t files = 0;
    for (int i = 1; i < count; ++i) {
        for (const auto &entry : std::filesystem::recursive_directory_iterator(arguments[i])) {
            if (!entry.is_regular_file())
                continue;
            replay(entry.path());
            ++files;
        }
    }
    std::printf("%zu files replayed\n", files);
    return files > 0 ? 0 : 1;
}
