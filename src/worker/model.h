// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "artifact.h"
#include "familyoptions.h"
#include "scorer.h"
#include "split.h"

#include <cstdint>
#include <memory>
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
    /// Before each epoch (from 1): how many batches it has.
    virtual void epochBegun(std::int64_t epoch, std::int64_t steps) = 0;
    /// After each batch: its place in the epoch (from 1) and its mean loss.
    virtual void stepDone(std::int64_t epoch, std::int64_t step, std::int64_t steps, double loss) = 0;
    /// After each epoch: the mean loss over its examples, and how fast they went. Returns whether to go on.
    virtual bool epochDone(std::int64_t epoch, double loss, double examplesPerSecond) = 0;
};

/// Where an interrupted fit goes on.
struct FitCheckpoint
{
    std::int64_t epoch = 0;      ///< the last epoch that was completed
    const ArtifactReader &state; ///< what Model::saveFit() wrote after it
};

/// A model that can be fitted, scored and written. It scores for the items of the interactions.
class Model : public Scorer
{
public:
    /// Whether it learns in epochs; one that does not is fitted in a single pass.
    virtual bool learnsInEpochs() const = 0;
    /// Fits from scratch, the same way each time for the same seed; or, from a checkpoint of the same fit,
    /// the epochs after it, which gives the same model to the last bit. Throws Stopped and Failure.
    virtual void fit(Portion portion, std::int64_t epochs, FitObserver &observer,
                     const FitCheckpoint *from = nullptr) = 0;
    /// To be called from FitObserver::epochDone(): adds what fit() needs to go on after that epoch.
    virtual void saveFit(ArtifactWriter & /*state*/) const {}
    /// Writes everything needed to serve the whole catalogue and to score the version again, all but
    /// ArtifactWriter::finish().
    virtual void write(ArtifactWriter &artifact) = 0;
};

/// One raw event of the user who asks.
struct RawEvent
{
    std::string itemId;
    float weight = 0;
    std::int64_t timestamp = 0; ///< Unix time in milliseconds
};

struct Query
{
    std::vector<RawEvent> history; ///< oldest first
    std::vector<std::string> exclude;
    std::size_t limit = 0;
};

struct Recommendations
{
    /// Item id and score, best first. What a score means is the family's: 1 / (1 + cosine distance) of the
    /// two-tower GRU; the strength with which the user's last items lead to the item of the item transitions
    /// (0 and more, 0 = nothing leads there); the share of users who know the item where the list is one of
    /// popular items.
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
    /// Length of the vectors it compares; 0 where it has none.
    virtual std::int64_t dimension() const { return 0; }
};

} // namespace nsl::worker
