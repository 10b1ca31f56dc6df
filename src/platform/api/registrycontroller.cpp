// SPDX-License-Identifier: GPL-3.0-or-later
#include "registrycontroller.h"

#include "api/listing.h"
#include "paths.h"
#include "registryjson.h"

namespace nsl
{

void RegistryController::addRoutes(Router &router)
{
    const auto bind = [this](ApiResult (RegistryController::*method)(const ApiCall &)) {
        return [this, method](const ApiCall &call) { return (this->*method)(call); };
    };
    using Self = RegistryController;
    router.add(u"GET"_qs, paths::families, bind(&Self::families));
    router.add(u"GET"_qs, paths::families + u"/{}"_qs, bind(&Self::family));
    router.add(u"GET"_qs, paths::familyDetails, bind(&Self::details));
    router.add(u"GET"_qs, paths::deployments + u"/{}"_qs, bind(&Self::deployment));
}

Outcome<Family> RegistryController::familyWithId(qint64 id) const
{
    const auto found = m_store.families().find(id);
    if (!found)
        return PlatformError::notFound(u"There is no model family with the id %1."_qs.arg(id),
                                       u"family_not_found"_qs);
    return *found;
}

ApiResult RegistryController::families(const ApiCall &call)
{
    Listed<Family> families;
    families.name = u"families"_qs;
    families.kind = RecordKind::Family;
    families.dependsOn = {RecordKind::Family, RecordKind::Version, RecordKind::Endpoint};
    families.all = [this] { return m_store.families().list(); };
    families.since = [this](qint64 rev) { return m_store.families().listSince(rev); };
    families.json = [](const Family &family) { return toJson(family); };
    return listAnswer(m_store, call, families);
}

ApiResult RegistryController::family(const ApiCall &call)
{
    const auto id = call.idParameter();
    if (!id.ok())
        return id.error();
    return m_store.read([&]() -> ApiResult {
        const auto found = familyWithId(*id);
        if (!found.ok())
            return found.error();
        return ApiAnswer(QJsonObject{{u"family"_qs, toJson(*found)}});
    });
}

ApiResult RegistryController::details(const ApiCall &call)
{
    const QString text = call.queryText(u"family_id"_qs);
    bool ok = false;
    const qint64 id = text.toLongLong(&ok);
    if (!ok)
        return PlatformError::invalid(u"family_id is missing or no whole number."_qs,
                                      u"family_id_required"_qs);
    const auto request = listRequestFrom(call);
    if (!request.ok())
        return request.error();
    return m_store.read([&]() -> ApiResult {
        // First, because it is cheap: a family is never removed, so a tag that fits is of one that is there.
        const QString tag = entityTag(m_store, call,
                                      {RecordKind::Family, RecordKind::Version, RecordKind::Job,
                                       RecordKind::Endpoint, RecordKind::Deployment});
        if (auto same = notModified(call, tag))
            return *same;
        const auto found = familyWithId(id);
        if (!found.ok())
            return found.error();
        QJsonObject body{{u"family"_qs, toJson(*found)}, {u"rev"_qs, m_store.rev()}};
        QList<Version> versions;
        if (request->sinceRev) {
            const auto removed = m_store.changes().removedSince(RecordKind::Version, *request->sinceRev);
            if (!removed.ok())
                return removed.error();
            QJsonArray ids;
            for (const qint64 gone : *removed)
                ids.append(gone);
            body.insert(u"removed"_qs, ids);
            versions = m_store.versions().listSince(*request->sinceRev);
            versions.removeIf([id](const Version &version) { return version.familyId != id; });
        } else {
            versions = m_store.versions().listOfFamily(id);
        }
        QJsonArray rows;
        for (const Version &version : std::as_const(versions)) {
            const QJsonObject row = toJson(version);
            rows.append(request->isSummary ? reduced(row, versionSummary()) : row);
        }
        body.insert(u"versions"_qs, rows);
        std::optional<Version> current;
        const auto target = m_store.endpoints().findDefault(found->modelType);
        if (target && target->activeVersion && target->activeVersion->familyId == id)
            current = m_store.versions().find(target->activeVersion->modelId);
        body.insert(u"current"_qs, current ? QJsonValue(toJson(*current)) : QJsonValue(QJsonValue::Null));
        QJsonArray deployments;
        QJsonArray history;
        for (const Deployment &one : m_store.deployments().listOfFamily(id)) {
            if (one.rev <= request->sinceRev.value_or(0))
                continue;
            deployments.append(toJson(one));
            // What was live once: the roll-back candidates.
            if (one.status == DeploymentStatus::Succeeded)
                history.append(toJson(one));
        }
        body.insert(u"deployments"_qs, deployments);
        body.insert(u"history"_qs, history);
        ApiAnswer answer(body);
        answer.headers.insert(u"ETag"_qs, tag);
        return answer;
    });
}

ApiResult RegistryController::deployment(const ApiCall &call)
{
    const auto id = call.idParameter();
    if (!id.ok())
        return id.error();
    return m_store.read([&]() -> ApiResult {
        const auto found = m_store.deployments().find(*id);
        if (!found)
            return PlatformError::notFound(u"There is no deployment with the id %1."_qs.arg(*id),
                                           u"deployment_not_found"_qs);
        return ApiAnswer(QJsonObject{{u"deployment"_qs, toJson(*found)}});
    });
}

} // namespace nsl
