// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nsl::worker
{

/// A tensor as plain data, row by row.
struct FloatTensor
{
    std::vector<std::int64_t> shape;
    std::vector<float> values;
};

/// Everything a version needs to serve, in a folder of fixed names: `model.json` (family, properties, and for
/// every other file its size, shape and SHA-256), `<name>.f32` (little-endian floats), `<name>.i64` and
/// `<name>.i32` (little-endian integers) and `<name>.txt` (one id per line). The same content makes the same
/// bytes.
class ArtifactWriter
{
public:
    explicit ArtifactWriter(std::filesystem::path folder)
        : m_folder(std::move(folder))
    {
    }

    nlohmann::json properties = nlohmann::json::object(); ///< what the family needs besides tensors and ids
    nlohmann::json
        index; ///< how its items are searched, with timings: for the manifest, never in the artifact

    void addTensor(const std::string &name, const FloatTensor &tensor);
    /// The same from floats that stay where they are, row by row; large ones are not copied.
    void addTensor(const std::string &name, const std::vector<std::int64_t> &shape,
                   std::span<const float> values);
    void addIntegers(const std::string &name, std::span<const std::int64_t> values);
    void addIntegers(const std::string &name, std::span<const std::int32_t> values);
    void addIds(const std::string &name, const std::vector<std::string> &ids);
    /// Writes model.json. Throws Failure when the disk does not take it.
    void finish(const std::string &family);

private:
    void addBytes(const std::string &fileName, std::string_view bytes,
                  const std::vector<std::int64_t> &shape);

    std::filesystem::path m_folder;
    nlohmann::json m_files = nlohmann::json::object();
};

/// An artifact whose every byte was checked against the digests in model.json before any of it is used.
class ArtifactReader
{
public:
    /// Reads and verifies the folder. With @p expectedSha256 not empty, the folder's own digest must be that
    /// one. Throws Failure with a sentence that says what does not fit.
    ArtifactReader(std::filesystem::path folder, const std::string &expectedSha256);

    const std::string &family() const { return m_family; }
    const nlohmann::json &properties() const { return m_properties; }
    /// Floats of exactly @p shape, all finite. Throws Failure.
    FloatTensor tensor(const std::string &name, const std::vector<std::int64_t> &shape) const;
    /// Exactly @p count integers of 64 or 32 bits, each from @p low to @p high. Throws Failure.
    template<typename Integer>
    std::vector<Integer> integers(const std::string &name, std::size_t count, Integer low,
                                  Integer high) const;
    /// How many integers or floats model.json says a file holds: the product of its shape. Throws Failure.
    std::size_t count(const std::string &fileName) const;
    /// Ids, sorted and unique. Throws Failure.
    std::vector<std::string> ids(const std::string &name) const;
    /// A property that must be a whole number from @p low to @p high. Throws Failure.
    std::int64_t integer(const std::string &name, std::int64_t low, std::int64_t high) const;
    /// A property that must be a finite number from @p low to @p high. Throws Failure.
    double number(const std::string &name, double low, double high) const;
    bool boolean(const std::string &name) const;
    /// Checks every file that model.json lists. Throws Failure.
    void verifyAll() const;

private:
    std::string verifiedBytes(const std::string &fileName) const;

    std::filesystem::path m_folder;
    std::string m_family;
    nlohmann::json m_properties;
    nlohmann::json m_files;
};

} // namespace nsl::worker
