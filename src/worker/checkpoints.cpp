// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoints.h"

#include "containerpaths.h"
#include "failure.h"

namespace nsl::worker
{

namespace
{

namespace fs = std::filesystem;

constexpr const char *progressFile = "progress.json";
constexpr const char *stateKind = "checkpoint";
constexpr std::size_t maxProgressBytes = 64 * 1024;

std::string phaseOf(const RunProgress &progress)
{
    return progress.refitting ? "refitting" : "training";
}

std::string stateName(const std::string &phase, std::int64_t epoch)
{
    return phase + '-' + std::to_string(epoch);
}

std::int64_t wholeNumber(const nlohmann::json &object, const char *name)
{
    const auto it = object.find(name);
    if (it == object.end() || !it->is_number_integer() || it->get<std::int64_t>() < 0) {
        throw Failure(std::string(progressFile) + " is damaged.");
    }
    return it->get<std::int64_t>();
}

} // namespace

void Checkpoints::save(const RunProgress &progress, const Model &model, Reporter &reporter) const
{
    try {
        write(progress, model);
    } catch (const Failure &failure) {
        reporter.log(std::string("warning: no checkpoint was saved: ") + failure.what());
    } catch (const fs::filesystem_error &error) {
        reporter.log("warning: no checkpoint was saved: " + error.code().message());
    }
}

void Checkpoints::write(const RunProgress &progress, const Model &model) const
{
    const std::string phase = phaseOf(progress);
    const std::string name = stateName(phase, progress.epoch);
    const fs::path unfinished = m_folder / (name + ".part");
    fs::remove_all(unfinished);
    fs::create_directories(unfinished);
    ArtifactWriter state(unfinished);
    state.properties = {{"identity", m_identity},
                        {"phase", phase},
                        {"epoch", progress.epoch},
                        {"steps", progress.steps},
                        {"final_metrics", progress.finalMetrics}};
    model.saveFit(state);
    state.finish(stateKind);
    fs::remove_all(m_folder / name);
    fs::rename(unfinished, m_folder / name);
    const nlohmann::json pointer = {{"steps", progress.steps}, {"epoch", progress.epoch}, {"phase", phase}};
    const fs::path unfinishedPointer = m_folder / (std::string(progressFile) + ".part");
    writeFile(unfinishedPointer, pointer.dump() + '\n');
    fs::rename(unfinishedPointer, m_folder / progressFile);
    for (const auto &entry : fs::directory_iterator(m_folder)) {
        const std::string other = entry.path().filename().string();
        if (other != name && other != progressFile) {
            fs::remove_all(entry.path());
        }
    }
}

std::optional<Checkpoints::Loaded> Checkpoints::load(Reporter &reporter) const
{
    std::error_code error;
    if (!fs::exists(m_folder / progressFile, error)) {
        return std::nullopt;
    }
    try {
        return read();
    } catch (const Failure &failure) {
        reporter.log(std::string("warning: the checkpoint is not used, training begins anew: ") +
                     failure.what());
    } catch (const nlohmann::json::exception &) {
        reporter.log(
            "warning: the checkpoint is not used, training begins anew: its description is damaged.");
    }
    return std::nullopt;
}

Checkpoints::Loaded Checkpoints::read() const
{
    const nlohmann::json pointer =
        nlohmann::json::parse(readSmallFile(m_folder / progressFile, maxProgressBytes), nullptr, false);
    if (!pointer.is_object() || !pointer.contains("phase") ||
        (pointer["phase"] != "training" && pointer["phase"] != "refitting")) {
        throw Failure(std::string(progressFile) + " is damaged.");
    }
    RunProgress progress;
    progress.refitting = pointer["phase"] == "refitting";
    progress.epoch = wholeNumber(pointer, "epoch");
    ArtifactReader state(m_folder / stateName(phaseOf(progress), progress.epoch), "");
    const nlohmann::json &properties = state.properties();
    if (state.family() != stateKind || properties.value("identity", nlohmann::json()) != m_identity) {
        throw Failure(
            "It is one of a run with other options, other data or another version of this program.");
    }
    state.verifyAll();
    progress.steps = state.integer("steps", 0, INT64_MAX);
    progress.finalMetrics = properties.at("final_metrics").get<std::map<std::string, double>>();
    if (wholeNumber(pointer, "steps") != progress.steps || progress.epoch == 0) {
        throw Failure(std::string(progressFile) + " does not describe it.");
    }
    return {std::move(progress), std::move(state)};
}

void Checkpoints::clear() const noexcept
{
    std::error_code error;
    fs::remove_all(m_folder, error);
}

} // namespace nsl::worker
