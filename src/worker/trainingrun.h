// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "containerpaths.h"
#include "familyregistry.h"
#include "reporter.h"
#include "runconfig.h"

#include <map>
#include <string>

namespace nsl::worker
{

/// One training run by the container contract: reads `input/`, validates each epoch, fits again on train and
/// validation for as many epochs as validated best, tests that fit, and writes `model/`.
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
    /// Fits on train and returns how many epochs validated best.
    std::int64_t chooseEpochs(Model &model, const Split &split, std::int64_t epochs);
    void report(const std::map<std::string, double> &metrics, const std::string &prefix, std::int64_t epoch);

    ContainerPaths m_paths;
    Reporter &m_reporter;
    std::int64_t m_steps = 0; ///< optimizer steps so far, over both fits
    std::map<std::string, double> m_final;
};

/// The number of threads that a run's configuration asks for, 1 where it does not say (or says nonsense,
/// which TrainingRun::run() reports).
int requestedThreads(const ContainerPaths &paths);

} // namespace nsl::worker
