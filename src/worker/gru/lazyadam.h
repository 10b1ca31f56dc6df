// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "torchheaders.h"

namespace nsl::worker
{

struct LazyAdamOptions : torch::optim::OptimizerCloneableOptions<LazyAdamOptions>
{
    explicit LazyAdamOptions(double learningRate = 1e-3)
        : m_learningRate(learningRate)
    {
    }
    double get_lr() const override { return m_learningRate; }
    void set_lr(const double lr) override { m_learningRate = lr; }

private:
    double m_learningRate;
};

struct LazyAdamState : torch::optim::OptimizerCloneableParamState<LazyAdamState>
{
    std::int64_t step = 0;
    torch::Tensor mean;     ///< running mean of the gradient
    torch::Tensor variance; ///< running mean of its square
};

/// Adam (Kingma and Ba 2015, beta 0.9 and 0.999, epsilon 1e-8) that leaves alone the rows of a sparse
/// gradient's parameter that were not touched: neither their weights nor their moments move. A step then
/// costs what the batch touches, whatever the size of the catalogue. Dense gradients get plain Adam.
class LazyAdam : public torch::optim::Optimizer
{
public:
    LazyAdam(std::vector<torch::Tensor> parameters, double learningRate);
    torch::Tensor step(LossClosure closure = nullptr) override;

private:
    double m_learningRate;
};

} // namespace nsl::worker
