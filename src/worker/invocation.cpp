// SPDX-License-Identifier: GPL-3.0-or-later
#include "invocation.h"

#include "dataset.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace nsl::worker
{

namespace
{

using nlohmann::json;

constexpr std::size_t maxHistory = 10'000;
constexpr std::size_t maxExcluded = 200'000;
constexpr std::int64_t maxLimit = 1000;
constexpr int maxDepth = 8;

/// Parses without letting deeply nested input use up the stack.
json parsedBody(const std::string &body)
{
    return json::parse(
        body, [](int depth, json::parse_event_t, json &) { return depth <= maxDepth; }, false);
}

bool readId(const json &value, std::string &id)
{
    if (value.is_string()) {
        id = value.get<std::string>();
    } else if (value.is_number_integer()) {
        id = value.dump();
    } else {
        return false;
    }
    return isItemId(id);
}

bool readEvent(const json &value, RawEvent &event)
{
    if (!value.is_array() || value.size() != 3 || !readId(value[0], event.itemId) || !value[1].is_number() ||
        !value[2].is_number()) {
        return false;
    }
    // A double holds the milliseconds of every second up to there.
    constexpr double yearTenThousand = 253'402'300'800;
    const double weight = value[1].get<double>();
    const double seconds = value[2].get<double>();
    if (!(std::abs(seconds) < yearTenThousand)) {
        return false;
    }
    event.weight = static_cast<float>(weight);
    event.timestamp = std::llround(seconds * 1000);
    return weight >= 0 && weight <= 100;
}

} // namespace

std::variant<Query, std::string> parseInvocation(const std::string &body)
{
    const json request = parsedBody(body);
    if (!request.is_object()) {
        return "The body is not a JSON object.";
    }
    Query query;
    if (const auto user = request.find("user_id");
        user != request.end() && !user->is_string() && !user->is_null()) {
        return "user_id must be a string.";
    }
    if (const auto filter = request.find("filter"); filter != request.end() && !filter->is_null()) {
        return "This version cannot filter; put the items to leave out into exclude.";
    }
    const auto history = request.find("history");
    if (history == request.end() || !history->is_array() || history->size() > maxHistory) {
        return "history must be a list of at most " + std::to_string(maxHistory) +
               " [item_id, weight, timestamp].";
    }
    for (const json &entry : *history) {
        RawEvent event;
        if (!readEvent(entry, event)) {
            return "Each entry of history must be [item_id, weight from 0 to 100, Unix seconds].";
        }
        query.history.push_back(std::move(event));
    }
    if (const auto exclude = request.find("exclude"); exclude != request.end()) {
        if (!exclude->is_array() || exclude->size() > maxExcluded) {
            return "exclude must be a list of at most " + std::to_string(maxExcluded) + " item ids.";
        }
        for (const json &entry : *exclude) {
            std::string id;
            if (!readId(entry, id)) {
                return "Each entry of exclude must be an item id.";
            }
            query.exclude.push_back(std::move(id));
        }
    }
    const auto limit = request.find("limit");
    if (limit == request.end() || !limit->is_number_integer() ||
        (limit->is_number_unsigned() && limit->get<std::uint64_t>() > static_cast<std::uint64_t>(maxLimit)) ||
        limit->get<std::int64_t>() < 1) {
        return "limit must be a whole number from 1 to " + std::to_string(maxLimit) + ".";
    }
    query.limit = limit->get<std::size_t>();
    return query;
}

std::string invocationReply(const Recommendations &recommendations)
{
    json items = json::array();
    for (const auto &[id, score] : recommendations.items) {
        items.push_back(json::array({id, score}));
    }
    return json{
        {"items", std::move(items)},
        {"used_default", recommendations.usedDefault},
        {"default_reason", recommendations.usedDefault ? json(recommendations.defaultReason) : json(nullptr)}}
        .dump();
}

std::string pingReply(std::int64_t dimension)
{
    return json{{"status", "ok"}, {"dimension", dimension > 0 ? json(dimension) : json(nullptr)}}.dump();
}

std::string errorReply(const std::string &text)
{
    return json{{"error", text}}.dump();
}

} // namespace nsl::worker
