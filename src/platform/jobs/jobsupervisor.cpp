// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobsupervisor.h"

#include "jobs/checkpoint.h"
#include "store/systemactor.h"

#include <QDir>
#include <QMetaObject>
#include <QTimer>

namespace nsl
{

namespace
{

// After a start that the store did not take.
constexpr std::chrono::seconds storeRetryPause{5};

const QString runInterrupted =
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
        if (auto done = reconcile(job); !done.ok())
            return done;
    }
    // A deletion that was committed just before the platform ended.
    const auto deleted =
        m_store.read([this]() -> Outcome<QStringList> { return m_store.jobs().deletedNames(); });
    if (!deleted.ok())
        return deleted.error();
    for (const QString &jobName : *deleted)
        removeFolder(jobName);
    // Data that were being compared when an earlier platform ended: see RetrainService.
    for (const QString &name :
         QDir(m_options.jobsFolder).entryList({u".compare-*"_qs}, QDir::Dirs | QDir::Hidden))
        removeFolder(name);
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

Outcome<Done> JobSupervisor::reconcile(const TrainingJob &job)
{
    if (job.status == JobStatus::Queued)
        return Done{};
    const RunDirectory directory = directoryOf(job.jobName);
    const auto checkpoint = usableCheckpoint(directory);
    bool goesOn = false;
    const auto changed = m_store.change(systemActor(), {}, [&](StateChange &change) -> Outcome<TrainingJob> {
        // When exactly it ended nobody knows; its last report is when it still lived.
        PhaseClock clock = m_store.jobs().phaseTimes(job.id);
        clock.stop(job.updatedAt);
        m_store.jobs().setPhaseTimes(change, job.id, clock);
        if (job.status == JobStatus::Stopping)
            return m_store.jobs().setStatus(change, job.id, JobStatus::Stopped);
        const int breaks = checkpoint ? m_store.jobs().countBreak(change, job.id, checkpoint->steps) : 0;
        goesOn = checkpoint && breaks <= RunningJob::maxBreaks;
        if (goesOn)
            return m_store.jobs().requeue(change, job.id, checkpoint->steps, u"The platform had ended."_qs);
        return m_store.jobs().setStatus(change, job.id, JobStatus::Failed, runInterrupted);
    });
    if (!changed.ok())
        return changed.error();
    if (!goesOn)
        directory.removeInput();
    return Done{};
}

void JobSupervisor::startNext()
{
    if (m_shuttingDown || m_running.size() >= static_cast<std::size_t>(m_options.maxRunning))
        return;
    const auto next = m_store.read([this]() -> Outcome<std::optional<TrainingJob>> {
        for (const TrainingJob &job : m_store.jobs().listActive()) {
            if (job.status == JobStatus::Queued && !m_running.contains(job.id))
                return std::optional(job);
        }
        return std::optional<TrainingJob>();
    });
    if (!next.ok() || !next->has_value())
        return;
    const qint64 jobId = (*next)->id;
    auto job = std::make_unique<RunningJob>(
        m_store, m_locator, **next,
        RunningJob::Options{m_options.jobsFolder, m_options.stopGrace, m_options.interruptGrace,
                            m_options.resumePause, m_options.freeSpace, m_options.maxArtifactBytes});
    // Queued: it must not be destroyed inside its own signal.
    connect(
        job.get(), &RunningJob::ended, this, [this, jobId] { handleEnded(jobId); }, Qt::QueuedConnection);
    m_running.emplace(jobId, std::move(job)).first->second->start();
    wake(); // there may be room for another one
}

// The store did not take its start: it is tried again, but not at once and for ever.
bool JobSupervisor::isStillQueued(qint64 jobId) const
{
    const auto queued = m_store.read([&]() -> Outcome<bool> {
        const auto job = m_store.jobs().find(jobId);
        return job && job->status == JobStatus::Queued;
    });
    return !queued.ok() || *queued;
}

void JobSupervisor::handleEnded(qint64 jobId)
{
    m_running.erase(jobId);
    Q_EMIT jobEnded(jobId);
    if (!m_shuttingDown && isStillQueued(jobId))
        QTimer::singleShot(storeRetryPause, this, &JobSupervisor::wake);
    else if (!m_shuttingDown)
        wake();
    else if (m_running.empty())
        Q_EMIT stopped();
}

Outcome<TrainingJob> JobSupervisor::stop(const Actor &actor, const QString &requestId, const TrainingJob &job)
{
    if (job.status == JobStatus::Stopping)
        return job;
    if (!canStop(job.status.value)) {
        return PlatformError::conflict(
            u"The run %1 has already ended: it is %2."_qs.arg(job.jobName, job.status.text), u"job_ended"_qs);
    }
    const auto running = m_running.find(job.id);
    const bool isRunning = running != m_running.end();
    const auto stopped = m_store.change(actor, requestId, [&](StateChange &change) -> Outcome<TrainingJob> {
        const auto stopping = m_store.jobs().setStatus(change, job.id, JobStatus::Stopping);
        if (!stopping.ok() || isRunning)
            return stopping;
        const auto atOnce = m_store.jobs().setStatus(change, job.id, JobStatus::Stopped);
        return atOnce.ok() ? stopping : atOnce;
    });
    if (!stopped.ok())
        return stopped;
    m_store.whenStored([this, id = job.id, name = job.jobName](const Outcome<Done> &stored) {
        if (!stored.ok())
            return;
        if (const auto it = m_running.find(id); it != m_running.end())
            it->second->stop();
        else // it may have waited for its turn to go on
            directoryOf(name).removeInput();
    });
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
    if (!removed.ok())
        return removed;
    m_store.whenStored([this, jobName](const Outcome<Done> &stored) {
        if (stored.ok())
            removeFolder(jobName);
    });
    return removed;
}

void JobSupervisor::removeFolder(const QString &jobName) const
{
    if (!removeTree(directoryOf(jobName).root()))
        qWarning("What is left of %s could not be removed; the next start tries again.",
                 qUtf8Printable(jobName));
}

void JobSupervisor::shutDown()
{
    m_shuttingDown = true;
    for (const auto &[jobId, job] : m_running)
        job->interrupt(runInterrupted);
    if (m_running.empty())
        QMetaObject::invokeMethod(this, &JobSupervisor::stopped, Qt::QueuedConnection);
}

} // namespace nsl
