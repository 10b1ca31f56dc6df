// SPDX-License-Identifier: GPL-3.0-or-later
#include "sha256.h"

#include "failure.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <array>
#include <cstdio>
#include <map>
#include <vector>

namespace nsl::worker
{

struct Sha256::Context
{
    EVP_MD_CTX *digest = EVP_MD_CTX_new();
    Context() = default;
    Context(const Context &) = delete;
    Context &operator=(const Context &) = delete;
    ~Context() { EVP_MD_CTX_free(digest); }
};

Sha256::Sha256()
    : m_context(std::make_unique<Context>())
{
    if (m_context->digest == nullptr || EVP_DigestInit_ex(m_context->digest, EVP_sha256(), nullptr) != 1) {
        throw Failure("SHA-256 is not available in the OpenSSL library of this machine.");
    }
}

Sha256::~Sha256() = default;

void Sha256::update(const void *data, std::size_t size)
{
    EVP_DigestUpdate(m_context->digest, data, size);
}

std::string Sha256::hex()
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned int size = 0;
    EVP_DigestFinal_ex(m_context->digest, bytes.data(), &size);
    constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(2 * size);
    for (unsigned int i = 0; i < size; ++i) {
        text += digits[bytes[i] >> 4];
        text += digits[bytes[i] & 15];
    }
    return text;
}

std::string sha256Hex(std::string_view bytes)
{
    Sha256 digest;
    digest.update(bytes);
    return digest.hex();
}

std::string sha256OfFile(const std::filesystem::path &file)
{
    const std::unique_ptr<std::FILE, int (*)(std::FILE *)> handle(std::fopen(file.c_str(), "rb"),
                                                                  &std::fclose);
    if (!handle) {
        throw Failure("Cannot read " + file.string() + ".");
    }
    Sha256 digest;
    std::vector<char> buffer(1 << 16);
    std::size_t count = 0;
    while ((count = std::fread(buffer.data(), 1, buffer.size(), handle.get())) > 0) {
        digest.update(buffer.data(), count);
    }
    if (std::ferror(handle.get()) != 0) {
        throw Failure("Reading " + file.string() + " failed part way.");
    }
    return digest.hex();
}

std::string sha256OfTree(const std::filesystem::path &folder)
{
    std::map<std::string, std::filesystem::path> files;
    std::error_code error;
    std::filesystem::recursive_directory_iterator entries(folder, error);
    if (error) {
        throw Failure("Cannot read the folder " + folder.string() + ".");
    }
    for (const auto &entry : entries) {
        const auto kind = entry.symlink_status().type();
        if (kind == std::filesystem::file_type::regular) {
            files.emplace(entry.path().lexically_relative(folder).generic_string(), entry.path());
        } else if (kind != std::filesystem::file_type::directory) {
            throw Failure("The artifact holds " + entry.path().string() + ", which is not a regular file.");
        }
    }
    Sha256 digest;
    for (const auto &[name, path] : files) {
        digest.update(sha256OfFile(path));
        digest.update("  ");
        digest.update(name);
        digest.update("\n");
    }
    return digest.hex();
}

bool equalInConstantTime(std::string_view a, std::string_view b)
{
    // Comparing digests keeps the time independent of both lengths.
    const std::string first = sha256Hex(a);
    const std::string second = sha256Hex(b);
    return CRYPTO_memcmp(first.data(), second.data(), first.size()) == 0 && a.size() == b.size();
}

} // namespace nsl::worker
