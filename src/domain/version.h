// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics.h"
#include "states.h"

#include <QDateTime>
#include <QList>
#include <QString>

namespace nsl
{

/// What a successful training run produced; the contract also calls it a model.
struct Version
{
    struct Target
    {
        qint64 endpointId = 0;
        QString endpointName;

        friend bool operator==(const Target &, const Target &) = default;
    };

    qint64 id = 0;
    qint64 familyId = 0;
    QString familyName;
    int number = 0; ///< consecutive in its family, never reused
    QString jobName;
    QString name;
    QString label; ///< at most 80 characters, not unique
    QString description;
    Reported<FamilySource> source;
    Reported<ApprovalStatus> approvalStatus;
    QString approvedBy;
    QDateTime approvedAt;
    QString approvalComment;
    Reported<LifecycleState> lifecycleState;
    QList<Target> liveOn;
    Metrics metrics;
    QString manifestDigest;
    QString configDigest;
    QString artifactSha256;
    QDateTime createdAt;
    QDateTime updatedAt;
    qint64 rev = 0;

    bool isLive() const { return !liveOn.isEmpty(); }

    friend bool operator==(const Version &, const Version &) = default;
};

/// A short reference to a version, as endpoints and deployments carry it.
struct VersionRef
{
    qint64 modelId = 0;
    qint64 familyId = 0;
    QString familyName;
    int version = 0;
    QString label;
    QString jobName;

    friend bool operator==(const VersionRef &, const VersionRef &) = default;
};

/// "Two-tower GRU v9": how a version is written everywhere outside its own family's node.
QString displayName(const QString &familyName, int version);
QString displayName(const VersionRef &version);
QString displayName(const Version &version);

} // namespace nsl
