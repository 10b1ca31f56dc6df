// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace nsl::worker
{

/// SHA-256 (FIPS 180-4) of bytes that come piece by piece.
class Sha256
{
public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256 &) = delete;
    Sha256 &operator=(const Sha256 &) = delete;

    void update(const void *data, std::size_t size);
    void update(std::string_view text) { update(text.data(), text.size()); }
    /// The digest as 64 lower-case hex digits. Nothing may be added afterwards.
    std::string hex();

private:
    struct Context;
    std::unique_ptr<Context> m_context;
};

std::string sha256Hex(std::string_view bytes);

/// Digest of a file's bytes. Throws Failure when the file cannot be read.
std::string sha256OfFile(const std::filesystem::path &file);

/// Digest of a folder: SHA-256 over the lines `<sha256>  <path>\n`, sorted by path, as sha256sum prints them.
/// Anything but regular files and folders in it is a Failure.
std::string sha256OfTree(const std::filesystem::path &folder);

/// Whether two secrets are equal, in a time that does not depend on where they differ.
bool equalInConstantTime(std::string_view a, std::string_view b);

} // namespace nsl::worker
