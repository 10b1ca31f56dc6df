// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace nsl::worker
{

/// Where the container contract keeps things, below one root (`/opt/ml` in a container).
class ContainerPaths
{
public:
    explicit ContainerPaths(std::filesystem::path root)
        : m_root(std::move(root))
    {
    }

    /// NSL_WORKER_ROOT, or `/opt/ml` where it is unset or empty.
    static ContainerPaths fromEnvironment();

    const std::filesystem::path &root() const { return m_root; }
    std::filesystem::path hyperparameters() const { return m_root / "input/config/hyperparameters.json"; }
    std::filesystem::path inputDataConfig() const { return m_root / "input/config/inputdataconfig.json"; }
    std::filesystem::path runConfig() const { return m_root / "input/config/run.json"; }
    std::filesystem::path events() const { return m_root / "input/data/events/events.csv"; }
    std::filesystem::path items() const { return m_root / "input/data/items/items.jsonl"; }
    /// The model folder of the version that was live when the run began; optional.
    std::filesystem::path liveModel() const { return m_root / "input/data/live"; }
    /// The model folder of the version that `evaluate` is about.
    std::filesystem::path scoredModel() const { return m_root / "input/data/model"; }
    std::filesystem::path model() const { return m_root / "model"; }
    std::filesystem::path artifact() const { return m_root / "model/artifact"; }
    std::filesystem::path checkpoints() const { return m_root / "checkpoints"; }
    std::filesystem::path evaluation() const { return m_root / "output/evaluation"; }
    std::filesystem::path failure() const { return m_root / "output/failure"; }

    /// Empties `model/` and removes an old `output/failure`, so that nothing of an earlier run can be taken
    /// for this one's. Throws Failure when the folders cannot be made.
    void prepareModel() const;
    /// The same for `evaluate`: empties `output/evaluation/`.
    void prepareEvaluation() const;
    /// Removes what a run that did not finish has written.
    void removeModel() const noexcept;
    void removeEvaluation() const noexcept;
    /// Writes `output/failure`; an error in doing so is ignored, as the sentence is on stderr as well.
    void writeFailure(const std::string &sentence) const noexcept;

private:
    void requireInput() const;

    std::filesystem::path m_root;
};

/// A whole small file. Throws Failure when it is missing, unreadable or longer than @p maxBytes.
std::string readSmallFile(const std::filesystem::path &file, std::size_t maxBytes);
/// Writes and flushes a file. Throws Failure when the disk does not take it.
void writeFile(const std::filesystem::path &file, std::string_view bytes);

} // namespace nsl::worker
