// SPDX-License-Identifier: GPL-3.0-or-later
#include "gru/twotowergru.h"
#include "gru/twotowernet.h"
#include "itemdirectory.h"
#include "vectorindex.h"

#include <algorithm>

namespace nsl::worker
{

namespace
{

class TwoTowerGruRecommender : public Recommender
{
public:
    explicit TwoTowerGruRecommender(const ArtifactReader &artifact)
        : m_scaling{static_cast<float>(artifact.number("max_weight", 0, 100)),
                    artifact.number("freshness_half_life_days", 0, 36500)}
        , m_catalogue(readCatalogue(artifact))
        , m_popular(m_catalogue, readShares(artifact, m_catalogue.size()))
        , m_trained(artifact.ids("trained_items"))
        , m_trainedVectors(torchTensor(artifact.tensor("trained_item_vectors", rowsOf(m_trained))))
        , m_index(towerDimension, artifact.tensor("catalogue_vectors", rowsOf(m_catalogue)).values)
        , m_userTower(0.0)
    {
        artifact.integer("dimension", towerDimension, towerDimension);
        artifact.integer("history_length", historyLength, historyLength);
        m_userTower->read(artifact);
        m_userTower->eval();
    }

    Recommendations recommend(const Query &query) override
    {
        const std::vector<char> allowed = m_catalogue.allowed(query.exclude);
        Recommendations result;
        const std::vector<Interaction> history = knownHistory(query.history);
        if (history.empty()) {
            result.items = m_popular.top(allowed, query.limit);
            result.usedDefault = true;
            result.defaultReason = "no_db_embedding";
            return result;
        }
        torch::NoGradGuard guard;
        m_batch.clear();
        m_batch.add(history, m_scaling);
        const FloatTensor user = plainTensor(unitRows(m_userTower->forward(m_trainedVectors, m_batch)));
        for (const auto &[item, cosine] : m_index.search(user.values, allowed, query.limit)) {
            result.items.emplace_back(m_catalogue.id(item),
                                      1.0 / (2.0 - std::clamp(static_cast<double>(cosine), -1.0, 1.0)));
        }
        return result;
    }

private:
    static std::vector<std::int64_t> rowsOf(const ItemDirectory &items)
    {
        return {static_cast<std::int64_t>(items.size()), towerDimension};
    }

    std::vector<Interaction> knownHistory(const std::vector<RawEvent> &events) const
    {
        std::vector<Interaction> history;
        std::int64_t row = 0;
        for (const RawEvent &event : events) {
            if (const auto item = m_trained.find(event.itemId)) {
                history.push_back({*item, event.weight, event.timestamp, row++});
            }
        }
        return firstInteractions(std::move(history));
    }

    InputScaling m_scaling;
    ItemDirectory m_catalogue;
    PopularItems m_popular;
    ItemDirectory m_trained;
    torch::Tensor m_trainedVectors;
    VectorIndex m_index;
    UserTower m_userTower;
    HistoryBatch m_batch;
};

} // namespace

std::unique_ptr<Recommender> loadTwoTowerGru(const ArtifactReader &artifact)
{
    return std::make_unique<TwoTowerGruRecommender>(artifact);
}

} // namespace nsl::worker
