// SPDX-License-Identifier: GPL-3.0-or-later
#include "gru/plainusertower.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace nsl::worker
{

namespace
{

std::vector<float> transposed(const std::vector<float> &rows, std::size_t height, std::size_t width)
{
    std::vector<float> columns(rows.size());
    for (std::size_t y = 0; y < height; ++y) {
        for (std::size_t x = 0; x < width; ++x) {
            columns[x * height + y] = rows[y * width + x];
        }
    }
    return columns;
}

float sigmoid(float value)
{
    return 1.0F / (1.0F + std::exp(-value));
}

} // namespace

PlainUserTower::PlainUserTower(const ArtifactReader &artifact)
    : m_decay(readRecencyDecay(artifact))
{
    constexpr auto height = static_cast<std::int64_t>(gates);
    m_inputWeights =
        transposed(artifact.tensor("user_gru_weight_ih_l0", {height, towerDimension}).values, gates, size);
    m_stateWeights =
        transposed(artifact.tensor("user_gru_weight_hh_l0", {height, towerDimension}).values, gates, size);
    m_inputBias = artifact.tensor("user_gru_bias_ih_l0", {height}).values;
    m_stateBias = artifact.tensor("user_gru_bias_hh_l0", {height}).values;
}

void PlainUserTower::apply(const std::vector<float> &weights, const std::vector<float> &bias,
                           const float *input, Gates &result)
{
    std::copy(bias.begin(), bias.end(), result.begin());
    const float *column = weights.data();
    for (std::size_t k = 0; k < size; ++k, column += gates) {
        const float factor = input[k];
        for (std::size_t j = 0; j < gates; ++j) {
            result[j] += factor * column[j];
        }
    }
}

// Cho et al. 2014, with LibTorch's gates: r and z from input and state, n = tanh(in + r * (state part of n)),
// next = (1 - z) * n + z * state. The items' own sum joins the last state.
PlainUserTower::Vector PlainUserTower::vectorOf(std::span<const float> itemVectors, const HistoryBatch &batch)
{
    Vector state{};
    Vector recent{};
    const auto decay = static_cast<float>(m_decay);
    Vector input{};
    const auto steps = static_cast<std::size_t>(batch.lengths.front());
    for (std::size_t step = 0; step < steps; ++step) {
        const float *item = itemVectors.data() + static_cast<std::size_t>(batch.items[step]) * size;
        for (std::size_t k = 0; k < size; ++k) {
            input[k] = item[k] * batch.scales[step];
            recent[k] = decay * recent[k] + input[k];
        }
        apply(m_inputWeights, m_inputBias, input.data(), m_fromInput);
        apply(m_stateWeights, m_stateBias, state.data(), m_fromState);
        for (std::size_t k = 0; k < size; ++k) {
            const float reset = sigmoid(m_fromInput[k] + m_fromState[k]);
            const float update = sigmoid(m_fromInput[size + k] + m_fromState[size + k]);
            const float fresh = std::tanh(m_fromInput[2 * size + k] + reset * m_fromState[2 * size + k]);
            state[k] = (1.0F - update) * fresh + update * state[k];
        }
    }
    if (m_decay > 0) {
        std::transform(state.begin(), state.end(), recent.begin(), state.begin(), std::plus<>());
    }
    float squares = 0;
    for (const float value : state) {
        squares += value * value;
    }
    const float length = std::max(std::sqrt(squares), 1e-12F);
    for (float &value : state) {
        value /= length;
    }
    return state;
}

} // namespace nsl::worker
