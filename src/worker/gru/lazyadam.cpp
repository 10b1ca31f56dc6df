// SPDX-License-Identifier: GPL-3.0-or-later
#include "gru/lazyadam.h"

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

} // namespace

LazyAdam::LazyAdam(std::vector<torch::Tensor> parameters, double learningRate)
    : Optimizer({torch::optim::OptimizerParamGroup(std::move(parameters))},
                std::make_unique<LazyAdamOptions>(learningRate))
    , m_learningRate(learningRate)
{
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
                slot = std::move(fresh);
            }
            auto &state = static_cast<LazyAdamState &>(*slot);
            ++state.step;
            const auto t = static_cast<double>(state.step);
            const auto stepSize = static_cast<float>(m_learningRate / (1.0 - std::pow(beta1, t)));
            const auto varianceScale = static_cast<float>(1.0 / (1.0 - std::pow(beta2, t)));
            auto *weight = parameter.data_ptr<float>();
            auto *mean = state.mean.data_ptr<float>();
            auto *variance = state.variance.data_ptr<float>();
            if (!parameter.grad().is_sparse()) {
                const torch::Tensor gradient = parameter.grad().contiguous();
                update(weight, mean, variance, gradient.data_ptr<float>(), parameter.numel(), stepSize,
                       varianceScale);
                continue;
            }
            const torch::Tensor sparse = parameter.grad().coalesce();
            const torch::Tensor rows = sparse.indices()[0].contiguous();
            const torch::Tensor values = sparse.values().contiguous();
            const auto *row = rows.data_ptr<std::int64_t>();
            const auto *gradient = values.data_ptr<float>();
            const std::int64_t width = parameter.numel() / parameter.size(0);
            for (std::int64_t i = 0; i < rows.numel(); ++i) {
                const std::int64_t at = row[i] * width;
                update(weight + at, mean + at, variance + at, gradient + i * width, width, stepSize,
                       varianceScale);
            }
        }
    }
    return loss;
}

} // namespace nsl::worker
