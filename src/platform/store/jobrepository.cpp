// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/jobrepository.h"

#include "canonicaljson.h"
#include "jsonread.h"
#include "jsonwrite.h"
#include "store/deploymentrepository.h"
#include "store/versionrepository.h"
#include "trainingjson.h"

#include <QJsonDocument>

#include <limits>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

QString jobObjectName(qint64 id)
{
    return u"training-job/%1"_s.arg(id);
}

PlatformError unknownJob(qint64 id)
{
    return PlatformError::notFound(u"There is no training job %1."_s.arg(id));
}

JobProgress progressOf(const QJsonObject &object)
{
    JobProgress progress;
    progress.phase = parseJobPhase(json::text(object, u"phase"));
    progress.epoch = json::optionalInt(object, u"epoch").value_or(0);
    progress.epochs = json::optionalInt(object, u"epochs").value_or(0);
    progress.step = json::integer(object, u"step");
    progress.steps = json::integer(object, u"steps");
    return progress;
}

bool isLegalMove(JobStatus from, JobStatus to)
{
    switch (to) {
    case JobStatus::Executing:
        return from == JobStatus::Queued;
    case JobStatus::Stopping:
        return canStop(from);
    case JobStatus::Stopped:
    case JobStatus::Failed:
        return isActive(from);
    case JobStatus::Unknown:
    case JobStatus::Queued:
    case JobStatus::Succeeded: // only through finish(), which makes the version
        break;
    }
    return false;
}

} // namespace

QList<TrainingJob> JobRepository::select(const QString &tail, const QVariantList &values) const
{
    Statement rows = m_database.run(
        u"SELECT j.id, j.job_name, j.display_name, j.label, j.description, j.status, j.created_at, "
        u"j.started_at, "
        "j.completed_at, j.updated_at, j.template_id, j.family_id, j.metrics, j.failure_reason, "
        "j.execution_arn, "
        "j.progress, j.options, j.manifest_digest, j.config_digest, j.rev, v.id, v.number, v.approval, "
        "j.phase_times, "
        "j.resumes, j.warnings "
        "FROM job j LEFT JOIN version v ON v.job_id = j.id "_s +
            tail,
        values);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    QList<TrainingJob> list;
    while (rows.next()) {
        TrainingJob job;
        job.id = rows.integer(0);
        job.jobName = rows.text(1);
        job.displayName = rows.text(2);
        job.label = rows.text(3);
        job.description = rows.text(4);
        job.status = parseJobStatus(rows.text(5));
        job.createdAt = rows.time(6);
        job.startedAt = rows.time(7);
        job.completedAt = rows.time(8);
        job.updatedAt = rows.time(9);
        job.templateId = rows.integer(10);
        job.familyId = rows.integer(11);
        job.metrics = json::metrics(rows.json(12));
        job.failureReason = rows.text(13);
        job.executionArn = rows.text(14);
        job.progress = progressOf(rows.json(15).toObject());
        job.trainingOptions = rows.json(16).toObject();
        job.manifestDigest = rows.text(17);
        job.configDigest = rows.text(18);
        job.rev = rows.integer(19);
        if (!rows.isNull(20)) {
            job.modelId = rows.integer(20);
            job.version = int(rows.integer(21));
            job.approvalStatus = parseApprovalStatus(rows.text(22));
        }
        if (job.startedAt.isValid()) {
            const QDateTime end = job.completedAt.isValid() ? job.completedAt : now;
            job.durationSeconds = double(job.startedAt.msecsTo(end)) / 1000.0;
        }
        job.phaseSeconds = PhaseClock::fromJson(rows.json(23).toObject()).secondsAt(now);
        job.resumes = int(rows.integer(24));
        job.warnings = runWarningsFromJson(rows.json(25).toArray());
        list.append(job);
    }
    return list;
}

QList<TrainingJob> JobRepository::list() const
{
    return select(u"WHERE j.deleted_at IS NULL ORDER BY j.id DESC"_s);
}

QList<TrainingJob> JobRepository::page(int limit, qint64 beforeId) const
{
    return select(u"WHERE j.deleted_at IS NULL AND j.id < ? ORDER BY j.id DESC LIMIT ?"_s,
                  {beforeId > 0 ? beforeId : std::numeric_limits<qint64>::max(), limit});
}

