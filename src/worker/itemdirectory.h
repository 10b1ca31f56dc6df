// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace nsl::worker
{

/// Sorted item ids and their numbers.
class ItemDirectory
{
public:
    explicit ItemDirectory(std::vector<std::string> sortedIds);
    ItemDirectory(ItemDirectory &&) = default;
    ItemDirectory &operator=(ItemDirectory &&) = default;
    ItemDirectory(const ItemDirectory &) = delete; ///< the numbers refer to the ids
    ItemDirectory &operator=(const ItemDirectory &) = delete;

    std::size_t size() const { return m_ids.size(); }
    const std::string &id(std::uint32_t number) const { return m_ids[number]; }
    const std::vector<std::string> &ids() const { return m_ids; }
    std::optional<std::uint32_t> find(std::string_view id) const;
    /// The numbers of the known ones among @p ids, sorted, each once.
    std::vector<std::uint32_t> numbersOf(const std::vector<std::string> &ids) const;
    /// One flag per item: 1 where it may be recommended, 0 where its id is in @p exclude. Unknown ids are
    /// nothing to exclude.
    std::vector<char> allowed(const std::vector<std::string> &exclude) const;

private:
    std::vector<std::string> m_ids;
    std::unordered_map<std::string_view, std::uint32_t> m_numbers;
};

/// The catalogue by popularity: what everyone gets of whom nothing is known.
class PopularItems
{
public:
    /// @p shares: per item of @p catalogue, the share of users who know it. @p catalogue outlives this.
    PopularItems(const ItemDirectory &catalogue, std::vector<float> shares);

    /// The most popular of the allowed items, equal ones by id, with their shares as scores.
    std::vector<std::pair<std::string, double>> top(const std::vector<char> &allowed,
                                                    std::size_t limit) const;

private:
    const ItemDirectory *m_catalogue;
    std::vector<float> m_shares;
    std::vector<std::uint32_t> m_order;
};

/// Adds what PopularItems needs to an artifact: the ids of the catalogue and their shares.
void writeCatalogue(const TrainingInput &input, ArtifactWriter &artifact);
ItemDirectory readCatalogue(const ArtifactReader &artifact);
std::vector<float> readShares(const ArtifactReader &artifact, std::size_t items);

} // namespace nsl::worker
