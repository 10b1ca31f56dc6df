// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/endpointrepository.h"

#include "store/versionrepository.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>

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

QJsonObject facts(const Endpoint &endpoint)
{
    return {{u"endpoint_name"_s, endpoint.name},
            {u"model_type"_s, endpoint.modelType},
            {u"is_default"_s, endpoint.isDefault},
            {u"context_ids"_s, QJsonArray::fromStringList(endpoint.contextIds)}};
}

QString objectOf(const Endpoint &endpoint)
{
    return u"endpoint/%1"_s.arg(endpoint.id);
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
            if (endpoint.modelType == u"embedder" && endpoint.contextIds.contains(contextId))
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

Outcome<Done> EndpointRepository::check(const Endpoint &wanted) const
{
    static const QRegularExpression legal(u"\\A[A-Za-z0-9][A-Za-z0-9._-]{0,62}\\z"_s);
    if (!legal.match(wanted.name).hasMatch()) {
        return PlatformError::invalid(
            u"An endpoint's name has 1 to 63 letters, digits, \".\", \"_\" and \"-\", a letter or digit first."_s,
            u"invalid_endpoint_name"_s);
    }
    if (wanted.modelType != "embedder"_L1 && wanted.modelType != "ranker"_L1)
        return PlatformError::invalid(u"model_type must be embedder or ranker."_s, u"invalid_model_type"_s);
    for (const QString &context : wanted.contextIds) {
        if (context.isEmpty() || context.size() > 128)
            return PlatformError::invalid(u"A context id has 1 to 128 characters."_s,
                                          u"invalid_context_id"_s);
    }
    const auto others = list();
    for (const Endpoint &other : others) {
        if (other.id == wanted.id)
            continue;
        if (other.name == wanted.name)
            return PlatformError::conflict(u"There is already an endpoint named %1."_s.arg(wanted.name),
                                           u"endpoint_name_taken"_s);
        if (other.modelType != wanted.modelType)
            continue;
        for (const QString &context : wanted.contextIds) {
            if (other.contextIds.contains(context)) {
                return PlatformError::conflict(
                    u"The context %1 is served by the endpoint %2 already."_s.arg(context, other.name),
                    u"context_taken"_s);
            }
        }
    }
    return Done();
}

void EndpointRepository::writeDescription(StateChange &change, const Endpoint &wanted)
{
    // First the one before: there is never more than one default of a type.
    if (const auto before = findDefault(wanted.modelType);
        wanted.isDefault && before && before->id != wanted.id) {
        change.run(u"UPDATE endpoint SET is_default = 0, rev = ? WHERE id = ?"_s,
                   {change.nextRev(), before->id});
    }
    change.run(u"UPDATE endpoint SET name = ?, model_type = ?, is_default = ?, context_ids = ?, rev = ? "
               "WHERE id = ?"_s,
               {wanted.name, wanted.modelType, wanted.isDefault,
                toColumn(QJsonValue(QJsonArray::fromStringList(wanted.contextIds))), change.nextRev(),
                wanted.id});
}

Outcome<Endpoint> EndpointRepository::create(StateChange &change, const Endpoint &wanted)
{
    if (const auto checked = check(wanted); !checked)
        return checked.error();
    Endpoint endpoint = wanted;
    endpoint.isDefault = wanted.isDefault || !findDefault(wanted.modelType);
    endpoint.id = change
                      .run(u"INSERT INTO endpoint (name, model_type, is_default, context_ids, status, "
                           "status_since, rev) VALUES (?, ?, 0, '[]', ?, ?, ?)"_s,
                           {wanted.name, wanted.modelType, toText(EndpointStatus::OutOfService),
                            toColumn(change.now()), change.nextRev()})
                      .insertedId();
    writeDescription(change, endpoint);
    const Endpoint created = *find(endpoint.id);
    change.journal(u"endpoint.created"_s, objectOf(created), QJsonValue::Undefined, facts(created));
    return created;
}

Outcome<Endpoint> EndpointRepository::describe(StateChange &change, const Endpoint &wanted)
{
    const auto before = find(wanted.id);
    if (!before)
        return PlatformError::notFound(u"There is no endpoint %1."_s.arg(wanted.id), u"endpoint_not_found"_s);
    if (const auto checked = check(wanted); !checked)
        return checked.error();
    if (facts(*before) == facts(wanted))
        return *before;
    if (before->isDefault && (!wanted.isDefault || wanted.modelType != before->modelType)) {
        return PlatformError::conflict(
            u"%1 is the default of its model type: make another endpoint the default instead."_s.arg(
                before->name),
            u"default_endpoint"_s);
    }
    if (wanted.modelType != before->modelType &&
        m_database.run(u"SELECT 1 FROM deployment WHERE endpoint_id = ? LIMIT 1"_s, {wanted.id}).next()) {
        return PlatformError::conflict(
            u"Versions have been promoted to %1: its model type is fixed."_s.arg(before->name),
            u"model_type_fixed"_s);
    }
    Endpoint described = wanted;
    described.isDefault = wanted.isDefault || !findDefault(wanted.modelType);
    writeDescription(change, described);
    const Endpoint after = *find(wanted.id);
    change.journal(u"endpoint.changed"_s, objectOf(after), facts(*before), facts(after));
    return after;
}

Outcome<Done> EndpointRepository::remove(StateChange &change, qint64 id)
{
    const auto before = find(id);
    if (!before)
        return PlatformError::notFound(u"There is no endpoint %1."_s.arg(id), u"endpoint_not_found"_s);
    if (isMoving(before->status.value))
        return PlatformError::conflict(u"%1 is being updated: wait until that has ended."_s.arg(before->name),
                                       u"endpoint_updating"_s);
    const auto all = list();
    const auto isOther = [&](const Endpoint &one) {
        return one.id != id && one.modelType == before->modelType;
    };
    if (before->isDefault && std::any_of(all.begin(), all.end(), isOther)) {
        return PlatformError::conflict(
            u"%1 is the default of its model type: make another endpoint the default first."_s.arg(
                before->name),
            u"default_endpoint"_s);
    }
    change.run(u"DELETE FROM deployment WHERE endpoint_id = ?"_s, {id});
    change.run(u"DELETE FROM endpoint WHERE id = ?"_s, {id});
    if (before->activeVersion)
        raiseRev(change, before->activeVersion->modelId);
    change.nextRev();
    QJsonObject gone = facts(*before);
    gone.insert(u"active_job_name"_s, before->activeVersion ? QJsonValue(before->activeVersion->jobName)
                                                            : QJsonValue(QJsonValue::Null));
    change.journal(u"endpoint.deleted"_s, objectOf(*before), gone, QJsonValue::Undefined);
    return Done();
}

} // namespace nsl
