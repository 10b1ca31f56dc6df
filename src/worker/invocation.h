// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model.h"

#include <string>
#include <variant>

namespace nsl::worker
{

/// Reads the body of `POST /invocations`: `{user_id, history:[[item_id,weight,timestamp],...], exclude:[ids],
/// limit}`. Returns a sentence that says what is wrong with it instead of a query. Unknown keys are ignored.
std::variant<Query, std::string> parseInvocation(const std::string &body);

/// `{items:[[item_id,score],...], used_default, default_reason}`; default_reason is null unless used_default.
std::string invocationReply(const Recommendations &recommendations);

/// `{status:"ok", dimension}`; dimension is null for a family without vectors.
std::string pingReply(std::int64_t dimension);

/// `{"error":"text"}`
std::string errorReply(const std::string &text);

} // namespace nsl::worker
