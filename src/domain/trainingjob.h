// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics.h"
#include "recordid.h"
#include "states.h"

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>

#include <optional>

namespace nsl
{

/// Where a running job is: steps are counted within an epoch, epochs within a fit.
struct JobProgress
{
    Reported<JobPhase> phase;
    int epoch = 0;
    int epochs = 0;
    qint64 step = 0;
    qint64 steps = 0;
    std::optional<double> fraction = {}; ///< of the whole run, where the server says so; see runFraction()

    friend bool operator==(const JobProgress &, const JobProgress &) = default;
};

/// Something that a run lost or left out.
struct RunWarning
{
    QString code; ///< what kind, for programs
    QString text; ///< one sentence with the names it concerns
    qint64 count = 0;

    friend bool operator==(const RunWarning &, const RunWarning &) = default;
};

/// One execution of training; never overwritten, a successful one makes a new version.
struct TrainingJob
{
    RecordId id;
    /// "train-<id>-<unix seconds>": what every request names it by. Where a server gives no name, its id's
    /// text.
    QString jobName;
    QString displayName; ///< "<template name> · <job name>"
    QString label;
    QString description;
    Reported<JobStatus> status;
    QDateTime createdAt;
    QDateTime startedAt;
    QDateTime completedAt;
    QDateTime updatedAt;
    std::optional<RecordId> templateId;
    std::optional<RecordId> modelId;
    std::optional<RecordId> familyId;
    std::optional<int> version;              ///< its number in the family, once Succeeded
    Reported<ApprovalStatus> approvalStatus; ///< text is empty until the run Succeeded
    Metrics metrics;
    QString failureReason;
    QString executionArn;
    JobProgress progress;
    std::optional<double> durationSeconds;
    QMap<QString, double>
        phaseSeconds;            ///< time spent per phase (the phase's word); only phases that were entered
    int resumes = 0;             ///< how often it went on from a checkpoint
    QJsonObject trainingOptions; ///< options as they were asked for, defaults filled in
    QList<RunWarning> warnings;  ///< in order of first appearance
    QString manifestDigest;
    QString configDigest;
    qint64 rev = 0;

    friend bool operator==(const TrainingJob &, const TrainingJob &) = default;
};

/// What a person asks for when starting a run.
struct TrainingRequest
{
    /// A run to repeat: its manifest decides about template, family, options and data. Empty = a new choice.
    QString fromJobName;
    RecordId templateId;
    std::optional<RecordId> familyId;
    QJsonObject options; ///< epochs, batch_size, learning_rate and the family's own
    QString note;
};

/// The server's answer to a start.
struct TrainingStarted
{
    RecordId jobId;
    QString jobName;
    QString executionArn;
    QString warning; ///< dropped signals, unused options
    TrainingJob job;
};

/// A job's measurements and manifest.
struct JobMetrics
{
    QString jobName;
    Reported<JobStatus> status;
    Metrics finalMetrics;
    QList<MetricSeries> series;
    /// The series are all there is and replace what a reader has, although it asked only for what is new.
    bool whole = false;
    QJsonObject manifest; ///< empty until the run has one
    std::optional<double> durationSeconds;
};

/// One line of a job's log.
struct LogEvent
{
    qint64 id = 0;
    QDateTime timestamp;
    QString level; ///< "info", "warning", "error" or what the server says
    QString message;

    friend bool operator==(const LogEvent &, const LogEvent &) = default;
};

/// A page of a log; nextToken is empty at its end.
struct LogPage
{
    QString jobName;
    QList<LogEvent> events;
    QString nextToken;
};

} // namespace nsl
