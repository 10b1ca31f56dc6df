// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "artifact.h"

#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace nsl::worker
{

/// Search for the vectors with the largest inner product: exact, or through a graph (HNSW, Malkov and
/// Yashunin 2016) where there are many and the graph finds what the exact search finds. Not thread-safe.
class VectorIndex
{
public:
    static constexpr std::size_t maxExactRows = 10'000; ///< above it a graph is tried
    static constexpr double requiredRecall = 0.98;      ///< at 50, else the exact search stays
    static constexpr std::size_t recallDepth = 50;

    /// @p vectors row by row, each of @p dimension. Exact until there is a graph.
    VectorIndex(std::size_t dimension, const std::vector<float> &vectors);
    ~VectorIndex();
    VectorIndex(const VectorIndex &) = delete;
    VectorIndex &operator=(const VectorIndex &) = delete;

    /// Builds the graph where it is worth it, with the smallest search width that finds enough for @p queries
    /// (rows of @p dimension that were not used to build anything), and measures. The same vectors and
    /// queries give the same graph. Returns `{kind, recall_at_50, ef_search, expected_requests_per_second}`:
    /// searches per second on one thread, which no artifact may hold because it is a timing. A graph whose
    /// recall stays below @p neededRecall is dropped.
    nlohmann::json choose(const std::vector<float> &queries, double neededRecall = requiredRecall);
    bool hasGraph() const;

    /// Adds the graph, if there is one, to an artifact, and `index` to its properties.
    void write(ArtifactWriter &artifact) const;
    /// Reads what write() wrote; every number is checked before it is used. Throws Failure.
    void read(const ArtifactReader &artifact);

    using Found = std::vector<std::pair<std::uint32_t, float>>;
    /// Up to @p limit (number, inner product) of the rows that are not in @p excluded, best first, equal ones
    /// by number. @p excluded is sorted and has no number twice.
    Found search(std::span<const float> query, const std::vector<std::uint32_t> &excluded,
                 std::size_t limit) const;
    /// The same by looking at every row.
    Found searchExactly(std::span<const float> query, const std::vector<std::uint32_t> &excluded,
                        std::size_t limit) const;

private:
    struct Index;

    Found searchGraph(std::span<const float> query, const std::vector<std::uint32_t> &excluded,
                      std::size_t limit) const;
    double recall(const std::vector<float> &queries, const std::vector<Found> &exact) const;

    std::unique_ptr<Index> m_index;
};

} // namespace nsl::worker
