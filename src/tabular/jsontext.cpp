// SPDX-License-Identifier: GPL-3.0-or-later
#include "jsontext.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include <nlohmann/json.hpp>

namespace nsl::tabular
{

namespace
{

using Sax = nlohmann::json_sax<nlohmann::json>;

constexpr std::size_t longestDepth = 512;

void appendQuoted(std::string &to, std::string_view text)
{
    constexpr char hex[] = "0123456789abcdef";
    to += '"';
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            to += '\\';
            to += c;
        } else if (code < 0x20) {
            to += "\\u00";
            to += hex[code >> 4U];
            to += hex[code & 15U];
        } else {
            to += c;
        }
    }
    to += '"';
}

bool isWhole(std::string_view number)
{
    return number.find_first_of(".eE") == std::string_view::npos;
}

/// Writes what it hears, and keeps the members of the outermost object apart where it is asked to.
class JsonWriter : public Sax
{
public:
    explicit JsonWriter(std::vector<JsonMember> *members)
        : m_members(members)
    {
    }
    const std::string &written() const { return m_out; }
    const std::string &mistake() const { return m_mistake; }

    bool null() override { return scalar("", "null"); }
    bool boolean(bool value) override { return scalar(value ? "true" : "false", value ? "true" : "false"); }
    bool number_integer(number_integer_t value) override
    {
        const std::string text = std::to_string(value);
        return scalar(text, text);
    }
    bool number_unsigned(number_unsigned_t value) override
    {
        const std::string text = std::to_string(value);
        return value <= std::uint64_t(std::numeric_limits<std::int64_t>::max()) ? scalar(text, text)
                                                                                : longWhole(text);
    }
    bool number_float(number_float_t value, const string_t &text) override
    {
        if (isWhole(text))
            return longWhole(text);
        // 7.0 and 7e0 are the id 7, as they are over HTTP.
        if (value == std::trunc(value) && std::abs(value) < 9007199254740992.0)
            return scalar(std::to_string(static_cast<std::int64_t>(value)), text);
        return scalar(text, text);
    }
    bool string(string_t &value) override
    {
        std::string json;
        appendQuoted(json, value);
        return scalar(value, json);
    }
    bool binary(binary_t &) override { return false; }
    bool start_object(std::size_t) override { return open('{', '}'); }
    bool end_object() override { return close('}'); }
    bool start_array(std::size_t) override { return open('[', ']'); }
    bool end_array() override { return close(']'); }
    bool key(string_t &value) override
    {
        if (m_members != nullptr && m_closers.size() == 1) {
            const auto [at, isNew] = m_places.emplace(value, m_members->size());
            if (isNew)
                m_members->push_back({value, {}, {}});
            m_member = at->second;
            return true;
        }
        separate();
        appendQuoted(m_out, value);
        m_out += ':';
        m_needsComma = false;
        return true;
    }
    bool parse_error(std::size_t position, const std::string &, const nlohmann::detail::exception &) override
    {
        if (m_mistake.empty())
            m_mistake = "it breaks off or goes wrong at byte " + std::to_string(position);
        return false;
    }

private:
    bool isMemberNext() const { return m_members != nullptr && m_closers.size() == 1; }
    void separate()
    {
        if (m_needsComma)
            m_out += ',';
        m_needsComma = true;
    }
    bool scalar(std::string_view text, std::string_view json)
    {
        if (m_members != nullptr && m_closers.empty()) {
            m_mistake = "it is not an object";
            return false;
        }
        if (isMemberNext()) {
            (*m_members)[m_member].text = text;
            (*m_members)[m_member].json = json;
            return true;
        }
        separate();
        m_out += json;
        return true;
    }
    bool longWhole(const std::string &digits)
    {
        std::string json;
        appendQuoted(json, digits);
        return scalar(digits, json);
    }
    bool open(char opener, char closer)
    {
        if (m_members != nullptr && m_closers.empty() && opener != '{') {
            m_mistake = "it is not an object";
            return false;
        }
        if (m_closers.size() >= longestDepth) {
            m_mistake = "it is nested over " + std::to_string(longestDepth) + " deep";
            return false;
        }
        if (isMemberNext()) {
            m_out.clear();
            m_needsComma = false;
        }
        if (m_members == nullptr || !m_closers.empty()) {
            separate();
            m_out += opener;
            m_needsComma = false;
        }
        m_closers.push_back(closer);
        return true;
    }
    bool close(char closer)
    {
        m_closers.pop_back();
        if (m_members != nullptr && m_closers.empty())
            return true;
        m_out += closer;
        m_needsComma = true;
        if (isMemberNext()) {
            (*m_members)[m_member].text = m_out;
            (*m_members)[m_member].json = m_out;
        }
        return true;
    }

    std::vector<JsonMember> *m_members;
    std::unordered_map<std::string, std::size_t> m_places;
    std::size_t m_member = 0;
    std::string m_out;
    std::string m_closers;
    std::string m_mistake;
    bool m_needsComma = false;
};

/// The text with null in place of NaN and Infinity, which Python writes though JSON has no such thing.
std::string withoutNotNumbers(std::string_view text, std::int64_t &count)
{
    std::string out;
    out.reserve(text.size() + 16);
    bool isInText = false;
    for (std::size_t i = 0; i < text.size();) {
        const std::string_view rest = text.substr(i);
        if (isInText) {
            const std::size_t length = text[i] == '\\' && rest.size() > 1 ? 2 : 1;
            isInText = text[i] != '"';
            out += rest.substr(0, length);
            i += length;
            continue;
        }
        std::size_t length = 0;
        for (const std::string_view word : {std::string_view("NaN"), std::string_view("-NaN"),
                                            std::string_view("Infinity"), std::string_view("-Infinity")}) {
            if (rest.starts_with(word))
                length = word.size();
        }
        if (length > 0) {
            out += "null";
            ++count;
            i += length;
            continue;
        }
        isInText = text[i] == '"';
        out += text[i++];
    }
    return out;
}

} // namespace

std::optional<std::vector<JsonMember>> JsonText::members(std::string_view object)
{
    std::vector<JsonMember> found;
    const auto parse = [&](std::string_view text) {
        found.clear();
        JsonWriter writer(&found);
        const bool isRight = nlohmann::json::sax_parse(text.begin(), text.end(), &writer);
        m_mistake = writer.mistake();
        return isRight;
    };
    const bool mayHaveNone =
        object.find("NaN") != std::string_view::npos || object.find("Infinity") != std::string_view::npos;
    if (!mayHaveNone)
        return parse(object) ? std::optional(std::move(found)) : std::nullopt;
    std::int64_t count = 0;
    const std::string replaced = withoutNotNumbers(object, count);
    if (!parse(replaced))
        return std::nullopt;
    m_notNumbers += count;
    return found;
}

std::optional<std::string> JsonText::exact(std::string_view json)
{
    JsonWriter writer(nullptr);
    const bool isRight = nlohmann::json::sax_parse(json.begin(), json.end(), &writer);
    m_mistake = writer.mistake();
    return isRight ? std::optional(writer.written()) : std::nullopt;
}

bool hasLongNumber(std::string_view json)
{
    constexpr std::size_t digitsOfInt64 = 19;
    std::size_t run = 0;
    for (const char c : json) {
        run = c >= '0' && c <= '9' ? run + 1 : 0;
        if (run >= digitsOfInt64)
            return true;
    }
    return false;
}

} // namespace nsl::tabular