QList<TrainingJob> JobRepository::listSince(qint64 rev) const
{
    // "+": the few that changed are found by rev and then sorted, not all walked by id.
    return select(u"WHERE j.rev > ? AND j.deleted_at IS NULL ORDER BY +j.id DESC"_s, {rev});
}

std::optional<TrainingJob> JobRepository::findTombstone(const QString &jobName) const
{
    const auto list = select(u"WHERE j.job_name = ? AND j.deleted_at IS NOT NULL"_s, {jobName});
    return list.isEmpty() ? std::nullopt : std::optional(list.first());
}

QList<TrainingJob> JobRepository::listActive() const
{
    return select(u"WHERE j.status IN ('Queued', 'Executing', 'Stopping') ORDER BY j.id"_s);
}

std::optional<TrainingJob> JobRepository::find(qint64 id) const
{
    const auto list = select(u"WHERE j.id = ? AND j.deleted_at IS NULL"_s, {id});
    return list.isEmpty() ? std::nullopt : std::optional(list.first());
}

std::optional<TrainingJob> JobRepository::findByName(const QString &jobName) const
{
    const auto list = select(u"WHERE j.job_name = ? AND j.deleted_at IS NULL"_s, {jobName});
    return list.isEmpty() ? std::nullopt : std::optional(list.first());
}

std::optional<TrainingJob> JobRepository::findByArn(const QString &executionArn) const
{
    const auto list = select(u"WHERE j.execution_arn = ? AND j.deleted_at IS NULL"_s, {executionArn});
    return list.isEmpty() ? std::nullopt : std::optional(list.first());
}

QJsonObject JobRepository::plan(qint64 id) const
{
    Statement row = m_database.run(u"SELECT plan FROM job WHERE id = ?"_s, {id});
    return row.next() ? row.json(0).toObject() : QJsonObject();
}

QByteArray JobRepository::manifest(qint64 id) const
{
    Statement row = m_database.run(u"SELECT manifest FROM job WHERE id = ?"_s, {id});
    return row.next() ? row.bytes(0) : QByteArray();
}

QJsonObject JobRepository::manifestOf(const QString &jobName) const
{
    const auto job = findByName(jobName);
    return job ? QJsonDocument::fromJson(manifest(job->id)).object() : QJsonObject();
}

qint64 JobRepository::newestArtifactBytes(qint64 familyId) const
{
    Statement row =
        m_database.run(u"SELECT v.artifact_bytes FROM version v JOIN job j ON j.id = v.job_id WHERE "
                       "v.family_id = ? AND j.deleted_at IS NULL ORDER BY v.number DESC LIMIT 1"_s,
                       {familyId});
    return row.next() ? row.integer(0) : 0;
}

Outcome<TrainingJob> JobRepository::create(StateChange &change, const NewJob &job)
{
    if (!m_database.run(u"SELECT 1 FROM family WHERE id = ?"_s, {job.familyId}).next())
        return PlatformError::invalid(u"There is no model family %1."_s.arg(job.familyId));
    // The name holds the id, which is known only after the row is there.
    const QString placeholder = u"new-%1"_s.arg(change.now().toMSecsSinceEpoch());
    const qint64 id =
        change
            .run(u"INSERT INTO job (job_name, execution_arn, display_name, description, status, template_id, "
                 "family_id, options, plan, created_at, updated_at, rev) VALUES (?, ?, '', ?, 'Queued', ?, "
                 "?, ?, ?, ?, "
                 "?, ?)"_s,
                 {placeholder, placeholder, job.note, job.templateId, job.familyId,
                  toColumn(QJsonValue(job.trainingOptions)), toColumn(QJsonValue(job.plan)),
                  toColumn(change.now()), toColumn(change.now()), change.nextRev()})
            .insertedId();
    const QString name = u"train-%1-%2"_s.arg(id).arg(change.now().toSecsSinceEpoch());
    change.run(u"UPDATE job SET job_name = ?, execution_arn = ?, display_name = ? WHERE id = ?"_s,
               {name, QString(u"arn:nsl:local:pipeline-execution/"_s + name),
                QString(job.templateName + u" \u00b7 "_s + name), id});
    const TrainingJob created = *find(id);
    change.journal(u"training_job.created"_s, jobObjectName(id), QJsonValue::Undefined,
                   QJsonObject{{u"job_name"_s, name},
                               {u"status"_s, u"Queued"_s},
                               {u"template_id"_s, job.templateId},
                               {u"family_id"_s, job.familyId},
                               {u"training_options"_s, job.trainingOptions}},
                   job.note);
    return created;
}

