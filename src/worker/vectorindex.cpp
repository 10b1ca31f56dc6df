// SPDX-License-Identifier: GPL-3.0-or-later
#include "vectorindex.h"

#include "failure.h"
#include "stopsignal.h"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wall"
#pragma GCC diagnostic ignored "-Wextra"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wpedantic"
#include <faiss/IndexFlat.h>
#include <faiss/IndexHNSW.h>
#pragma GCC diagnostic pop

#include <algorithm>
#include <chrono>
#include <numeric>

#include <omp.h>

namespace nsl::worker
{

namespace
{

constexpr int linksPerItem = 32;
constexpr int searchWidths[] = {64, 128, 256, 512, 1024};
constexpr std::size_t addedAtOnce = 5'000; ///< between two looks at the stop signal
constexpr std::size_t timedDepth = 20;

using FaissNumber = faiss::Index::idx_t;

/// The graph must come out the same each time, which it does on one thread only.
class OneThread
{
public:
    OneThread() { omp_set_num_threads(1); }
    ~OneThread() { omp_set_num_threads(m_before); }
    OneThread(const OneThread &) = delete;
    OneThread &operator=(const OneThread &) = delete;

private:
    int m_before = omp_get_max_threads();
};

[[noreturn]] void rejectGraph(const std::string &reason)
{
    throw Failure("The model artifact cannot be used: its search graph is damaged: " + reason + ".");
}

bool isBetter(const std::pair<std::uint32_t, float> &a, const std::pair<std::uint32_t, float> &b)
{
    return a.second != b.second ? a.second > b.second : a.first < b.first;
}

void sortBestFirst(VectorIndex::Found &found)
{
    std::sort(found.begin(), found.end(), isBetter);
}

/// In sixteen sums that do not wait for each other, which is what a compiler needs to use vector registers:
/// several times as fast as the library's own.
float innerProduct(const float *a, const float *b, std::size_t dimension)
{
    constexpr std::size_t lanes = 16;
    float sums[lanes] = {};
    std::size_t k = 0;
    for (; k + lanes <= dimension; k += lanes) {
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            sums[lane] += a[k + lane] * b[k + lane];
        }
    }
    for (std::size_t width = lanes / 2; width > 0; width /= 2) {
        for (std::size_t lane = 0; lane < width; ++lane) {
            sums[lane] += sums[lane + width];
        }
    }
    float sum = sums[0];
    for (; k < dimension; ++k) {
        sum += a[k] * b[k];
    }
    return sum;
}

} // namespace

struct VectorIndex::Index
{
    faiss::IndexFlatIP flat;
    std::unique_ptr<faiss::IndexHNSW> graph; ///< over flat

    explicit Index(std::size_t dimension)
        : flat(static_cast<FaissNumber>(dimension))
    {
    }
    std::size_t rows() const { return static_cast<std::size_t>(flat.ntotal); }
    std::size_t dimension() const { return static_cast<std::size_t>(flat.d); }
};

VectorIndex::VectorIndex(std::size_t dimension, const std::vector<float> &vectors)
    : m_index(std::make_unique<Index>(dimension))
{
    m_index->flat.add(static_cast<FaissNumber>(vectors.size() / dimension), vectors.data());
}

VectorIndex::~VectorIndex() = default;

bool VectorIndex::hasGraph() const
{
    return m_index->graph != nullptr;
}

double VectorIndex::recall(const std::vector<float> &queries, const std::vector<Found> &exact) const
{
    std::size_t wanted = 0;
    std::size_t there = 0;
    for (std::size_t i = 0; i < exact.size(); ++i) {
        const std::span query(queries.data() + i * m_index->dimension(), m_index->dimension());
        const Found found = searchGraph(query, {}, recallDepth);
        wanted += exact[i].size();
        for (const auto &[number, product] : exact[i]) {
            there += static_cast<std::size_t>(std::any_of(
                found.begin(), found.end(), [n = number](const auto &f) { return f.first == n; }));
        }
    }
    return wanted == 0 ? 0 : static_cast<double>(there) / static_cast<double>(wanted);
}

