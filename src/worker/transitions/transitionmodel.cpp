// SPDX-License-Identifier: GPL-3.0-or-later
#include "transitions/transitionmodel.h"

#include "stopsignal.h"

#include <algorithm>
#include <cmath>

namespace nsl::worker
{

namespace
{

/// What fewer users than this know is damped as if so many knew it: with the chance of one user behind it, an
/// item would otherwise lead, and be led to, more surely than any other. Measured on reference data, on the
/// validation items: recall@10 .146 without, .149 with it.
constexpr std::size_t minDampedUsers = 5;

struct Occurrence
{
    std::uint32_t user = 0;
    std::uint32_t position = 0;
};

/// Where each item occurs, users in order; one list per item.
std::vector<std::vector<Occurrence>> occurrences(const Split &split, Portion portion)
{
    std::vector<std::vector<Occurrence>> lists(split.interactions().items.size());
    for (std::uint32_t user = 0; user < split.interactions().sequences.size(); ++user) {
        const History history = split.known(user, portion);
        for (std::uint32_t position = 0; position < history.size(); ++position) {
            lists[history[position].item].push_back({user, position});
        }
    }
    return lists;
}

float weightShare(const Interaction &interaction, float maxWeight)
{
    return maxWeight > 0 ? interaction.weight / maxWeight : 1.0F;
}

} // namespace

TransitionOptions TransitionOptions::from(const OptionValues &options)
{
    return {
        options.integer("window"),     options.number("gap_decay"),     options.number("popularity_exponent"),
        options.integer("neighbours"), options.integer("recent_items"), options.number("recency_decay")};
}

TransitionModel TransitionModel::counted(const Split &split, Portion portion,
                                         const TransitionOptions &options, float maxWeight)
{
    TransitionModel model;
    model.m_recentItems = options.recentItems;
    model.m_recencyDecay = options.recencyDecay;
    model.m_maxWeight = maxWeight;

    const std::vector<std::vector<Occurrence>> lists = occurrences(split, portion);
    std::vector<double> damping;
    for (const auto &list : lists) {
        damping.push_back(
            std::pow(static_cast<double>(std::max(list.size(), minDampedUsers)), options.popularityExponent));
    }
    std::vector<double> counts(lists.size(), 0.0);
    std::vector<std::pair<float, std::int32_t>> row;
    for (std::size_t item = 0; item < lists.size(); ++item) {
        if ((item & 255) == 0) {
            throwIfStopped();
        }
        row.clear();
        for (const Occurrence &at : lists[item]) {
            const History history = split.known(at.user, portion);
            double decay = 1;
            for (std::size_t next = at.position + 1;
                 next < history.size() && next <= at.position + static_cast<std::size_t>(options.window);
                 ++next, decay *= options.gapDecay) {
                double &count = counts[history[next].item];
                if (count == 0) {
                    row.emplace_back(0.0F, static_cast<std::int32_t>(history[next].item));
                }
                count += decay * static_cast<double>(weightShare(history[next], maxWeight));
            }
        }
        for (auto &[strength, to] : row) {
            double &count = counts[static_cast<std::size_t>(to)];
            strength = static_cast<float>(count / (damping[item] * damping[static_cast<std::size_t>(to)]));
            count = 0;
        }
        // Events of weight 0 lead nowhere; and an item may have been noted twice because of them.
        std::sort(row.begin(), row.end(), [](const auto &a, const auto &b) {
            return a.first != b.first ? a.first > b.first : a.second < b.second;
        });
        std::erase_if(row, [](const auto &entry) { return entry.first <= 0; });
        row.resize(std::min(row.size(), static_cast<std::size_t>(options.neighbours)));
        std::sort(row.begin(), row.end(), [](const auto &a, const auto &b) { return a.second < b.second; });
        for (const auto &[strength, to] : row) {
            model.m_rows.add(to, strength);
        }
        model.m_rows.endRow();
    }
    return model;
}

void TransitionModel::write(ArtifactWriter &artifact) const
{
    m_rows.write("transitions", artifact);
    artifact.properties["recent_items"] = m_recentItems;
    artifact.properties["recency_decay"] = m_recencyDecay;
    artifact.properties["max_weight"] = m_maxWeight;
}

TransitionModel TransitionModel::read(const ArtifactReader &artifact, std::size_t items)
{
    TransitionModel model;
    model.m_recentItems = artifact.integer("recent_items", 1, 1000);
    model.m_recencyDecay = artifact.number("recency_decay", 0, 1);
    model.m_maxWeight = static_cast<float>(artifact.number("max_weight", 0, 100));
    model.m_rows = SparseRows::read("transitions", artifact, items, items);
    return model;
}

void TransitionModel::addStrengths(History history, std::vector<float> &strengths,
                                   std::vector<std::uint32_t> &reached) const
{
    const History recent = latest(history, static_cast<std::size_t>(m_recentItems));
    double recency = 1;
    for (auto it = recent.rbegin(); it != recent.rend(); ++it, recency *= m_recencyDecay) {
        const float factor = static_cast<float>(recency) * weightShare(*it, m_maxWeight);
        if (factor <= 0) {
            continue;
        }
        for (auto k = static_cast<std::size_t>(m_rows.first[it->item]);
             k < static_cast<std::size_t>(m_rows.first[it->item + 1]); ++k) {
            const auto to = static_cast<std::uint32_t>(m_rows.columns[k]);
            if (strengths[to] == 0.0F) {
                reached.push_back(to);
            }
            strengths[to] += factor * m_rows.values[k];
        }
    }
}

void TransitionModel::score(std::span<const History> histories, const std::vector<float> &counts,
                            std::vector<float> &scores) const
{
    std::vector<float> row(items(), 0.0F);
    std::vector<std::uint32_t> reached;
    scores.clear();
    scores.reserve(histories.size() * items());
    for (const History &history : histories) {
        throwIfStopped();
        addStrengths(history, row, reached);
        for (std::size_t item = 0; item < row.size(); ++item) {
            scores.push_back(row[item] > 0 ? row[item] : -1.0F / (1.0F + counts[item]));
        }
        for (const std::uint32_t item : reached) {
            row[item] = 0;
        }
        reached.clear();
    }
}

} // namespace nsl::worker
