// SPDX-License-Identifier: GPL-3.0-or-later
// The sparse Adam against LibTorch's own dense one, on rows that are touched at very different rates.
#include "gru/lazyadam.h"

#include <torch/optim/adam.h>

#include <cstdio>
#include <random>

namespace
{

constexpr std::int64_t rowCount = 40;
constexpr std::int64_t width = 8;
constexpr double learningRate = 0.01;
constexpr double averageDecay = 0.99;

torch::Tensor lossOf(const torch::Tensor &table, const torch::Tensor &rows, const torch::Tensor &dense,
                     const torch::Tensor &wanted, bool sparse)
{
    return (at::embedding(table, rows, -1, false, sparse).mm(dense) - wanted).square().mean();
}

bool close(const char *what, const torch::Tensor &a, const torch::Tensor &b, double tolerance)
{
    const auto difference = (a - b).abs().max().item<double>();
    std::printf("%s: largest difference %g\n", what, difference);
    return difference <= tolerance;
}

} // namespace

int main()
{
    at::set_num_threads(1);
    at::manual_seed(3);
    const torch::Tensor start = torch::randn({rowCount, width});
    const torch::Tensor startDense = torch::randn({width, width});
    torch::Tensor lazyTable = start.clone().requires_grad_();
    torch::Tensor lazyDense = startDense.clone().requires_grad_();
    torch::Tensor plainTable = start.clone().requires_grad_();
    torch::Tensor plainDense = startDense.clone().requires_grad_();
    nsl::worker::LazyAdam lazy({lazyTable, lazyDense}, learningRate, averageDecay);
    torch::optim::Adam plain({plainTable, plainDense}, torch::optim::AdamOptions(learningRate));

    torch::Tensor averageTable = torch::zeros_like(start);
    torch::Tensor averageDense = torch::zeros_like(startDense);
    double averaged = 0;

    std::mt19937 random(5);
    bool ok = true;
    for (int step = 0; step < 600; ++step) {
        std::vector<std::int64_t> rows;
        for (int i = 0; i < 6; ++i) {
            // Row 0 comes nearly always, the last ones every few hundred steps.
            rows.push_back(
                static_cast<std::int64_t>(random() % static_cast<unsigned>(1 + random() % rowCount)));
        }
        if (step == 0 || step == 500) {
            rows.back() = rowCount - 1; // missed for longer than any momentum lasts
        } else if (rows.back() == rowCount - 1) {
            rows.back() = 0;
        }
        const torch::Tensor index = torch::tensor(rows);
        const torch::Tensor wanted = torch::randn({6, width});
        lazy.zero_grad();
        plain.zero_grad();
        lazy.bringUpToDate(lazyTable, rows);
        lossOf(lazyTable, index, lazyDense, wanted, true).backward();
        lossOf(plainTable, index, plainDense, wanted, false).backward();
        if (!lazyTable.grad().is_sparse()) {
            std::puts("the gradient is not sparse: this test would prove nothing");
            return 1;
        }
        const torch::Tensor before = lazyTable.detach().clone();
        lazy.step();
        plain.step();
        averageTable = averageDecay * averageTable + (1 - averageDecay) * plainTable.detach();
        averageDense = averageDecay * averageDense + (1 - averageDecay) * plainDense.detach();
        averaged = averageDecay * averaged + (1 - averageDecay);
        const torch::Tensor moved = (lazyTable.detach() - before).abs().sum(1);
        for (std::int64_t row = 0; row < rowCount; ++row) {
            const bool touched = std::find(rows.begin(), rows.end(), row) != rows.end();
            ok = ok && (touched || moved[row].item<float>() == 0.0F);
        }
    }
    lazy.bringUpToDate();
    ok = close("table", lazyTable.detach(), plainTable.detach(), 2e-3) && ok;
    ok = close("dense", lazyDense.detach(), plainDense.detach(), 2e-3) && ok;
    ok = !close("distance travelled", lazyTable.detach(), start, 0.1) && ok;

    const torch::Tensor weights = lazyTable.detach().clone();
    lazy.useAverages();
    // A row's missed steps count as if it had come to the end of its way at once.
    ok = close("average of the table", lazyTable.detach(), averageTable / averaged, 1e-2) && ok;
    ok = close("average of the dense", lazyDense.detach(), averageDense / averaged, 2e-3) && ok;
    ok = !close("average and weights", lazyTable.detach(), weights, 2e-2) && ok;
    lazy.useWeights();
    ok = close("weights again", lazyTable.detach(), weights, 0) && ok;
    std::puts(ok ? "PASS" : "FAIL");
    return ok ? 0 : 1;
}
