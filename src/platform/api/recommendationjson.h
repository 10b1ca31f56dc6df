// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/apicall.h"
#include "endpoints/recommender.h"

namespace nsl
{

/// `limit`, or its old name `quantity`: 1 to 100, 20 where absent, above is clamped.
Outcome<qint64> coreLimit(const ApiCall &call);
/// What a request for recommendations asks for, in the query string or in a JSON body (the query string
/// wins).
Outcome<RecommendationQuery> recommendationQueryFrom(const ApiCall &call);
/// The answer of every route that gives recommendations.
ApiAnswer recommendationsAnswer(const Recommended &result, const ApiCall &call, int limit);

} // namespace nsl
