// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobtablemodel.h"

#include "numberformat.h"
#include "runfraction.h"
#include "statustext.h"

#include <algorithm>
#include <cmath>

namespace nsl
{

std::optional<double> jobFraction(const TrainingJob &job)
{
    if (!isActive(job.status.value))
        return std::nullopt;
    return runFraction(job).value_or(-1);
}

std::optional<double> jobDuration(const TrainingJob &job, const QDateTime &now)
{
    if (!isActive(job.status.value)) {
        if (job.durationSeconds)
            return job.durationSeconds;
        if (job.startedAt.isValid() && job.completedAt.isValid())
            return std::max(0.0, double(job.startedAt.msecsTo(job.completedAt)) / 1000);
        return std::nullopt;
    }
    if (!job.startedAt.isValid() || !now.isValid())
        return std::nullopt;
    return std::max(0.0, double(job.startedAt.msecsTo(now)) / 1000);
}

std::optional<double> jobSecondsLeft(const TrainingJob &job, const QDateTime &now)
{
    const std::optional<double> fraction = jobFraction(job);
    const std::optional<double> elapsed = jobDuration(job, now);
    // Before a twentieth of the run is done, an extrapolation is a guess.
    if (!fraction || *fraction < 0.05 || *fraction >= 1 || !elapsed || *elapsed < 2)
        return std::nullopt;
    return *elapsed * (1 - *fraction) / *fraction;
}

QString jobProgressText(const TrainingJob &job, const QDateTime &now)
{
    const JobProgress &progress = job.progress;
    switch (job.status.value) {
    case JobStatus::Failed:
        return job.failureReason;
    case JobStatus::Stopped:
        return progress.epoch > 0 ? JobTableModel::tr("stopped at epoch %1").arg(progress.epoch) : QString();
    case JobStatus::Executing: {
        QString left;
        if (const std::optional<double> seconds = jobSecondsLeft(job, now))
            left = JobTableModel::tr("%1 left").arg(format::duration(std::max(1.0, std::ceil(*seconds))));
        const QString phase = statustext::of(progress.phase);
        const bool counted = progress.epochs > 0 &&
                             (progress.phase == JobPhase::Training || progress.phase == JobPhase::Refitting ||
                              progress.phase == JobPhase::Unknown);
        const QString epoch = counted ? JobTableModel::tr("epoch %1/%2")
                                            .arg(std::min(progress.epoch, progress.epochs))
                                            .arg(progress.epochs)
                                      : QString();
        if (progress.phase == JobPhase::Training && counted)
            return format::list({epoch, left});
        return format::list({phase, epoch, left});
    }
    case JobStatus::Unknown:
    case JobStatus::Queued:
    case JobStatus::Stopping:
    case JobStatus::Succeeded:
        break;
    }
    return {};
}

QString jobOutcomeText(const TrainingJob &job)
{
    const std::optional<double> seconds = jobDuration(job, {});
    const QString took = seconds ? format::duration(*seconds) : QString();
    switch (job.status.value) {
    case JobStatus::Succeeded:
        return took.isEmpty() ? JobTableModel::tr("Succeeded")
                              : JobTableModel::tr("Succeeded in %1").arg(took);
    case JobStatus::Failed:
        return took.isEmpty() ? JobTableModel::tr("Failed") : JobTableModel::tr("Failed after %1").arg(took);
    case JobStatus::Stopped:
        return took.isEmpty() ? JobTableModel::tr("Stopped")
                              : JobTableModel::tr("Stopped after %1").arg(took);
    case JobStatus::Unknown:
    case JobStatus::Queued:
    case JobStatus::Executing:
    case JobStatus::Stopping:
        break;
    }
    return {};
}

} // namespace nsl
