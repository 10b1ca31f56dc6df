// SPDX-License-Identifier: GPL-3.0-or-later
#include "comparecontroller.h"

#include "platformsession.h"

#include <algorithm>

namespace nsl
{

CompareController::CompareController(PlatformSession &session, RunColors &colors, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_charts(new ChartData(colors, this))
    , m_poller(new Poller(
          [this](QObject *context, const Poller::Finish &finish) { fetchNext(m_runs, context, finish); },
          this))
{
    connect(m_poller, &Poller::failed, this, &CompareController::loadFailed);
    for (const auto signal : {&PlatformSession::familiesUpdated, &PlatformSession::jobsUpdated,
                              &PlatformSession::endpointsUpdated, &PlatformSession::manifestsUpdated})
        connect(&session, signal, this, &CompareController::update);
}

CompareController::~CompareController() = default;

void CompareController::setRuns(const QStringList &jobNames)
{
    QStringList runs = jobNames.mid(0, Comparison::maximumRuns);
    runs.removeDuplicates();
    if (runs == m_runs)
        return;
    m_runs = runs;
    if (!m_runs.contains(m_baseline)) {
        m_baseline = m_runs.value(0);
        for (const Production &live : m_session.production()) {
            if (m_runs.contains(live.jobName))
                m_baseline = live.jobName;
        }
    }
    m_complete.intersect(QSet<QString>(m_runs.begin(), m_runs.end()));
    update();
    m_poller->pause();
    if (m_active && !m_runs.isEmpty())
        m_poller->resume();
}

void CompareController::addRun(const QString &jobName)
{
    setRuns(m_runs + QStringList{jobName});
}

void CompareController::removeRun(const QString &jobName)
{
    QStringList runs = m_runs;
    runs.removeAll(jobName);
    setRuns(runs);
}

void CompareController::addProduction()
{
    for (const Production &live : m_session.production())
        addRun(live.jobName);
}

void CompareController::setBaseline(const QString &jobName)
{
    if (!m_runs.contains(jobName) || jobName == m_baseline)
        return;
    m_baseline = jobName;
    update();
}

void CompareController::setActive(bool active)
{
    if (active == m_active)
        return;
    m_active = active;
    if (active && !m_runs.isEmpty())
        m_poller->resume();
    else
        m_poller->pause();
}

bool CompareController::isLoading() const
{
    return std::any_of(m_runs.begin(), m_runs.end(),
                       [this](const QString &name) { return !m_metrics.contains(name); });
}

void CompareController::fetchNext(QStringList jobNames, QObject *context, const Poller::Finish &finish)
{
    while (!jobNames.isEmpty() && m_complete.contains(jobNames.first()))
        jobNames.removeFirst();
    if (jobNames.isEmpty()) {
        finish({std::nullopt, m_complete.size() < m_runs.size()});
        return;
    }
    const QString jobName = jobNames.takeFirst();
    MetricsQuery query;
    query.sinceSeq = m_charts->lastSeq(jobName);
    m_session.api().jobMetrics(
        jobName, query, context,
        [this, jobNames, jobName, context, finish](const Outcome<JobMetrics> &metrics) {
            if (!metrics) {
                finish({metrics.error()});
                return;
            }
            if (metrics->whole)
                m_charts->replace(jobName, metrics->series);
            else
                m_charts->merge(jobName, metrics->series);
            m_metrics.insert(jobName, metrics->finalMetrics);
            if (metrics->status.value != JobStatus::Unknown && !isActive(metrics->status.value)) {
                m_complete.insert(jobName);
                m_session.noteManifest(jobName, metrics->manifest);
            }
            update();
            fetchNext(jobNames, context, finish);
        });
}

void CompareController::update()
{
    QHash<QString, QString> titles;
    QList<ComparedRun> runs;
    const QHash<QString, Production> production = m_session.production();
    for (const QString &name : std::as_const(m_runs)) {
        ComparedRun run;
        run.jobName = name;
        run.title = m_session.runTitle(name);
        run.isLive = std::any_of(production.begin(), production.end(),
                                 [&name](const Production &live) { return live.jobName == name; });
        if (m_metrics.contains(name))
            run.metrics = m_metrics.value(name);
        else if (const TrainingJob *job = m_session.job(name))
            run.metrics = job->metrics;
        run.manifest = m_session.manifests().value(name);
        titles.insert(name, run.title);
        runs += run;
    }
    m_charts->setRuns(m_runs, titles);
    m_comparison = compareRuns(runs, int(m_runs.indexOf(m_baseline)));
    emit comparisonUpdated();
}

} // namespace nsl