Outcome<TrainingJob> JobRepository::describe(StateChange &change, qint64 id, const QString &label,
                                             const QString &description)
{
    const auto before = find(id);
    if (!before)
        return unknownJob(id);
    if (label.size() > 80)
        return PlatformError::invalid(
            u"A label has at most 80 characters, this one has %1."_s.arg(label.size()));
    if (description.size() > 4000)
        return PlatformError::invalid(u"A description has at most 4000 characters."_s);
    if (before->label == label && before->description == description)
        return *before;
    const qint64 rev = change.nextRev();
    change.run(u"UPDATE job SET label = ?, description = ?, updated_at = ?, rev = ? WHERE id = ?"_s,
               {label, description, toColumn(change.now()), rev, id});
    change.run(u"UPDATE version SET updated_at = ?, rev = ? WHERE job_id = ?"_s,
               {toColumn(change.now()), rev, id});
    // The label is part of every record that names the version.
    change.run(u"UPDATE endpoint SET rev = ? WHERE (SELECT id FROM version WHERE job_id = ?) IN "
               "(active_version_id, pending_version_id)"_s,
               {rev, id});
    change.run(u"UPDATE deployment SET rev = ? WHERE (SELECT id FROM version WHERE job_id = ?) IN "
               "(from_version_id, to_version_id)"_s,
               {rev, id});
    change.journal(u"training_job.described"_s, jobObjectName(id),
                   QJsonObject{{u"label"_s, before->label}, {u"description"_s, before->description}},
                   QJsonObject{{u"label"_s, label}, {u"description"_s, description}});
    return *find(id);
}

Outcome<TrainingJob> JobRepository::setStatus(StateChange &change, qint64 id, JobStatus status,
                                              const QString &failureReason)
{
    const auto before = find(id);
    if (!before)
        return unknownJob(id);
    if (!isLegalMove(before->status.value, status)) {
        return PlatformError::conflict(u"The training job %1 is %2 and cannot become %3."_s.arg(
                                           before->jobName, toText(before->status.value), toText(status)),
                                       u"illegal_job_state"_s);
    }
    const bool ends = !isActive(status);
    change.run(u"UPDATE job SET status = ?, failure_reason = ?, started_at = coalesce(started_at, ?), "
               u"completed_at = ?, "
               "updated_at = ?, rev = ? WHERE id = ?"_s,
               {toText(status), failureReason,
                status == JobStatus::Executing ? toColumn(change.now()) : QVariant(),
                ends ? toColumn(change.now()) : QVariant(), toColumn(change.now()), change.nextRev(), id});
    QJsonObject after{{u"status"_s, toText(status)}};
    if (!failureReason.isEmpty())
        after.insert(u"failure_reason"_s, failureReason);
    change.journal(u"training_job.%1"_s.arg(toText(status).toLower()), jobObjectName(id),
                   QJsonObject{{u"status"_s, toText(before->status.value)}}, after);
    return *find(id);
}

