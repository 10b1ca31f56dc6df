// SPDX-License-Identifier: GPL-3.0-or-later
#include "trainingrun.h"

#include "evaluator.h"
#include "failure.h"
#include "manifest.h"
#include "popularityfamily.h"
#include "sha256.h"
#include "stopsignal.h"
#include "torchruntime.h"

#include <cmath>

namespace nsl::worker
{

namespace
{

constexpr std::int64_t stepsPerPoint = 10;
constexpr const char *selectionMetric = "ndcg_at_10";

/// Turns a fit's progress into lines; what happens after an epoch is the caller's.
class ReportingObserver : public FitObserver
{
public:
    ReportingObserver(Reporter &reporter, std::int64_t &steps, const char *phase, std::string lossName,
                      std::int64_t epochs)
        : m_reporter(reporter)
        , m_steps(steps)
        , m_phase(phase)
        , m_lossName(std::move(lossName))
        , m_epochs(epochs)
    {
    }

    void stepDone(std::int64_t epoch, std::int64_t step, std::int64_t steps, double loss) override
    {
        if (!std::isfinite(loss)) {
            throw Failure("The training loss is no longer a finite number after step " +
                          std::to_string(m_steps + 1) +
                          "; try a smaller learning_rate or a higher temperature.");
        }
        ++m_steps;
        m_lossSum += loss;
        if (++m_losses == stepsPerPoint || step == steps) {
            m_reporter.metric(m_lossName, m_lossSum / static_cast<double>(m_losses), m_steps, epoch, "min");
            m_reporter.progress(m_phase, step, steps, epoch, m_epochs);
            m_lossSum = 0;
            m_losses = 0;
        }
    }

    void epochDone(std::int64_t /*epoch*/, double /*loss*/, double examplesPerSecond) override
    {
        speed = examplesPerSecond;
    }

    double speed = 0;

protected:
    Reporter &m_reporter;
    std::int64_t &m_steps;

private:
    const char *m_phase;
    std::string m_lossName;
    std::int64_t m_epochs;
    double m_lossSum = 0;
    std::int64_t m_losses = 0;
};

/// Validates after each epoch and remembers which was best.
class ValidatingObserver : public ReportingObserver
{
public:
    ValidatingObserver(Reporter &reporter, std::int64_t &steps, Model &model, const Split &split,
                       std::int64_t epochs)
        : ReportingObserver(reporter, steps, "training", "train_loss", epochs)
        , m_model(model)
        , m_split(split)
        , m_epochs(epochs)
    {
    }

    void epochDone(std::int64_t epoch, double loss, double examplesPerSecond) override
    {
        ReportingObserver::epochDone(epoch, loss, examplesPerSecond);
        m_reporter.metric("loss", loss, m_steps, epoch, "min");
        m_reporter.metric("examples_per_second", examplesPerSecond, m_steps, epoch, "max", "1/s");
        m_reporter.progress("evaluating", 0, 1, epoch, m_epochs);
        const Evaluation evaluation = evaluate(m_model, m_split, Portion::Train);
        for (const auto &[name, value] : evaluation.metrics) {
            m_reporter.metric("validation_" + name, value, m_steps, epoch, metricDirection(name));
        }
        m_reporter.log("epoch " + std::to_string(epoch) + ": loss " + numberText(loss) +
                       ", validation NDCG@10 " + numberText(evaluation.metrics.at(selectionMetric)) + ", " +
                       std::to_string(std::llround(examplesPerSecond)) + " examples/s");
        if (bestEpoch == 0 || evaluation.metrics.at(selectionMetric) > bestMetrics.at(selectionMetric)) {
            bestEpoch = epoch;
            bestMetrics = evaluation.metrics;
            bestLoss = loss;
        }
    }

    std::int64_t bestEpoch = 0;
    double bestLoss = 0;
    std::map<std::string, double> bestMetrics;

private:
    Model &m_model;
    const Split &m_split;
    std::int64_t m_epochs;
};

std::uintmax_t bytesIn(const std::filesystem::path &folder)
{
    std::uintmax_t bytes = 0;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(folder)) {
        bytes += entry.is_regular_file() ? entry.file_size() : 0;
    }
    return bytes;
}

std::string countText(const Interactions &data)
{
    return std::to_string(data.users.size()) + (data.users.size() == 1 ? " user" : " users") + " and " +
           std::to_string(data.items.size()) + (data.items.size() == 1 ? " item" : " items");
}

void requireEnoughData(const Interactions &data, const Split &split, const OptionValues &options)
{
    if (split.evaluatedUsers().size() >= 2 && data.items.size() >= 2) {
        return;
    }
    throw Failure(
        "There is too little data to train on: with min_user_events " +
        std::to_string(options.integer("min_user_events")) + " and min_item_events " +
        std::to_string(options.integer("min_item_events")) + ", " + countText(data) + " are left and " +
        std::to_string(split.evaluatedUsers().size()) +
        " of the users have the 3 items an evaluation needs; at least 2 users are needed, so collect more "
        "events or lower these options.");
}

} // namespace

