// SPDX-License-Identifier: GPL-3.0-or-later
#include "runfraction.h"

#include <algorithm>
#include <cmath>

namespace nsl
{

namespace
{

// The second fit costs about as much as the first one; what follows is short beside them.
constexpr double firstFitEnds = 0.5;
constexpr double secondFitEnds = 0.9;
constexpr double testEnds = 0.96;
constexpr double indexEnds = 0.98;
/// Of an epoch, the rest being its validation.
constexpr double fitOfEpoch = 0.9;

double shareOf(qint64 done, qint64 all)
{
    return all > 0 ? std::clamp(double(done) / double(all), 0.0, 1.0) : 1.0;
}

/// Of all epochs of a fit, inside one of which `share` is done.
double ofEpochs(const JobProgress &progress, double share)
{
    if (progress.epochs <= 0)
        return share;
    const double before = std::max(0, progress.epoch - 1);
    return std::clamp((before + (progress.epoch > 0 ? share : 0)) / progress.epochs, 0.0, 1.0);
}

} // namespace

std::optional<double> runFraction(const TrainingJob &job)
{
    const JobProgress &progress = job.progress;
    if (progress.fraction && std::isfinite(*progress.fraction) && *progress.fraction >= 0)
        return std::min(*progress.fraction, 1.0);
    const double share = shareOf(progress.step, progress.steps);
    const bool refitted = job.phaseSeconds.contains(toText(JobPhase::Refitting));
    switch (progress.phase.value) {
    case JobPhase::Training:
        return firstFitEnds * ofEpochs(progress, progress.steps > 0 ? share * fitOfEpoch : 1);
    case JobPhase::Refitting:
        return firstFitEnds + (secondFitEnds - firstFitEnds) * ofEpochs(progress, share);
    case JobPhase::Evaluating:
        // After an epoch of the first fit, or the test of the finished model.
        if (refitted)
            return secondFitEnds + (testEnds - secondFitEnds) * share;
        return firstFitEnds * ofEpochs(progress, fitOfEpoch + (1 - fitOfEpoch) * share);
    case JobPhase::Indexing:
        return testEnds + (indexEnds - testEnds) * (progress.steps > 0 ? share : 0);
    case JobPhase::Packaging:
        return indexEnds + (1 - indexEnds) / 2 * (progress.steps > 0 ? share : 0);
    case JobPhase::Unknown:
        if (progress.epochs > 0 && progress.epoch > 0)
            return ofEpochs(progress, share);
        return progress.steps > 0 ? std::optional(share) : std::nullopt;
    case JobPhase::Preparing:
        break;
    }
    return std::nullopt;
}

} // namespace nsl
