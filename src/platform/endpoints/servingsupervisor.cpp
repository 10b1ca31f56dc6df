// SPDX-License-Identifier: GPL-3.0-or-later
#include "servingsupervisor.h"

#include "jobs/rundirectory.h"
#include "store/systemactor.h"

#include <QFileInfo>
#include <QMetaObject>
#include <QTimer>

#include <utility>

namespace nsl
{

namespace
{

/// Before what the store did not take is given to it again.
constexpr std::chrono::seconds storeAgainPause{1};

bool mayBeStoredLater(const Outcome<Done> &stored)
{
    return !stored.ok() && stored.error().kind == PlatformError::Kind::Storage;
}

} // namespace

PlatformError cannotServe(const Version &version)
{
    return PlatformError::conflict(u"%1 cannot answer requests: its family has no serving command. Say "
                                   u"serves=true in platform.ini if its "
                                   "program has one."_qs.arg(displayName(version)),
                                   u"cannot_serve"_qs);
}

ServingSupervisor::ServingSupervisor(SqliteStore &store, const WorkerLocator &locator, ServingLane &lane,
                                     Options options, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_locator(locator)
    , m_lane(lane)
    , m_options(std::move(options))
{
}

ServingSupervisor::~ServingSupervisor() = default;

Outcome<Done> ServingSupervisor::start()
{
    const auto endpoints =
        m_store.read([this]() -> Outcome<QList<Endpoint>> { return m_store.endpoints().list(); });
    if (!endpoints.ok())
        return endpoints.error();
    for (const Endpoint &endpoint : *endpoints) {
        if (!endpoint.activeVersion)
            continue;
        m_slots[endpoint.id].modelId = endpoint.activeVersion->modelId;
        launch(endpoint.id);
    }
    publish();
    return Done{};
}

void ServingSupervisor::publish()
{
    const auto endpoints =
        m_store.read([this]() -> Outcome<QList<Endpoint>> { return m_store.endpoints().list(); });
    if (!endpoints.ok()) {
        qCritical("The endpoints could not be read: %s", qUtf8Printable(endpoints.error().message));
        return;
    }
    QList<TrafficTarget> targets;
    for (const Endpoint &endpoint : *endpoints) {
        m_lane.meters().declare(endpoint.id);
        const ServingWorker *worker = liveWorker(endpoint.id);
        const auto slot = m_slots.find(endpoint.id);
        // A worker of another version than the store names is not asked: it is about to be replaced.
        const bool isItsOwn =
            worker && endpoint.activeVersion && slot->second.modelId == endpoint.activeVersion->modelId;
        targets.append({endpoint, isItsOwn ? worker->link() : nullptr});
    }
    m_lane.traffic().publish(std::move(targets));
}

Outcome<ServingWorker::Command> ServingSupervisor::commandFor(qint64 modelId) const
{
    const auto version =
        m_store.read([&]() -> Outcome<std::optional<Version>> { return m_store.versions().find(modelId); });
    if (!version.ok())
        return version.error();
    if (!version->has_value())
        return PlatformError::notFound(u"There is no version with the id %1."_qs.arg(modelId));
    const auto family = m_store.read(
        [&]() -> Outcome<std::optional<Family>> { return m_store.families().find((*version)->familyId); });
    if (!family.ok())
        return family.error();
    if (!family->has_value() || !(*family)->serves)
        return cannotServe(**version);
    const auto program = m_locator.locate((*family)->key);
    if (!program.ok())
        return program.error();
    const RunDirectory directory(m_options.jobsFolder, (*version)->jobName);
    if (!QFileInfo(directory.artifactFolder()).isDir()) {
        return PlatformError::conflict(u"The artifact of %1 is missing at %2."_qs.arg(
                                           displayName(**version), directory.artifactFolder()),
                                       u"artifact_missing"_qs);
    }
    return ServingWorker::Command{program->command(u"serve"_qs, directory.root()),
                                  (*version)->artifactSha256};
}

ServingWorker *ServingSupervisor::liveWorker(qint64 endpointId) const
{
    const auto it = m_slots.find(endpointId);
    if (it == m_slots.end() || !it->second.worker || !it->second.worker->isReady())
        return nullptr;
    return it->second.worker.get();
}

void ServingSupervisor::launch(qint64 endpointId)
{
    const auto it = m_slots.find(endpointId);
    if (it == m_slots.end() || m_shuttingDown || it->second.worker)
        return;
    const auto command = commandFor(it->second.modelId);
    if (!command.ok()) {
        handleFailure(endpointId, command.error().message);
        return;
    }
    it->second.worker = std::make_unique<ServingWorker>(m_lane);
    ServingWorker *worker = it->second.worker.get();
    watch(endpointId, worker);
    connect(worker, &ServingWorker::pinged, this, [this, endpointId] {
        m_slots[endpointId].readySince = QDateTime::currentDateTimeUtc();
        noteRecovery(endpointId);
        publish();
    });
    worker->start(*command, m_options.startLimit);
}

void ServingSupervisor::watch(qint64 endpointId, ServingWorker *worker)
{
    // Queued: the worker must not be destroyed inside its own signal.
    connect(
        worker, &ServingWorker::ended, this,
        [this, endpointId, worker](const QString &problem) {
            const auto it = m_slots.find(endpointId);
            if (it == m_slots.end() || it->second.worker.get() != worker)
                return; // it has left the slot: see retire()
            it->second.worker.reset();
            if (!m_shuttingDown)
                handleFailure(endpointId, problem);
            publish();
            checkStopped();
        },
        Qt::QueuedConnection);
}

void ServingSupervisor::handleFailure(qint64 endpointId, const QString &problem)
{
    Slot &slot = m_slots[endpointId];
    const QDateTime now = QDateTime::currentDateTimeUtc();
    if (slot.readySince.isValid() && slot.readySince.msecsTo(now) >= m_options.healthyAfter.count())
        slot.failuresInARow = 0;
    slot.readySince = {};
    ++slot.failuresInARow;
    qWarning("The serving worker of endpoint %lld ended (%d in a row): %s",
             static_cast<long long>(endpointId), slot.failuresInARow, qUtf8Printable(problem));
    if (slot.failuresInARow >= maxFailuresInARow) {
        giveUp(endpointId, problem);
        return;
    }
    const auto pause = m_options.firstPause * (1 << (slot.failuresInARow - 1));
    QTimer::singleShot(pause, this, [this, endpointId] { launch(endpointId); });
}

void ServingSupervisor::giveUp(qint64 endpointId, const QString &problem)
{
    const auto changed = m_store.change(systemActor(), {}, [&](StateChange &change) -> Outcome<Done> {
        auto endpoint = m_store.endpoints().find(endpointId);
        if (!endpoint)
            return PlatformError::notFound(u"There is no endpoint with the id %1."_qs.arg(endpointId));
        const QString before = endpoint->status.text;
        // An update that is under way decides about the endpoint itself.
        if (!isMoving(endpoint->status.value))
            endpoint->status = EndpointStatus::Failed;
        endpoint->failureReason =
            u"The serving worker ended %1 times in a row: %2"_qs.arg(maxFailuresInARow).arg(problem);
        const auto saved = m_store.endpoints().save(change, *endpoint);
        if (!saved.ok())
            return saved.error();
        change.journal(u"endpoint.failed"_qs, u"endpoint/%1"_qs.arg(endpointId),
                       QJsonObject{{u"status"_qs, before}}, QJsonObject{{u"status"_qs, saved->status.text}},
                       endpoint->failureReason);
        return Done{};
    });
    if (!changed.ok())
        qCritical("The failure of endpoint %lld could not be stored: %s", static_cast<long long>(endpointId),
                  qUtf8Printable(changed.error().message));
    if (mayBeStoredLater(changed)) {
        QTimer::singleShot(storeAgainPause, this, [this, endpointId, problem] {
            const auto it = m_slots.find(endpointId);
            const bool isStillSo =
                it != m_slots.end() && !it->second.worker && it->second.failuresInARow >= maxFailuresInARow;
            if (isStillSo && !m_shuttingDown)
                giveUp(endpointId, problem);
        });
    }
    publish();
}

void ServingSupervisor::revive(qint64 endpointId)
{
    const auto it = m_slots.find(endpointId);
    if (it == m_slots.end() || it->second.worker)
        return;
    it->second.failuresInARow = 0;
    launch(endpointId);
}

void ServingSupervisor::noteRecovery(qint64 endpointId)
{
    const auto changed = m_store.change(systemActor(), {}, [&](StateChange &change) -> Outcome<Done> {
        auto endpoint = m_store.endpoints().find(endpointId);
        if (!endpoint || endpoint->status != EndpointStatus::Failed)
            return Done{};
        const QString reason = endpoint->failureReason;
        endpoint->status = EndpointStatus::InService;
        endpoint->failureReason.clear();
        const auto saved = m_store.endpoints().save(change, *endpoint);
        if (!saved.ok())
            return saved.error();
        change.journal(u"endpoint.recovered"_qs, u"endpoint/%1"_qs.arg(endpointId),
                       QJsonObject{{u"failure_reason"_qs, reason}},
                       QJsonObject{{u"status"_qs, saved->status.text}});
        return Done{};
    });
    if (!changed.ok())
        qCritical("The recovery of endpoint %lld could not be stored: %s", static_cast<long long>(endpointId),
                  qUtf8Printable(changed.error().message));
    if (mayBeStoredLater(changed)) {
        QTimer::singleShot(storeAgainPause, this, [this, endpointId] {
            if (liveWorker(endpointId) && !m_shuttingDown)
                noteRecovery(endpointId);
        });
    }
}

void ServingSupervisor::install(qint64 endpointId, qint64 modelId, std::unique_ptr<ServingWorker> worker)
{
    Slot &slot = m_slots[endpointId];
    std::unique_ptr<ServingWorker> old = std::move(slot.worker);
    slot.worker = std::move(worker);
    slot.modelId = modelId;
    slot.failuresInARow = 0;
    slot.readySince = QDateTime::currentDateTimeUtc();
    watch(endpointId, slot.worker.get());
    publish();
    retire(std::move(old), [this, endpointId] { Q_EMIT drained(endpointId); });
}

void ServingSupervisor::remove(qint64 endpointId)
{
    const auto it = m_slots.find(endpointId);
    if (it == m_slots.end())
        return;
    std::unique_ptr<ServingWorker> worker = std::move(it->second.worker);
    m_slots.erase(it);
    publish();
    retire(std::move(worker), [] {});
}

void ServingSupervisor::retire(std::unique_ptr<ServingWorker> worker, std::function<void()> drainedCallback)
{
    if (!worker || !worker->isRunning()) {
        if (worker)
            worker.release()->deleteLater();
        QMetaObject::invokeMethod(this, std::move(drainedCallback), Qt::QueuedConnection);
        return;
    }
    ServingWorker *leaving = worker.get();
    m_leaving.emplace(leaving, std::move(worker));
    // Whichever comes first ends it: nothing left to answer, the limit, or its own end.
    auto waiting = std::make_shared<std::function<void()>>(std::move(drainedCallback));
    const auto end = [this, leaving, waiting] {
        if (!*waiting)
            return;
        if (m_leaving.contains(leaving))
            leaving->stop(m_options.stopGrace);
        std::exchange(*waiting, nullptr)();
    };
    connect(
        leaving, &ServingWorker::ended, this,
        [this, leaving, end] {
            m_leaving.erase(leaving);
            end();
            checkStopped();
        },
        Qt::QueuedConnection);
    connect(leaving, &ServingWorker::idle, this, end, Qt::QueuedConnection);
    leaving->watchIdle();
    QTimer::singleShot(m_options.drainLimit, this, end);
    if (leaving->pendingRequests() == 0)
        QMetaObject::invokeMethod(this, end, Qt::QueuedConnection);
}

void ServingSupervisor::shutDown()
{
    m_shuttingDown = true;
    for (auto &[id, slot] : m_slots) {
        if (slot.worker)
            slot.worker->stop(m_options.stopGrace);
    }
    for (auto &[key, worker] : m_leaving)
        worker->stop(m_options.stopGrace);
    QMetaObject::invokeMethod(this, &ServingSupervisor::checkStopped, Qt::QueuedConnection);
}

void ServingSupervisor::checkStopped()
{
    if (!m_shuttingDown || m_stoppedSaid || !m_leaving.empty())
        return;
    for (const auto &[id, slot] : m_slots) {
        if (slot.worker && slot.worker->isRunning())
            return;
    }
    m_stoppedSaid = true;
    Q_EMIT stopped();
}

} // namespace nsl
