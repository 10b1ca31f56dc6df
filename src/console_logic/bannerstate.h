// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint.h"
#include "roles.h"

#include <QDateTime>
#include <QList>
#include <QSet>
#include <QString>

namespace nsl
{

/// One line of the production banner.
struct BannerLine
{
    enum class Kind {
        Deploying, ///< a first promotion is under way: neutral strip, nothing is live yet
        Live,      ///< InService
        Updating,  ///< live, and a new version is on its way
        Failed,    ///< the last promotion failed; until dismissed
        Degraded,  ///< a version is assigned but the endpoint is not InService
    };

    Kind kind = Kind::Live;
    Tone tone = Tone::Neutral;
    qint64 endpointId = 0;
    qint64 deploymentId = 0; ///< of a Failed line that deployments told; 0 = told by the endpoint alone
    QString title;           ///< "Two-tower GRU v7", "Deploying Two-tower GRU v1…"
    QString label;           ///< the version's own label
    QString detail;          ///< "production · InService for 2 h 14 min · promoted by local console, 12:03"
    QString reason;          ///< Failed and Degraded: why, in the server's words
    QString jobName; ///< the live version's run (Live, Updating), the attempted one's (Deploying, Failed)
    QString accessibleText;

    friend bool operator==(const BannerLine &, const BannerLine &) = default;
};

/// The lines for what is known now, the default embedder first; empty = no banner at all.
/// `deployments` in any order; `dismissed` are failures that a person has read: ids of deployments, or minus
/// the endpoint's id where only the endpoint told.
QList<BannerLine> bannerLines(const QList<Endpoint> &endpoints, const QList<Deployment> &deployments,
                              const QDateTime &now, const QSet<qint64> &dismissed = {});

} // namespace nsl
