// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "coreapi.h"
#include "httpplatformapi.h"
#include "platformsession.h"
#include "responder.h"

namespace nsl
{

/// A session whose platform is a Responder; it has no Core API.
inline std::unique_ptr<PlatformSession> sessionWith(const Responder &server)
{
    ConnectionProfile profile;
    profile.name = QStringLiteral("test");
    profile.platformUrl = server.url();
    return std::make_unique<PlatformSession>(profile, std::make_unique<HttpPlatformApi>(profile), nullptr);
}

} // namespace nsl
