// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "checkpoints.h"
#include "containerpaths.h"
#include "evaluator.h"
#include "familyregistry.h"
#include "reporter.h"
#include "runconfig.h"

#include <map>
#include <string>

namespace nsl::worker
{

/// One training run by the container contract: reads `input/`, validates each epoch, fits again on train and
/// validation for as many epochs as validated best, tests that fit, and writes `model/`. Started again on the
/// same root it goes on after the last epoch of which there is a checkpoint, and ends with the same result.
class TrainingRun
{
public:
    TrainingRun(ContainerPaths paths, Reporter &reporter)
        : m_paths(std::move(paths))
        , m_reporter(reporter)
    {
    }

    /// Throws Failure and Stopped; `model/` is then not to be used.
    void run();

private:
    /// Fits on train and notes how many epochs validated best, then fits on train and validation.
    void fit(Model &model, const Split &split, const Checkpoints &checkpoints, std::int64_t epochs,
             std::int64_t patience);
    /// Tests the fitted model, the popularity baseline and the live version, and writes `evaluation/`.
    void test(Model &model, const TrainingInput &input);
    /// Scores the version that is live, if the run was given one. One that cannot be read is a warning line.
    void testLive(const Split &split, const EvaluationProgress &progress);
    void report(const std::map<std::string, double> &metrics, const std::string &prefix);

    ContainerPaths m_paths;
    Reporter &m_reporter;
    RunProgress m_progress;
};

} // namespace nsl::worker
