// SPDX-License-Identifier: GPL-3.0-or-later
#include "trainedversion.h"

#include "artifact.h"
#include "containerpaths.h"
#include "csvreader.h"
#include "failure.h"
#include "familyregistry.h"
#include "sha256.h"
#include "stopsignal.h"

#include <charconv>
#include <limits>

namespace nsl::worker
{

namespace
{

constexpr std::size_t maxManifestBytes = 16 * 1024 * 1024;

/// A loaded version in the numbering of a split: what the version does not know is left out of histories and
/// stands behind everything else in the rows.
class RenumberedScorer : public Scorer
{
public:
    RenumberedScorer(LoadedScorer &scorer, const std::vector<std::string> &items)
        : m_scorer(scorer)
        , m_known(items.size(), absent)
    {
        const auto &known = scorer.items();
        std::size_t next = 0;
        for (std::size_t item = 0; item < items.size(); ++item) {
            while (next < known.size() && ItemIdLess()(known[next], items[item])) {
                ++next;
            }
            if (next < known.size() && known[next] == items[item]) {
                m_known[item] = static_cast<std::uint32_t>(next);
            }
        }
    }

    void score(std::span<const History> histories, std::vector<float> &scores) override
    {
        std::vector<std::vector<Interaction>> renumbered;
        for (const History &history : histories) {
            std::vector<Interaction> known;
            for (Interaction interaction : history) {
                interaction.item = m_known[interaction.item];
                if (interaction.item != absent) {
                    known.push_back(interaction);
                }
            }
            renumbered.push_back(std::move(known));
        }
        m_scorer.score(std::vector<History>(renumbered.begin(), renumbered.end()), m_knownScores);
        const std::size_t width = m_scorer.items().size();
        scores.assign(histories.size() * m_known.size(), -std::numeric_limits<float>::infinity());
        for (std::size_t row = 0; row < histories.size(); ++row) {
            for (std::size_t item = 0; item < m_known.size(); ++item) {
                if (m_known[item] != absent) {
                    scores[row * m_known.size() + item] = m_knownScores[row * width + m_known[item]];
                }
            }
        }
    }

private:
    static constexpr std::uint32_t absent = 0xffffffffU;

    LoadedScorer &m_scorer;
    std::vector<std::uint32_t> m_known; ///< by item of the split: its number in the version
    std::vector<float> m_knownScores;
};

} // namespace

TrainedVersion::TrainedVersion(const std::filesystem::path &modelFolder)
{
    const std::filesystem::path manifestFile = modelFolder / "manifest.json";
    const nlohmann::json manifest =
        nlohmann::json::parse(readSmallFile(manifestFile, maxManifestBytes), nullptr, false);
    const nlohmann::json::json_pointer through("/dataset/through_event_id");
    if (!manifest.is_object() || !manifest.contains(through) || !manifest[through].is_number_integer()) {
        throw Failure("The manifest " + manifestFile.string() +
                      " does not say up to which event the version was trained (dataset.through_event_id).");
    }
    m_throughEventId = manifest[through].get<std::int64_t>();
    if (const auto name = manifest.find("job_name"); name != manifest.end() && name->is_string()) {
        m_jobName = name->get<std::string>();
    }
    m_artifactSha256 = sha256OfTree(modelFolder / "artifact");
    const nlohmann::json::json_pointer recorded("/artifact/sha256");
    if (manifest.contains(recorded) && manifest[recorded].is_string() &&
        manifest[recorded].get_ref<const std::string &>() != m_artifactSha256) {
        throw Failure("The artifact in " + modelFolder.string() +
                      " is not the one that its manifest describes: its SHA-256 differs; restore it from a "
                      "backup or train again.");
    }
    readTestRows(modelFolder / "evaluation/split.csv");
    const ArtifactReader artifact(modelFolder / "artifact", "");
    m_scorer = familyFor(artifact.family()).loadScorer(artifact);
}

void TrainedVersion::readTestRows(const std::filesystem::path &splitFile)
{
    CsvReader reader(splitFile, {"user_id", "validation_item_id", "test_item_id", "test_row"});
    std::vector<std::string> fields;
    while (reader.next(fields)) {
        if ((m_testRows.size() & 1023) == 0) {
            throwIfStopped();
        }
        std::int64_t row = 0;
        const std::string &text = fields[3];
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), row);
        if (error != std::errc() || end != text.data() + text.size()) {
            reader.fail("test_row must be a whole number");
        }
        m_testRows.insert_or_assign(fields[0], row);
    }
}

bool TrainedVersion::wasTrainedOn(const std::string &user, std::int64_t testRow) const
{
    if (testRow > m_throughEventId) {
        return false;
    }
    const auto own = m_testRows.find(user);
    return own == m_testRows.end() || own->second != testRow;
}

TrainedVersion::Result TrainedVersion::testOn(const Split &split, const EvaluationProgress &progress)
{
    Result result;
    std::vector<std::uint32_t> users;
    for (const std::uint32_t user : split.evaluatedUsers()) {
        if (wasTrainedOn(split.interactions().users[user],
                         split.target(user, Portion::TrainAndValidation).row)) {
            ++result.droppedPairs;
        } else {
            users.push_back(user);
        }
    }
    RenumberedScorer scorer(*m_scorer, split.interactions().items);
    result.evaluation = evaluate(scorer, split, Portion::TrainAndValidation, users, progress);
    return result;
}

} // namespace nsl::worker
