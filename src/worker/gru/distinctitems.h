// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace nsl::worker
{

/// The distinct items of a batch, numbered from 0, so that the item tower sees each of them once.
class DistinctItems
{
public:
    explicit DistinctItems(std::size_t items)
        : m_numbers(items, -1)
    {
    }

    std::int64_t numberOf(std::int64_t item)
    {
        std::int64_t &number = m_numbers[static_cast<std::size_t>(item)];
        if (number < 0) {
            number = static_cast<std::int64_t>(m_items.size());
            m_items.push_back(item);
        }
        return number;
    }
    /// -1 where the item is not in the batch.
    std::int64_t knownNumberOf(std::int64_t item) const { return m_numbers[static_cast<std::size_t>(item)]; }
    const std::vector<std::int64_t> &items() const { return m_items; }
    void clear()
    {
        for (const std::int64_t item : m_items) {
            m_numbers[static_cast<std::size_t>(item)] = -1;
        }
        m_items.clear();
    }

private:
    std::vector<std::int64_t> m_numbers; ///< -1 = not in this batch
    std::vector<std::int64_t> m_items;
};

} // namespace nsl::worker
