// SPDX-License-Identifier: GPL-3.0-or-later
#include "gru/lazyadam.h"

#include "failure.h"

#include <algorithm>
#include <cmath>

namespace nsl::worker
{

namespace
{

constexpr double beta1 = 0.9;
constexpr double beta2 = 0.999;
constexpr float epsilon = 1e-8F;

/// The update of `count` neighbouring weights.
void update(float *weight, float *mean, float *variance, const float *gradient, std::int64_t count,
            float stepSize, float varianceScale)
{
    constexpr auto b1 = static_cast<float>(beta1);
    constexpr auto b2 = static_cast<float>(beta2);
    for (std::int64_t i = 0; i < count; ++i) {
        mean[i] = b1 * mean[i] + (1.0F - b1) * gradient[i];
        variance[i] = b2 * variance[i] + (1.0F - b2) * gradient[i] * gradient[i];
        weight[i] -= stepSize * mean[i] / (std::sqrt(variance[i] * varianceScale) + epsilon);
    }
}

/// Takes `count` neighbouring weights into their average, as if they had been the same for several steps.
void average(float *mean, const float *weight, std::int64_t count, double decay)
{
    const auto kept = static_cast<float>(decay);
    for (std::int64_t i = 0; i < count; ++i) {
        mean[i] = kept * mean[i] + (1.0F - kept) * weight[i];
    }
}

} // namespace

LazyAdam::LazyAdam(std::vector<torch::Tensor> parameters, double learningRate, double averageDecay)
    : Optimizer({torch::optim::OptimizerParamGroup(std::move(parameters))},
                std::make_unique<LazyAdamOptions>(learningRate))
    , m_learningRate(learningRate)
    , m_averageDecay(averageDecay)
{
}

LazyAdamState *LazyAdam::stateOf(const torch::Tensor &parameter) const
{
    const auto it = state_.find(c10::guts::to_string(parameter.unsafeGetTensorImpl()));
    return it == state_.end() ? nullptr : static_cast<LazyAdamState *>(it->second.get());
}

double LazyAdam::missedSteps(std::int64_t from, std::int64_t to)
{
    constexpr std::int64_t longest = 200; // 0.9^200 is nothing next to a float
    if (m_missedTo != to) {
        m_missedTo = to;
        m_missed.assign(static_cast<std::size_t>(longest) + 1, 0.0);
    }
    const bool faded = to - from > longest;
    if (faded && m_faded.size() <= static_cast<std::size_t>(from)) {
        m_faded.resize(static_cast<std::size_t>(to) + 1, 0.0);
    }
    double &known =
        faded ? m_faded[static_cast<std::size_t>(from)] : m_missed[static_cast<std::size_t>(to - from)];
    if (known == 0.0) {
        double decay = 1;
        for (std::int64_t step = from + 1; step <= std::min(to, from + longest); ++step) {
            decay *= beta1 / std::sqrt(beta2);
            const auto t = static_cast<double>(step);
            known += decay * std::sqrt(1.0 - std::pow(beta2, t)) / (1.0 - std::pow(beta1, t));
        }
        known *= m_learningRate;
    }
    return known;
}

void LazyAdam::bringRow(const torch::Tensor &parameter, LazyAdamState &state, std::int64_t row)
{
    std::int64_t &last = state.rowStep[static_cast<std::size_t>(row)];
    if (last == state.step || last == 0) {
        return; // nothing missed, or no momentum yet
    }
    const std::int64_t width = parameter.numel() / parameter.size(0);
    auto *weight = parameter.data_ptr<float>() + row * width;
    auto *mean = state.mean.data_ptr<float>() + row * width;
    auto *variance = state.variance.data_ptr<float>() + row * width;
    const auto missed = static_cast<double>(state.step - last);
    const auto move = static_cast<float>(missedSteps(last, state.step));
    const auto meanDecay = static_cast<float>(std::pow(beta1, missed));
    const auto varianceDecay = static_cast<float>(std::pow(beta2, missed));
    for (std::int64_t i = 0; i < width; ++i) {
        weight[i] -= move * mean[i] / (std::sqrt(variance[i]) + epsilon);
        mean[i] *= meanDecay;
        variance[i] *= varianceDecay;
    }
    if (state.average.defined()) {
        average(state.average.data_ptr<float>() + row * width, weight, width,
                std::pow(m_averageDecay, missed));
    }
    last = state.step;
}

void LazyAdam::bringUpToDate(const torch::Tensor &parameter, const std::vector<std::int64_t> &rows)
{
    LazyAdamState *state = stateOf(parameter);
    if (state == nullptr || state->rowStep.empty()) {
        return;
    }
    for (const std::int64_t row : rows) {
        bringRow(parameter, *state, row);
    }
}

void LazyAdam::bringUpToDate()
{
    for (const auto &group : param_groups_) {
        for (const auto &parameter : group.params()) {
            LazyAdamState *state = stateOf(parameter);
            if (state == nullptr) {
                continue;
            }
            for (std::size_t row = 0; row < state->rowStep.size(); ++row) {
                bringRow(parameter, *state, static_cast<std::int64_t>(row));
            }
        }
    }
}

torch::Tensor LazyAdam::step(LossClosure closure)
{
    torch::NoGradGuard guard;
    torch::Tensor loss;
    if (closure) {
        at::AutoGradMode enable(true);
        loss = closure();
    }
    for (auto &group : param_groups_) {
        for (auto &parameter : group.params()) {
            if (!parameter.grad().defined()) {
                continue;
            }
            auto &slot = state_[c10::guts::to_string(parameter.unsafeGetTensorImpl())];
            if (!slot) {
                auto fresh = std::make_unique<LazyAdamState>();
                fresh->mean = torch::zeros_like(parameter);
                fresh->variance = torch::zeros_like(parameter);
                if (m_averageDecay > 0) {
                    fresh->average = torch::zeros_like(parameter);
                }
                if (parameter.grad().is_sparse()) {
                    fresh->rowStep.assign(static_cast<std::size_t>(parameter.size(0)), 0);
                }
                slot = std::move(fresh);
            }
            auto &state = static_cast<LazyAdamState &>(*slot);
            const auto t = static_cast<double>(state.step + 1);
            const auto stepSize = static_cast<float>(m_learningRate / (1.0 - std::pow(beta1, t)));
            const auto varianceScale = static_cast<float>(1.0 / (1.0 - std::pow(beta2, t)));
            auto *weight = parameter.data_ptr<float>();
            auto *mean = state.mean.data_ptr<float>();
            auto *variance = state.variance.data_ptr<float>();
            auto *mixed = state.average.defined() ? state.average.data_ptr<float>() : nullptr;
            if (!parameter.grad().is_sparse()) {
                const torch::Tensor gradient = parameter.grad().contiguous();
                update(weight, mean, variance, gradient.data_ptr<float>(), parameter.numel(), stepSize,
                       varianceScale);
                if (mixed != nullptr) {
                    average(mixed, weight, parameter.numel(), m_averageDecay);
                }
                ++state.step;
                continue;
            }
            const torch::Tensor sparse = parameter.grad().coalesce();
            const torch::Tensor rows = sparse.indices()[0].contiguous();
            const torch::Tensor values = sparse.values().contiguous();
            const auto *row = rows.data_ptr<std::int64_t>();
            const auto *gradient = values.data_ptr<float>();
            const std::int64_t width = parameter.numel() / parameter.size(0);
            for (std::int64_t i = 0; i < rows.numel(); ++i) {
                bringRow(parameter, state, row[i]);
                const std::int64_t at = row[i] * width;
                std::int64_t &last = state.rowStep[static_cast<std::size_t>(row[i])];
                if (mixed != nullptr && last == 0) { // until now it was what it began as
                    average(mixed + at, weight + at, width,
                            std::pow(m_averageDecay, static_cast<double>(state.step)));
                }
                update(weight + at, mean + at, variance + at, gradient + i * width, width, stepSize,
                       varianceScale);
                if (mixed != nullptr) {
                    average(mixed + at, weight + at, width, m_averageDecay);
                }
                last = state.step + 1;
            }
            ++state.step;
        }
    }
    return loss;
}

void LazyAdam::setLearningRate(double learningRate)
{
    if (learningRate != m_learningRate) {
        m_learningRate = learningRate;
        m_missedTo = 0;
        m_faded.clear();
    }
}

torch::Tensor LazyAdam::averageOf(const torch::Tensor &parameter, const LazyAdamState &state) const
{
    torch::Tensor result = state.average / (1.0 - std::pow(m_averageDecay, static_cast<double>(state.step)));
    const std::int64_t width = parameter.numel() / parameter.size(0);
    const auto *weight = parameter.data_ptr<float>();
    auto *mixed = result.data_ptr<float>();
    for (std::size_t row = 0; row < state.rowStep.size(); ++row) {
        if (state.rowStep[row] == 0) { // never touched: no average was begun
            const std::int64_t at = static_cast<std::int64_t>(row) * width;
            std::copy(weight + at, weight + at + width, mixed + at);
        }
    }
    return result;
}

void LazyAdam::useAverages()
{
    for (const auto &group : param_groups_) {
        for (torch::Tensor parameter : group.params()) {
            const LazyAdamState *state = stateOf(parameter);
            if (state != nullptr && state->average.defined()) {
                m_aside.emplace_back(parameter, parameter.data());
                parameter.set_data(averageOf(parameter, *state));
            }
        }
    }
}

void LazyAdam::useWeights()
{
    for (auto &[parameter, weights] : m_aside) {
        parameter.set_data(weights);
    }
    m_aside.clear();
}

void LazyAdam::save(ArtifactWriter &state) const
{
    int number = 0;
    for (const auto &group : param_groups_) {
        for (const auto &parameter : group.params()) {
            const std::string name = "adam_" + std::to_string(number++);
            // The step, and after it that of each row; nothing for a parameter that never had a gradient.
            std::vector<std::int64_t> steps;
            if (const LazyAdamState *known = stateOf(parameter)) {
                steps.push_back(known->step);
                steps.insert(steps.end(), known->rowStep.begin(), known->rowStep.end());
                for (const auto &[part, tensor] :
                     {std::pair("_mean", known->mean), std::pair("_variance", known->variance),
                      std::pair("_average", known->average)}) {
                    if (!tensor.defined()) {
                        continue;
                    }
                    state.addTensor(name + part, tensor.sizes().vec(),
                                    {tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel())});
                }
            }
            state.addIntegers(name + "_steps", steps);
        }
    }
}