Outcome<qint64> JobRepository::finish(StateChange &change, qint64 id, const FinishedRun &run)
{
    const auto before = find(id);
    if (!before)
        return unknownJob(id);
    if (before->status != JobStatus::Executing && before->status != JobStatus::Stopping) {
        return PlatformError::conflict(u"The training job %1 is %2 and cannot succeed."_s.arg(
                                           before->jobName, toText(before->status.value)),
                                       u"illegal_job_state"_s);
    }
    const QString digest = sha256Hex(run.manifest);
    change.run(u"UPDATE job SET status = 'Succeeded', metrics = ?, manifest = ?, manifest_digest = ?, "
               u"config_digest = ?, "
               "completed_at = ?, updated_at = ?, rev = ? WHERE id = ?"_s,
               {toColumn(QJsonValue(json::metricsJson(run.metrics))), run.manifest, digest, run.configDigest,
                toColumn(change.now()), toColumn(change.now()), change.nextRev(), id});
    change.run(u"UPDATE family SET last_number = last_number + 1, rev = ? WHERE id = ?"_s,
               {change.nextRev(), *before->familyId});
    const qint64 version =
        change
            .run(
                u"INSERT INTO version (family_id, number, job_id, approval, artifact_sha256, artifact_bytes, "
                "created_at, updated_at, rev) SELECT id, last_number, ?, 'Pending', ?, ?, ?, ?, ? FROM "
                "family "
                "WHERE id = ?"_s,
                {id, run.artifactSha256, run.artifactBytes, toColumn(change.now()), toColumn(change.now()),
                 change.nextRev(), *before->familyId})
            .insertedId();
    const TrainingJob after = *find(id);
    change.journal(u"training_job.succeeded"_s, jobObjectName(id),
                   QJsonObject{{u"status"_s, toText(before->status.value)}},
                   QJsonObject{{u"status"_s, u"Succeeded"_s},
                               {u"model_id"_s, version},
                               {u"version"_s, *after.version},
                               {u"manifest_digest"_s, digest},
                               {u"config_digest"_s, run.configDigest},
                               {u"artifact_sha256"_s, run.artifactSha256}});
    return version;
}

Outcome<Done> JobRepository::remove(StateChange &change, qint64 id)
{
    const auto before = find(id);
    if (!before)
        return unknownJob(id);
    if (isActive(before->status.value)) {
        return PlatformError::conflict(u"The training job %1 is %2; stop it before deleting it."_s.arg(
                                           before->jobName, toText(before->status.value)),
                                       u"job_active"_s);
    }
    if (before->modelId) {
        const QString name = displayName(*VersionRepository::reference(m_database, *before->modelId));
        Statement users = m_database.run(
            u"SELECT name FROM endpoint WHERE active_version_id = ? OR pending_version_id = ?"_s,
            {*before->modelId, *before->modelId});
        if (users.next()) {
            return PlatformError::conflict(
                u"%1 is live on %2 or about to be; promote another version before deleting it."_s.arg(
                    name, users.text(0)),
                u"version_in_use"_s);
        }
        const DeploymentRepository deployments(m_database);
        Statement endpoints = m_database.run(u"SELECT id, name FROM endpoint"_s);
        while (endpoints.next()) {
            const auto target = deployments.rollbackTarget(endpoints.integer(0));
            if (target && target->modelId == *before->modelId) {
                return PlatformError::conflict(
                    u"%1 is the version that %2 would be rolled back to; it can be deleted after the next "
                    "promotion there."_s.arg(name, endpoints.text(1)),
                    u"rollback_target"_s);
            }
        }
        change.run(u"UPDATE family SET rev = ? WHERE id = ?"_s, {change.nextRev(), *before->familyId});
    }
    change.run(u"UPDATE job SET deleted_at = ?, updated_at = ?, rev = ? WHERE id = ?"_s,
               {toColumn(change.now()), toColumn(change.now()), change.nextRev(), id});
    change.journal(u"training_job.deleted"_s, jobObjectName(id),
                   QJsonObject{{u"job_name"_s, before->jobName},
                               {u"status"_s, toText(before->status.value)},
                               {u"model_id"_s, before->modelId ? QJsonValue(*before->modelId) : QJsonValue()},
                               {u"manifest_digest"_s, before->manifestDigest}},
                   QJsonValue::Undefined);
    return Done();
}

QStringList JobRepository::deletedNames() const
{
    Statement rows = m_database.run(u"SELECT job_name FROM job WHERE deleted_at IS NOT NULL ORDER BY id"_s);
    QStringList names;
    while (rows.next())
        names.append(rows.text(0));
    return names;
}

