// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "artifact.h"
#include "model.h"
#include "reporter.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace nsl::worker
{

/// How far a training run has come.
struct RunProgress
{
    bool refitting = false; ///< fitting on train and validation, after the epochs were chosen
    std::int64_t epoch = 0; ///< the last one completed in this phase
    std::int64_t steps = 0; ///< optimizer steps so far, over both fits
    std::map<std::string, double> finalMetrics; ///< what metrics.json will hold, as far as it is known
};

/// The state after the last completed epoch of a run, in its checkpoint folder: `<phase>-<epoch>/` in the
/// format of an artifact, and `progress.json`, which names it. Both are written under another name first, so
/// that a run that is killed at any moment leaves either the old checkpoint or the new one.
class Checkpoints
{
public:
    /// @p identity: digest of everything that decides the run's result; a checkpoint of another identity is
    /// not used.
    Checkpoints(std::filesystem::path folder, std::string identity)
        : m_folder(std::move(folder))
        , m_identity(std::move(identity))
    {
    }

    /// To be called when an epoch is done. A disk that does not take it costs a warning line, not the run.
    void save(const RunProgress &progress, const Model &model, Reporter &reporter) const;

    struct Loaded
    {
        RunProgress progress;
        ArtifactReader state; ///< verified in whole
    };
    /// The last checkpoint, if there is one that fits; one that does not fit costs a warning line.
    std::optional<Loaded> load(Reporter &reporter) const;

    /// Removes all of it, once the run is done.
    void clear() const noexcept;

private:
    void write(const RunProgress &progress, const Model &model) const;
    Loaded read() const;

    std::filesystem::path m_folder;
    std::string m_identity;
};

} // namespace nsl::worker
