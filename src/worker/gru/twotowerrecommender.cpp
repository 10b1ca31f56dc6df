// SPDX-License-Identifier: GPL-3.0-or-later
#include "gru/plainusertower.h"
#include "gru/twotowergru.h"
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
        , m_trainedVectors(artifact.tensor("trained_item_vectors", rowsOf(m_trained)).values)
        , m_index(towerDimension, artifact.tensor("catalogue_vectors", rowsOf(m_catalogue)).values)
        , m_userTower(artifact)
    {
        artifact.integer("dimension", towerDimension, towerDimension);
        artifact.integer("history_length", historyLength, historyLength);
        m_index.read(artifact);
    }

    Recommendations recommend(const Query &query) override
    {
        Recommendations result;
        const std::vector<Interaction> history = knownHistory(query.history);
        if (history.empty()) {
            result.items = m_popular.top(m_catalogue.allowed(query.exclude), query.limit);
            result.usedDefault = true;
            result.defaultReason = "no_db_embedding";
            return result;
        }
        m_batch.clear();
        m_batch.add(history, m_scaling);
        const PlainUserTower::Vector user = m_userTower.vectorOf(m_trainedVectors, m_batch);
        for (const auto &[item, cosine] :
             m_index.search(user, m_catalogue.numbersOf(query.exclude), query.limit)) {
            result.items.emplace_back(m_catalogue.id(item),
                                      1.0 / (2.0 - std::clamp(static_cast<double>(cosine), -1.0, 1.0)));
        }
        return result;
    }

    std::int64_t dimension() const override { return towerDimension; }

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
    std::vector<float> m_trainedVectors;
    VectorIndex m_index;
    PlainUserTower m_userTower;
    HistoryBatch m_batch;
};

} // namespace

std::unique_ptr<Recommender> loadTwoTowerGru(const ArtifactReader &artifact)
{
    return std::make_unique<TwoTowerGruRecommender>(artifact);
}

} // namespace nsl::worker
