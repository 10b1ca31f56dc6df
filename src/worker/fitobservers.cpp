// SPDX-License-Identifier: GPL-3.0-or-later
#include "fitobservers.h"

#include "evaluator.h"
#include "failure.h"

#include <cmath>

namespace nsl::worker
{

namespace
{

constexpr std::int64_t stepsPerPoint = 10;
constexpr const char *selectionMetric = "validation_ndcg_at_10";

} // namespace

std::int64_t bestEpoch(const RunProgress &progress)
{
    const auto it = progress.finalMetrics.find("best_epoch");
    return it == progress.finalMetrics.end() ? 0 : static_cast<std::int64_t>(it->second);
}

RefitObserver::RefitObserver(RunContext context, Model &model, std::string phase, std::string lossName,
                             std::int64_t epochs)
    : m_run(context)
    , m_model(model)
    , m_epochs(epochs)
    , m_phase(std::move(phase))
    , m_lossName(std::move(lossName))
{
    m_run.reporter.progress(m_phase, 0, 1, m_run.progress.epoch, m_epochs);
}

void RefitObserver::epochBegun(std::int64_t epoch, std::int64_t steps)
{
    m_run.reporter.progress(m_phase, (epoch - 1) * steps, m_epochs * steps, epoch, m_epochs);
}

void RefitObserver::stepDone(std::int64_t epoch, std::int64_t step, std::int64_t steps, double loss)
{
    if (!std::isfinite(loss)) {
        throw Failure("The training loss is no longer a finite number after step " +
                      std::to_string(m_run.progress.steps + 1) +
                      "; try a smaller learning_rate or a higher temperature.");
    }
    ++m_run.progress.steps;
    m_lossSum += loss;
    if (++m_losses == stepsPerPoint || step == steps) {
        m_run.reporter.metric(m_lossName, m_lossSum / static_cast<double>(m_losses), m_run.progress.steps,
                              epoch, "min");
        m_run.reporter.progress(m_phase, (epoch - 1) * steps + step, m_epochs * steps, epoch, m_epochs);
        m_lossSum = 0;
        m_losses = 0;
    }
}

bool RefitObserver::epochDone(std::int64_t epoch, double /*loss*/, double /*examplesPerSecond*/)
{
    saveCheckpoint(epoch);
    return true;
}

void RefitObserver::saveCheckpoint(std::int64_t epoch)
{
    m_run.progress.epoch = epoch;
    m_run.checkpoints.save(m_run.progress, m_model, m_run.reporter);
}

ValidatingObserver::ValidatingObserver(RunContext context, Model &model, const Split &split,
                                       std::int64_t epochs, std::int64_t patience)
    : RefitObserver(context, model, "training", "train_loss", epochs)
    , m_split(split)
    , m_patience(patience)
{
}

bool ValidatingObserver::epochDone(std::int64_t epoch, double loss, double examplesPerSecond)
{
    Reporter &reporter = m_run.reporter;
    const std::int64_t step = m_run.progress.steps;
    reporter.metric("loss", loss, step, epoch, "min");
    reporter.metric("examples_per_second", examplesPerSecond, step, epoch, "max", "1/s");
    PhaseProgress phase(reporter, "evaluating", m_split.evaluatedUsers().size(), epoch, m_epochs);
    Evaluation evaluation =
        evaluate(m_model, m_split, Portion::Train, [&](std::size_t done) { phase.reach(done); });
    if (evaluation.loss) {
        evaluation.metrics.emplace("loss", *evaluation.loss);
    }
    for (const auto &[name, value] : evaluation.metrics) {
        reporter.metric("validation_" + name, value, step, epoch, metricDirection(name));
    }
    const double selected = evaluation.metrics.at("ndcg_at_10");
    reporter.log("epoch " + std::to_string(epoch) + ": loss " + numberText(loss) + ", validation NDCG@10 " +
                 numberText(selected) + ", " + std::to_string(std::llround(examplesPerSecond)) +
                 " examples/s");
    std::map<std::string, double> &final = m_run.progress.finalMetrics;
    final["examples_per_second"] = examplesPerSecond;
    if (bestEpoch(m_run.progress) == 0 || selected > final.at(selectionMetric)) {
        final["best_epoch"] = static_cast<double>(epoch);
        final["train_loss"] = loss;
        final["loss"] = loss;
        for (const auto &[name, value] : evaluation.metrics) {
            final["validation_" + name] = value;
        }
    }
    saveCheckpoint(epoch);
    return wantsMore();
}

bool ValidatingObserver::wantsMore() const
{
    const std::int64_t epoch = m_run.progress.epoch;
    return epoch < m_epochs && (m_patience == 0 || epoch - bestEpoch(m_run.progress) < m_patience);
}

} // namespace nsl::worker
