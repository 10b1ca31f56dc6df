// SPDX-License-Identifier: GPL-3.0-or-later
#include "trainingrun.h"

#include "failure.h"
#include "fitobservers.h"
#include "manifest.h"
#include "popularityfamily.h"
#include "sha256.h"
#include "stopsignal.h"
#include "torchruntime.h"
#include "trainedversion.h"

#include <optional>

namespace nsl::worker
{

namespace
{

std::uintmax_t bytesIn(const std::filesystem::path &folder)
{
    std::uintmax_t bytes = 0;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(folder)) {
        bytes += entry.is_regular_file() ? entry.file_size() : 0;
    }
    return bytes;
}

std::string countText(std::size_t users, std::size_t items)
{
    return std::to_string(users) + (users == 1 ? " user" : " users") + " and " + std::to_string(items) +
           (items == 1 ? " item" : " items");
}

void requireEnoughData(const Interactions &data, const Split &split, const OptionValues &options)
{
    if (split.evaluatedUsers().size() >= 2 && split.candidates().size() >= 2) {
        return;
    }
    throw Failure(
        "There is too little data to evaluate a model on: with min_user_events " +
        std::to_string(options.integer("min_user_events")) + " and min_item_events " +
        std::to_string(options.integer("min_item_events")) + ", " +
        countText(data.coreUsers(), data.coreItems()) + " are left and " +
        std::to_string(split.evaluatedUsers().size()) +
        " of the users have the 3 items an evaluation needs; at least 2 users are needed, so collect more "
        "events or lower these options.");
}

/// Digest of all that decides what a run's fits come to.
std::string identityOf(const RunConfig &config, const OptionValues &options, const std::string &dataDigest)
{
    return sha256Hex(nlohmann::json{
        {"family", config.family},
        {"options", optionsJson(options)},
        {"data", dataDigest},
        {"learns_from", "everyone"},
        {"code_version", NSL_VERSION},
        {"torch_version",
         torchVersion()}}.dump());
}

} // namespace

void TrainingRun::report(const std::map<std::string, double> &metrics, const std::string &prefix)
{
    for (const auto &[name, value] : metrics) {
        m_progress.finalMetrics[prefix + name] = value;
        m_reporter.metric(prefix + name, value, m_progress.steps, m_progress.epoch, metricDirection(name));
    }
}

void TrainingRun::fit(Model &model, const Split &split, const Checkpoints &checkpoints, std::int64_t epochs,
                      std::int64_t patience)
{
    const RunContext context{m_reporter, checkpoints, m_progress};
    std::optional<Checkpoints::Loaded> saved =
        model.learnsInEpochs() ? checkpoints.load(m_reporter) : std::nullopt;
    std::optional<FitCheckpoint> from;
    if (saved) {
        m_progress = saved->progress;
        from.emplace(m_progress.epoch, saved->state);
        m_reporter.log(std::string("goes on after epoch ") + std::to_string(m_progress.epoch) + " of " +
                       (m_progress.refitting ? "the refit" : "the training"));
    }
    if (!m_progress.refitting) {
        ValidatingObserver observer(context, model, split, epochs, patience);
        if (!saved || observer.wantsMore()) {
            model.fit(Portion::Train, epochs, observer, from ? &*from : nullptr);
        }
        from.reset();
        if (!model.learnsInEpochs()) {
            m_reporter.progress("training", 1, 1, 1, 1);
            PhaseProgress phase(m_reporter, "evaluating", split.evaluatedUsers().size(), 1, 1);
            const Evaluation validation =
                evaluate(model, split, Portion::Train, [&](std::size_t done) { phase.reach(done); });
            report(validation.metrics, "validation_");
        }
        m_progress.refitting = true;
        m_progress.epoch = 0;
    }
    const std::int64_t chosen = model.learnsInEpochs() ? bestEpoch(m_progress) : 1;
    RefitObserver refit(context, model, chosen);
    model.fit(Portion::TrainAndValidation, chosen, refit, from ? &*from : nullptr);
    m_progress.epoch = chosen;
}

void TrainingRun::test(Model &model, const TrainingInput &input)
{
    const Split &split = input.split;
    // A step of their own keeps these points apart from those that were printed before the last checkpoint.
    ++m_progress.steps;
    const std::size_t users = split.evaluatedUsers().size();
    std::error_code error;
    const std::size_t parts = std::filesystem::exists(m_paths.liveModel(), error) ? 3 : 2;
    PhaseProgress phase(m_reporter, "evaluating", parts * users, m_progress.epoch, m_progress.epoch);
    const auto progress = [&](std::size_t part) {
        return [&phase, users, part](std::size_t done) { phase.reach(part * users + done); };
    };
    const Evaluation tested = evaluate(model, split, Portion::TrainAndValidation, progress(0));
    report(tested.metrics, "");
    writeFile(m_paths.model() / "evaluation/per_user.csv", perUserCsv(tested, split.interactions()));
    const std::unique_ptr<Scorer> baseline = makePopularityBaseline(split);
    report(evaluate(*baseline, split, Portion::TrainAndValidation, progress(1)).metrics, "baseline_");
    if (parts == 3) {
        testLive(split, progress(2));
    }
    phase.finish();
}