nlohmann::json VectorIndex::choose(const std::vector<float> &queries, double neededRecall)
{
    const OneThread oneThread;
    const std::size_t dimension = m_index->dimension();
    const std::size_t count = queries.size() / dimension;
    double reached = 1.0;
    int width = 0;
    if (m_index->rows() > maxExactRows && count > 0) {
        std::vector<Found> exact;
        for (std::size_t i = 0; i < count; ++i) {
            exact.push_back(
                searchExactly(std::span(queries.data() + i * dimension, dimension), {}, recallDepth));
        }
        auto graph = std::make_unique<faiss::IndexHNSW>(&m_index->flat, linksPerItem);
        // The graph adds to the store below it, so it is filled anew.
        const std::size_t rows = m_index->rows();
        const std::vector<float> vectors(m_index->flat.get_xb(), m_index->flat.get_xb() + rows * dimension);
        m_index->flat.reset();
        for (std::size_t done = 0; done < rows; done += addedAtOnce) {
            throwIfStopped();
            graph->add(static_cast<FaissNumber>(std::min(addedAtOnce, rows - done)),
                       vectors.data() + done * dimension);
        }
        m_index->graph = std::move(graph);
        for (const int candidate : searchWidths) {
            width = candidate;
            m_index->graph->hnsw.efSearch = candidate;
            reached = recall(queries, exact);
            if (reached >= neededRecall) {
                break;
            }
        }
        if (reached < neededRecall) {
            m_index->graph.reset();
            reached = 1.0;
            width = 0;
        }
    }
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < count; ++i) {
        search(std::span(queries.data() + i * dimension, dimension), {}, timedDepth);
    }
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
    return {{"kind", hasGraph() ? "hnsw" : "flat"},
            {"recall_at_50", reached},
            {"ef_search", width},
            {"expected_requests_per_second", count > 0 && spent.count() > 0
                                                 ? nlohmann::json(static_cast<double>(count) / spent.count())
                                                 : nlohmann::json()}};
}

void VectorIndex::write(ArtifactWriter &artifact) const
{
    artifact.properties["index"] = hasGraph() ? "hnsw" : "flat";
    if (!hasGraph()) {
        return;
    }
    // The vectors are in the artifact already, and the rest follows from the levels.
    const faiss::HNSW &graph = m_index->graph->hnsw;
    artifact.addIntegers("index_levels", std::span<const std::int32_t>(graph.levels));
    artifact.addIntegers("index_links", std::span<const std::int32_t>(graph.neighbors));
    artifact.properties["index_entry"] = graph.entry_point;
    artifact.properties["index_ef_search"] = graph.efSearch;
}

void VectorIndex::read(const ArtifactReader &artifact)
{
    // Versions from before there were graphs do not name their index.
    if (artifact.properties().value("index", nlohmann::json("flat")) != "hnsw") {
        return;
    }
    const std::size_t rows = m_index->rows();
    if (rows == 0) {
        rejectGraph("there are no items");
    }
    auto built = std::make_unique<faiss::IndexHNSW>(&m_index->flat, linksPerItem);
    faiss::HNSW &graph = built->hnsw;
    const auto highest = static_cast<std::int32_t>(graph.assign_probas.size());
    graph.levels = artifact.integers<std::int32_t>("index_levels", rows, 1, highest);
    graph.offsets.assign(1, 0);
    graph.offsets.reserve(rows + 1);
    for (const int level : graph.levels) {
        graph.offsets.push_back(graph.offsets.back() +
                                static_cast<std::size_t>(graph.cum_nb_neighbors(level)));
    }
    graph.neighbors = artifact.integers<std::int32_t>("index_links", graph.offsets.back(), -1,
                                                      static_cast<std::int32_t>(rows) - 1);
    for (std::size_t item = 0; item < rows; ++item) {
        for (int level = 1; level < graph.levels[item]; ++level) {
            const std::size_t first =
                graph.offsets[item] + static_cast<std::size_t>(graph.cum_nb_neighbors(level));
            const std::size_t last =
                graph.offsets[item] + static_cast<std::size_t>(graph.cum_nb_neighbors(level + 1));
            for (std::size_t i = first; i < last; ++i) {
                // The search looks for links on this level at the other end.
                if (graph.neighbors[i] >= 0 &&
                    graph.levels[static_cast<std::size_t>(graph.neighbors[i])] <= level) {
                    rejectGraph("a link leads to an item that is not on its level");
                }
            }
        }
    }
    graph.entry_point =
        static_cast<std::int32_t>(artifact.integer("index_entry", 0, static_cast<std::int64_t>(rows) - 1));
    graph.max_level = *std::max_element(graph.levels.begin(), graph.levels.end()) - 1;
    if (graph.levels[static_cast<std::size_t>(graph.entry_point)] - 1 != graph.max_level) {
        rejectGraph("its entry is not on the highest level");
    }
    graph.efSearch = static_cast<int>(artifact.integer("index_ef_search", 1, 4096));
    built->ntotal = m_index->flat.ntotal;
    m_index->graph = std::move(built);
}

