// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace nsl::worker
{

enum class OptionType { Integer, Number, Boolean };

/// One option that a family declares. In hyperparameters.json every value is a string.
struct OptionSpec
{
    std::string_view name;
    OptionType type = OptionType::Integer;
    std::string_view defaultText;
    double minimum = 0;
    double maximum = 0;
    bool minimumExcluded = false;      ///< the range is (minimum, maximum] rather than [minimum, maximum]
    std::vector<std::int64_t> choices; ///< when not empty: the only legal values
    bool used = true; ///< false: accepted and checked for every family, but this one does not use it

    /// "1 to 50", "above 0, up to 1", "one of 64, 128, 256, 512", "true or false".
    std::string rangeText() const;
};

using OptionValue = std::variant<std::int64_t, double, bool>;

/// The values of a run: what was given, and the defaults for the rest.
class OptionValues
{
public:
    void set(std::string_view name, OptionValue value)
    {
        m_values.insert_or_assign(std::string(name), value);
    }

    std::int64_t integer(std::string_view name) const { return std::get<std::int64_t>(at(name)); }
    double number(std::string_view name) const { return std::get<double>(at(name)); }
    bool boolean(std::string_view name) const { return std::get<bool>(at(name)); }
    const std::map<std::string, OptionValue, std::less<>> &all() const { return m_values; }

private:
    const OptionValue &at(std::string_view name) const { return m_values.find(name)->second; }

    std::map<std::string, OptionValue, std::less<>> m_values;
};

/// What every family can be told because it fixes the split (`min_user_events`, `min_item_events`) or whether
/// a run can be repeated (`threads`).
std::vector<OptionSpec> protocolOptions();
/// What the family `two-tower-gru` can be told.
const std::vector<OptionSpec> &twoTowerGruOptions();
/// What the family `item-transitions` can be told.
const std::vector<OptionSpec> &itemTransitionsOptions();
/// What the family `popularity` can be told.
const std::vector<OptionSpec> &popularityOptions();

/// Checks @p given (name → text) against @p specs and adds the defaults. Options that a family accepts
/// without using are checked and left out of the result. Keys that begin with "sagemaker_" belong to the
/// container host and are skipped. Throws Failure with a sentence that names option, value and range.
OptionValues resolveOptions(std::string_view family, const std::vector<OptionSpec> &specs,
                            const std::map<std::string, std::string> &given);

} // namespace nsl::worker
