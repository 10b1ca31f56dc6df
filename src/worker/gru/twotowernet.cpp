// SPDX-License-Identifier: GPL-3.0-or-later
#include "gru/twotowernet.h"

#include <algorithm>

namespace nsl::worker
{

namespace
{

/// A view of numbers that live in @p values; the tensor must not outlive them.
torch::Tensor viewOf(const std::vector<std::int64_t> &values)
{
    return torch::from_blob(const_cast<std::int64_t *>(values.data()),
                            {static_cast<std::int64_t>(values.size())}, torch::kInt64);
}

} // namespace

FloatTensor plainTensor(const torch::Tensor &tensor)
{
    const torch::Tensor flat = tensor.detach().contiguous();
    const auto *data = flat.data_ptr<float>();
    return {flat.sizes().vec(), std::vector<float>(data, data + flat.numel())};
}

torch::Tensor torchTensor(const FloatTensor &tensor)
{
    return torch::from_blob(const_cast<float *>(tensor.values.data()), tensor.shape, torch::kFloat32).clone();
}

torch::Tensor unitRows(const torch::Tensor &rows)
{
    return rows / rows.norm(2, 1, true).clamp_min(1e-12);
}

UserTowerImpl::UserTowerImpl(double dropout, double decay)
    : m_dropout(dropout)
    , m_decay(decay)
{
    m_gru = register_module("gru", torch::nn::GRU(torch::nn::GRUOptions(towerDimension, towerDimension)));
}

torch::Tensor UserTowerImpl::forward(const torch::Tensor &itemVectors, const HistoryBatch &batch)
{
    const auto size = static_cast<std::int64_t>(batch.size());
    constexpr auto steps = static_cast<std::int64_t>(historyLength);
    // embedding() rather than index_select(): its backward pass adds up rows in one go.
    torch::Tensor input =
        at::embedding(itemVectors, viewOf(batch.items).view({size, steps}).t().contiguous());
    const torch::Tensor scales =
        torch::from_blob(const_cast<float *>(batch.scales.data()), {size, steps}, torch::kFloat32);
    input = input * scales.t().unsqueeze(2);
    // Measured: dropout on the input alone validates better, and sooner, than on input and state.
    input = at::dropout(input, m_dropout, is_training());
    const torch::Tensor states = std::get<0>(m_gru->forward(input)).reshape({steps * size, towerDimension});
    // Padding stands at the end, so the state to take is the one after the last real item.
    const torch::Tensor last = (viewOf(batch.lengths) - 1) * size + torch::arange(size, torch::kInt64);
    const torch::Tensor state = at::embedding(states, last);
    return m_decay > 0 ? state + (input * recencyOf(batch.lengths)).sum(0) : state;
}

torch::Tensor UserTowerImpl::recencyOf(const std::vector<std::int64_t> &lengths) const
{
    const auto size = static_cast<std::int64_t>(lengths.size());
    torch::Tensor shares = torch::zeros({static_cast<std::int64_t>(historyLength), size, 1});
    auto *share = shares.data_ptr<float>();
    for (std::int64_t row = 0; row < size; ++row) {
        double value = 1;
        for (std::int64_t step = lengths[static_cast<std::size_t>(row)] - 1; step >= 0; --step) {
            share[step * size + row] = static_cast<float>(value);
            value *= m_decay;
        }
    }
    return shares;
}

void UserTowerImpl::write(ArtifactWriter &artifact) const
{
    artifact.properties["recency_decay"] = m_decay;
    for (const auto &item : named_parameters()) {
        std::string name = "user_" + item.key();
        std::replace(name.begin(), name.end(), '.', '_');
        artifact.addTensor(name, plainTensor(item.value()));
    }
}

void UserTowerImpl::read(const ArtifactReader &artifact)
{
    torch::NoGradGuard guard;
    m_decay = readRecencyDecay(artifact);
    for (auto &item : named_parameters()) {
        std::string name = "user_" + item.key();
        std::replace(name.begin(), name.end(), '.', '_');
        item.value().copy_(torchTensor(artifact.tensor(name, item.value().sizes().vec())));
    }
}

UserTower copyOf(const UserTower &tower)
{
    torch::NoGradGuard guard;
    UserTower copy(0.0, tower->decay());
    const std::vector<torch::Tensor> from = tower->parameters();
    std::vector<torch::Tensor> to = copy->parameters();
    for (std::size_t i = 0; i < from.size(); ++i) {
        to[i].copy_(from[i]);
    }
    return copy;
}

ItemTowerImpl::ItemTowerImpl(std::int64_t items, ItemWords words)
    : m_words(std::move(words))
{
    // Measured: with vectors this short at the start, the first epochs turn them quickly; a deviation of 1
    // learns next to nothing in five epochs.
    constexpr double deviation = 0.05;
    m_ids = register_parameter("ids", torch::randn({items, towerDimension}) * deviation);
    if (!m_words.first.empty()) {
        m_wordTable = register_parameter("words", torch::zeros({wordBuckets, towerDimension}));
    }
}

ItemWords ItemTowerImpl::wordsOf(const std::vector<std::int64_t> &items) const
{
    ItemWords words;
    for (const std::int64_t item : items) {
        const auto at = static_cast<std::size_t>(item);
        words.first.push_back(static_cast<std::int64_t>(words.buckets.size()));
        words.buckets.insert(words.buckets.end(), m_words.buckets.begin() + m_words.first[at],
                             m_words.buckets.begin() + m_words.first[at + 1]);
        words.weights.insert(words.weights.end(), m_words.weights.begin() + m_words.first[at],
                             m_words.weights.begin() + m_words.first[at + 1]);
    }
    return words;
}

void ItemTowerImpl::bringUpToDate(LazyAdam &optimizer, const std::vector<std::int64_t> &items) const
{
    optimizer.bringUpToDate(m_ids, items);
    if (!m_words.first.empty()) {
        optimizer.bringUpToDate(m_wordTable, wordsOf(items).buckets);
    }
}

torch::Tensor ItemTowerImpl::forward(const std::vector<std::int64_t> &items)
{
    const torch::Tensor ids = at::embedding(m_ids, viewOf(items), -1, false, true);
    if (m_words.first.empty()) {
        return ids;
    }
    const ItemWords words = wordsOf(items);
    if (words.buckets.empty()) {
        return ids;
    }
    constexpr std::int64_t sumMode = 0;
    // The backward pass reads rows and weights later, so they are copied.
    return ids + std::get<0>(at::embedding_bag(m_wordTable, viewOf(words.buckets).clone(),
                                               viewOf(words.first).clone(), false, sumMode, true,
                                               torch::tensor(words.weights)));
}

} // namespace nsl::worker
