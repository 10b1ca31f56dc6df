// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "checkpoints.h"
#include "model.h"
#include "reporter.h"
#include "split.h"

#include <cstdint>
#include <string>

namespace nsl::worker
{

/// What the fits of a run have in common.
struct RunContext
{
    Reporter &reporter;
    const Checkpoints &checkpoints;
    RunProgress &progress;
};

/// Turns a fit on train and validation into lines and checkpoints. The steps of its progress are those of all
/// its epochs.
class RefitObserver : public FitObserver
{
public:
    RefitObserver(RunContext context, Model &model, std::int64_t epochs)
        : RefitObserver(context, model, "refitting", "refit_loss", epochs)
    {
    }

    void epochBegun(std::int64_t epoch, std::int64_t steps) override;
    void stepDone(std::int64_t epoch, std::int64_t step, std::int64_t steps, double loss) override;
    bool epochDone(std::int64_t epoch, double loss, double examplesPerSecond) override;

protected:
    RefitObserver(RunContext context, Model &model, std::string phase, std::string lossName,
                  std::int64_t epochs);
    void saveCheckpoint(std::int64_t epoch);

    RunContext m_run;
    Model &m_model;
    std::int64_t m_epochs;

private:
    std::string m_phase;
    std::string m_lossName;
    double m_lossSum = 0;
    std::int64_t m_losses = 0;
};

/// The same for a fit on train: validates after each epoch and notes the best one in the run's final metrics
/// (`best_epoch`, `validation_...`, `train_loss`).
class ValidatingObserver : public RefitObserver
{
public:
    /// @p patience: how many epochs without a better one end the fit; 0 = none does.
    ValidatingObserver(RunContext context, Model &model, const Split &split, std::int64_t epochs,
                       std::int64_t patience);

    bool epochDone(std::int64_t epoch, double loss, double examplesPerSecond) override;
    /// Whether another epoch should follow those that the run's progress has.
    bool wantsMore() const;

private:
    const Split &m_split;
    std::int64_t m_patience;
};

/// The epoch that validated best so far, 0 before the first.
std::int64_t bestEpoch(const RunProgress &progress);

} // namespace nsl::worker
