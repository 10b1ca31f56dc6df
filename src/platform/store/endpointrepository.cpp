// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/endpointrepository.h"

#include "store/versionrepository.h"

#include <QJsonArray>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

QVariant modelColumn(const std::optional<VersionRef> &version)
{
    return version ? QVariant(version->modelId) : QVariant();
}

/// The live state of a version is part of its record and of its family's, so both are new.
void raiseRev(StateChange &change, qint64 versionId)
{
    change.run(u"UPDATE version SET rev = ? WHERE id = ?"_s, {change.nextRev(), versionId});
    change.run(u"UPDATE family SET rev = ? WHERE id = (SELECT family_id FROM version WHERE id = ?)"_s,
               {change.nextRev(), versionId});
}

} // namespace

QList<Endpoint> EndpointRepository::select(const QString &tail, const QVariantList &values) const
{
    Statement rows = m_database.run(
        u"SELECT id, name, model_type, is_default, context_ids, status, status_since, active_version_id, "
        "pending_version_id, last_promoted_at, last_promoted_by, failure_reason, rev FROM endpoint "_s +
            tail,
        values);
    QList<Endpoint> list;
    while (rows.next()) {
        Endpoint endpoint;
        endpoint.id = rows.integer(0);
        endpoint.name = rows.text(1);
        endpoint.modelType = rows.text(2);
        endpoint.isDefault = rows.integer(3) != 0;
        for (const auto contexts = rows.json(4).toArray(); const QJsonValue &context : contexts)
            endpoint.contextIds.append(context.toString());
        endpoint.status = parseEndpointStatus(rows.text(5));
        endpoint.statusSince = rows.time(6);
        if (!rows.isNull(7))
            endpoint.activeVersion = VersionRepository::reference(m_database, rows.integer(7));
        if (!rows.isNull(8))
            endpoint.pendingVersion = VersionRepository::reference(m_database, rows.integer(8));
        endpoint.lastPromotedAt = rows.time(9);
        endpoint.lastPromotedBy = rows.text(10);
        endpoint.failureReason = rows.text(11);
        endpoint.rev = rows.integer(12);
        list.append(endpoint);
    }
    return list;
}

QList<Endpoint> EndpointRepository::list() const
{
    return select(u"ORDER BY is_default DESC, id"_s);
}

QList<Endpoint> EndpointRepository::listSince(qint64 rev) const
{
    return select(u"WHERE rev > ? ORDER BY is_default DESC, id"_s, {rev});
}

std::optional<Endpoint> EndpointRepository::find(qint64 id) const
{
    const auto list = select(u"WHERE id = ?"_s, {id});
    return list.isEmpty() ? std::nullopt : std::optional(list.first());
}

std::optional<Endpoint> EndpointRepository::findDefault(const QString &modelType) const
{
    const auto list = select(u"WHERE model_type = ? AND is_default = 1"_s, {modelType});
    return list.isEmpty() ? std::nullopt : std::optional(list.first());
}

std::optional<Endpoint> EndpointRepository::findForContext(const QString &contextId) const
{
    if (!contextId.isEmpty()) {
        const auto endpoints = list();
        for (const Endpoint &endpoint : endpoints) {
            if (endpoint.contextIds.contains(contextId))
                return endpoint;
        }
    }
    return findDefault(u"embedder"_s);
}

Outcome<Endpoint> EndpointRepository::save(StateChange &change, const Endpoint &endpoint)
{
    const auto before = find(endpoint.id);
    if (!before)
        return PlatformError::notFound(u"There is no endpoint %1."_s.arg(endpoint.id));
    const bool moved = before->status.value != endpoint.status.value;
    change.run(
        u"UPDATE endpoint SET status = ?, status_since = ?, active_version_id = ?, pending_version_id = ?, "
        "last_promoted_at = ?, last_promoted_by = ?, failure_reason = ?, rev = ? WHERE id = ?"_s,
        {toText(endpoint.status.value), toColumn(moved ? change.now() : before->statusSince),
         modelColumn(endpoint.activeVersion), modelColumn(endpoint.pendingVersion),
         toColumn(endpoint.lastPromotedAt), endpoint.lastPromotedBy, endpoint.failureReason, change.nextRev(),
         endpoint.id});
    const qint64 old = before->activeVersion ? before->activeVersion->modelId : 0;
    const qint64 now = endpoint.activeVersion ? endpoint.activeVersion->modelId : 0;
    if (old != now) {
        raiseRev(change, old);
        raiseRev(change, now);
    }
    return *find(endpoint.id);
}

} // namespace nsl
