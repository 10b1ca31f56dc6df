// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "familyoptions.h"
#include "split.h"
#include "transitions/sparserows.h"

#include <cstdint>
#include <vector>

namespace nsl::worker
{

/// What the transitions are counted and read with.
struct TransitionOptions
{
    std::int64_t window = 10;        ///< how many steps forward a transition reaches
    double gapDecay = 0.9;           ///< a transition over g steps counts gapDecay^(g-1)
    double popularityExponent = 0.5; ///< both sides are divided by (users who know the item, at least 5)^this
    std::int64_t neighbours = 2000;  ///< the strongest transitions that are kept of each item
    std::int64_t recentItems = 10;   ///< how many of a user's latest items ask
    double recencyDecay = 0.9;       ///< the item asked k-th last counts recencyDecay^(k-1)

    static TransitionOptions from(const OptionValues &options);
};

/// How strongly an item leads to others soon after: counts of what users chose within a few steps, like the
/// weighted sequential rules of Ludewig and Jannach 2018 ("Evaluation of session-based recommendation
/// algorithms", SR), with both sides damped by their popularity as in cosine similarity. An event's weight
/// counts: as that of the item which is led to, and as that of the item that asks.
class TransitionModel
{
public:
    /// Counts the transitions of @p portion. Throws Stopped.
    static TransitionModel counted(const Split &split, Portion portion, const TransitionOptions &options,
                                   float maxWeight);
    static TransitionModel read(const ArtifactReader &artifact, std::size_t items);
    void write(ArtifactWriter &artifact) const;

    std::size_t items() const { return m_rows.rows(); }

    /// The strengths with which the latest items of @p history lead to others, added to @p strengths (one per
    /// item); the items that were reached are appended to @p reached, each once, where it was 0 before.
    void addStrengths(History history, std::vector<float> &strengths,
                      std::vector<std::uint32_t> &reached) const;

    /// One row of scores for each history: the strength of what is reached; everything else stands behind it,
    /// by popularity (@p counts: users who know each item), as in the lists that are served.
    void score(std::span<const History> histories, const std::vector<float> &counts,
               std::vector<float> &scores) const;

private:
    std::int64_t m_recentItems = 0;
    double m_recencyDecay = 0;
    float m_maxWeight = 0;
    SparseRows m_rows;
};

} // namespace nsl::worker