QList<std::pair<QString, qint64>> JobRepository::countsByStatus() const
{
    Statement rows = m_database.run(
        u"SELECT status, count(*) FROM job WHERE deleted_at IS NULL GROUP BY status ORDER BY status"_s);
    QList<std::pair<QString, qint64>> counts;
    while (rows.next())
        counts.append({rows.text(0), rows.integer(1)});
    return counts;
}

void JobRepository::setProgress(DataWrite &write, qint64 id, const JobProgress &progress)
{
    write.run(u"UPDATE job SET progress = ?, updated_at = ?, rev = ? WHERE id = ?"_s,
              {toColumn(QJsonValue(toJson(progress))), toColumn(write.now()), write.nextRev(), id});
}

void JobRepository::setWarnings(DataWrite &write, qint64 id, const QJsonArray &warnings)
{
    write.run(u"UPDATE job SET warnings = ?, updated_at = ?, rev = ? WHERE id = ?"_s,
              {toColumn(QJsonValue(warnings)), toColumn(write.now()), write.nextRev(), id});
}

QJsonArray JobRepository::warnings(qint64 id) const
{
    Statement row = m_database.run(u"SELECT warnings FROM job WHERE id = ?"_s, {id});
    return row.next() ? row.json(0).toArray() : QJsonArray();
}

void JobRepository::setPhaseTimes(DataWrite &write, qint64 id, const PhaseClock &clock)
{
    write.run(u"UPDATE job SET phase_times = ? WHERE id = ?"_s, {toColumn(QJsonValue(clock.toJson())), id});
}

PhaseClock JobRepository::phaseTimes(qint64 id) const
{
    Statement row = m_database.run(u"SELECT phase_times FROM job WHERE id = ?"_s, {id});
    return row.next() ? PhaseClock::fromJson(row.json(0).toObject()) : PhaseClock();
}

Outcome<TrainingJob> JobRepository::requeue(StateChange &change, qint64 id, qint64 step,
                                            const QString &reason)
{
    const auto before = find(id);
    if (!before)
        return unknownJob(id);
    if (before->status != JobStatus::Executing) {
        return PlatformError::conflict(u"The training job %1 is %2 and cannot wait for its turn again."_s.arg(
                                           before->jobName, toText(before->status.value)),
                                       u"illegal_job_state"_s);
    }
    change.run(u"UPDATE job SET status = 'Queued', updated_at = ?, rev = ? WHERE id = ?"_s,
               {toColumn(change.now()), change.nextRev(), id});
    change.journal(u"training_job.interrupted"_s, jobObjectName(id),
                   QJsonObject{{u"status"_s, toText(before->status.value)}},
                   QJsonObject{{u"status"_s, u"Queued"_s}, {u"checkpoint_step"_s, step}}, reason);
    return *find(id);
}

int JobRepository::countBreak(DataWrite &write, qint64 id, qint64 step)
{
    // Only a checkpoint beyond every earlier one is progress: a run that begins anew each time would
    // otherwise be tried for ever.
    write.run(
        u"UPDATE job SET breaks_there = CASE WHEN broken_at_step >= ? THEN breaks_there + 1 ELSE 1 END, "
        "broken_at_step = max(broken_at_step, ?) WHERE id = ?"_s,
        {step, step, id});
    Statement row = m_database.run(u"SELECT breaks_there FROM job WHERE id = ?"_s, {id});
    return row.next() ? int(row.integer(0)) : 0;
}

void JobRepository::noteResumed(StateChange &change, qint64 id, qint64 step, int epoch, const QString &reason)
{
    change.run(u"UPDATE job SET resumes = resumes + 1, updated_at = ?, rev = ? WHERE id = ?"_s,
               {toColumn(change.now()), change.nextRev(), id});
    Statement row = m_database.run(u"SELECT resumes FROM job WHERE id = ?"_s, {id});
    const qint64 resumes = row.next() ? row.integer(0) : 0;
    change.journal(u"training_job.resumed"_s, jobObjectName(id), QJsonObject{{u"resumes"_s, resumes - 1}},
                   QJsonObject{{u"resumes"_s, resumes}, {u"checkpoint_step"_s, step}, {u"epoch"_s, epoch}},
                   reason);
}

} // namespace nsl
