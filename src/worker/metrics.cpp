// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics.h"

#include "reporter.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nsl::worker
{

double UserResult::recall() const
{
    return rank <= metricK ? 1.0 : 0.0;
}

double UserResult::ndcg() const
{
    return rank <= metricK ? 1.0 / std::log2(static_cast<double>(rank) + 1.0) : 0.0;
}

double UserResult::mrr() const
{
    return rank <= metricK ? 1.0 / static_cast<double>(rank) : 0.0;
}

std::size_t fullRank(std::span<const float> scores, History seen, std::uint32_t target,
                     std::vector<std::uint32_t> &topItems)
{
    constexpr float lowest = -std::numeric_limits<float>::infinity();
    std::vector<char> hidden(scores.size(), 0);
    for (const Interaction &interaction : seen) {
        hidden[interaction.item] = 1;
    }
    const auto scoreOf = [&](std::uint32_t item) { return std::isnan(scores[item]) ? lowest : scores[item]; };
    const auto better = [&](std::uint32_t a, std::uint32_t b) {
        const float first = scoreOf(a);
        const float second = scoreOf(b);
        return first != second ? first > second : a < b;
    };
    topItems.clear();
    std::size_t rank = 1;
    for (std::uint32_t item = 0; item < scores.size(); ++item) {
        if (hidden[item] != 0) {
            continue;
        }
        if (item != target && better(item, target)) {
            ++rank;
        }
        if (topItems.size() < metricK || better(item, topItems.back())) {
            topItems.insert(std::upper_bound(topItems.begin(), topItems.end(), item, better), item);
            if (topItems.size() > metricK) {
                topItems.pop_back();
            }
        }
    }
    return rank;
}

MetricTotals::MetricTotals(const std::vector<std::int64_t> &itemCounts, std::size_t users)
    : m_share(itemCounts.size())
    , m_recommended(itemCounts.size(), 0)
{
    std::transform(itemCounts.begin(), itemCounts.end(), m_share.begin(), [users](std::int64_t count) {
        return static_cast<double>(count) / static_cast<double>(std::max<std::size_t>(users, 1));
    });
}

void MetricTotals::add(const UserResult &result, const std::vector<std::uint32_t> &topItems)
{
    ++m_results;
    m_recall += result.recall();
    m_ndcg += result.ndcg();
    m_mrr += result.mrr();
    for (const std::uint32_t item : topItems) {
        m_recommended[item] = 1;
        m_popularity += m_share[item];
        ++m_listed;
    }
}

std::map<std::string, double> MetricTotals::values() const
{
    const double users = static_cast<double>(std::max<std::size_t>(m_results, 1));
    const auto covered = static_cast<double>(std::count(m_recommended.begin(), m_recommended.end(), 1));
    return {
        {"recall_at_10", m_recall / users},
        {"ndcg_at_10", m_ndcg / users},
        {"mrr_at_10", m_mrr / users},
        {"coverage_at_10", covered / static_cast<double>(std::max<std::size_t>(m_recommended.size(), 1))},
        {"popularity_bias_at_10", m_popularity / static_cast<double>(std::max<std::size_t>(m_listed, 1))},
    };
}

nlohmann::json metricsJson(const std::map<std::string, double> &metrics)
{
    nlohmann::json object = nlohmann::json::object();
    for (const auto &[name, value] : metrics) {
        object[name] = std::isfinite(value) ? nlohmann::json(value) : nlohmann::json(numberText(value));
    }
    return object;
}

std::string metricDirection(const std::string &name)
{
    if (name == "popularity_bias_at_10" || name.find("loss") != std::string::npos) {
        return "min";
    }
    return name.ends_with("_at_10") || name == "examples_per_second" ? "max" : "none";
}

} // namespace nsl::worker
