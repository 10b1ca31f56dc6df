// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/rundirectory.h"

#include <QString>

#include <optional>

namespace nsl
{

/// What a worker says of its last checkpoint in checkpoints/progress.json:
/// {"steps":N,"epoch":e,"phase":"training"|"refitting"}. Measurements of later steps come again.
struct Checkpoint
{
    qint64 steps = 0;
    int epoch = 0;
    QString phase;
};

/// The checkpoint from which the run in this directory can go on: it is described legibly, and the run's
/// configuration and data are still there. Nothing where one of these is missing.
std::optional<Checkpoint> usableCheckpoint(const RunDirectory &directory);

} // namespace nsl
