// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "registryjson.h"

namespace nsl
{

/// An endpoint on the wire, with the URL under which this server answers for it.
inline QJsonObject endpointJson(Endpoint endpoint, const QString &baseUrl)
{
    endpoint.url = baseUrl + u"/v1/recommendations"_qs;
    return toJson(endpoint);
}

} // namespace nsl