void TrainingRun::testLive(const Split &split, const EvaluationProgress &progress)
{
    try {
        TrainedVersion live(m_paths.liveModel());
        const auto [evaluation, dropped] = live.testOn(split, progress);
        writeFile(m_paths.model() / "evaluation/live_per_user.csv",
                  perUserCsv(evaluation, split.interactions()));
        const nlohmann::json facts = {
            {"artifact_sha256", live.artifactSha256()},
            {"job_name", live.jobName().empty() ? nlohmann::json() : nlohmann::json(live.jobName())},
            {"users", evaluation.users.size()},
            {"dropped_pairs", dropped}};
        writeFile(m_paths.model() / "evaluation/live.json", facts.dump(2) + '\n');
        report(evaluation.metrics, "live_");
        m_reporter.log("the live version was scored on " + std::to_string(evaluation.users.size()) +
                       " users of this split; " + std::to_string(dropped) +
                       " pairs were left out because it was trained on them");
    } catch (const Failure &failure) {
        m_reporter.log(std::string("warning: the live version is not scored: ") + failure.what());
    }
}

void TrainingRun::run()
{
    const std::string startedAt = utcNow();
    m_paths.prepareModel();
    m_reporter.progress("preparing", 0, 1, 0, 0);
    const RunConfig config = readRunConfig(m_paths);
    const FamilyEntry &family = familyFor(config.family);
    const OptionValues options = resolveOptions(config.family, family.options(), config.given);
    setComputeThreads(static_cast<int>(options.integer("threads")));

    const EventLog events = readEvents(m_paths.events());
    const std::vector<CatalogueItem> catalogue = readActiveItems(m_paths.items());
    const Interactions data =
        prepareInteractions(events, options.integer("min_user_events"), options.integer("min_item_events"));
    const Split split(data);
    m_reporter.log(config.family + ": " + std::to_string(events.events.size()) + " events; learns from " +
                   std::to_string(data.count) + " interactions of " +
                   countText(data.users.size(), data.items.size()) + "; is evaluated on " +
                   countText(split.evaluatedUsers().size(), split.candidates().size()));
    requireEnoughData(data, split, options);
    const std::string splitText = split.csv();
    writeFile(m_paths.model() / "evaluation/split.csv", splitText);
    const std::string dataDigest = sha256Hex(sha256OfFile(m_paths.events()) + sha256OfFile(m_paths.items()));
    m_reporter.progress("preparing", 1, 1, 0, 0);

    const TrainingInput input{split, catalogue, options, events.maxWeight};
    const std::unique_ptr<Model> model = family.make(input);
    const Checkpoints checkpoints(m_paths.checkpoints(), identityOf(config, options, dataDigest));
    if (model->learnsInEpochs()) {
        fit(*model, split, checkpoints, options.integer("epochs"), options.integer("patience"));
    } else {
        fit(*model, split, checkpoints, 1, 0);
    }
    test(*model, input);

    const std::int64_t epochs = m_progress.epoch;
    m_reporter.progress("indexing", 0, 1, epochs, epochs);
    ArtifactWriter artifact(m_paths.artifact());
    model->write(artifact);
    artifact.finish(config.family);
    throwIfStopped();
    m_reporter.progress("indexing", 1, 1, epochs, epochs);

    m_reporter.progress("packaging", 0, 1, epochs, epochs);
    writeFile(m_paths.model() / "metrics.json", metricsJson(m_progress.finalMetrics).dump(2) + '\n');
    const RunFacts facts{config,
                         options,
                         events,
                         data,
                         catalogue.size(),
                         dataDigest,
                         sha256Hex(splitText),
                         split.evaluatedUsers().size(),
                         startedAt,
                         utcNow(),
                         bytesIn(m_paths.artifact()),
                         sha256OfTree(m_paths.artifact()),
                         artifact.index};
    throwIfStopped();
    writeFile(m_paths.model() / "manifest.json", makeManifest(facts).dump(2) + '\n');
    checkpoints.clear();
    m_reporter.progress("packaging", 1, 1, epochs, epochs);
    m_reporter.log("artifact " + facts.artifactSha256);
}

} // namespace nsl::worker
