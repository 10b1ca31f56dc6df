// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "artifact.h"
#include "gru/historyinput.h"
#include "gru/lazyadam.h"
#include "gru/towershape.h"
#include "torchheaders.h"

#include <cstdint>
#include <vector>

namespace nsl::worker
{

FloatTensor plainTensor(const torch::Tensor &tensor);
torch::Tensor torchTensor(const FloatTensor &tensor);

/// From the vectors of a history's items to the user's vector (not yet of unit length): the last state of a
/// GRU (Cho et al. 2014) plus its scaled inputs, each earlier one counting @p decay times the next. The
/// sum is a residual connection (He et al. 2016): what lies near a user's last items needs no learning, and
/// the GRU learns what order adds. Training and evaluation run this very code.
class UserTowerImpl : public torch::nn::Module
{
public:
    UserTowerImpl(double dropout, double decay);

    /// @p itemVectors holds one row for each number in @p batch.items. Returns [batch, towerDimension].
    torch::Tensor forward(const torch::Tensor &itemVectors, const HistoryBatch &batch);

    double decay() const { return m_decay; }

    /// Adds tensors and the property recency_decay.
    void write(ArtifactWriter &artifact) const;
    void read(const ArtifactReader &artifact);

private:
    /// [historyLength, size, 1]: what each item of a history of the given length counts; 0 for padding.
    torch::Tensor recencyOf(const std::vector<std::int64_t> &lengths) const;

    double m_dropout;
    double m_decay; ///< 0 = the state alone
    torch::nn::GRU m_gru = nullptr;
};
TORCH_MODULE(UserTower);
/// One with the same weights that does not follow their training.
UserTower copyOf(const UserTower &tower);

/// The words of each item as rows of a table of hashed words, in one flat list.
struct ItemWords
{
    std::vector<std::int64_t> first;   ///< [items + 1]: where an item's words begin in buckets
    std::vector<std::int64_t> buckets; ///< rows of the word table
    std::vector<float> weights;        ///< what each word counts in its item's vector
};
inline constexpr std::int64_t wordBuckets = 1 << 15;

/// From item numbers to item vectors (not yet of unit length): an embedding per id and, where words are
/// given, the weighted sum of the embeddings of the item's hashed words (Weinberger et al. 2009, "Feature
/// hashing") added to it. Word embeddings begin at zero: an item is its id until its words have proved to say
/// something about what comes next. Gradients of the two tables are sparse.
class ItemTowerImpl : public torch::nn::Module
{
public:
    /// @p words has no items where texts are not used.
    ItemTowerImpl(std::int64_t items, ItemWords words);

    torch::Tensor forward(const std::vector<std::int64_t> &items);
    /// The rows of the two tables that forward() reads for @p items, made current.
    void bringUpToDate(LazyAdam &optimizer, const std::vector<std::int64_t> &items) const;

private:
    /// The words of some items, as ItemWords has them of all.
    ItemWords wordsOf(const std::vector<std::int64_t> &items) const;

    ItemWords m_words;
    torch::Tensor m_ids;
    torch::Tensor m_wordTable;
};
TORCH_MODULE(ItemTower);

/// Rows scaled to length 1.
torch::Tensor unitRows(const torch::Tensor &rows);

} // namespace nsl::worker
