// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "containerpaths.h"
#include "reporter.h"

namespace nsl::worker
{

/// `evaluate`: makes the split of a run again from its events, tests the version in `input/data/model` on it
/// and writes `output/evaluation/per_user.csv` and `result.json`.
class EvaluationRun
{
public:
    EvaluationRun(ContainerPaths paths, Reporter &reporter)
        : m_paths(std::move(paths))
        , m_reporter(reporter)
    {
    }

    /// Throws Failure and Stopped; `output/evaluation/` is then not to be used.
    void run();

private:
    ContainerPaths m_paths;
    Reporter &m_reporter;
};

} // namespace nsl::worker
