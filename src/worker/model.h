// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "artifact.h"
#include "familyoptions.h"
#include "split.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace nsl::worker
{

/// What a family trains on. Everything referred to outlives the model.
struct TrainingInput
{
    const Split &split;
    const std::vector<CatalogueItem> &catalogue; ///< active items, sorted by id
    const OptionValues &options;
    float maxWeight = 0; ///< the largest event weight in the data
};

/// Follows a fit. Implementations may throw, which ends the fit.
class FitObserver
{
public:
    virtual ~FitObserver() = default;
    /// After each batch: its place in the epoch (from 1) and its mean loss.
    virtual void stepDone(std::int64_t epoch, std::int64_t step, std::int64_t steps, double loss) = 0;
    /// After each epoch (from 1): the mean loss over its examples, and how fast they went.
    virtual void epochDone(std::int64_t epoch, double loss, double examplesPerSecond) = 0;
};

/// A model that can be fitted, scored and written.
class Model
{
public:
    virtual ~Model() = default;

    /// Whether it learns in epochs; one that does not is fitted in a single pass.
    virtual bool learnsInEpochs() const = 0;
    /// Fits from scratch, the same way each time for the same seed. Throws Stopped and Failure.
    virtual void fit(Portion portion, std::int64_t epochs, FitObserver &observer) = 0;
    /// For each history one row with a score for every item of the interactions: higher is better.
    virtual void score(std::span<const History> histories, std::vector<float> &scores) = 0;
    /// Writes everything needed to serve the whole catalogue, all but ArtifactWriter::finish().
    virtual void write(ArtifactWriter &artifact) = 0;
};

/// One raw event of the user who asks.
struct RawEvent
{
    std::string itemId;
    float weight = 0;
    std::int64_t timestamp = 0;
};

struct Query
{
    std::vector<RawEvent> history; ///< oldest first
    std::vector<std::string> exclude;
    std::size_t limit = 0;
};

struct Recommendations
{
    /// Item id and score, best first. The score is 1 / (1 + cosine distance), or the share of users who know
    /// the item where the list is one of popular items.
    std::vector<std::pair<std::string, double>> items;
    bool usedDefault = false;
    std::string defaultReason; ///< empty unless usedDefault
};

/// A loaded version that answers queries. Not thread-safe.
class Recommender
{
public:
    virtual ~Recommender() = default;
    virtual Recommendations recommend(const Query &query) = 0;
};

} // namespace nsl::worker
