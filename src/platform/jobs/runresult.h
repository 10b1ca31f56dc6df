// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics.h"
#include "outcome.h"
#include "plainfile.h"
#include "rundirectory.h"

#include <QJsonObject>
#include <QStringList>

#include <atomic>
#include <limits>

namespace nsl
{

/// SHA-256 of an artifact folder: over the lines `<sha256>  <path>\n` of its files, sorted by path (contract
/// 4). Links and folders without files are errors: an artifact holds plain files only. So is `cancelled`,
/// which is looked at before each block of a file, and what is against the rules.
struct ArtifactDigest
{
    QString sha256;
    qint64 bytes = 0;
};
struct ArtifactRules
{
    qint64 maxBytes = std::numeric_limits<qint64>::max(); ///< of all files together, as they are read
    HardLinks hardLinks = HardLinks::Allowed;             ///< a backup of other programs may have made some
};
Outcome<ArtifactDigest> digestArtifact(const QString &folder, const std::atomic<bool> *cancelled = nullptr,
                                       const ArtifactRules &rules = {});

/// What a worker left under model/, read with limits and checked against its own checksum.
struct RunResult
{
    QJsonObject workerManifest;
    Metrics metrics;            ///< values may be NaN or infinite
    QStringList droppedMetrics; ///< names of what is no metric: without a number, or too many
    QString metricsProblem;     ///< why there are no metrics, where their file cannot be used
    ArtifactDigest artifact;
    QJsonObject live; ///< evaluation/live.json: the live version on this run's split; empty without it
};

/// What must be there. Our worker leaves manifest.json, metrics.json and the artifact's checksum in the
/// manifest; another program only owes files under model/artifact. What it does leave is held to the same
/// limits.
enum class RunOutput { Ours, Plugin };

constexpr qint64 defaultMaxArtifactBytes = 4LL * 1024 * 1024 * 1024;

/// Reads and checks it; long for a big artifact, so not for the writer's thread. A model is never lost to a
/// metric: what cannot be used of metrics.json is left out and named. An artifact of more than
/// `maxArtifactBytes` and a file with a second name outside of it are errors, and so is `cancelled`.
Outcome<RunResult> readRunResult(const RunDirectory &directory, RunOutput output = RunOutput::Ours,
                                 qint64 maxArtifactBytes = defaultMaxArtifactBytes,
                                 const std::atomic<bool> *cancelled = nullptr);

/// `sha256:<sha256 of the file>`: the code version of a program that need not say its own. Error where the
/// file cannot be read, is larger than 256 MiB, or `cancelled`.
Outcome<QString> programVersion(const QString &program, const std::atomic<bool> &cancelled);

/// The names and facts that only the platform knows.
struct ManifestFacts
{
    QJsonObject
        plan; ///< template, family, options and dataset as fixed at the start, with the export's facts
    QString jobName;
    QJsonValue parentVersion;
    QJsonValue liveJobName;
    QString codeVersion; ///< stands in where the worker's manifest names none; empty = not known
    QString startedAt;
    QString finishedAt;
};

/// The whole manifest (contract 2.5): what the worker wrote, with the platform's facts over it.
QJsonObject wholeManifest(const RunResult &result, const ManifestFacts &facts);

/// SHA-256 of the canonical JSON of what makes a run repeatable: template, family, options, dataset digest,
/// evaluation protocol and split, code and torch version (contract 2.5).
QString configDigest(const QJsonObject &manifest);

} // namespace nsl
