// SPDX-License-Identifier: GPL-3.0-or-later
#include "popularityfamily.h"

#include "itemdirectory.h"
#include "traineditems.h"

#include <algorithm>

namespace nsl::worker
{

namespace
{

/// The same row for every history.
void repeatRow(const std::vector<float> &row, std::size_t times, std::vector<float> &scores)
{
    scores.clear();
    scores.reserve(row.size() * times);
    for (std::size_t i = 0; i < times; ++i) {
        scores.insert(scores.end(), row.begin(), row.end());
    }
}

class PopularityModel : public Model
{
public:
    explicit PopularityModel(const TrainingInput &input)
        : m_input(input)
    {
    }

    bool learnsInEpochs() const override { return false; }

    void fit(Portion portion, std::int64_t /*epochs*/, FitObserver & /*observer*/,
             const FitCheckpoint * /*from*/) override
    {
        const auto counts = m_input.split.itemCounts(portion);
        m_counts.assign(counts.begin(), counts.end());
    }

    void score(std::span<const History> histories, std::vector<float> &scores) override
    {
        repeatRow(m_counts, histories.size(), scores);
    }

    void write(ArtifactWriter &artifact) override
    {
        writeCatalogue(m_input, artifact);
        writeTrainedItems(m_input, artifact);
    }

private:
    TrainingInput m_input;
    std::vector<float> m_counts;
};

class PopularityScorer : public LoadedScorer
{
public:
    explicit PopularityScorer(TrainedItems trained)
        : m_trained(std::move(trained))
    {
    }

    const std::vector<std::string> &items() const override { return m_trained.ids; }
    void score(std::span<const History> histories, std::vector<float> &scores) override
    {
        repeatRow(m_trained.counts, histories.size(), scores);
    }

private:
    TrainedItems m_trained;
};

class PopularityRecommender : public Recommender
{
public:
    explicit PopularityRecommender(const ArtifactReader &artifact)
        : m_catalogue(readCatalogue(artifact))
        , m_popular(m_catalogue, readShares(artifact, m_catalogue.size()))
    {
    }

    Recommendations recommend(const Query &query) override
    {
        Recommendations result;
        result.items = m_popular.top(m_catalogue.allowed(query.exclude), query.limit);
        result.usedDefault = query.history.empty();
        result.defaultReason = result.usedDefault ? "no_db_embedding" : "";
        return result;
    }

private:
    ItemDirectory m_catalogue;
    PopularItems m_popular;
};

} // namespace

std::unique_ptr<Model> makePopularity(const TrainingInput &input)
{
    return std::make_unique<PopularityModel>(input);
}

std::unique_ptr<Recommender> loadPopularity(const ArtifactReader &artifact)
{
    return std::make_unique<PopularityRecommender>(artifact);
}

std::unique_ptr<LoadedScorer> loadPopularityScorer(const ArtifactReader &artifact)
{
    return std::make_unique<PopularityScorer>(readTrainedItems(artifact));
}

std::unique_ptr<Scorer> makePopularityBaseline(const Split &split)
{
    return std::make_unique<PopularityScorer>(trainedItems(split));
}

} // namespace nsl::worker
