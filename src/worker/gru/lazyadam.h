// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "artifact.h"
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
    torch::Tensor average;  ///< running mean of the weights, begun at zero; where they are averaged
    std::vector<std::int64_t> rowStep; ///< sparse gradients only: the step up to which each row is brought
};

/// Adam (Kingma and Ba 2015, beta 0.9 and 0.999, epsilon 1e-8) whose step costs what the batch touches,
/// whatever the size of the catalogue. A row of a sparse gradient's parameter that is not touched is left
/// alone; the steps that its momentum would have made meanwhile are made at once by bringUpToDate(), in
/// closed form (with epsilon left out), so that rare items learn as they do under plain Adam. Dense gradients
/// get plain Adam.
///
/// On demand it also keeps the exponential moving average of the weights (Polyak and Juditsky 1992), freed of
/// its start at zero as Adam's own means are. For the steps a row has missed, the weights it came to count.
class LazyAdam : public torch::optim::Optimizer
{
public:
    /// @p averageDecay: what the average of the weights keeps at each step; 0 = no average is kept.
    LazyAdam(std::vector<torch::Tensor> parameters, double learningRate, double averageDecay = 0);

    torch::Tensor step(LossClosure closure = nullptr) override;
    /// Makes up the missed steps of the given rows, to be called before they are read.
    void bringUpToDate(const torch::Tensor &parameter, const std::vector<std::int64_t> &rows);
    /// The same for all rows of all parameters.
    void bringUpToDate();
    /// From the next step on. All rows must be up to date, as missed steps are made up at one rate.
    void setLearningRate(double learningRate);

    /// Puts the averages in the place of the weights; all rows must be up to date. Training goes on only
    /// after useWeights(). Where no average is kept, nothing happens.
    void useAverages();
    void useWeights();

    /// Adds what the optimizer remembers to @p state, parameter by parameter in their order.
    void save(ArtifactWriter &state) const;
    /// The reverse, for the same parameters. Throws Failure.
    void load(const ArtifactReader &state);

private:
    LazyAdamState *stateOf(const torch::Tensor &parameter) const;
    /// What a row that was last brought to step @p from still has to move until @p to, per unit of
    /// mean / sqrt(variance).
    double missedSteps(std::int64_t from, std::int64_t to);
    void bringRow(const torch::Tensor &parameter, LazyAdamState &state, std::int64_t row);
    torch::Tensor averageOf(const torch::Tensor &parameter, const LazyAdamState &state) const;

    double m_learningRate;
    double m_averageDecay;
    std::vector<std::pair<torch::Tensor, torch::Tensor>> m_aside; ///< parameter, its weights
    // Many rows have missed the same steps. 0 = not worked out yet.
    std::int64_t m_missedTo = 0;  ///< the step that m_missed is about
    std::vector<double> m_missed; ///< by the number of steps missed, up to the longest that matters
    std::vector<double> m_faded;  ///< longer ones, by the step they begin after
};

} // namespace nsl::worker
