// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evaluator.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace nsl::worker
{

/// A version as its run left it in its model folder (`artifact/`, `manifest.json`, `evaluation/split.csv`),
/// to be scored on any split: the live version on the split of a new run, or any version on a common split.
class TrainedVersion
{
public:
    /// Reads and verifies the folder. Throws Failure with a sentence that says what does not fit.
    explicit TrainedVersion(const std::filesystem::path &modelFolder);

    struct Result
    {
        Evaluation evaluation;        ///< metrics are empty when no pair is left
        std::size_t droppedPairs = 0; ///< pairs left out because the version was trained on them
    };

    /// Tests the version on the test items of @p split. A pair that the version was trained on is left out:
    /// one whose event was there when its data were taken, unless it was that user's own test pair. Items of
    /// the split that the version does not know rank behind all that it knows, by id. Throws Stopped.
    Result testOn(const Split &split, const EvaluationProgress &progress = {});

    const std::string &artifactSha256() const { return m_artifactSha256; }
    const std::string &jobName() const { return m_jobName; } ///< empty where the manifest has none

private:
    void readTestRows(const std::filesystem::path &splitFile);
    bool wasTrainedOn(const std::string &user, std::int64_t testRow) const;

    std::unique_ptr<LoadedScorer> m_scorer;
    std::string m_artifactSha256;
    std::string m_jobName;
    std::int64_t m_throughEventId = 0;
    std::map<std::string, std::int64_t, std::less<>> m_testRows; ///< by user, of the version's own split
};

} // namespace nsl::worker
