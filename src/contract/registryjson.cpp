// SPDX-License-Identifier: GPL-3.0-or-later
#include "registryjson.h"

#include "jsonread.h"
#include "jsonwrite.h"

namespace nsl
{

namespace
{

QString typeWord(FamilyOption::Type type)
{
    switch (type) {
    case FamilyOption::Type::Integer:
        return QStringLiteral("integer");
    case FamilyOption::Type::Boolean:
        return QStringLiteral("boolean");
    case FamilyOption::Type::Choice:
        return QStringLiteral("choice");
    case FamilyOption::Type::Number:
        break;
    }
    return QStringLiteral("number");
}

FamilyOption::Type parseType(const QString &word)
{
    if (word == QLatin1String("integer"))
        return FamilyOption::Type::Integer;
    if (word == QLatin1String("boolean"))
        return FamilyOption::Type::Boolean;
    return word == QLatin1String("choice") ? FamilyOption::Type::Choice : FamilyOption::Type::Number;
}

/// What an endpoint says is live, in whichever of the known forms it comes.
std::optional<VersionRef> activeFromJson(const QJsonObject &object)
{
    std::optional<VersionRef> active = versionRefFromJson(json::find(object, u"active_version"));
    QString jobName = json::text(object, u"active_job_name");
    if (jobName.isEmpty()) {
        const QJsonObject sageMaker = json::find(object, {u"sageMaker", u"sage_maker"}).toObject();
        jobName = json::text(sageMaker, u"training_job_name");
    }
    const RecordId modelId = json::recordId(object, u"active_model_id");
    if (!active && jobName.isEmpty() && modelId.isEmpty())
        return std::nullopt;
    if (!active)
        active.emplace();
    if (active->jobName.isEmpty())
        active->jobName = jobName;
    if (active->modelId.isEmpty())
        active->modelId = modelId;
    return active;
}

QJsonValue refOrNull(const std::optional<VersionRef> &version)
{
    return version ? QJsonValue(toJson(*version)) : QJsonValue(QJsonValue::Null);
}

} // namespace

QJsonObject toJson(const FamilyOption &option)
{
    QJsonObject object{{u"name"_qs, option.name},
                       {u"type"_qs, typeWord(option.type)},
                       {u"default"_qs, option.defaultValue},
                       {u"minimum"_qs, json::orNull(option.minimum)},
                       {u"maximum"_qs, json::orNull(option.maximum)},
                       {u"exclusive_minimum"_qs, option.exclusiveMinimum},
                       {u"description"_qs, option.description}};
    if (!option.choices.isEmpty()) {
        QJsonArray choices;
        for (const QJsonValue &choice : option.choices)
            choices.append(choice);
        object.insert(u"choices"_qs, choices);
    }
    return object;
}

FamilyOption familyOptionFromJson(const QJsonObject &object)
{
    FamilyOption option;
    option.name = json::text(object, u"name");
    option.type = parseType(json::text(object, u"type"));
    option.defaultValue = json::find(object, u"default");
    option.minimum = json::optionalNumber(object, u"minimum");
    option.maximum = json::optionalNumber(object, u"maximum");
    option.exclusiveMinimum = json::boolean(object, u"exclusive_minimum");
    option.description = json::text(object, u"description");
    const QJsonArray choices = json::find(object, u"choices").toArray();
    for (const QJsonValue choice : choices)
        option.choices.append(choice);
    return option;
}

QJsonObject toJson(const Family &family)
{
    QJsonArray options;
    for (const FamilyOption &option : family.options)
        options.append(toJson(option));
    return {{u"id"_qs, family.id.toJson()},
            {u"family_key"_qs, family.key},
            {u"name"_qs, family.name},
            {u"architecture"_qs, family.architecture},
            {u"objective"_qs, family.objective},
            {u"model_type"_qs, family.modelType},
            {u"source"_qs, family.source.text},
            {u"is_default"_qs, family.isDefault},
            {u"enabled"_qs, family.enabled},
            {u"disabled_reason"_qs, json::textOrNull(family.disabledReason)},
            {u"serves"_qs, family.serves},
            {u"options"_qs, options},
            {u"production_version"_qs, json::orNull(family.productionVersion)},
            {u"version_count"_qs, json::orNull(family.versionCount)},
            {u"latest_version"_qs, json::orNull(family.latestVersion)},
            {u"rev"_qs, family.rev},
            {u"created_at"_qs, json::isoTime(family.createdAt)}};
}

Family familyFromJson(const QJsonObject &object)
{
    Family family;
    family.id = json::recordId(object, u"id");
    family.key = json::text(object, u"family_key");
    family.name = json::nameText(object, u"name");
    family.architecture = json::text(object, u"architecture");
    family.objective = json::text(object, u"objective");
    family.modelType = json::text(object, u"model_type");
    family.source = parseFamilySource(json::text(object, u"source"));
    family.isDefault = json::boolean(object, u"is_default");
    family.enabled = json::boolean(object, u"enabled", true);
    family.disabledReason = json::text(object, u"disabled_reason");
    family.serves = json::boolean(object, u"serves", true);
    const QJsonArray options = json::find(object, u"options").toArray();
    for (const QJsonValue option : options)
        family.options.append(familyOptionFromJson(option.toObject()));
    family.productionVersion = json::optionalInt(object, u"production_version");
    family.productionIsKnown = !json::find(object, u"production_version").isUndefined();
    family.versionCount = json::optionalInt(object, u"version_count");
    family.latestVersion = json::optionalInt(object, u"latest_version");
    family.createdAt = json::time(object, u"created_at");
    family.rev = json::integer(object, u"rev");
    return family;
}

QJsonObject toJson(const Version &version)
{
    QJsonArray liveOn;
    for (const Version::Target &target : version.liveOn) {
        liveOn.append(QJsonObject{{u"endpoint_id"_qs, target.endpointId.toJson()},
                                  {u"endpoint_name"_qs, target.endpointName}});
    }
    return {{u"id"_qs, version.id.toJson()},
            {u"family_id"_qs, version.familyId.toJson()},
            {u"family_name"_qs, version.familyName},
            {u"version"_qs, version.number},
            {u"job_name"_qs, version.jobName},
            {u"name"_qs, version.name},
            {u"label"_qs, version.label},
            {u"description"_qs, version.description},
            {u"source"_qs, version.source.text},
            {u"approval_status"_qs, version.approvalStatus.text},
            {u"approved_by"_qs, json::textOrNull(version.approvedBy)},
            {u"approved_at"_qs, json::isoTime(version.approvedAt)},
            {u"approval_comment"_qs, json::textOrNull(version.approvalComment)},
            {u"lifecycle_state"_qs, version.lifecycleState.text},
            {u"live_on"_qs, liveOn},
            {u"metrics"_qs, json::metricsJson(version.metrics)},
            {u"manifest_digest"_qs, version.manifestDigest},
            {u"config_digest"_qs, version.configDigest},
            {u"artifact_sha256"_qs, version.artifactSha256},
            {u"rev"_qs, version.rev},
            {u"created_at"_qs, json::isoTime(version.createdAt)},
            {u"updated_at"_qs, json::isoTime(version.updatedAt)}};
}

Version versionFromJson(const QJsonObject &object)
{
    Version version;
    version.id = json::recordId(object, u"id");
    version.familyId = json::recordId(object, u"family_id");
    version.familyName = json::nameText(object, u"family_name");
    version.number = json::optionalInt(object, u"version").value_or(0);
    version.name = json::nameText(object, u"name");
    // "name" is the version's own here, not its run's.
    QJsonObject ofRun = object;
    ofRun.remove(u"name"_qs);
    version.jobName = json::runName(ofRun);
    version.label = json::nameText(object, u"label");
    version.description = json::nameText(object, u"description");
    version.source = parseFamilySource(json::text(object, u"source"));
    version.approvalStatus = approvalFromJson(object);
    version.approvedBy = json::text(object, u"approved_by");
    version.approvedAt = json::time(object, u"approved_at");
    version.approvalComment = json::text(object, u"approval_comment");
    version.lifecycleState = parseLifecycleState(json::text(object, u"lifecycle_state"));
    version.liveOnIsKnown = json::find(object, u"live_on").isArray();
    const QJsonArray liveOn = json::find(object, u"live_on").toArray();
    for (const QJsonValue target : liveOn) {
        const QJsonObject fields = target.toObject();
        version.liveOn.append(
            {json::recordId(fields, u"endpoint_id"), json::nameText(fields, u"endpoint_name")});
    }
    version.metrics = json::metrics(json::find(object, u"metrics"));
    version.manifestDigest = json::text(object, u"manifest_digest");
    version.configDigest = json::text(object, u"config_digest");
    version.artifactSha256 = json::text(object, u"artifact_sha256");
    version.createdAt = json::time(object, u"created_at");
    version.updatedAt = json::time(object, u"updated_at");
    version.rev = json::integer(object, u"rev");
    return version;
}

QJsonObject toJson(const VersionRef &version)
{
    return {{u"model_id"_qs, version.modelId.toJson()},
            {u"family_id"_qs, version.familyId.toJson()},
            {u"family_name"_qs, version.familyName},
            {u"version"_qs, version.version},
            {u"label"_qs, version.label},
            {u"job_name"_qs, version.jobName}};
}

std::optional<VersionRef> versionRefFromJson(const QJsonValue &value)
{
    const QJsonObject object = value.toObject();
    if (object.isEmpty())
        return std::nullopt;
    return VersionRef{
        json::recordId(object, u"model_id"),    json::recordId(object, u"family_id"),
        json::nameText(object, u"family_name"), json::optionalInt(object, u"version").value_or(0),
        json::nameText(object, u"label"),       json::text(object, u"job_name")};
}

Reported<ApprovalStatus> approvalFromJson(const QJsonObject &object)
{
    const Reported<ApprovalStatus> status = parseApprovalStatus(json::text(object, u"approval_status"));
    const QJsonValue approved = json::find(object, u"approved");
    if (!status.text.isEmpty() || !approved.isBool())
        return status;
    // "Not approved" may be Pending or Rejected: which, the server does not say.
    return approved.toBool() ? Reported<ApprovalStatus>(ApprovalStatus::Approved)
                             : Reported<ApprovalStatus>(ApprovalStatus::Unknown, u"Not approved"_qs);
}

QJsonObject toJson(const Endpoint &endpoint)
{
    return {{u"id"_qs, endpoint.id.toJson()},
            {u"endpoint_name"_qs, endpoint.name},
            {u"model_type"_qs, endpoint.modelType},
            {u"is_default"_qs, endpoint.isDefault},
            {u"context_ids"_qs, QJsonArray::fromStringList(endpoint.contextIds)},
            {u"status"_qs, endpoint.status.text},
            {u"status_since"_qs, json::isoTime(endpoint.statusSince)},
            {u"active_version"_qs, refOrNull(endpoint.activeVersion)},
            {u"pending_version"_qs, refOrNull(endpoint.pendingVersion)},
            {u"active_job_name"_qs, endpoint.activeVersion ? QJsonValue(endpoint.activeVersion->jobName)
                                                           : QJsonValue(QJsonValue::Null)},
            {u"last_promoted_at"_qs, json::isoTime(endpoint.lastPromotedAt)},
            {u"last_promoted_by"_qs, json::textOrNull(endpoint.lastPromotedBy)},
            {u"failure_reason"_qs, json::textOrNull(endpoint.failureReason)},
            {u"rev"_qs, endpoint.rev},
            {u"url"_qs, json::textOrNull(endpoint.url)}};
}

Endpoint endpointFromJson(const QJsonObject &object)
{
    Endpoint endpoint;
    endpoint.id = json::recordId(object, u"id");
    endpoint.name = json::isolated(json::find(object, {u"endpoint_name", u"name"}).toString());
    endpoint.modelType = json::text(object, u"model_type");
    endpoint.isDefault = json::boolean(object, u"is_default");
    endpoint.contextIds = json::textList(object, u"context_ids");
    endpoint.status = parseEndpointStatus(json::text(object, u"status"));
    endpoint.statusSince = json::time(object, u"status_since");
    endpoint.activeVersion = activeFromJson(object);
    endpoint.activeIsKnown =
        endpoint.activeVersion ||
        !json::find(object, {u"active_version", u"active_job_name", u"active_model_id"}).isUndefined();
    endpoint.pendingVersion = versionRefFromJson(json::find(object, u"pending_version"));
    endpoint.lastPromotedAt = json::time(object, u"last_promoted_at");
    endpoint.lastPromotedBy = json::text(object, u"last_promoted_by");
    endpoint.failureReason = json::text(object, u"failure_reason");
    endpoint.url = json::text(object, u"url");
    endpoint.rev = json::integer(object, u"rev");
    return endpoint;
}

QJsonObject toJson(const Deployment &deployment)
{
    return {{u"id"_qs, deployment.id.toJson()},
            {u"endpoint_id"_qs, deployment.endpointId.toJson()},
            {u"from"_qs, refOrNull(deployment.from)},
            {u"to"_qs, refOrNull(deployment.to)},
            {u"status"_qs, deployment.status.text},
            {u"phase"_qs, json::textOrNull(deployment.phase.text)},
            {u"reason"_qs, json::textOrNull(deployment.reason)},
            {u"comment"_qs, json::textOrNull(deployment.comment)},
            {u"actor"_qs, deployment.actor},
            {u"started_at"_qs, json::isoTime(deployment.startedAt)},
            {u"ended_at"_qs, json::isoTime(deployment.endedAt)},
            {u"rev"_qs, deployment.rev}};
}

Deployment deploymentFromJson(const QJsonObject &object)
{
    Deployment deployment;
    deployment.id = json::recordId(object, u"id");
    deployment.endpointId = json::recordId(object, u"endpoint_id");
    deployment.from = versionRefFromJson(json::find(object, u"from"));
    deployment.to = versionRefFromJson(json::find(object, u"to"));
    deployment.status = parseDeploymentStatus(json::text(object, u"status"));
    deployment.phase = parseDeploymentPhase(json::text(object, u"phase"));
    deployment.reason = json::text(object, u"reason");
    deployment.comment = json::text(object, u"comment");
    deployment.actor = json::text(object, u"actor");
    deployment.startedAt = json::time(object, u"started_at");
    deployment.endedAt = json::time(object, u"ended_at");
    deployment.rev = json::integer(object, u"rev");
    return deployment;
}

FamilyDetails familyDetailsFromJson(const QJsonObject &object)
{
    FamilyDetails details;
    details.family = familyFromJson(json::find(object, u"family").toObject());
    details.deploymentsAreKnown = !json::find(object, {u"deployments", u"history"}).isUndefined();
    const QJsonArray versions = json::find(object, u"versions").toArray();
    for (const QJsonValue version : versions)
        details.versions.append(versionFromJson(version.toObject()));
    const QJsonObject current = json::find(object, u"current").toObject();
    if (!current.isEmpty())
        details.current = versionFromJson(current);
    const QJsonArray deployments = json::find(object, {u"deployments", u"history"}).toArray();
    for (const QJsonValue deployment : deployments)
        details.deployments.append(deploymentFromJson(deployment.toObject()));
    return details;
}

} // namespace nsl
