// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "platformprocess.h"

#include <QTemporaryDir>

namespace nsl::test
{

/// A workspace with a catalogue of any size and a version of the two-tower GRU for it. Training on it would
/// take most of an hour, so only the training is replaced: the artifact is written by the worker's own code
/// (item vectors in clusters, a user tower that follows the user's last items, the search graph built and
/// measured as in a run), and a script in the worker's place hands it out when asked to train. Everything
/// else is real: import, registry, promotion, the serving worker.
class SyntheticVersion
{
public:
    static constexpr int users = 2000;
    static constexpr int eventsPerUser = 20;

    explicit SyntheticVersion(int items);

    /// Writes the artifact and the files to import. Prints what the index came to.
    bool prepare();
    /// Starts the platform with the script and imports. False with a line on stdout.
    bool start(PlatformProcess &platform) const;
    /// The job name of an approved version; empty when that failed.
    QString train(PlatformProcess &platform, int seed) const;

private:
    bool writeArtifact() const;
    bool writeImports() const;

    int m_items;
    QTemporaryDir m_folder;
};

/// Promotes and follows the deployment; milliseconds, or -1.
double promote(PlatformProcess &platform, const QString &jobName);

/// Resident memory of a process in MiB, and of its serving children.
double residentMiB(qint64 pid);
QList<qint64> servingChildren(qint64 pid);
/// Processor time that a process has used so far, in seconds: unlike a speed, it does not depend on what else
/// the machine does.
double processorSeconds(qint64 pid);

} // namespace nsl::test
