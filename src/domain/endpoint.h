// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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
    qint64 id = 0;
    QString name;
    QString modelType;
    bool isDefault = false;
    QStringList contextIds; ///< requests with these contexts are served here
    Reported<EndpointStatus> status;
    QDateTime statusSince;
    std::optional<VersionRef> activeVersion;
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
    qint64 id = 0;
    qint64 endpointId = 0;
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

/// How a promotion ended, read from an endpoint alone: for servers that keep no deployments.
enum class PromotionOutcome { Running, Succeeded, Failed };

/// Succeeded if and only if InService on the requested version with nothing pending and no failure reason;
/// InService on another version, OutOfService and every failed state are Failed.
PromotionOutcome promotionOutcome(const Endpoint &endpoint, const QString &requestedJobName);

} // namespace nsl
