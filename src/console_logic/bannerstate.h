// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint.h"
#include "roles.h"

#include <QDateTime>
#include <QList>
#include <QSet>
#include <QString>

#include <optional>

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
        Unknown,   ///< the server does not tell what is live there
    };

    Kind kind = Kind::Live;
    Tone tone = Tone::Neutral;
    RecordId endpointId;
    QString failureKey; ///< which failure a Failed line tells of: what is dismissed
    QString title;      ///< "Two-tower GRU v7", "Deploying Two-tower GRU v1…"
    QString label;      ///< the version's own label
    QString detail;     ///< "production · InService for 2 h 14 min · promoted by local console, 12:03"
    QString reason;     ///< Failed and Degraded: why, in the server's words
    QString details;    ///< Failed: everything that is known of it, for Details
    QString jobName;    ///< the live version's run (Live, Updating), the attempted one's (Deploying, Failed)
    QString accessibleText;
    bool isStale = false; ///< what was last known: the connection is not there

    friend bool operator==(const BannerLine &, const BannerLine &) = default;
};

/// A promotion that failed and that no deployment tells of: servers need not keep any.
struct PromotionNotice
{
    int number = 0; ///< counts the promotions of this session
    RecordId endpointId;
    QString endpointName;
    QString jobName; ///< what was to go live
    QString text;    ///< "Promotion of Two-tower GRU v9 failed; Two-tower GRU v7 is still serving"
    QString reason;  ///< in the server's words; may be empty

    friend bool operator==(const PromotionNotice &, const PromotionNotice &) = default;
};

/// What a banner is made of.
struct BannerFacts
{
    QList<Endpoint> endpoints;
    QList<Deployment> deployments; ///< in any order
    std::optional<PromotionNotice> notice;
    QSet<QString> dismissed; ///< failures that a person has read: see BannerLine::failureKey
    /// The server tells of no targets in any way.
    bool endpointsAreUntold = false;
    /// When all this was last known, in the server's time, while there is no connection; invalid = it is
    /// known now. Clocks stand at this moment.
    QDateTime lastKnown;
};

/// The lines for what is known, the default embedder first; empty = no banner at all.
QList<BannerLine> bannerLines(const BannerFacts &facts, const QDateTime &now);

} // namespace nsl
