// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobtablemodel.h"

#include "numberformat.h"
#include "statustext.h"

#include <algorithm>
#include <cmath>

namespace nsl
{

std::optional<double> jobFraction(const TrainingJob &job)
{
    if (!isActive(job.status.value))
        return std::nullopt;
    const JobProgress &progress = job.progress;
    if (progress.steps > 0)
        return std::clamp(double(progress.step) / double(progress.steps), 0.0, 1.0);
    if (progress.epochs > 0 && progress.epoch > 0)
        return std::clamp(double(progress.epoch) / double(progress.epochs), 0.0, 1.0);
    return -1;
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
    // Before a twentieth is done, an extrapolation is a guess; in another phase it is wrong.
    if (!fraction || *fraction < 0.05 || *fraction >= 1 || !elapsed || *elapsed < 2 ||
        (job.progress.phase != JobPhase::Training && job.progress.phase != JobPhase::Refitting))
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

} // namespace nsl
