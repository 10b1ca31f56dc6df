// SPDX-License-Identifier: GPL-3.0-or-later
#include "gru/historyinput.h"

#include <cmath>

namespace nsl::worker
{

float InputScaling::of(const Interaction &interaction, const Interaction &newest) const
{
    float scale = maxWeight > 0 ? interaction.weight / maxWeight : 1.0F;
    if (halfLifeDays > 0) {
        constexpr double dayMs = 86'400'000.0;
        const double days = static_cast<double>(newest.timestamp - interaction.timestamp) / dayMs;
        scale *= static_cast<float>(std::exp2(-days / halfLifeDays));
    }
    return scale;
}

void HistoryBatch::clear()
{
    items.clear();
    scales.clear();
    lengths.clear();
}

void HistoryBatch::add(History history, const InputScaling &scaling)
{
    const History recent = latest(history);
    for (const Interaction &interaction : recent) {
        items.push_back(interaction.item);
        scales.push_back(scaling.of(interaction, recent.back()));
    }
    items.resize(items.size() + historyLength - recent.size(), 0);
    scales.resize(items.size(), 0.0F);
    lengths.push_back(static_cast<std::int64_t>(recent.size()));
}

} // namespace nsl::worker
