// SPDX-License-Identifier: GPL-3.0-or-later
#include "trialworkers.h"

#include <algorithm>
#include <utility>

namespace nsl
{

TrialWorkers::TrialWorkers(SqliteStore &store, ServingSupervisor &serving, Options options, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_serving(serving)
    , m_options(options)
{
}

TrialWorkers::~TrialWorkers() = default;

void TrialWorkers::recommend(const VersionRef &version, const RecommendationQuery &query,
                             Recommender::Answered answered)
{
    // A version that is live has a worker already.
    const auto endpoints =
        m_store.read([this]() -> Outcome<QList<Endpoint>> { return m_store.endpoints().list(); });
    if (!endpoints.ok()) {
        answered(endpoints.error());
        return;
    }
    for (const Endpoint &endpoint : *endpoints) {
        ServingWorker *live = m_serving.liveWorker(endpoint.id);
        if (live && endpoint.activeVersion && endpoint.activeVersion->modelId == version.modelId) {
            m_serving.lane().recommendFrom(live->link(), version, query, this, std::move(answered));
            return;
        }
    }
    const auto trial = begin(version);
    if (!trial.ok()) {
        answered(trial.error());
        return;
    }
    (*trial)->waiting.append({query, std::move(answered)});
    if ((*trial)->worker->isReady())
        answerWaiting(version.modelId);
}

Outcome<TrialWorkers::Trial *> TrialWorkers::begin(const VersionRef &version)
{
    const qint64 modelId = version.modelId;
    if (const auto known = m_trials.find(modelId); known != m_trials.end())
        return known->second.get();
    if (m_trials.size() >= maxWorkers) {
        const auto resting = std::find_if(m_trials.begin(), m_trials.end(),
                                          [](const auto &entry) { return entry.second->idle.isActive(); });
        if (resting != m_trials.end())
            end(resting->first, {});
    }
    if (m_shuttingDown || m_trials.size() >= maxWorkers) {
        return PlatformError::unavailable(
            u"Other versions are being tried just now: try again in a moment."_qs, u"trial_busy"_qs);
    }
    const auto command = m_serving.commandFor(modelId);
    if (!command.ok())
        return command.error();
    auto trial = std::make_unique<Trial>();
    trial->version = version;
    trial->worker = std::make_unique<ServingWorker>(m_serving.lane());
    trial->idle.setSingleShot(true);
    trial->idle.setInterval(m_options.idleLimit);
    connect(
        &trial->idle, &QTimer::timeout, this, [this, modelId] { end(modelId, {}); }, Qt::QueuedConnection);
    ServingWorker *worker = trial->worker.get();
    connect(worker, &ServingWorker::pinged, this, [this, modelId] { answerWaiting(modelId); });
    // Queued: the worker must not be destroyed inside its own signal. A later worker of the same version is
    // another one.
    connect(
        worker, &ServingWorker::ended, this,
        [this, modelId, worker](const QString &problem) {
            const auto it = m_trials.find(modelId);
            if (it != m_trials.end() && it->second->worker.get() == worker)
                end(modelId, problem);
        },
        Qt::QueuedConnection);
    Trial *started = trial.get();
    m_trials.emplace(modelId, std::move(trial));
    worker->start(*command, m_options.startLimit);
    return started;
}

void TrialWorkers::answerWaiting(qint64 modelId)
{
    const auto it = m_trials.find(modelId);
    if (it == m_trials.end())
        return;
    Trial &trial = *it->second;
    trial.idle.start();
    const QList<Waiting> waiting = std::exchange(trial.waiting, {});
    for (const Waiting &one : waiting) {
        m_serving.lane().recommendFrom(trial.worker->link(), trial.version, one.query, this, one.answered);
    }
}

void TrialWorkers::end(qint64 modelId, const QString &problem)
{
    const auto it = m_trials.find(modelId);
    if (it == m_trials.end())
        return;
    const std::unique_ptr<Trial> trial = std::move(it->second);
    m_trials.erase(it);
    for (const Waiting &one : std::as_const(trial->waiting)) {
        one.answered(
            PlatformError::unavailable(u"The version could not be tried: %1"_qs.arg(
                                           problem.isEmpty() ? u"its worker was ended."_qs : problem),
                                       u"worker_unavailable"_qs));
    }
    ServingWorker *worker = trial->worker.release();
    if (!worker->isRunning()) {
        worker->deleteLater();
        return;
    }
    // It goes by itself; the platform's end takes it along.
    worker->setParent(this);
    connect(worker, &ServingWorker::ended, worker, &QObject::deleteLater, Qt::QueuedConnection);
    worker->stop(m_options.stopGrace);
}

void TrialWorkers::shutDown()
{
    m_shuttingDown = true;
    while (!m_trials.empty())
        end(m_trials.begin()->first, u"the platform stops."_qs);
}

} // namespace nsl
