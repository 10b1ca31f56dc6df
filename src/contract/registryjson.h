// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint.h"
#include "family.h"
#include "version.h"

#include <QJsonArray>
#include <QJsonObject>

#include <optional>

/// Families, versions, endpoints and deployments on the wire (contract 2.3), in both directions.
namespace nsl
{

QJsonObject toJson(const FamilyOption &option);
QJsonObject toJson(const Family &family);
QJsonObject toJson(const Version &version);
QJsonObject toJson(const VersionRef &version);
QJsonObject toJson(const Endpoint &endpoint);
QJsonObject toJson(const Deployment &deployment);

FamilyOption familyOptionFromJson(const QJsonObject &object);
Family familyFromJson(const QJsonObject &object);
Version versionFromJson(const QJsonObject &object);
std::optional<VersionRef> versionRefFromJson(const QJsonValue &value);
/// approval_status, or what `approved` tells where only that is sent.
Reported<ApprovalStatus> approvalFromJson(const QJsonObject &object);
Endpoint endpointFromJson(const QJsonObject &object);
Deployment deploymentFromJson(const QJsonObject &object);

/// Everything about one family (GET /api/model-families/details).
struct FamilyDetails
{
    Family family;
    QList<Version> versions; ///< newest first
    std::optional<Version> current;
    QList<Deployment> deployments;   ///< newest first
    bool deploymentsAreKnown = true; ///< false: the server keeps none
};

FamilyDetails familyDetailsFromJson(const QJsonObject &object);

} // namespace nsl
