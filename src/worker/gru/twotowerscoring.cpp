// SPDX-License-Identifier: GPL-3.0-or-later
#include "gru/twotowerscoring.h"

#include "gru/twotowergru.h"
#include "stopsignal.h"
#include "traineditems.h"

namespace nsl::worker
{

namespace
{

constexpr std::size_t scoringBatch = 256;

class TwoTowerGruScorer : public LoadedScorer
{
public:
    explicit TwoTowerGruScorer(const ArtifactReader &artifact)
        : m_trained(readTrainedItems(artifact))
        , m_scoring(
              torchTensor(artifact.tensor("trained_item_vectors",
                                          {static_cast<std::int64_t>(m_trained.ids.size()), towerDimension})),
              readTextOnly(artifact, m_trained.ids.size()), readUserTower(artifact),
              {static_cast<float>(artifact.number("max_weight", 0, 100)),
               artifact.number("freshness_half_life_days", 0, 36500)})
    {
        artifact.integer("history_length", historyLength, historyLength);
    }

    const std::vector<std::string> &items() const override { return m_trained.ids; }

    void score(std::span<const History> histories, std::vector<float> &scores) override
    {
        std::vector<History> known;
        for (const History &history : histories) {
            if (!history.empty()) {
                known.push_back(history);
            }
        }
        if (known.size() == histories.size()) {
            m_scoring.score(histories, scores);
            return;
        }
        std::vector<float> rows;
        m_scoring.score(known, rows);
        scores.clear();
        auto row = rows.cbegin();
        const auto width = static_cast<std::ptrdiff_t>(m_trained.ids.size());
        for (const History &history : histories) {
            if (history.empty()) {
                scores.insert(scores.end(), m_trained.counts.begin(), m_trained.counts.end());
            } else {
                scores.insert(scores.end(), row, row + width);
                row += width;
            }
        }
    }

private:
    static UserTower readUserTower(const ArtifactReader &artifact)
    {
        UserTower tower(0.0, 0.0);
        tower->read(artifact);
        return tower;
    }

    TrainedItems m_trained;
    TwoTowerScoring m_scoring;
};

} // namespace

TwoTowerScoring::TwoTowerScoring(torch::Tensor itemVectors, std::vector<std::int32_t> textOnly,
                                 UserTower userTower, InputScaling scaling)
    : m_itemVectors(std::move(itemVectors))
    , m_textOnly(std::move(textOnly))
    , m_userTower(std::move(userTower))
    , m_scaling(scaling)
{
    torch::NoGradGuard guard;
    torch::Tensor rows = unitRows(m_itemVectors);
    if (!m_textOnly.empty()) {
        const torch::Tensor numbers =
            torch::tensor(std::vector<std::int64_t>(m_textOnly.begin(), m_textOnly.end()));
        rows.index_copy_(0, numbers, m_itemVectors.index_select(0, numbers));
    }
    m_targets = rows.t().contiguous();
}

void TwoTowerScoring::score(std::span<const History> histories, std::vector<float> &scores)
{
    torch::NoGradGuard guard;
    m_userTower->eval();
    const auto items = static_cast<std::size_t>(m_itemVectors.size(0));
    scores.resize(histories.size() * items);
    for (std::size_t done = 0; done < histories.size(); done += scoringBatch) {
        throwIfStopped();
        m_batch.clear();
        const std::size_t count = std::min(scoringBatch, histories.size() - done);
        for (const History &history : histories.subspan(done, count)) {
            m_batch.add(history, m_scaling);
        }
        torch::Tensor rows = torch::from_blob(
            scores.data() + done * items,
            {static_cast<std::int64_t>(count), static_cast<std::int64_t>(items)}, torch::kFloat32);
        at::mm_out(rows, unitRows(m_userTower->forward(m_itemVectors, m_batch)), m_targets);
    }
}

std::unique_ptr<LoadedScorer> loadTwoTowerGruScorer(const ArtifactReader &artifact)
{
    return std::make_unique<TwoTowerGruScorer>(artifact);
}

} // namespace nsl::worker
