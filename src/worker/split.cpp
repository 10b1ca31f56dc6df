// SPDX-License-Identifier: GPL-3.0-or-later
#include "split.h"

namespace nsl::worker
{

Split::Split(const Interactions &interactions)
    : m_interactions(&interactions)
{
    for (std::uint32_t user = 0; user < interactions.sequences.size(); ++user) {
        if (isEvaluated(user)) {
            m_evaluatedUsers.push_back(user);
        }
    }
}

History Split::known(std::uint32_t user, Portion portion) const
{
    const History all = m_interactions->sequences[user];
    if (!isEvaluated(user)) {
        return all;
    }
    return all.first(all.size() - (portion == Portion::Train ? 2 : 1));
}

const Interaction &Split::target(std::uint32_t user, Portion portion) const
{
    const auto &all = m_interactions->sequences[user];
    return all[all.size() - (portion == Portion::Train ? 2 : 1)];
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
