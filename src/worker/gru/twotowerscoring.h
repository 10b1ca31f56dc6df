// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gru/historyinput.h"
#include "gru/twotowernet.h"

#include <span>
#include <vector>

namespace nsl::worker
{

/// Cosines of users with all items, many users at a time: the one way in which a fitted model and a loaded
/// version are scored, so that both give the same bits.
class TwoTowerScoring
{
public:
    /// @p itemVectors [items, towerDimension], as the item tower gives them; those of @p textOnly stand for
    /// items that were not learned (textVectors()) and keep their length.
    TwoTowerScoring(torch::Tensor itemVectors, std::vector<std::int32_t> textOnly, UserTower userTower,
                    InputScaling scaling);

    const torch::Tensor &itemVectors() const { return m_itemVectors; }
    /// Numbers of the items that were not learned, in order.
    const std::vector<std::int32_t> &textOnly() const { return m_textOnly; }
    /// One row of items cosines for each history; none of them is empty. Throws Stopped.
    void score(std::span<const History> histories, std::vector<float> &scores);

private:
    torch::Tensor m_itemVectors;
    std::vector<std::int32_t> m_textOnly;
    torch::Tensor m_targets; ///< [towerDimension, items], of unit length where the item was learned
    UserTower m_userTower;
    InputScaling m_scaling;
    HistoryBatch m_batch;
};

} // namespace nsl::worker
