// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/deploymentrepository.h"

#include "store/versionrepository.h"

#include <QHash>

namespace nsl
{

using namespace Qt::StringLiterals;

QList<Deployment> DeploymentRepository::select(const QString &tail, const QVariantList &values) const
{
    Statement rows =
        m_database.run(u"SELECT d.id, d.endpoint_id, d.from_version_id, d.to_version_id, d.status, d.phase, "
                       "d.reason, d.comment, d.actor, d.started_at, d.ended_at, d.rev FROM deployment d "_s +
                           tail,
                       values);
    // Many deployments name the same few versions.
    QHash<qint64, std::optional<VersionRef>> references;
    const auto referenceTo = [&](qint64 id) {
        if (!references.contains(id))
            references.insert(id, VersionRepository::reference(m_database, id));
        return references.value(id);
    };
    QList<Deployment> list;
    while (rows.next()) {
        Deployment deployment;
        deployment.id = rows.integer(0);
        deployment.endpointId = rows.integer(1);
        if (!rows.isNull(2))
            deployment.from = referenceTo(rows.integer(2));
        deployment.to = referenceTo(rows.integer(3));
        deployment.status = parseDeploymentStatus(rows.text(4));
        deployment.phase = parseDeploymentPhase(rows.text(5));
        deployment.reason = rows.text(6);
        deployment.comment = rows.text(7);
        deployment.actor = rows.text(8);
        deployment.startedAt = rows.time(9);
        deployment.endedAt = rows.time(10);
        deployment.rev = rows.integer(11);
        list.append(deployment);
    }
    return list;
}

std::optional<Deployment> DeploymentRepository::find(qint64 id) const
{
    const auto list = select(u"WHERE d.id = ?"_s, {id});
    return list.isEmpty() ? std::nullopt : std::optional(list.first());
}

QList<Deployment> DeploymentRepository::listOfEndpoint(qint64 endpointId) const
{
    return select(u"WHERE d.endpoint_id = ? ORDER BY d.id DESC"_s, {endpointId});
}

QList<Deployment> DeploymentRepository::listOfFamily(qint64 familyId) const
{
    return select(
        u"WHERE EXISTS (SELECT 1 FROM version v WHERE v.family_id = ? AND v.id IN (d.from_version_id, "
        "d.to_version_id)) ORDER BY d.id DESC"_s,
        {familyId});
}

QList<Deployment> DeploymentRepository::listSince(qint64 rev) const
{
    // "+": the few that changed are found by rev and then sorted, not all walked by id.
    return select(u"WHERE d.rev > ? ORDER BY +d.id DESC"_s, {rev});
}

QList<Deployment> DeploymentRepository::listUnfinished() const
{
    return select(u"WHERE d.status = 'Updating' ORDER BY d.id"_s);
}

Outcome<Deployment> DeploymentRepository::create(StateChange &change, const Deployment &deployment)
{
    if (!deployment.to)
        return PlatformError::invalid(u"A deployment needs the version that is to go live."_s);
    if (m_database
            .run(u"SELECT 1 FROM deployment WHERE endpoint_id = ? AND status = 'Updating'"_s,
                 {deployment.endpointId})
            .next()) {
        return PlatformError::conflict(u"The endpoint is already changing; wait until that has ended."_s,
                                       u"endpoint_updating"_s);
    }
    const qint64 id =
        change
            .run(u"INSERT INTO deployment (endpoint_id, from_version_id, to_version_id, status, phase, "
                 u"comment, actor, "
                 "started_at, rev) VALUES (?, ?, ?, 'Updating', 'starting', ?, ?, ?, ?)"_s,
                 {deployment.endpointId, deployment.from ? QVariant(deployment.from->modelId) : QVariant(),
                  deployment.to->modelId, deployment.comment, deployment.actor, toColumn(change.now()),
                  change.nextRev()})
            .insertedId();
    return *find(id);
}

Outcome<Deployment> DeploymentRepository::save(StateChange &change, const Deployment &deployment)
{
    const auto before = find(deployment.id);
    if (!before)
        return PlatformError::notFound(u"There is no deployment %1."_s.arg(deployment.id));
    if (before->status != DeploymentStatus::Updating) {
        return PlatformError::conflict(u"The deployment %1 has already ended."_s.arg(deployment.id),
                                       u"deployment_ended"_s);
    }
    const bool ends = deployment.status != DeploymentStatus::Updating;
    change.run(
        u"UPDATE deployment SET status = ?, phase = ?, reason = ?, ended_at = ?, rev = ? WHERE id = ?"_s,
        {toText(deployment.status.value), toText(deployment.phase.value), deployment.reason,
         ends ? toColumn(change.now()) : QVariant(), change.nextRev(), deployment.id});
    return *find(deployment.id);
}

std::optional<VersionRef> DeploymentRepository::rollbackTarget(qint64 endpointId) const
{
    Statement row =
        m_database.run(u"SELECT d.to_version_id FROM deployment d JOIN version v ON v.id = d.to_version_id "
                       u"JOIN job j ON j.id = v.job_id "
                       "JOIN endpoint e ON e.id = d.endpoint_id WHERE j.deleted_at IS NULL AND d.endpoint_id "
                       "= ? AND d.status = 'Succeeded' AND v.approval = 'Approved' AND "
                       "d.to_version_id IS NOT e.active_version_id ORDER BY d.id DESC LIMIT 1"_s,
                       {endpointId});
    return row.next() ? VersionRepository::reference(m_database, row.integer(0)) : std::nullopt;
}

} // namespace nsl
