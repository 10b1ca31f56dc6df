// SPDX-License-Identifier: GPL-3.0-or-later
#include "split.h"

namespace nsl::worker
{

Split::Split(const Interactions &interactions)
    : m_interactions(&interactions)
    , m_heldOut(interactions.sequences.size())
{
    for (std::uint32_t item = 0; item < interactions.items.size(); ++item) {
        if (interactions.isItemInCore(item)) {
            m_candidates.push_back(item);
        }
    }
    for (std::uint32_t user = 0; user < interactions.sequences.size(); ++user) {
        if (!interactions.isUserInCore(user)) {
            continue;
        }
        const auto &sequence = interactions.sequences[user];
        HeldOut last;
        std::size_t inCore = 0;
        for (std::uint32_t place = 0; place < sequence.size(); ++place) {
            if (interactions.isItemInCore(sequence[place].item)) {
                last = {last.test, place};
                ++inCore;
            }
        }
        if (inCore >= 3) {
            m_heldOut[user] = last;
            m_evaluatedUsers.push_back(user);
        }
    }
}

History Split::known(std::uint32_t user, Portion portion) const
{
    const History all = m_interactions->sequences[user];
    const std::uint32_t place = placeOf(user, portion);
    return place == 0 ? all : all.first(place);
}

const Interaction &Split::target(std::uint32_t user, Portion portion) const
{
    return m_interactions->sequences[user][placeOf(user, portion)];
}

std::vector<std::int64_t> Split::itemCounts(Portion portion) const
{
    std::vector<std::int64_t> counts(m_interactions->items.size(), 0);
    for (std::uint32_t user = 0; user < m_interactions->sequences.size(); ++user) {
        for (const Interaction &interaction : known(user, portion)) {
            ++counts[interaction.item];
        }
    }
    return counts;
}

std::string Split::csv() const
{
    std::string text = "user_id,validation_item_id,test_item_id,test_row\n";
    for (const std::uint32_t user : m_evaluatedUsers) {
        const Interaction &test = target(user, Portion::TrainAndValidation);
        text += csvField(m_interactions->users[user]) + ',' +
                m_interactions->items[target(user, Portion::Train).item] + ',' +
                m_interactions->items[test.item] + ',' + std::to_string(test.row) + '\n';
    }
    return text;
}

std::string csvField(const std::string &text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos) {
        return text;
    }
    std::string quoted = "\"";
    for (const char c : text) {
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    }
    return quoted + '"';
}

} // namespace nsl::worker
