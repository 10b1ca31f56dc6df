// SPDX-License-Identifier: GPL-3.0-or-later
// The user tower that serves against the one that was trained, on histories of every length.
#include "gru/plainusertower.h"
#include "gru/twotowernet.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <span>
#include <string>
#include <vector>

#include <unistd.h>

using namespace nsl::worker;

namespace
{

/// What the tower serves after it was written and read. Without a note of a decay the version is one from
/// before there was a sum.
PlainUserTower served(const UserTower &tower, bool withDecay)
{
    std::string name = (std::filesystem::temp_directory_path() / "nsl-plaintower-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
        std::puts("FAIL: no temporary folder");
        std::exit(1);
    }
    const std::filesystem::path folder = name;
    ArtifactWriter writer(folder);
    tower->write(writer);
    if (!withDecay) {
        writer.properties.erase("recency_decay");
    }
    writer.finish("two-tower-gru");
    const ArtifactReader reader(folder, {});
    PlainUserTower plain{reader};
    UserTower read(0.0, 0.5);
    read->read(reader);
    std::filesystem::remove_all(folder);
    if (read->decay() != (withDecay ? tower->decay() : 0.0)) {
        std::puts("FAIL: another decay was read");
        std::exit(1);
    }
    return plain;
}

History someHistory(std::vector<Interaction> &storage, std::mt19937 &random, std::size_t length,
                    std::int64_t items)
{
    storage.clear();
    for (std::size_t i = 0; i < length; ++i) {
        storage.push_back({static_cast<std::uint32_t>(random() % static_cast<std::uint64_t>(items)),
                           static_cast<float>(1 + random() % 100),
                           static_cast<std::int64_t>(1'700'000'000 + i * 86400),
                           static_cast<std::int64_t>(i)});
    }
    return storage;
}

bool agree(UserTower tower, PlainUserTower plain)
{
    constexpr std::int64_t items = 300;
    const torch::Tensor vectors = torch::randn({items, towerDimension}) * 0.7;
    const FloatTensor table = plainTensor(vectors);
    std::mt19937 random(11);
    std::vector<Interaction> storage;
    double largest = 0;
    std::vector<float> before;
    for (int round = 0; round < 400; ++round) {
        const std::size_t length = 1 + static_cast<std::size_t>(round) % (historyLength + 3);
        HistoryBatch batch;
        batch.add(someHistory(storage, random, length, items), InputScaling{100.0F, 30});
        const FloatTensor wanted = plainTensor(unitRows(tower->forward(vectors, batch)));
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
            return false;
        }
    }
    std::printf("decay %g: largest difference %g\n", tower->decay(), largest);
    return largest <= 1e-5;
}

/// One history of one item and one of two: the sum is the items' own, the earlier one times the decay.
bool sumsItems()
{
    constexpr double decay = 0.8;
    // The same weights.
    at::manual_seed(3);
    UserTower with(0.0, decay);
    at::manual_seed(3);
    UserTower without(0.0, 0.0);
    const torch::Tensor vectors = torch::randn({2, towerDimension});
    HistoryBatch batch;
    const std::vector<Interaction> history = {{0, 1.0F, 0, 0}, {1, 1.0F, 1, 1}};
    batch.add(history, InputScaling{1.0F, 0});
    batch.add(std::span(history).first(1), InputScaling{1.0F, 0});
    const torch::Tensor sums = with->forward(vectors, batch) - without->forward(vectors, batch);
    return torch::allclose(sums[0], decay * vectors[0] + vectors[1], 1e-4, 1e-5) &&
           torch::allclose(sums[1], vectors[0], 1e-4, 1e-5);
}

} // namespace

int main()
{
    at::set_num_threads(1);
    at::manual_seed(7);
    const torch::NoGradGuard guard;
    UserTower tower(0.2, 0.8);
    UserTower older(0.2, 0.0);
    tower->eval();
    older->eval();
    const bool ok = agree(tower, served(tower, true)) && agree(older, served(older, false)) && sumsItems();
    std::puts(ok ? "PASS" : "FAIL");
    return ok ? 0 : 1;
}
