// SPDX-License-Identifier: GPL-3.0-or-later
#include "modelcontroller.h"

#include "api/endpointjson.h"
#include "api/listing.h"
#include "api/recommendationjson.h"
#include "jsonread.h"

namespace nsl
{

void ModelController::addRoutes(Router &router)
{
    const auto bind = [this](ApiResult (ModelController::*method)(const ApiCall &)) {
        return [this, method](const ApiCall &call) { return (this->*method)(call); };
    };
    using Self = ModelController;
    router.add(u"GET"_qs, u"/api/models"_qs, bind(&Self::list));
    router.add(u"POST"_qs, u"/api/models"_qs, bind(&Self::create));
    router.add(u"GET"_qs, u"/api/models/{}"_qs, bind(&Self::get));
    router.add(u"PATCH"_qs, u"/api/models/{}"_qs, bind(&Self::patch));
    router.add(u"DELETE"_qs, u"/api/models/{}"_qs, bind(&Self::remove));
    router.addAsync(u"GET"_qs, u"/api/models/{}/recommendations"_qs,
                    [this](const ApiCall &call, const ApiReply &reply) { recommendations(call, reply); });
    router.add(u"POST"_qs, u"/api/model-families/deploy"_qs, bind(&Self::deploy));
    router.add(u"POST"_qs, u"/api/model-families/lifecycle"_qs, bind(&Self::lifecycle));
}

Outcome<Version> ModelController::versionWithId(qint64 id) const
{
    const auto found = m_store.versions().find(id);
    if (!found)
        return PlatformError::notFound(u"There is no model with the id %1."_qs.arg(id),
                                       u"model_not_found"_qs);
    return *found;
}

Outcome<Version> ModelController::versionIn(const QJsonObject &body) const
{
    const auto familyId = json::optionalInteger(body, u"family_id");
    if (!familyId)
        return PlatformError::invalid(u"family_id is missing or no whole number."_qs,
                                      u"family_id_required"_qs);
    const auto family = m_store.families().find(*familyId);
    if (!family) {
        return PlatformError::notFound(u"There is no model family with the id %1."_qs.arg(*familyId),
                                       u"family_not_found"_qs);
    }
    const QJsonValue modelId = json::find(body, u"model_id");
    if (modelId.isUndefined() || modelId.isNull()) {
        const QList<Version> versions = m_store.versions().listOfFamily(*familyId);
        if (versions.isEmpty()) {
            return PlatformError::conflict(u"%1 has no version yet: train one."_qs.arg(family->name),
                                           u"no_version"_qs);
        }
        return versions.first();
    }
    const auto version = versionWithId(json::toInteger(modelId).value_or(0));
    if (version.ok() && version->familyId != *familyId) {
        return PlatformError::invalid(
            u"%1 does not belong to the family %2."_qs.arg(displayName(*version), family->name),
            u"wrong_family"_qs);
    }
    return version;
}

ApiResult ModelController::list(const ApiCall &call)
{
    Listed<Version> versions;
    versions.name = u"models"_qs;
    versions.kind = RecordKind::Version;
    versions.dependsOn = {RecordKind::Version, RecordKind::Job, RecordKind::Family, RecordKind::Endpoint};
    versions.all = [this] { return m_store.versions().list(); };
    versions.since = [this](qint64 rev) { return m_store.versions().listSince(rev); };
    versions.page = [this](int limit, qint64 after) { return m_store.versions().page(limit, after); };
    versions.json = [](const Version &version) { return toJson(version); };
    versions.summary = versionSummary();
    return listAnswer(m_store, call, versions);
}

ApiResult ModelController::get(const ApiCall &call)
{
    const auto id = call.idParameter();
    if (!id.ok())
        return id.error();
    return m_store.read([&]() -> ApiResult {
        const auto version = versionWithId(*id);
        if (!version.ok())
            return version.error();
        return ApiAnswer(QJsonObject{{u"model"_qs, toJson(*version)}});
    });
}

ApiResult ModelController::create(const ApiCall &)
{
    return PlatformError::invalid(
        u"A model is made by a training run here: its artifact is what is approved and served."_qs,
        u"artifact_required"_qs);
}

ApiResult ModelController::patch(const ApiCall &call)
{
    const auto id = call.idParameter();
    const auto body = call.json();
    if (!id.ok() || !body.ok())
        return id.ok() ? body.error() : id.error();
    const QJsonValue label = json::find(*body, u"label");
    const QJsonValue description = json::find(*body, u"description");
    const QJsonValue approved = json::find(*body, u"approved");
    for (const auto &[name, value] :
         {std::pair(u"label"_qs, label), std::pair(u"description"_qs, description)}) {
        if (!value.isUndefined() && !value.isNull() && !value.isString())
            return PlatformError::invalid(u"%1 must be a text."_qs.arg(name));
    }
    if (!approved.isUndefined() && !approved.isBool())
        return PlatformError::invalid(u"approved must be true or false."_qs);
    return m_store.change(call.actor(), call.requestId, [&](StateChange &change) -> ApiResult {
        const auto version = versionWithId(*id);
        if (!version.ok())
            return version.error();
        const auto job = m_store.jobs().findByName(version->jobName);
        if (job && (!label.isUndefined() || !description.isUndefined())) {
            const auto described = m_store.jobs().describe(
                change, job->id, label.isUndefined() ? job->label : label.toString().trimmed(),
                description.isUndefined() ? job->description : description.toString());
            if (!described.ok())
                return described.error();
        }
        if (approved.isBool()) {
            const auto moved = m_store.versions().setApproval(
                change, *id, approved.toBool() ? ApprovalStatus::Approved : ApprovalStatus::Pending,
                json::text(*body, u"approval_comment"));
            if (!moved.ok())
                return moved.error();
        }
        const auto after = versionWithId(*id);
        if (!after.ok())
            return after.error();
        return ApiAnswer(QJsonObject{{u"model"_qs, toJson(*after)}});
    });
}

ApiResult ModelController::remove(const ApiCall &call)
{
    const auto id = call.idParameter();
    if (!id.ok())
        return id.error();
    // A version and the run that made it are one thing: what is deleted is the run.
    const auto jobId = m_store.read([&]() -> Outcome<qint64> {
        const auto version = versionWithId(*id);
        if (!version.ok())
            return version.error();
        return m_store.versions().jobOf(*id).value_or(0);
    });
    if (!jobId.ok())
        return jobId.error();
    const auto removed = m_jobs.remove(call.actor(), call.requestId, *jobId);
    if (!removed.ok())
        return removed.error();
    m_trials.forget(*id);
    return ApiAnswer(QJsonObject{{u"ok"_qs, true}});
}

void ModelController::recommendations(const ApiCall &call, const ApiReply &reply)
{
    const auto id = call.idParameter();
    const auto query = recommendationQueryFrom(call);
    if (!id.ok() || !query.ok()) {
        reply(id.ok() ? query.error() : id.error());
        return;
    }
    const auto version = m_store.read([&]() -> Outcome<VersionRef> {
        const auto found = versionWithId(*id);
        if (!found.ok())
            return found.error();
        return m_store.versions().reference(*id).value_or(VersionRef{});
    });
    if (!version.ok()) {
        reply(version.error());
        return;
    }
    m_trials.recommend(*version, *query,
                       [call, reply, limit = query->limit](const Outcome<Recommended> &result) {
                           if (result.ok())
                               reply(recommendationsAnswer(*result, call, limit));
                           else
                               reply(result.error());
                       });
}

Outcome<PromotionBegun> ModelController::promote(const ApiCall &call, const QJsonObject &body,
                                                 const Version &version)
{
    PromotionRequest request;
    request.modelId = version.id;
    request.comment = json::text(body, u"comment");
    const QJsonValue endpointId = json::find(body, u"endpoint_id");
    if (!endpointId.isUndefined() && !endpointId.isNull()) {
        request.endpointId = json::toInteger(endpointId);
        if (!request.endpointId)
            return PlatformError::invalid(u"endpoint_id must be a whole number."_qs);
    }
    return m_deployments.promote(call.actor(), call.requestId, request);
}

ApiResult ModelController::deploy(const ApiCall &call)
{
    const auto body = call.json();
    if (!body.ok())
        return body.error();
    if (!json::optionalInteger(*body, u"model_id"))
        return PlatformError::invalid(u"model_id is missing or no whole number."_qs, u"model_id_required"_qs);
    const auto version = m_store.read([&] { return versionIn(*body); });
    if (!version.ok())
        return version.error();
    const auto begun = promote(call, *body, *version);
    if (!begun.ok())
        return begun.error();
    return ApiAnswer(promotionJson(*begun, version->jobName, m_baseUrl));
}

ApiResult ModelController::lifecycle(const ApiCall &call)
{
    const auto body = call.json();
    if (!body.ok())
        return body.error();
    const QString action = json::text(*body, u"action");
    if (action != u"promote" && action != u"deprecate" && action != u"retire") {
        return PlatformError::invalid(u"action must be promote, deprecate or retire."_qs,
                                      u"invalid_action"_qs);
    }
    const auto version = m_store.read([&] { return versionIn(*body); });
    if (!version.ok())
        return version.error();
    if (action == u"promote") {
        const auto begun = promote(call, *body, *version);
        if (!begun.ok())
            return begun.error();
    } else {
        const auto moved =
            m_store.change(call.actor(), call.requestId, [&](StateChange &change) -> Outcome<Version> {
                return m_store.versions().setLifecycle(change, version->id,
                                                       action == u"retire" ? LifecycleState::Retired
                                                                           : LifecycleState::Deprecated);
            });
        if (!moved.ok())
            return moved.error();
    }
    return m_store.read([&]() -> ApiResult {
        const auto after = versionWithId(version->id);
        const auto family = m_store.families().find(version->familyId);
        if (!after.ok())
            return after.error();
        return ApiAnswer(
            QJsonObject{{u"success"_qs, true},
                        {u"action"_qs, action},
                        {u"family"_qs, family ? QJsonValue(toJson(*family)) : QJsonValue(QJsonValue::Null)},
                        {u"model"_qs, toJson(*after)},
                        {u"lifecycle_state"_qs, after->lifecycleState.text}});
    });
}

} // namespace nsl
