// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace nsl::worker
{

/// Exact search for the vectors with the largest inner product.
class VectorIndex
{
public:
    /// @p vectors row by row, each of @p dimension.
    VectorIndex(std::size_t dimension, const std::vector<float> &vectors);
    ~VectorIndex();
    VectorIndex(const VectorIndex &) = delete;
    VectorIndex &operator=(const VectorIndex &) = delete;

    /// Up to @p limit (number, inner product) of the rows with a flag in @p allowed, best first, equal ones
    /// by number.
    std::vector<std::pair<std::uint32_t, float>>
    search(const std::vector<float> &query, const std::vector<char> &allowed, std::size_t limit) const;

private:
    struct Index;
    std::unique_ptr<Index> m_index;
};

} // namespace nsl::worker
