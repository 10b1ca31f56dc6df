// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/versionrepository.h"

#include "jsonread.h"

#include <QHash>
#include <QJsonObject>

#include <limits>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

PlatformError unknownVersion(qint64 id)
{
    return PlatformError::notFound(u"There is no model version %1."_s.arg(id));
}

QHash<qint64, QList<Version::Target>> liveTargets(Database &database)
{
    QHash<qint64, QList<Version::Target>> targets;
    Statement rows = database.run(
        u"SELECT active_version_id, id, name FROM endpoint WHERE active_version_id IS NOT NULL ORDER BY id"_s);
    while (rows.next())
        targets[rows.integer(0)].append({rows.integer(1), rows.text(2)});
    return targets;
}

LifecycleState lifecycleOf(const Version &version, const QString &stored)
{
    if (version.isLive())
        return LifecycleState::Production;
    const Reported<LifecycleState> said = parseLifecycleState(stored);
    if (said == LifecycleState::Deprecated || said == LifecycleState::Retired)
        return said.value;
    return version.approvalStatus == ApprovalStatus::Approved ? LifecycleState::Approved
                                                              : LifecycleState::Candidate;
}

/// Live or pending on some endpoint.
bool isInUse(Database &database, qint64 id)
{
    return database
        .run(u"SELECT 1 FROM endpoint WHERE active_version_id = ? OR pending_version_id = ? LIMIT 1"_s,
             {id, id})
        .next();
}

QString jobObject(Database &database, qint64 versionId)
{
    Statement row = database.run(u"SELECT job_id FROM version WHERE id = ?"_s, {versionId});
    row.next();
    return u"training-job/%1"_s.arg(row.integer(0));
}

} // namespace

QList<Version> VersionRepository::select(const QString &tail, const QVariantList &values) const
{
    const auto targets = liveTargets(m_database);
    Statement rows = m_database.run(
        u"SELECT v.id, v.family_id, f.name, v.number, j.job_name, j.label, j.description, f.source, "
        u"v.approval, "
        "v.approved_by, v.approved_at, v.approval_comment, v.lifecycle, j.metrics, j.manifest_digest, "
        "j.config_digest, v.artifact_sha256, v.created_at, v.updated_at, v.rev FROM version v "
        "JOIN family f ON f.id = v.family_id JOIN job j ON j.id = v.job_id "_s +
            tail,
        values);
    QList<Version> list;
    while (rows.next()) {
        Version version;
        version.id = rows.integer(0);
        version.familyId = rows.integer(1);
        version.familyName = rows.text(2);
        version.number = int(rows.integer(3));
        version.name = displayName(version);
        version.jobName = rows.text(4);
        version.label = rows.text(5);
        version.description = rows.text(6);
        version.source = parseFamilySource(rows.text(7));
        version.approvalStatus = parseApprovalStatus(rows.text(8));
        version.approvedBy = rows.text(9);
        version.approvedAt = rows.time(10);
        version.approvalComment = rows.text(11);
        version.liveOn = targets.value(version.id);
        version.lifecycleState = lifecycleOf(version, rows.text(12));
        version.metrics = json::metrics(rows.json(13));
        version.manifestDigest = rows.text(14);
        version.configDigest = rows.text(15);
        version.artifactSha256 = rows.text(16);
        version.createdAt = rows.time(17);
        version.updatedAt = rows.time(18);
        version.rev = rows.integer(19);
        list.append(version);
    }
    return list;
}

QList<Version> VersionRepository::list() const
{
    return select(u"WHERE j.deleted_at IS NULL ORDER BY v.id DESC"_s);
}

QList<Version> VersionRepository::page(int limit, qint64 beforeId) const
{
    return select(u"WHERE j.deleted_at IS NULL AND v.id < ? ORDER BY v.id DESC LIMIT ?"_s,
                  {beforeId > 0 ? beforeId : std::numeric_limits<qint64>::max(), limit});
}

QList<Version> VersionRepository::listSince(qint64 rev) const
{
    // "+": the few that changed are found by rev and then sorted, not all walked by id.
    return select(u"WHERE v.rev > ? AND j.deleted_at IS NULL ORDER BY +v.id DESC"_s, {rev});
}

std::optional<qint64> VersionRepository::jobOf(qint64 id) const
{
    Statement row = m_database.run(u"SELECT job_id FROM version WHERE id = ?"_s, {id});
    return row.next() ? std::optional(row.integer(0)) : std::nullopt;
}

QList<Version> VersionRepository::listOfFamily(qint64 familyId) const
{
    return select(u"WHERE v.family_id = ? AND j.deleted_at IS NULL ORDER BY v.number DESC"_s, {familyId});
}

std::optional<Version> VersionRepository::find(qint64 id) const
{
    const auto list = select(u"WHERE v.id = ? AND j.deleted_at IS NULL"_s, {id});
    return list.isEmpty() ? std::nullopt : std::optional(list.first());
}

