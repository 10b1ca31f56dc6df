// SPDX-License-Identifier: GPL-3.0-or-later
#include "transitions/itemtransitions.h"

#include "itemdirectory.h"
#include "traineditems.h"
#include "transitions/coldlikes.h"
#include "transitions/transitionmodel.h"

#include <algorithm>

namespace nsl::worker
{

namespace
{

class ItemTransitionsModel : public Model
{
public:
    explicit ItemTransitionsModel(const TrainingInput &input)
        : m_input(input)
    {
    }

    bool learnsInEpochs() const override { return false; }

    void fit(Portion portion, std::int64_t /*epochs*/, FitObserver & /*observer*/,
             const FitCheckpoint * /*from*/) override
    {
        const auto counts = m_input.split.itemCounts(portion);
        m_counts.assign(counts.begin(), counts.end());
        m_model = TransitionModel::counted(m_input.split, portion, TransitionOptions::from(m_input.options),
                                           m_input.maxWeight);
    }

    void score(std::span<const History> histories, std::vector<float> &scores) override
    {
        m_model.score(histories, m_counts, scores);
    }

    void write(ArtifactWriter &artifact) override
    {
        writeCatalogue(m_input, artifact);
        writeTrainedItems(m_input, artifact);
        m_model.write(artifact);
        coldLikes(m_input.catalogue, trainedItems(m_input.split)).write("cold_likes", artifact);
    }

private:
    TrainingInput m_input;
    std::vector<float> m_counts;
    TransitionModel m_model;
};

class ItemTransitionsScorer : public LoadedScorer
{
public:
    explicit ItemTransitionsScorer(const ArtifactReader &artifact)
        : m_trained(readTrainedItems(artifact))
        , m_model(TransitionModel::read(artifact, m_trained.ids.size()))
    {
    }

    const std::vector<std::string> &items() const override { return m_trained.ids; }
    void score(std::span<const History> histories, std::vector<float> &scores) override
    {
        m_model.score(histories, m_trained.counts, scores);
    }

private:
    TrainedItems m_trained;
    TransitionModel m_model;
};

class ItemTransitionsRecommender : public Recommender
{
public:
    explicit ItemTransitionsRecommender(const ArtifactReader &artifact)
        : m_catalogue(readCatalogue(artifact))
        , m_popular(m_catalogue, readShares(artifact, m_catalogue.size()))
        , m_counts(readTrainedItems(artifact).counts)
        , m_trained(artifact.ids("trained_items"))
        , m_isKnown(m_catalogue.size(), 0)
        , m_model(TransitionModel::read(artifact, m_trained.size()))
        , m_coldLikes(SparseRows::read("cold_likes", artifact, m_trained.size(), m_catalogue.size()))
        , m_strengths(m_trained.size(), 0.0F)
        , m_candidates(m_catalogue.size(), 0.0F)
    {
        for (std::uint32_t item = 0; item < m_trained.size(); ++item) {
            m_placeInCatalogue.push_back(m_catalogue.find(m_trained.id(item)));
            if (m_placeInCatalogue.back() && m_counts[item] > 0) {
                m_isKnown[*m_placeInCatalogue.back()] = 1;
            }
        }
    }

    Recommendations recommend(const Query &query) override
    {
        std::vector<char> allowed = m_catalogue.allowed(query.exclude);
        Recommendations result;
        const std::vector<Interaction> history = knownHistory(query.history);
        if (history.empty()) {
            result.items = m_popular.top(allowed, query.limit);
            result.usedDefault = true;
            result.defaultReason = "no_db_embedding";
            return result;
        }
        for (const auto &[strength, item] : strongest(history, allowed, query.limit)) {
            result.items.emplace_back(m_catalogue.id(item), static_cast<double>(strength));
            allowed[item] = 0;
        }
        // Nothing leads to the rest; they follow by popularity, with the strength they have.
        for (auto &[id, share] : m_popular.top(allowed, query.limit - result.items.size())) {
            result.items.emplace_back(std::move(id), 0.0);
        }
        return result;
    }

private:
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

