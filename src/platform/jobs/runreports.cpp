// SPDX-License-Identifier: GPL-3.0-or-later
#include "runreports.h"

#include <QDateTime>

#include <chrono>
#include <utility>

namespace nsl
{

namespace
{

using namespace std::chrono_literals;

constexpr auto flushInterval = 250ms;
constexpr qsizetype maxBatch = 2000;

} // namespace

RunReports::RunReports(SqliteStore &store, qint64 jobId)
    : m_store(store)
    , m_jobId(jobId)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(flushInterval);
    connect(&m_timer, &QTimer::timeout, this, &RunReports::flush);
}

void RunReports::add(const MetricLine &metric)
{
    MetricPoint point;
    point.step = metric.step;
    point.epoch = metric.epoch;
    point.wallMs = QDateTime::currentMSecsSinceEpoch();
    point.value = metric.value;
    m_points.append({metric.name, metric.unit, metric.direction, point});
    if (m_points.size() >= maxBatch)
        flush();
    else if (!m_timer.isActive())
        m_timer.start();
}

void RunReports::add(const ProgressLine &line)
{
    const JobProgress progress{line.phase, line.epoch, line.epochs, line.step, line.steps};
    m_progressChanged = m_progressChanged || !(progress == m_progress);
    m_progress = progress;
    m_clock.enter(line.phase, QDateTime::currentDateTimeUtc());
    if (!m_timer.isActive())
        m_timer.start();
}

void RunReports::warn(RunWarnings::Kind kind, const QString &name, qint64 count)
{
    const bool isNew = !m_warnings.has(kind);
    m_warnings.add(kind, name, count);
    m_warningsChanged = true;
    if (!m_timer.isActive())
        m_timer.start();
    if (isNew)
        Q_EMIT warned();
}

void RunReports::enter(JobPhase phase)
{
    add(ProgressLine{phase, 0, 0, m_progress.epoch, m_progress.epochs});
}

void RunReports::flush()
{
    m_timer.stop();
    if (m_points.isEmpty() && !m_progressChanged && !m_warningsChanged)
        return;
    LostPoints lost;
    const auto kept = m_store.record([&](DataWrite &write) -> Outcome<Done> {
        if (!m_points.isEmpty())
            m_store.metrics().append(write, m_jobId, m_points, &lost);
        if (m_progressChanged)
            store(write);
        if (m_warningsChanged)
            m_store.jobs().setWarnings(write, m_jobId, m_warnings.toJson());
        return Done{};
    });
    m_warningsChanged = m_warningsChanged && !kept.ok();
    m_progressChanged = false;
    const QList<ReportedPoint> points = std::exchange(m_points, {});
    if (!kept.ok()) {
        for (const ReportedPoint &point : points)
            warn(RunWarnings::Kind::NotStored, point.name);
        Q_EMIT storingFailed(kept.error().message);
        return;
    }
    for (auto it = lost.overSeries.begin(); it != lost.overSeries.end(); ++it)
        warn(RunWarnings::Kind::SeriesLimit, it.key(), it.value());
    for (auto it = lost.overPoints.begin(); it != lost.overPoints.end(); ++it)
        warn(RunWarnings::Kind::PointLimit, it.key(), it.value());
}

void RunReports::begin(StateChange &change, int epoch)
{
    m_clock = m_store.jobs().phaseTimes(m_jobId);
    m_warnings = RunWarnings::fromJson(m_store.jobs().warnings(m_jobId));
    m_warningsChanged = false;
    m_progress = {JobPhase::Preparing, epoch, m_progress.epochs, 0, 0};
    m_clock.enter(JobPhase::Preparing, change.now());
    store(change);
}

void RunReports::stop(StateChange &change)
{
    m_timer.stop();
    m_clock.stop(change.now());
    m_store.jobs().setPhaseTimes(change, m_jobId, m_clock);
    if (m_warningsChanged)
        m_store.jobs().setWarnings(change, m_jobId, m_warnings.toJson());
}

void RunReports::store(DataWrite &write)
{
    m_store.jobs().setProgress(write, m_jobId, m_progress);
    m_store.jobs().setPhaseTimes(write, m_jobId, m_clock);
}

} // namespace nsl
