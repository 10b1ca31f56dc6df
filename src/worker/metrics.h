// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "preprocessing.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace nsl::worker
{

/// The K of every metric "at 10".
inline constexpr std::size_t metricK = 10;

/// One user's list against the one item that was left out.
struct UserResult
{
    std::uint32_t user = 0;
    std::uint32_t target = 0;
    std::size_t rank = 0; ///< of the target among all candidates, from 1

    /// 1 when the target is among the first ten, else 0. With one relevant item, recall@k is the hit rate
    /// (Herlocker et al. 2004, "Evaluating collaborative filtering recommender systems").
    double recall() const;
    /// 1 / log2(rank + 1) within the first ten, else 0: discounted cumulative gain over its ideal of 1
    /// (Järvelin and Kekäläinen 2002, "Cumulated gain-based evaluation of IR techniques").
    double ndcg() const;
    /// 1 / rank within the first ten, else 0 (Voorhees 1999, "The TREC-8 question answering track report").
    double mrr() const;
};

/// Where @p target stands among all items but those of @p seen, and the first ten of that list. Items are
/// ordered by score, falling, and equal scores by item number, which is the order of item ids. @p scores has
/// one entry per item; NaN never comes before anything.
std::size_t fullRank(std::span<const float> scores, History seen, std::uint32_t target,
                     std::vector<std::uint32_t> &topItems);

/// Means over users, and what is counted over all their lists together.
class MetricTotals
{
public:
    /// @p itemCounts: how many users know each item (of the part that was fitted on); @p users: how many
    /// users there are in it.
    MetricTotals(const std::vector<std::int64_t> &itemCounts, std::size_t users);

    void add(const UserResult &result, const std::vector<std::uint32_t> &topItems);

    /// recall_at_10, ndcg_at_10, mrr_at_10 as means over users, and
    /// - coverage_at_10: distinct items in all lists / candidate items (Ge et al. 2010, "Beyond accuracy");
    /// - popularity_bias_at_10: mean over lists and positions of the share of users who know the item, i.e.
    ///   average recommendation popularity (Yin et al. 2012, "Challenging the long tail recommendation")
    ///   divided by the number of users: 0 to 1, lower means a smaller bias.
    std::map<std::string, double> values() const;

private:
    std::vector<double> m_share;
    std::vector<char> m_recommended;
    std::size_t m_results = 0;
    std::size_t m_listed = 0;
    double m_recall = 0;
    double m_ndcg = 0;
    double m_mrr = 0;
    double m_popularity = 0;
};

/// A flat object of numbers. JSON has no word for a value that is not finite: it is written as the text NaN,
/// Infinity or -Infinity, as the reports have it, so that it is not lost and the file can be read.
nlohmann::json metricsJson(const std::map<std::string, double> &metrics);

/// "max", "min" or "none": what is better. @p name without prefix.
std::string metricDirection(const std::string &name);

} // namespace nsl::worker
