// SPDX-License-Identifier: GPL-3.0-or-later
#include "gru/plainusertower.h"
#include "gru/twotowergru.h"
#include "itemdirectory.h"
#include "traineditems.h"
#include "vectorindex.h"

#include <algorithm>
#include <iterator>
#include <span>

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
        std::vector<char> learned(m_catalogue.size(), 0);
        const auto textOnly = readTextOnly(artifact, m_trained.size());
        for (std::uint32_t item = 0; item < m_trained.size(); ++item) {
            const auto place = m_catalogue.find(m_trained.id(item));
            if (place &&
                !std::binary_search(textOnly.begin(), textOnly.end(), static_cast<std::int32_t>(item))) {
                learned[*place] = 1;
            }
        }
        for (std::uint32_t item = 0; item < learned.size(); ++item) {
            if (learned[item] == 0) {
                m_textOnly.push_back(item);
            }
        }
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
        for (const auto &[item, cosine] : best(user, m_catalogue.numbersOf(query.exclude), query.limit)) {
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

    bool isTextOnly(std::uint32_t item) const
    {
        return std::binary_search(m_textOnly.begin(), m_textOnly.end(), item);
    }

    /// The nearest items, of which those without an event do not fill the list while others are left.
    VectorIndex::Found best(std::span<const float> user, const std::vector<std::uint32_t> &excluded,
                            std::size_t limit) const
    {
        VectorIndex::Found nearest = m_index.search(user, excluded, limit);
        const auto places = static_cast<std::ptrdiff_t>(textOnlyPlaces(limit));
        const auto isText = [this](const auto &found) { return isTextOnly(found.first); };
        if (std::count_if(nearest.begin(), nearest.end(), isText) <= places) {
            return nearest;
        }
        std::vector<std::uint32_t> others;
        std::set_union(excluded.begin(), excluded.end(), m_textOnly.begin(), m_textOnly.end(),
                       std::back_inserter(others));
        VectorIndex::Found list = m_index.search(user, others, limit);
        std::erase_if(nearest, [&](const auto &found) { return !isText(found); });
        // Where there are not enough of the others, the rest of the places is free.
        const std::size_t taken =
            std::min(nearest.size(), std::max(static_cast<std::size_t>(places), limit - list.size()));
        list.resize(std::min(list.size(), limit - taken));
        list.insert(list.end(), nearest.begin(), nearest.begin() + static_cast<std::ptrdiff_t>(taken));
        std::stable_sort(list.begin(), list.end(), [](const auto &a, const auto &b) {
            return a.second != b.second ? a.second > b.second : a.first < b.first;
        });
        return list;
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
    std::vector<std::uint32_t> m_textOnly; ///< numbers in the catalogue, in order
    PlainUserTower m_userTower;
    HistoryBatch m_batch;
};

} // namespace

std::unique_ptr<Recommender> loadTwoTowerGru(const ArtifactReader &artifact)
{
    return std::make_unique<TwoTowerGruRecommender>(artifact);
}

} // namespace nsl::worker
