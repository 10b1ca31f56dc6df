// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "artifact.h"
#include "gru/historyinput.h"
#include "gru/towershape.h"

#include <array>
#include <span>
#include <vector>

namespace nsl::worker
{

/// The user tower for one history at a time, without LibTorch: the same as UserTowerImpl with dropout off, in
/// plain loops. A serving worker needs no more, and starts and answers faster for it. Not thread-safe.
class PlainUserTower
{
public:
    static constexpr std::size_t size = towerDimension;
    using Vector = std::array<float, size>;

    /// Reads the weights that UserTowerImpl::write() wrote. Throws Failure.
    explicit PlainUserTower(const ArtifactReader &artifact);

    /// The user's vector of length 1 from the first row of @p batch. @p itemVectors holds towerDimension
    /// floats for each number in the batch.
    Vector vectorOf(std::span<const float> itemVectors, const HistoryBatch &batch);

private:
    static constexpr std::size_t gates = 3 * size; ///< reset, update, new: LibTorch's order
    using Gates = std::array<float, gates>;

    /// bias + weights · input
    static void apply(const std::vector<float> &weights, const std::vector<float> &bias, const float *input,
                      Gates &result);

    double m_decay;
    std::vector<float> m_inputWeights; ///< [size × gates]: transposed, so that the inner loop is over gates
    std::vector<float> m_stateWeights; ///< [size × gates]
    std::vector<float> m_inputBias;    ///< [gates]
    std::vector<float> m_stateBias;    ///< [gates]
    Gates m_fromInput{};
    Gates m_fromState{};
};

} // namespace nsl::worker
