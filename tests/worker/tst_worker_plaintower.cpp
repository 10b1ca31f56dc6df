// SPDX-License-Identifier: GPL-3.0-or-later
// The user tower that serves against the one that was trained, on histories of every length.
#include "gru/plainusertower.h"
#include "gru/twotowernet.h"

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <random>
#include <string>

#include <unistd.h>

using namespace nsl::worker;

int main()
{
    at::set_num_threads(1);
    at::manual_seed(7);
    const torch::NoGradGuard guard;
    constexpr std::int64_t items = 300;
    const torch::Tensor vectors = torch::randn({items, towerDimension}) * 0.7;
    UserTower tower(0.2);
    tower->eval();

    std::string name = (std::filesystem::temp_directory_path() / "nsl-plaintower-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
        std::puts("no temporary folder");
        return 1;
    }
    const std::filesystem::path folder = name;
    ArtifactWriter writer(folder);
    tower->write(writer);
    writer.finish("two-tower-gru");
    PlainUserTower plain{ArtifactReader(folder, {})};
    std::filesystem::remove_all(folder);

    std::mt19937 random(11);
    double largest = 0;
    double shortest = 2;
    std::vector<float> before;
    for (int round = 0; round < 400; ++round) {
        const std::size_t length = 1 + static_cast<std::size_t>(round) % (historyLength + 3);
        std::vector<Interaction> history;
        for (std::size_t i = 0; i < length; ++i) {
            history.push_back(
                {static_cast<std::uint32_t>(random() % items), static_cast<float>(1 + random() % 100),
                 static_cast<std::int64_t>(1'700'000'000 + i * 86400), static_cast<std::int64_t>(i)});
        }
        HistoryBatch batch;
        batch.add(history, InputScaling{100.0F, 30});
        const FloatTensor wanted = plainTensor(unitRows(tower->forward(vectors, batch)));
        const FloatTensor table = plainTensor(vectors);
        const PlainUserTower::Vector got = plain.vectorOf(table.values, batch);
        double squares = 0;
        double moved = 0;
        for (std::size_t k = 0; k < got.size(); ++k) {
            largest = std::max(largest, std::abs(static_cast<double>(got[k]) - wanted.values[k]));
            squares += static_cast<double>(got[k]) * got[k];
            moved += before.empty() ? 1 : std::abs(static_cast<double>(got[k]) - before[k]);
        }
        before.assign(got.begin(), got.end());
        if (std::abs(squares - 1) > 1e-5 || moved < 1e-3) {
            std::puts("FAIL: not of length 1, or the same for another history");
            return 1;
        }
        shortest = std::min(shortest, squares);
    }
    std::printf("largest difference %g\n", largest);
    const bool ok = largest <= 1e-5;
    std::puts(ok ? "PASS" : "FAIL");
    return ok ? 0 : 1;
}
