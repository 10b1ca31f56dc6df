// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "preprocessing.h"

#include <string>
#include <vector>

namespace nsl::worker
{

/// What a model is fitted on.
enum class Portion { Train, TrainAndValidation };

/// Leave-one-out by (timestamp, row): the last interaction that a user of the core has with an item of the
/// core is the test item, the one before it the validation item, and what came before them is known. What
/// came after the test item is not learned from, whatever it is. Who is not in the core, or has fewer than
/// three interactions there, has nothing to leave out: all of theirs is train.
class Split
{
public:
    /// @p interactions outlives the split.
    explicit Split(const Interactions &interactions);

    const Interactions &interactions() const { return *m_interactions; }
    /// The items that are ranked in an evaluation, in the order of their numbers.
    const std::vector<std::uint32_t> &candidates() const { return m_candidates; }
    /// The users that are validated and tested, in the order of their ids.
    const std::vector<std::uint32_t> &evaluatedUsers() const { return m_evaluatedUsers; }
    /// What the model may know of a user when it is fitted on @p portion.
    History known(std::uint32_t user, Portion portion) const;
    /// The item to be found after known(user, portion): the validation item, or the test item.
    const Interaction &target(std::uint32_t user, Portion portion) const;
    /// In how many users' known part each item occurs.
    std::vector<std::int64_t> itemCounts(Portion portion) const;

    /// split.csv: `user_id,validation_item_id,test_item_id,test_row`, ordered by user id.
    std::string csv() const;

private:
    /// Places in a user's sequence; both 0 where nothing is left out.
    struct HeldOut
    {
        std::uint32_t validation = 0;
        std::uint32_t test = 0;
    };

    std::uint32_t placeOf(std::uint32_t user, Portion portion) const
    {
        return portion == Portion::Train ? m_heldOut[user].validation : m_heldOut[user].test;
    }

    const Interactions *m_interactions;
    std::vector<HeldOut> m_heldOut; ///< per user
    std::vector<std::uint32_t> m_candidates;
    std::vector<std::uint32_t> m_evaluatedUsers;
};

/// @p text as one CSV field, quoted where RFC 4180 asks for it.
std::string csvField(const std::string &text);

} // namespace nsl::worker