VectorIndex::Found VectorIndex::search(std::span<const float> query,
                                       const std::vector<std::uint32_t> &excluded, std::size_t limit) const
{
    const std::size_t rows = m_index->rows();
    const std::size_t wanted = std::min(limit, rows - std::min(rows, excluded.size()));
    if (wanted == 0) {
        return {};
    }
    // This version of faiss cannot leave items out within the graph, so more are fetched than are wanted;
    // where that is a large part of all, looking at all of them is cheaper.
    constexpr std::size_t largePart = 50;
    if (hasGraph() && wanted + excluded.size() <= rows / largePart) {
        Found found = searchGraph(query, excluded, wanted);
        if (found.size() == wanted) {
            return found;
        }
    }
    return searchExactly(query, excluded, wanted);
}

VectorIndex::Found VectorIndex::searchGraph(std::span<const float> query,
                                            const std::vector<std::uint32_t> &excluded,
                                            std::size_t limit) const
{
    const std::size_t fetched = std::min(limit + excluded.size(), m_index->rows());
    std::vector<float> products(fetched);
    std::vector<FaissNumber> numbers(fetched);
    m_index->graph->search(1, query.data(), static_cast<FaissNumber>(fetched), products.data(),
                           numbers.data());
    Found found;
    for (std::size_t i = 0; i < fetched; ++i) {
        if (numbers[i] >= 0 &&
            !std::binary_search(excluded.begin(), excluded.end(), static_cast<std::uint32_t>(numbers[i]))) {
            found.emplace_back(static_cast<std::uint32_t>(numbers[i]), products[i]);
        }
    }
    sortBestFirst(found);
    found.resize(std::min(found.size(), limit));
    return found;
}

VectorIndex::Found VectorIndex::searchExactly(std::span<const float> query,
                                              const std::vector<std::uint32_t> &excluded,
                                              std::size_t limit) const
{
    const std::size_t rows = m_index->rows();
    const std::size_t k = std::min(limit, rows - std::min(rows, excluded.size()));
    if (k == 0) {
        return {};
    }
    // A heap of the best so far with the worst of them on top; excluded numbers come in order, as the rows
    // do.
    Found best;
    best.reserve(k + 1);
    const float *row = m_index->flat.get_xb();
    const std::size_t dimension = m_index->dimension();
    auto next = excluded.begin();
    for (std::uint32_t number = 0; number < rows; ++number, row += dimension) {
        if (next != excluded.end() && *next == number) {
            ++next;
            continue;
        }
        const std::pair<std::uint32_t, float> here(number, innerProduct(row, query.data(), dimension));
        if (best.size() == k && !isBetter(here, best.front())) {
            continue;
        }
        best.push_back(here);
        std::push_heap(best.begin(), best.end(), isBetter);
        if (best.size() > k) {
            std::pop_heap(best.begin(), best.end(), isBetter);
            best.pop_back();
        }
    }
    sortBestFirst(best);
    return best;
}

} // namespace nsl::worker
