// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation/evaluationservice.h"

#include "jobs/rundirectory.h"

#include <QDir>

#include <utility>

namespace nsl
{

namespace
{

PlatformError stoppingError()
{
    return PlatformError::unavailable(u"The platform stops; ask again when it is back."_qs,
                                      u"evaluation_interrupted"_qs);
}

} // namespace

EvaluationService::EvaluationService(SqliteStore &store, const WorkerLocator &locator, Options options,
                                     QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_locator(locator)
    , m_options(std::move(options))
{
}

EvaluationService::~EvaluationService() = default;

Outcome<Done> EvaluationService::start()
{
    if (!removeTree(m_options.folder)) {
        return PlatformError::storage(
            u"What an interrupted evaluation left at %1 cannot be removed; remove that folder."_qs.arg(
                m_options.folder));
    }
    return Done{};
}

void EvaluationService::score(const QString &jobName, const QString &splitOf, Scored done)
{
    if (m_shuttingDown) {
        done(stoppingError());
        return;
    }
    auto plan = m_store.read([&]() -> Outcome<EvaluationPlan> {
        return planEvaluation(m_store, m_options.jobsFolder, jobName, splitOf);
    });
    if (!plan.ok()) {
        done(plan.error());
        return;
    }
    const QString key = plan->key();
    if (const auto it = m_pending.find(key); it != m_pending.end()) {
        (*it)->waiting.append(std::move(done));
        return;
    }
    if (m_pending.size() >= m_options.maxPending) {
        done(PlatformError::unavailable(
            u"%1 evaluations are waiting already; try again when they are done."_qs.arg(m_pending.size()),
            u"evaluations_busy"_qs));
        return;
    }
    m_pending.insert(key, std::make_shared<Pending>(Pending{*plan, {std::move(done)}}));
    m_work.run<Outcome<std::optional<KnownEvaluation>>>(
        this, [plan = *plan, file = m_store.file()] { return findKnownEvaluation(plan, file); },
        [this, key](Outcome<std::optional<KnownEvaluation>> known) { handleKnown(key, std::move(known)); });
}

void EvaluationService::handleKnown(const QString &key, Outcome<std::optional<KnownEvaluation>> known)
{
    if (!m_pending.contains(key))
        return; // answered by the shut-down
    if (!known.ok()) {
        finish(key, known.error());
    } else if (*known) {
        if ((*known)->toStore)
            keep(*(*known)->toStore);
        finish(key, (*known)->scored);
    } else {
        m_queue.append(key);
        startNext();
    }
}

void EvaluationService::startNext()
{
    if (m_run || m_queue.isEmpty() || m_shuttingDown)
        return;
    const auto pending = m_pending.value(m_queue.first());
    const RunDirectory directory(m_options.folder, QString::number(++m_runs));
    m_run = std::make_unique<EvaluationRun>(pending->plan, directory, m_store.file(), m_locator,
                                            m_options.limits);
    // Queued: the run must not be destroyed inside its own signal.
    connect(m_run.get(), &EvaluationRun::ended, this, &EvaluationService::handleRunEnded,
            Qt::QueuedConnection);
    m_run->start();
}

void EvaluationService::handleRunEnded()
{
    const Outcome<EvaluationRun::Result> result = m_run->result();
    m_run.reset();
    QDir().rmdir(m_options.folder);
    if (result.ok())
        keep(result->stored);
    if (!m_queue.isEmpty()) {
        const QString key = m_queue.takeFirst();
        finish(key, result.ok() ? Outcome<ScoredVersion>(result->scored) : result.error());
    }
    if (m_shuttingDown)
        Q_EMIT stopped();
    else
        startNext();
}

void EvaluationService::keep(const PackedEvaluation &evaluation)
{
    const auto kept = m_store.record(
        [&](DataWrite &write) -> Outcome<Done> { return m_store.evaluations().save(write, evaluation); });
    // It can be measured again.
    if (!kept.ok())
        qWarning("The result of an evaluation could not be stored: %s", qUtf8Printable(kept.error().message));
}

void EvaluationService::finish(const QString &key, const Outcome<ScoredVersion> &outcome)
{
    const auto pending = m_pending.take(key);
    if (!pending)
        return;
    for (const Scored &done : std::as_const(pending->waiting))
        done(outcome);
}

void EvaluationService::shutDown()
{
    m_shuttingDown = true;
    m_queue.clear();
    const QStringList keys = m_pending.keys();
    for (const QString &key : keys)
        finish(key, stoppingError());
    if (m_run)
        m_run->cancel();
    else
        QMetaObject::invokeMethod(this, &EvaluationService::stopped, Qt::QueuedConnection);
}

} // namespace nsl
