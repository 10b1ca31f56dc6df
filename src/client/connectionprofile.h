// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "outcome.h"
#include "secret.h"

#include <QString>
#include <QUrl>

namespace nsl
{

/// Where a platform is and what opens it. Secrets live in memory only.
struct ConnectionProfile
{
    enum class Kind { Local, Cloud };

    QString name; ///< what a person calls it; the folder's name for a local workspace
    Kind kind = Kind::Local;
    QUrl platformUrl;  ///< base of /api
    QUrl coreUrl;      ///< base of /v1; empty = no recommendations through this connection
    QUrl tokenUrl;     ///< where client credentials become a token; empty = coreUrl + /oauth2/token
    QString workspace; ///< the workspace folder when local
    Secret key;        ///< platform key (nsl_...)
    QString clientId;
    Secret clientSecret;

    /// Whether recommendations can be asked for at all.
    bool hasCore() const { return coreUrl.isValid() && !clientId.isEmpty() && !clientSecret.isEmpty(); }
    /// The token URL in force.
    QUrl effectiveTokenUrl() const;
    /// Stable name of this connection for settings: no secret in it.
    QString id() const;
};

/// Everything but the secrets.
QDebug operator<<(QDebug debug, const ConnectionProfile &profile);

/// The URL of a platform as a person typed it, or why it cannot be one: http(s) only, plain http only to this
/// machine, no user info, query or fragment. The code of the error says which rule was broken.
Outcome<QUrl> checkPlatformUrl(const QString &typed);

} // namespace nsl
