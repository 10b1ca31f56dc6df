// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluator.h"

#include "reporter.h"
#include "stopsignal.h"

#include <algorithm>

namespace nsl::worker
{

namespace
{
/// Scores held in memory at a time, so that a large catalogue costs no more than a small one.
constexpr std::size_t maxScores = 4'000'000;
} // namespace

Evaluation evaluate(Model &model, const Split &split, Portion fitted)
{
    const Interactions &interactions = split.interactions();
    const std::size_t items = interactions.items.size();
    const auto &users = split.evaluatedUsers();
    const std::size_t chunk = std::clamp<std::size_t>(maxScores / std::max<std::size_t>(items, 1), 1, 256);
    MetricTotals totals(split.itemCounts(fitted), interactions.users.size());
    Evaluation evaluation;
    std::vector<float> scores;
    std::vector<std::uint32_t> topItems;
    for (std::size_t done = 0; done < users.size(); done += chunk) {
        throwIfStopped();
        const std::size_t count = std::min(chunk, users.size() - done);
        std::vector<History> histories;
        for (std::size_t i = 0; i < count; ++i) {
            histories.push_back(split.known(users[done + i], fitted));
        }
        model.score(histories, scores);
        for (std::size_t i = 0; i < count; ++i) {
            UserResult result;
            result.user = users[done + i];
            result.target = split.target(result.user, fitted).item;
            const std::span<const float> row(scores.data() + i * items, items);
            result.rank = fullRank(row, histories[i], result.target, topItems);
            totals.add(result, topItems);
            evaluation.users.push_back(result);
        }
    }
    evaluation.metrics = totals.values();
    return evaluation;
}

std::string perUserCsv(const Evaluation &evaluation, const Interactions &interactions)
{
    std::string text = "user_id,test_item_id,rank,recall_at_10,ndcg_at_10,mrr_at_10\n";
    for (const UserResult &result : evaluation.users) {
        text += csvField(interactions.users[result.user]) + ',' + interactions.items[result.target] + ',' +
                std::to_string(result.rank) + ',' + numberText(result.recall()) + ',' +
                numberText(result.ndcg()) + ',' + numberText(result.mrr()) + '\n';
    }
    return text;
}

} // namespace nsl::worker
