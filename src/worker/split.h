// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "preprocessing.h"

#include <string>
#include <vector>

namespace nsl::worker
{

/// What a model is fitted on.
enum class Portion { Train, TrainAndValidation };

/// Leave-one-out by (timestamp, row): a user's last interaction is the test item, the one before it the
/// validation item, the rest is train. Users with fewer than three interactions have nothing to leave out:
/// all of theirs is train.
class Split
{
public:
    /// @p interactions outlives the split.
    explicit Split(const Interactions &interactions);

    const Interactions &interactions() const { return *m_interactions; }
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
    bool isEvaluated(std::uint32_t user) const { return m_interactions->sequences[user].size() >= 3; }

    const Interactions *m_interactions;
    std::vector<std::uint32_t> m_evaluatedUsers;
};

/// @p text as one CSV field, quoted where RFC 4180 asks for it.
std::string csvField(const std::string &text);

} // namespace nsl::worker
