// SPDX-License-Identifier: GPL-3.0-or-later
#include "vectorindex.h"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wall"
#pragma GCC diagnostic ignored "-Wextra"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wpedantic"
#include <faiss/IndexFlat.h>
#include <faiss/impl/IDSelector.h>
#pragma GCC diagnostic pop

#include <algorithm>

namespace nsl::worker
{

struct VectorIndex::Index
{
    faiss::IndexFlatIP flat;
    explicit Index(std::size_t dimension)
        : flat(static_cast<faiss::Index::idx_t>(dimension))
    {
    }
};

VectorIndex::VectorIndex(std::size_t dimension, const std::vector<float> &vectors)
    : m_index(std::make_unique<Index>(dimension))
{
    m_index->flat.add(static_cast<faiss::Index::idx_t>(vectors.size() / dimension), vectors.data());
}

VectorIndex::~VectorIndex() = default;

std::vector<std::pair<std::uint32_t, float>> VectorIndex::search(const std::vector<float> &query,
                                                                 const std::vector<char> &allowed,
                                                                 std::size_t limit) const
{
    const auto candidates = static_cast<std::size_t>(std::count(allowed.begin(), allowed.end(), 1));
    const std::size_t k = std::min(limit, candidates);
    if (k == 0) {
        return {};
    }
    std::vector<std::uint8_t> bits((allowed.size() + 7) / 8, 0);
    for (std::size_t i = 0; i < allowed.size(); ++i) {
        bits[i / 8] = static_cast<std::uint8_t>(bits[i / 8] | (allowed[i] != 0 ? 1U << (i % 8) : 0U));
    }
    faiss::IDSelectorBitmap selector(allowed.size(), bits.data());
    faiss::SearchParameters parameters;
    parameters.sel = &selector;
    std::vector<float> products(k);
    std::vector<faiss::Index::idx_t> numbers(k);
    m_index->flat.search(1, query.data(), static_cast<faiss::Index::idx_t>(k), products.data(),
                         numbers.data(), &parameters);

    std::vector<std::pair<std::uint32_t, float>> result;
    for (std::size_t i = 0; i < k; ++i) {
        if (numbers[i] >= 0) {
            result.emplace_back(static_cast<std::uint32_t>(numbers[i]), products[i]);
        }
    }
    std::sort(result.begin(), result.end(), [](const auto &a, const auto &b) {
        return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    return result;
}

} // namespace nsl::worker
