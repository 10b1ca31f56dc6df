// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/rundirectory.h"

#include <QJsonObject>
#include <QJsonValue>

namespace nsl
{

/// What a run is told, and what of it goes into its manifest.
struct RunFacts
{
    QJsonObject plan; ///< template, family, options, dataset (with the export's facts once they are known)
    QJsonValue parentVersion;
    QJsonValue liveJobName;      ///< of the version that was live when the run started
    QString codeVersion;         ///< see programVersion(); empty for nsl-worker, which says its own
    bool hasLiveChannel = false; ///< that version's model is shown to the worker
};

/// Writes the files under input/config (contract 4): hyperparameters, channels, resources, and run.json with
/// what only the platform knows.
Outcome<Done> writeRunConfiguration(const RunDirectory &directory, const QString &jobName,
                                    const RunFacts &facts);

/// The facts of a run that was configured before and goes on: `plan` as it was given to the job, with the
/// dataset's facts, parent and live version as the run was told then.
Outcome<RunFacts> readRunFacts(const RunDirectory &directory, const QJsonObject &plan);

} // namespace nsl