    using Strengths = std::vector<std::pair<float, std::uint32_t>>;

    /// Up to @p limit allowed items of the catalogue that are reached, the strongest first, equal ones by id.
    /// Those without an event do not fill the list while others are left.
    Strengths strongest(History history, const std::vector<char> &allowed, std::size_t limit)
    {
        std::vector<std::uint32_t> reached;
        std::vector<std::uint32_t> found;
        const auto credit = [&](std::uint32_t item, float strength) {
            if (m_candidates[item] == 0.0F && strength > 0) {
                found.push_back(item);
            }
            m_candidates[item] += strength;
        };
        m_model.addStrengths(history, m_strengths, reached);
        std::sort(reached.begin(), reached.end());
        for (const std::uint32_t item : reached) {
            if (m_placeInCatalogue[item]) {
                credit(*m_placeInCatalogue[item], m_strengths[item]);
            }
            for (auto k = static_cast<std::size_t>(m_coldLikes.first[item]);
                 k < static_cast<std::size_t>(m_coldLikes.first[item + 1]); ++k) {
                credit(static_cast<std::uint32_t>(m_coldLikes.columns[k]),
                       m_coldLikes.values[k] * m_strengths[item]);
            }
            m_strengths[item] = 0;
        }
        std::size_t knownLeft = 0;
        for (std::size_t item = 0; item < allowed.size(); ++item) {
            knownLeft += static_cast<std::size_t>(allowed[item] != 0 && m_isKnown[item] != 0);
        }
        Strengths known;
        Strengths textOnly;
        for (const std::uint32_t item : found) {
            if (allowed[item] != 0) {
                (m_isKnown[item] != 0 ? known : textOnly).emplace_back(m_candidates[item], item);
            }
            m_candidates[item] = 0;
        }
        // Where there are not enough items with events, the rest of the places is free.
        const std::size_t places = std::max(textOnlyPlaces(limit), limit - std::min(limit, knownLeft));
        keepStrongest(known, limit);
        keepStrongest(textOnly, places);
        known.insert(known.end(), textOnly.begin(), textOnly.end());
        keepStrongest(known, limit);
        return known;
    }

    static void keepStrongest(Strengths &list, std::size_t limit)
    {
        const std::size_t count = std::min(limit, list.size());
        std::partial_sort(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(count), list.end(),
                          [](const auto &a, const auto &b) {
                              return a.first != b.first ? a.first > b.first : a.second < b.second;
                          });
        list.resize(count);
    }

    ItemDirectory m_catalogue;
    PopularItems m_popular;
    std::vector<float> m_counts; ///< by trained item: users who know it
    ItemDirectory m_trained;
    std::vector<char> m_isKnown; ///< by catalogue item: 1 where it has an event that was learned from
    TransitionModel m_model;
    SparseRows m_coldLikes; ///< by trained item: untrained items of the catalogue that are like it
    std::vector<std::optional<std::uint32_t>> m_placeInCatalogue; ///< by trained item; none = not active
    std::vector<float> m_strengths;                               ///< by trained item; 0 between queries
    std::vector<float> m_candidates;                              ///< by catalogue item; 0 between queries
};

} // namespace

std::unique_ptr<Model> makeItemTransitions(const TrainingInput &input)
{
    return std::make_unique<ItemTransitionsModel>(input);
}

std::unique_ptr<Recommender> loadItemTransitions(const ArtifactReader &artifact)
{
    return std::make_unique<ItemTransitionsRecommender>(artifact);
}

std::unique_ptr<LoadedScorer> loadItemTransitionsScorer(const ArtifactReader &artifact)
{
    return std::make_unique<ItemTransitionsScorer>(artifact);
}

} // namespace nsl::worker