void LazyAdam::load(const ArtifactReader &state)
{
    int number = 0;
    for (auto &group : param_groups_) {
        for (auto &parameter : group.params()) {
            const std::string name = "adam_" + std::to_string(number++);
            const std::size_t count = state.count(name + "_steps.i64");
            const auto steps = state.integers<std::int64_t>(name + "_steps", count, 0, INT64_MAX);
            if (steps.empty()) {
                continue;
            }
            auto loaded = std::make_unique<LazyAdamState>();
            loaded->step = steps.front();
            loaded->rowStep.assign(steps.begin() + 1, steps.end());
            if (!loaded->rowStep.empty() &&
                loaded->rowStep.size() != static_cast<std::size_t>(parameter.size(0))) {
                throw Failure("The saved optimizer does not fit this model.");
            }
            const std::vector<std::int64_t> shape = parameter.sizes().vec();
            for (const auto &[part, tensor] :
                 {std::pair("_mean", &loaded->mean), std::pair("_variance", &loaded->variance),
                  std::pair("_average", &loaded->average)}) {
                if (tensor == &loaded->average && m_averageDecay == 0) {
                    continue;
                }
                const FloatTensor plain = state.tensor(name + part, shape);
                *tensor = torch::from_blob(const_cast<float *>(plain.values.data()), shape, torch::kFloat32)
                              .clone();
            }
            state_[c10::guts::to_string(parameter.unsafeGetTensorImpl())] = std::move(loaded);
        }
    }
}

} // namespace nsl::worker
