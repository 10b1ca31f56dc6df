// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "recordid.h"
#include "states.h"
#include "version.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <optional>

namespace nsl
{

/// A serving target: where one version is live.
struct Endpoint
{
    RecordId id;
    QString name;
    QString modelType;
    bool isDefault = false;
    QStringList contextIds; ///< requests with these contexts are served here
    Reported<EndpointStatus> status;
    QDateTime statusSince;
    std::optional<VersionRef> activeVersion;
    /// Whether the server tells what is live at all; if not, an absent activeVersion means nothing.
    bool activeIsKnown = true;
    std::optional<VersionRef> pendingVersion;
    QDateTime lastPromotedAt;
    QString lastPromotedBy;
    QString failureReason; ///< cleared when an update starts
    QString url;
    qint64 rev = 0;

    friend bool operator==(const Endpoint &, const Endpoint &) = default;
};

/// One attempt to put a version live on an endpoint. Its status is the truth of a promotion.
struct Deployment
{
    RecordId id;
    RecordId endpointId;
    std::optional<VersionRef> from;
    std::optional<VersionRef> to;
    Reported<DeploymentStatus> status;
    Reported<DeploymentPhase> phase;
    QString reason; ///< why it did not succeed
    QString comment;
    QString actor;
    QDateTime startedAt;
    QDateTime endedAt;
    qint64 rev = 0;

    friend bool operator==(const Deployment &, const Deployment &) = default;
};

/// The target moves by itself: its status is one of the moving words or one that this program does not know,
/// or a version is pending.
bool isMoving(const Endpoint &endpoint);
/// It is known that nothing is served: the target says what is live, and that is nothing, and it does not
/// move.
bool servesNothing(const Endpoint &endpoint);

} // namespace nsl
