// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nsl::tabular
{

/// One key of an object with its value.
struct JsonMember
{
    std::string key;
    std::string text; ///< a text as it is, a number as it is written, nothing for null, else JSON
    std::string json; ///< the value as JSON
};

/// Numbers are taken as their text. Where a value is written as JSON again, a whole number of more than 64
/// bits with sign becomes a text of the same digits: what reads it afterwards would round it.
class JsonText
{
public:
    /// The members of an object in their order, a key that comes twice with its last value. Nothing, with
    /// mistake() set, for anything else.
    std::optional<std::vector<JsonMember>> members(std::string_view object);
    /// The same JSON with digits that survive. Nothing, with mistake() set, for what is no JSON.
    std::optional<std::string> exact(std::string_view json);

    /// Half a sentence; never quotes the text.
    const std::string &mistake() const { return m_mistake; }
    /// NaN and Infinity that were read as null so far. Only members() takes them.
    std::int64_t notNumbers() const { return m_notNumbers; }

private:
    std::string m_mistake;
    std::int64_t m_notNumbers = 0;
};

/// Whether there may be a number in the text that exact() changes; quick.
bool hasLongNumber(std::string_view json);

} // namespace nsl::tabular
