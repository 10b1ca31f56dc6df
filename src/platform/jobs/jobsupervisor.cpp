// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobsupervisor.h"

#include "jobs/systemactor.h"

#include <QDir>

#include <QMetaObject>

namespace nsl
{

namespace
{

const QString interrupted =
    u"Interrupted: the platform ended while this run was going on. Start it again."_qs;

} // namespace

JobSupervisor::JobSupervisor(SqliteStore &store, const WorkerLocator &locator, Options options,
                             QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_locator(locator)
    , m_options(std::move(options))
{
}

JobSupervisor::~JobSupervisor() = default;

RunDirectory JobSupervisor::directoryOf(const QString &jobName) const
{
    return {m_options.jobsFolder, jobName};
}

Outcome<Done> JobSupervisor::start()
{
    const auto reconciled =
        m_store.read([this]() -> Outcome<QList<TrainingJob>> { return m_store.jobs().listActive(); });
    if (!reconciled.ok())
        return reconciled.error();
    for (const TrainingJob &job : *reconciled) {
        if (job.status == JobStatus::Queued)
            continue;
        const bool wasStopping = job.status == JobStatus::Stopping;
        const auto changed =
            m_store.change(systemActor(), {}, [&](StateChange &change) -> Outcome<TrainingJob> {
                return m_store.jobs().setStatus(change, job.id,
                                                wasStopping ? JobStatus::Stopped : JobStatus::Failed,
                                                wasStopping ? QString() : interrupted);
            });
        if (!changed.ok())
            return changed.error();
        directoryOf(job.jobName).removeInput();
    }
    // A deletion that was committed just before the platform ended.
    const auto deleted =
        m_store.read([this]() -> Outcome<QStringList> { return m_store.jobs().deletedNames(); });
    if (!deleted.ok())
        return deleted.error();
    for (const QString &jobName : *deleted)
        removeFolder(jobName);
    wake();
    return Done{};
}

void JobSupervisor::wake()
{
    if (m_wakeQueued)
        return;
    m_wakeQueued = true;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_wakeQueued = false;
            startNext();
        },
        Qt::QueuedConnection);
}

void JobSupervisor::startNext()
{
    if (m_running || m_shuttingDown)
        return;
    const auto next = m_store.read([this]() -> Outcome<std::optional<TrainingJob>> {
        for (const TrainingJob &job : m_store.jobs().listActive()) {
            if (job.status == JobStatus::Queued)
                return std::optional(job);
        }
        return std::optional<TrainingJob>();
    });
    if (!next.ok() || !next->has_value())
        return;
    m_running = std::make_unique<RunningJob>(m_store, m_locator, directoryOf((*next)->jobName), **next,
                                             m_options.stopGrace);
    connect(m_running.get(), &RunningJob::ended, this, &JobSupervisor::handleEnded, Qt::QueuedConnection);
    m_running->start();
}

void JobSupervisor::handleEnded()
{
    const qint64 jobId = m_running->jobId();
    m_running.reset();
    Q_EMIT jobEnded(jobId);
    if (m_shuttingDown)
        Q_EMIT stopped();
    else
        wake();
}

Outcome<TrainingJob> JobSupervisor::stop(const Actor &actor, const QString &requestId, const TrainingJob &job)
{
    if (job.status == JobStatus::Stopping)
        return job;
    if (!canStop(job.status.value)) {
        return PlatformError::conflict(
            u"The run %1 has already ended: it is %2."_qs.arg(job.jobName, job.status.text), u"job_ended"_qs);
    }
    const bool isRunning = m_running && m_running->jobId() == job.id;
    const auto stopped = m_store.change(actor, requestId, [&](StateChange &change) -> Outcome<TrainingJob> {
        const auto stopping = m_store.jobs().setStatus(change, job.id, JobStatus::Stopping);
        if (!stopping.ok() || isRunning)
            return stopping;
        const auto atOnce = m_store.jobs().setStatus(change, job.id, JobStatus::Stopped);
        return atOnce.ok() ? stopping : atOnce;
    });
    if (stopped.ok() && isRunning)
        m_running->stop();
    return stopped;
}

Outcome<Done> JobSupervisor::remove(const Actor &actor, const QString &requestId, qint64 jobId)
{
    QString jobName;
    const auto removed = m_store.change(actor, requestId, [&](StateChange &change) -> Outcome<Done> {
        const auto job = m_store.jobs().find(jobId);
        if (!job)
            return PlatformError::notFound(u"There is no training job with the id %1."_qs.arg(jobId),
                                           u"job_not_found"_qs);
        jobName = job->jobName;
        return m_store.jobs().remove(change, jobId);
    });
    if (removed.ok())
        removeFolder(jobName);
    return removed;
}

void JobSupervisor::removeFolder(const QString &jobName) const
{
    QDir folder(directoryOf(jobName).root());
    if (folder.exists() && !folder.removeRecursively())
        qWarning("What is left of the deleted run %s could not be removed; the next start tries again.",
                 qUtf8Printable(jobName));
}

void JobSupervisor::shutDown()
{
    m_shuttingDown = true;
    if (m_running)
        m_running->interrupt(interrupted);
    else
        QMetaObject::invokeMethod(this, &JobSupervisor::stopped, Qt::QueuedConnection);
}

} // namespace nsl
