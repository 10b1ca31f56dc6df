// SPDX-License-Identifier: GPL-3.0-or-later
#include "itemdirectory.h"

#include "failure.h"

#include <algorithm>
#include <numeric>

namespace nsl::worker
{

ItemDirectory::ItemDirectory(std::vector<std::string> sortedIds)
    : m_ids(std::move(sortedIds))
{
    m_numbers.reserve(m_ids.size());
    for (std::size_t i = 0; i < m_ids.size(); ++i) {
        m_numbers.emplace(m_ids[i], static_cast<std::uint32_t>(i));
    }
}

std::optional<std::uint32_t> ItemDirectory::find(std::string_view id) const
{
    const auto it = m_numbers.find(id);
    return it == m_numbers.end() ? std::nullopt : std::optional(it->second);
}

std::vector<std::uint32_t> ItemDirectory::numbersOf(const std::vector<std::string> &ids) const
{
    std::vector<std::uint32_t> numbers;
    numbers.reserve(ids.size());
    for (const std::string &id : ids) {
        if (const auto number = find(id)) {
            numbers.push_back(*number);
        }
    }
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    return numbers;
}

std::vector<char> ItemDirectory::allowed(const std::vector<std::string> &exclude) const
{
    std::vector<char> flags(m_ids.size(), 1);
    for (const std::string &id : exclude) {
        if (const auto number = find(id)) {
            flags[*number] = 0;
        }
    }
    return flags;
}

PopularItems::PopularItems(const ItemDirectory &catalogue, std::vector<float> shares)
    : m_catalogue(&catalogue)
    , m_shares(std::move(shares))
    , m_order(m_shares.size())
{
    std::iota(m_order.begin(), m_order.end(), 0U);
    std::stable_sort(m_order.begin(), m_order.end(),
                     [this](std::uint32_t a, std::uint32_t b) { return m_shares[a] > m_shares[b]; });
}

std::vector<std::pair<std::string, double>> PopularItems::top(const std::vector<char> &allowed,
                                                              std::size_t limit) const
{
    std::vector<std::pair<std::string, double>> result;
    for (const std::uint32_t item : m_order) {
        if (result.size() == limit) {
            break;
        }
        if (allowed[item] != 0) {
            result.emplace_back(m_catalogue->id(item), static_cast<double>(m_shares[item]));
        }
    }
    return result;
}

void writeCatalogue(const TrainingInput &input, ArtifactWriter &artifact)
{
    const ItemDirectory known(input.split.interactions().items);
    const auto counts = input.split.itemCounts(Portion::TrainAndValidation);
    const auto users = static_cast<float>(std::max<std::size_t>(input.split.interactions().users.size(), 1));
    std::vector<std::string> ids;
    FloatTensor shares{{static_cast<std::int64_t>(input.catalogue.size())}, {}};
    for (const CatalogueItem &item : input.catalogue) {
        ids.push_back(item.id);
        const auto number = known.find(item.id);
        shares.values.push_back(number ? static_cast<float>(counts[*number]) / users : 0.0F);
    }
    artifact.addIds("catalogue", ids);
    artifact.addTensor("catalogue_share", shares);
}

ItemDirectory readCatalogue(const ArtifactReader &artifact)
{
    return ItemDirectory(artifact.ids("catalogue"));
}

std::vector<float> readShares(const ArtifactReader &artifact, std::size_t items)
{
    return artifact.tensor("catalogue_share", {static_cast<std::int64_t>(items)}).values;
}

} // namespace nsl::worker