int requestedThreads(const ContainerPaths &paths)
{
    try {
        const RunConfig config = readRunConfig(paths);
        return static_cast<int>(
            resolveOptions(config.family, familyFor(config.family).options(), config.given)
                .integer("threads"));
    } catch (const Failure &) {
        return 1;
    }
}

void TrainingRun::report(const std::map<std::string, double> &metrics, const std::string &prefix,
                         std::int64_t epoch)
{
    for (const auto &[name, value] : metrics) {
        m_final[prefix + name] = value;
        m_reporter.metric(prefix + name, value, m_steps, epoch, metricDirection(name));
    }
}

std::int64_t TrainingRun::chooseEpochs(Model &model, const Split &split, std::int64_t epochs)
{
    ValidatingObserver observer(m_reporter, m_steps, model, split, epochs);
    model.fit(Portion::Train, epochs, observer);
    if (!model.learnsInEpochs()) {
        m_reporter.progress("evaluating", 0, 1, 1, 1);
        report(evaluate(model, split, Portion::Train).metrics, "validation_", 1);
        return 1;
    }
    for (const auto &[name, value] : observer.bestMetrics) {
        m_final["validation_" + name] = value;
    }
    m_final["train_loss"] = observer.bestLoss;
    m_final["loss"] = observer.bestLoss;
    m_final["examples_per_second"] = observer.speed;
    m_final["best_epoch"] = static_cast<double>(observer.bestEpoch);
    return observer.bestEpoch;
}

void TrainingRun::run()
{
    const std::string startedAt = utcNow();
    m_paths.prepareOutput();
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
    m_reporter.log(config.family + ": " + std::to_string(events.events.size()) +
                   " events; after preprocessing " + std::to_string(data.count) + " interactions of " +
                   countText(data));
    requireEnoughData(data, split, options);
    const std::string splitText = split.csv();
    writeFile(m_paths.model() / "evaluation/split.csv", splitText);

    const TrainingInput input{split, catalogue, options, events.maxWeight};
    const std::unique_ptr<Model> model = family.make(input);
    const std::int64_t epochs = model->learnsInEpochs() ? options.integer("epochs") : 1;
    const std::int64_t bestEpochs = chooseEpochs(*model, split, epochs);

    m_reporter.progress("refitting", 0, 1, 0, bestEpochs);
    ReportingObserver refit(m_reporter, m_steps, "refitting", "refit_loss", bestEpochs);
    model->fit(Portion::TrainAndValidation, bestEpochs, refit);
    m_reporter.progress("evaluating", 0, 1, bestEpochs, bestEpochs);
    const Evaluation tested = evaluate(*model, split, Portion::TrainAndValidation);
    report(tested.metrics, "", bestEpochs);
    const std::unique_ptr<Model> baseline = makePopularity(input);
    baseline->fit(Portion::TrainAndValidation, 1, refit);
    report(evaluate(*baseline, split, Portion::TrainAndValidation).metrics, "baseline_", bestEpochs);
    writeFile(m_paths.model() / "evaluation/per_user.csv", perUserCsv(tested, data));

    m_reporter.progress("indexing", 0, 1, bestEpochs, bestEpochs);
    ArtifactWriter artifact(m_paths.artifact());
    model->write(artifact);
    artifact.finish(config.family);
    throwIfStopped();

    m_reporter.progress("packaging", 0, 1, bestEpochs, bestEpochs);
    writeFile(m_paths.model() / "metrics.json", nlohmann::json(m_final).dump(2) + '\n');
    const RunFacts facts{config,
                         options,
                         events,
                         data,
                         catalogue.size(),
                         sha256Hex(sha256OfFile(m_paths.events()) + sha256OfFile(m_paths.items())),
                         sha256Hex(splitText),
                         split.evaluatedUsers().size(),
                         startedAt,
                         utcNow(),
                         bytesIn(m_paths.artifact()),
                         sha256OfTree(m_paths.artifact())};
    throwIfStopped();
    writeFile(m_paths.model() / "manifest.json", makeManifest(facts).dump(2) + '\n');
    m_reporter.progress("packaging", 1, 1, bestEpochs, bestEpochs);
    m_reporter.log("artifact " + facts.artifactSha256);
}

} // namespace nsl::worker
