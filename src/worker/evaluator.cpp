// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluator.h"

#include "reporter.h"
#include "stopsignal.h"

#include <algorithm>
#include <type_traits>

namespace nsl::worker
{

namespace
{
/// Scores held in memory at a time, so that a large catalogue costs no more than a small one.
constexpr std::size_t maxScores = 4'000'000;

/// What belongs to the candidates of an evaluation, numbered among themselves in the order of all items.
class CandidateRows
{
public:
    explicit CandidateRows(const Split &split)
        : m_items(split.candidates())
        , m_numbers(split.interactions().items.size(), none)
    {
        for (std::uint32_t i = 0; i < m_items.size(); ++i) {
            m_numbers[m_items[i]] = i;
        }
    }

    std::uint32_t numberOf(std::uint32_t item) const { return m_numbers[item]; }
    template<typename Values>
    auto of(const Values &values) const
    {
        std::vector<std::remove_cvref_t<decltype(values[0])>> result(m_items.size());
        std::transform(m_items.begin(), m_items.end(), result.begin(),
                       [&values](std::uint32_t item) { return values[item]; });
        return result;
    }
    std::vector<Interaction> of(const History &history) const
    {
        std::vector<Interaction> result;
        for (Interaction interaction : history) {
            interaction.item = m_numbers[interaction.item];
            if (interaction.item != none) {
                result.push_back(interaction);
            }
        }
        return result;
    }

private:
    static constexpr std::uint32_t none = 0xffffffffU;

    const std::vector<std::uint32_t> &m_items;
    std::vector<std::uint32_t> m_numbers; ///< by item
};
} // namespace

Evaluation evaluate(Scorer &scorer, const Split &split, Portion fitted,
                    const std::vector<std::uint32_t> &users, const EvaluationProgress &progress)
{
    const Interactions &interactions = split.interactions();
    const std::size_t items = interactions.items.size();
    const CandidateRows candidates(split);
    const std::size_t chunk = std::clamp<std::size_t>(maxScores / std::max<std::size_t>(items, 1), 1, 256);
    MetricTotals totals(candidates.of(split.itemCounts(fitted)), interactions.users.size());
    Evaluation evaluation;
    double lossSum = 0;
    bool hasLoss = !users.empty();
    std::vector<float> scores;
    std::vector<std::uint32_t> topItems;
    for (std::size_t done = 0; done < users.size(); done += chunk) {
        throwIfStopped();
        const std::size_t count = std::min(chunk, users.size() - done);
        std::vector<History> histories;
        for (std::size_t i = 0; i < count; ++i) {
            histories.push_back(split.known(users[done + i], fitted));
        }
        scorer.score(histories, scores);
        for (std::size_t i = 0; i < count; ++i) {
            UserResult result;
            result.user = users[done + i];
            result.target = split.target(result.user, fitted).item;
            const std::vector<float> row =
                candidates.of(std::span<const float>(scores.data() + i * items, items));
            const std::uint32_t target = candidates.numberOf(result.target);
            result.rank = fullRank(row, candidates.of(histories[i]), target, topItems);
            totals.add(result, topItems);
            evaluation.users.push_back(result);
            if (hasLoss) {
                const std::optional<double> loss = scorer.loss(row, target);
                hasLoss = loss.has_value();
                lossSum += loss.value_or(0.0);
            }
        }
        if (progress) {
            progress(done + count);
        }
    }
    if (hasLoss) {
        evaluation.loss = lossSum / static_cast<double>(users.size());
    }
    if (!users.empty()) {
        evaluation.metrics = totals.values();
    }
    return evaluation;
}

Evaluation evaluate(Scorer &scorer, const Split &split, Portion fitted, const EvaluationProgress &progress)
{
    return evaluate(scorer, split, fitted, split.evaluatedUsers(), progress);
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
