// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics.h"
#include "recordid.h"
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
        RecordId endpointId;
        QString endpointName;

        friend bool operator==(const Target &, const Target &) = default;
    };

    RecordId id;
    RecordId familyId;
    QString familyName;
    int number = 0; ///< consecutive in its family, never reused; 0 = the server does not tell
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
    bool liveOnIsKnown = true; ///< false: the server does not tell where a version is live
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
    RecordId modelId;
    RecordId familyId;
    QString familyName;
    int version = 0; ///< 0 = the server does not tell
    QString label;
    QString jobName;

    friend bool operator==(const VersionRef &, const VersionRef &) = default;
};

/// "Two-tower GRU v9": how a version is written everywhere outside its own family's node. Where the number or
/// the family is not known, what is: "Two-tower GRU · Homepage", "train-9-1764320000".
QString displayName(const QString &familyName, int version);
QString displayName(const VersionRef &version);
QString displayName(const Version &version);
/// Whether both name one version: by the run's name where both have it, else by the model's id. What has
/// neither is no version that is known, and is the same as none.
bool isSameVersion(const VersionRef &left, const VersionRef &right);

} // namespace nsl