std::optional<Version> VersionRepository::findByJob(const QString &jobName) const
{
    const auto list = select(u"WHERE j.job_name = ? AND j.deleted_at IS NULL"_s, {jobName});
    return list.isEmpty() ? std::nullopt : std::optional(list.first());
}

std::optional<VersionRef> VersionRepository::reference(qint64 id) const
{
    return reference(m_database, id);
}

std::optional<VersionRef> VersionRepository::reference(Database &database, qint64 id)
{
    Statement row =
        database.run(u"SELECT v.id, v.family_id, f.name, v.number, j.label, j.job_name FROM version v JOIN "
                     "family f ON f.id = v.family_id JOIN job j ON j.id = v.job_id WHERE v.id = ?"_s,
                     {id});
    if (!row.next())
        return std::nullopt;
    return VersionRef{row.integer(0),      row.integer(1), row.text(2),
                      int(row.integer(3)), row.text(4),    row.text(5)};
}

qint64 VersionRepository::artifactBytes(qint64 id) const
{
    Statement row = m_database.run(u"SELECT artifact_bytes FROM version WHERE id = ?"_s, {id});
    return row.next() ? row.integer(0) : 0;
}

Outcome<Version> VersionRepository::setApproval(StateChange &change, qint64 id, ApprovalStatus status,
                                                const QString &comment)
{
    const auto before = find(id);
    if (!before)
        return unknownVersion(id);
    if (before->approvalStatus == status)
        return *before;
    if (!canMove(before->approvalStatus.value, status))
        return PlatformError::invalid(u"The approval status is Pending, Approved or Rejected."_s);
    if (comment.size() > 4000)
        return PlatformError::invalid(u"A comment has at most 4000 characters."_s);
    if (before->approvalStatus == ApprovalStatus::Approved && isInUse(m_database, id)) {
        return PlatformError::conflict(
            u"%1 is live or about to be; promote another version before taking its approval back."_s.arg(
                displayName(*before)),
            u"version_in_use"_s);
    }
    const bool approves = status == ApprovalStatus::Approved;
    const qint64 rev = change.nextRev();
    change.run(u"UPDATE version SET approval = ?, approved_by = ?, approved_at = ?, approval_comment = ?, "
               u"updated_at = ?, "
               "rev = ? WHERE id = ?"_s,
               {toText(status), approves ? change.actor().name : u""_s,
                approves ? toColumn(change.now()) : QVariant(), comment, toColumn(change.now()), rev, id});
    change.run(u"UPDATE job SET updated_at = ?, rev = ? WHERE job_name = ?"_s,
               {toColumn(change.now()), change.nextRev(), before->jobName});
    const QString action = approves                             ? u"version.approved"_s
                           : status == ApprovalStatus::Rejected ? u"version.rejected"_s
                                                                : u"version.approval_withdrawn"_s;
    change.journal(action, jobObject(m_database, id),
                   QJsonObject{{u"approval_status"_s, toText(before->approvalStatus.value)}},
                   QJsonObject{{u"approval_status"_s, toText(status)}}, comment);
    return *find(id);
}

Outcome<Version> VersionRepository::setLifecycle(StateChange &change, qint64 id, LifecycleState state)
{
    const auto before = find(id);
    if (!before)
        return unknownVersion(id);
    const bool takesBack = state == LifecycleState::Candidate;
    if (!takesBack && state != LifecycleState::Deprecated && state != LifecycleState::Retired)
        return PlatformError::invalid(
            u"A person can only deprecate or retire a version, or take that back."_s);
    if (state == LifecycleState::Retired && isInUse(m_database, id)) {
        return PlatformError::conflict(
            u"%1 is live or about to be; promote another version before retiring it."_s.arg(
                displayName(*before)),
            u"version_in_use"_s);
    }
    Statement row = m_database.run(u"SELECT coalesce(lifecycle, '') FROM version WHERE id = ?"_s, {id});
    row.next();
    const QString stored = row.text(0);
    const QString wanted = takesBack ? u""_s : toText(state);
    if (stored == wanted)
        return *before;
    change.run(u"UPDATE version SET lifecycle = ?, updated_at = ?, rev = ? WHERE id = ?"_s,
               {takesBack ? QVariant() : QVariant(wanted), toColumn(change.now()), change.nextRev(), id});
    const Version after = *find(id);
    change.journal(takesBack ? u"version.restored"_s : u"version.%1"_s.arg(wanted), jobObject(m_database, id),
                   QJsonObject{{u"lifecycle_state"_s, toText(before->lifecycleState.value)}},
                   QJsonObject{{u"lifecycle_state"_s, toText(after.lifecycleState.value)}});
    return after;
}

} // namespace nsl
