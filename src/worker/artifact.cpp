// SPDX-License-Identifier: GPL-3.0-or-later
#include "artifact.h"

#include "containerpaths.h"
#include "dataset.h"
#include "failure.h"
#include "sha256.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace nsl::worker
{

static_assert(std::endian::native == std::endian::little, "the artifact's floats are little-endian");

namespace
{

constexpr int formatNumber = 1;
constexpr const char *descriptionFile = "model.json";
constexpr std::size_t maxDescriptionBytes = 1024 * 1024;
constexpr std::uintmax_t maxFileBytes = std::uintmax_t{16} << 30;

[[noreturn]] void reject(const std::string &reason)
{
    throw Failure("The model artifact cannot be used: " + reason + ".");
}

} // namespace

void ArtifactWriter::addBytes(const std::string &fileName, std::string_view bytes,
                              const std::vector<std::int64_t> &shape)
{
    writeFile(m_folder / fileName, bytes);
    m_files[fileName] = {{"bytes", bytes.size()}, {"sha256", sha256Hex(bytes)}, {"shape", shape}};
}

void ArtifactWriter::addTensor(const std::string &name, const FloatTensor &tensor)
{
    addTensor(name, tensor.shape, tensor.values);
}

void ArtifactWriter::addTensor(const std::string &name, const std::vector<std::int64_t> &shape,
                               std::span<const float> values)
{
    addBytes(name + ".f32", {reinterpret_cast<const char *>(values.data()), values.size_bytes()}, shape);
}

void ArtifactWriter::addIntegers(const std::string &name, std::span<const std::int64_t> values)
{
    addBytes(name + ".i64", {reinterpret_cast<const char *>(values.data()), values.size_bytes()},
             {static_cast<std::int64_t>(values.size())});
}

void ArtifactWriter::addIntegers(const std::string &name, std::span<const std::int32_t> values)
{
    addBytes(name + ".i32", {reinterpret_cast<const char *>(values.data()), values.size_bytes()},
             {static_cast<std::int64_t>(values.size())});
}

void ArtifactWriter::addIds(const std::string &name, const std::vector<std::string> &ids)
{
    std::string bytes;
    for (const std::string &id : ids) {
        bytes += id + '\n';
    }
    writeFile(m_folder / (name + ".txt"), bytes);
    m_files[name + ".txt"] = {{"bytes", bytes.size()}, {"sha256", sha256Hex(bytes)}};
}

void ArtifactWriter::finish(const std::string &family)
{
    const nlohmann::json description = {
        {"format", formatNumber}, {"family", family}, {"properties", properties}, {"files", m_files}};
    writeFile(m_folder / descriptionFile, description.dump(2) + '\n');
}

ArtifactReader::ArtifactReader(std::filesystem::path folder, const std::string &expectedSha256)
    : m_folder(std::move(folder))
{
    std::error_code error;
    if (!std::filesystem::is_directory(m_folder, error)) {
        reject("there is no folder " + m_folder.string());
    }
    if (!expectedSha256.empty() && sha256OfTree(m_folder) != expectedSha256) {
        reject("its SHA-256 is not the one that was recorded for this version; restore it from a backup or "
               "train again");
    }
    const nlohmann::json description =
        nlohmann::json::parse(readSmallFile(m_folder / descriptionFile, maxDescriptionBytes), nullptr, false);
    if (!description.is_object() || !description.contains("files") || !description["files"].is_object() ||
        !description.contains("properties") || !description["properties"].is_object() ||
        !description.contains("family") || !description["family"].is_string()) {
        reject("model.json is damaged");
    }
    if (description.value("format", nlohmann::json()) != formatNumber) {
        reject("it was written in a format that this program does not know");
    }
    m_family = description["family"].get<std::string>();
    m_properties = description["properties"];
    m_files = description["files"];
    for (const auto &entry : std::filesystem::directory_iterator(m_folder, error)) {
        const std::string name = entry.path().filename().string();
        if (name != descriptionFile && !m_files.contains(name)) {
            reject("it holds the file " + name + ", which model.json does not list");
        }
    }
}

std::string ArtifactReader::verifiedBytes(const std::string &fileName) const
{
    const auto facts = m_files.find(fileName);
    if (facts == m_files.end() || !facts->is_object() || !facts->contains("sha256") ||
        !(*facts)["sha256"].is_string()) {
        reject("model.json does not list " + fileName);
    }
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(m_folder / fileName, error);
    if (error || size > maxFileBytes) {
        reject(fileName + " is missing or too large");
    }
    std::string bytes = readSmallFile(m_folder / fileName, static_cast<std::size_t>(size));
    if (sha256Hex(bytes) != (*facts)["sha256"].get<std::string>()) {
        reject("the bytes of " + fileName + " do not match their SHA-256");
    }
    return bytes;
}

FloatTensor ArtifactReader::tensor(const std::string &name, const std::vector<std::int64_t> &shape) const
{
    const std::string fileName = name + ".f32";
    const std::string bytes = verifiedBytes(fileName);
    std::uint64_t count = 1;
    for (const std::int64_t extent : shape) {
        count *= static_cast<std::uint64_t>(extent);
    }
    if (m_files[fileName].value("shape", nlohmann::json()) != nlohmann::json(shape) ||
        bytes.size() != count * sizeof(float)) {
        reject(fileName + " does not have the shape that this family needs");
    }
    FloatTensor tensor{shape, std::vector<float>(count)};
    if (count > 0) {
        std::memcpy(tensor.values.data(), bytes.data(), bytes.size());
    }
    if (!std::all_of(tensor.values.begin(), tensor.values.end(),
                     [](float value) { return std::isfinite(value); })) {
        reject(fileName + " holds values that are not finite");
    }
    return tensor;
}

template<typename Integer>
std::vector<Integer> ArtifactReader::integers(const std::string &name, std::size_t count, Integer low,
                                              Integer high) const
{
    const std::string fileName = name + (sizeof(Integer) == 8 ? ".i64" : ".i32");
    const std::string bytes = verifiedBytes(fileName);
    if (bytes.size() != count * sizeof(Integer)) {
        reject(fileName + " does not have the length that this family needs");
    }
    std::vector<Integer> values(count);
    if (count > 0) {
        std::memcpy(values.data(), bytes.data(), bytes.size());
    }
    if (std::any_of(values.begin(), values.end(),
                    [&](Integer value) { return value < low || value > high; })) {
        reject(fileName + " holds values that are out of range");
    }
    return values;
}

template std::vector<std::int64_t> ArtifactReader::integers(const std::string &, std::size_t, std::int64_t,
                                                            std::int64_t) const;
template std::vector<std::int32_t> ArtifactReader::integers(const std::string &, std::size_t, std::int32_t,
                                                            std::int32_t) const;

std::size_t ArtifactReader::count(const std::string &fileName) const
{
    const auto facts = m_files.find(fileName);
    if (facts == m_files.end() || !facts->is_object() || !facts->contains("shape") ||
        !(*facts)["shape"].is_array()) {
        reject("model.json does not list " + fileName + " with its shape");
    }
    std::uint64_t product = 1;
    for (const auto &extent : (*facts)["shape"]) {
        if (!extent.is_number_unsigned() || extent.get<std::uint64_t>() > maxFileBytes) {
            reject("model.json has no legal shape for " + fileName);
        }
        product *= extent.get<std::uint64_t>();
        if (product > maxFileBytes) {
            reject(fileName + " is too large");
        }
    }
    return product;
}

void ArtifactReader::verifyAll() const
{
    for (const auto &[fileName, facts] : m_files.items()) {
        verifiedBytes(fileName);
    }
}

std::vector<std::string> ArtifactReader::ids(const std::string &name) const
{
    const std::string bytes = verifiedBytes(name + ".txt");
    std::vector<std::string> ids;
    std::size_t start = 0;
    while (start < bytes.size()) {
        const std::size_t end = bytes.find('\n', start);
        if (end == std::string::npos) {
            reject(name + ".txt does not end with a line break");
        }
        ids.push_back(bytes.substr(start, end - start));
        if (!isItemId(ids.back()) || (ids.size() > 1 && !ItemIdLess()(ids[ids.size() - 2], ids.back()))) {
            reject(name + ".txt does not hold sorted item ids");
        }
        start = end + 1;
    }
    return ids;
}

std::int64_t ArtifactReader::integer(const std::string &name, std::int64_t low, std::int64_t high) const
{
    const auto it = m_properties.find(name);
    if (it == m_properties.end() || !it->is_number_integer() || it->get<std::int64_t>() < low ||
        it->get<std::int64_t>() > high) {
        reject("the property " + name + " is missing or out of range");
    }
    return it->get<std::int64_t>();
}

double ArtifactReader::number(const std::string &name, double low, double high) const
{
    const auto it = m_properties.find(name);
    if (it == m_properties.end() || !it->is_number() ||
        !(it->get<double>() >= low && it->get<double>() <= high)) {
        reject("the property " + name + " is missing or out of range");
    }
    return it->get<double>();
}

bool ArtifactReader::boolean(const std::string &name) const
{
    const auto it = m_properties.find(name);
    if (it == m_properties.end() || !it->is_boolean()) {
        reject("the property " + name + " is missing");
    }
    return it->get<bool>();
}

} // namespace nsl::worker
