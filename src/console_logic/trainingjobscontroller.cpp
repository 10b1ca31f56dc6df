// SPDX-License-Identifier: GPL-3.0-or-later
#include "trainingjobscontroller.h"

#include "numberformat.h"
#include "platformsession.h"
#include "recordmatching.h"
#include "starttrainingcontroller.h"
#include "statustext.h"

#include <algorithm>

namespace nsl
{

namespace
{
constexpr int failureLines = 12;

/// A value of a run's options as people write it.
QString optionText(const QJsonValue &value)
{
    if (value.isBool())
        return value.toBool() ? TrainingJobsController::tr("on") : TrainingJobsController::tr("off");
    return value.isDouble() ? format::exact(value.toDouble(), QLocale()) : statustext::value(value);
}

} // namespace

TrainingJobsController::TrainingJobsController(PlatformSession &session, RunColors &colors, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_table(new JobTableModel(this))
    , m_filtered(new JobFilterProxy(this))
    , m_charts(new ChartData(colors, this))
    , m_manifest(new ManifestModel(this))
    , m_log(new LogTail(session.api(), this))
    , m_metricsPoller(new Poller(
          [this](QObject *context, const Poller::Finish &finish) { fetchMetrics(context, finish); }, this))
{
    m_filtered->setSourceModel(m_table);
    connect(&session, &PlatformSession::jobsUpdated, this, &TrainingJobsController::handleJobs);
    connect(&session, &PlatformSession::familiesUpdated, this, [this] {
        updateNames();
        updateCharts();
        updateSummary();
        emit actionsUpdated();
    });
    connect(&session, &PlatformSession::signalsUpdated, this, [this] {
        updateNames();
        emit actionsUpdated();
    });
    connect(&session, &PlatformSession::endpointsUpdated, this, [this] {
        updateSummary();
        emit actionsUpdated();
    });
    connect(&session, &PlatformSession::manifestsUpdated, this, &TrainingJobsController::updateSummary);
    connect(&session, &PlatformSession::connectionUpdated, this, &TrainingJobsController::actionsUpdated);
    connect(m_metricsPoller, &Poller::failed, this, &TrainingJobsController::chartsFailed);
    connect(m_metricsPoller, &Poller::succeeded, this, &TrainingJobsController::chartsLoaded);
    connect(m_log, &LogTail::linesAppended, this, [this] {
        const TrainingJob *job = m_session.job(currentJob());
        if (job && job->status == JobStatus::Failed)
            updateSummary();
    });
    m_clock.setInterval(1000);
    connect(&m_clock, &QTimer::timeout, this, [this] {
        m_table->tick(m_session.now());
        const TrainingJob *job = m_session.job(currentJob());
        if (job && isActive(job->status.value))
            updateSummary();
    });
    updateNames();
    if (session.jobsLoaded())
        handleJobs();
}

TrainingJobsController::~TrainingJobsController()
{
    setActive(false);
}

void TrainingJobsController::setActive(bool active)
{
    if (active == m_active)
        return;
    m_active = active;
    for (const PlatformSession::Resource resource :
         {PlatformSession::Resource::Jobs, PlatformSession::Resource::Signals}) {
        if (active)
            m_session.watch(resource);
        else
            m_session.unwatch(resource);
    }
    m_log->setActive(active);
    if (active) {
        m_clock.start();
        m_table->tick(m_session.now());
        if (!m_selection.isEmpty())
            m_metricsPoller->resume();
    } else {
        m_clock.stop();
        m_metricsPoller->pause();
    }
}

void TrainingJobsController::handleJobs()
{
    m_table->tick(m_session.now());
    m_table->setJobs(m_session.jobs());
    const TrainingJob *current = m_session.job(currentJob());
    if (current)
        m_log->setLive(isActive(current->status.value));
    updateCharts();
    updateSummary();
    // A run that has just ended still owes its last measurements and its manifest.
    const bool owing = std::any_of(m_selection.begin(), m_selection.end(), [this](const QString &name) {
        const TrainingJob *job = m_session.job(name);
        return job && !isActive(job->status.value) && !m_complete.contains(name);
    });
    if (m_active && owing)
        m_metricsPoller->pollNow();
    emit actionsUpdated();
}

void TrainingJobsController::updateNames()
{
    QHash<RecordId, QString> families;
    for (const FamilyNode &node : m_session.families())
        families.insert(node.family.id, node.family.name);
    QHash<RecordId, QString> templates;
    for (const SignalTemplate &one : m_session.templates())
        templates.insert(one.id, one.name);
    m_table->setNames(families, templates);
}

void TrainingJobsController::setSelection(const QStringList &jobNames)
{
    if (jobNames == m_selection)
        return;
    const QString before = currentJob();
    m_selection = jobNames.mid(0, Comparison::maximumRuns);
    if (currentJob() != before) {
        const TrainingJob *job = m_session.job(currentJob());
        m_log->setJob(currentJob());
        m_log->setLive(!job || isActive(job->status.value));
        m_manifest->setManifest(m_session.manifests().value(currentJob()));
    }
    // What left the charts has to be read again when it comes back.
    m_complete.intersect(QSet<QString>(m_selection.begin(), m_selection.end()));
    updateCharts();
    updateSummary();
    if (m_selection.isEmpty()) {
        m_metricsPoller->pause();
    } else if (m_active) {
        // Voids what is in flight for the runs that were selected before.
        m_metricsPoller->pause();
        m_metricsPoller->resume();
    }
    emit actionsUpdated();
}

void TrainingJobsController::updateCharts()
{
    QHash<QString, QString> titles;
    for (const QString &name : std::as_const(m_selection)) {
        const TrainingJob *job = m_session.job(name);
        titles.insert(name, job && job->version ? m_session.runTitle(name) : job ? runName(*job) : name);
    }
    m_charts->setRuns(m_selection, titles);
}

void TrainingJobsController::fetchMetrics(QObject *context, const Poller::Finish &finish)
{
    fetchMetricsOf(m_selection, context, finish);
}

void TrainingJobsController::fetchMetricsOf(QStringList jobNames, QObject *context,
                                            const Poller::Finish &finish)
{
    while (!jobNames.isEmpty() && m_complete.contains(jobNames.first()))
        jobNames.removeFirst();
    if (jobNames.isEmpty()) {
        const bool moving = std::any_of(m_selection.begin(), m_selection.end(),
                                        [this](const QString &name) { return !m_complete.contains(name); });
        finish({std::nullopt, moving});
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
            takeMetrics(jobName, *metrics);
            fetchMetricsOf(jobNames, context, finish);
        });
}

void TrainingJobsController::takeMetrics(const QString &jobName, const JobMetrics &metrics)
{
    if (metrics.whole)
        m_charts->replace(jobName, metrics.series);
    else
        m_charts->merge(jobName, metrics.series);
    if (metrics.status.value != JobStatus::Unknown && !isActive(metrics.status.value)) {
        m_complete.insert(jobName);
        m_session.noteManifest(jobName, metrics.manifest);
    }
    if (jobName == currentJob()) {
        m_manifest->setManifest(metrics.manifest);
        updateSummary();
    }
}

void TrainingJobsController::updateSummary()
{
    JobSummary summary;
    const TrainingJob *job = m_session.job(currentJob());
    if (!job) {
        m_summary = summary;
        emit summaryUpdated();
        return;
    }
    summary.jobName = job->jobName;
    summary.title = job->version ? m_session.runTitle(job->jobName) : runName(*job);
    summary.status = statustext::of(job->status);
    summary.tone = statustext::tone(job->status.value);
    summary.failureReason = job->failureReason;
    if (job->status == JobStatus::Failed) {
        const int rows = m_log->rowCount();
        for (int row = std::max(0, rows - failureLines); row < rows; ++row)
            summary.lastLogLines += m_log->index(row).data(LogTail::MessageRole).toString();
    }
    const QDateTime now = m_session.now();
    const auto add = [&summary](const QString &name, const QString &value, const QString &toolTip = {}) {
        if (!value.isEmpty())
            summary.fields.append({name, value, toolTip, Tone::Neutral});
    };
    add(tr("Run"), job->jobName);
    add(tr("Label"), job->label);
    add(tr("Description"), job->description);
    add(tr("Progress"), jobProgressText(*job, now));
    add(tr("Created"), format::dateTime(job->createdAt), format::utc(job->createdAt));
    add(tr("Started"), format::dateTime(job->startedAt), format::utc(job->startedAt));
    add(tr("Ended"), format::dateTime(job->completedAt), format::utc(job->completedAt));
    if (const std::optional<double> seconds = jobDuration(*job, now))
        add(tr("Duration"), format::duration(*seconds));
    for (auto it = job->trainingOptions.begin(); it != job->trainingOptions.end(); ++it)
        add(optionTitle({it.key(), FamilyOption::Type::Number, {}, {}, {}, false, {}, {}}),
            optionText(it.value()));
    add(tr("Manifest"), job->manifestDigest.left(12), job->manifestDigest);

    const Version *version = m_session.versionOfJob(job->jobName);
    if (version) {
        const VersionDetails details =
            versionDetails(*version, m_session.productionFor(version->familyId), m_session.manifests());
        summary.metrics = details.metrics;
    } else {
        QStringList names = job->metrics.keys();
        std::sort(names.begin(), names.end(), format::metricLess);
        for (const QString &name : std::as_const(names))
            summary.metrics.append({name,
                                    format::metricName(name),
                                    format::metricValue(name, job->metrics.value(name)),
                                    {},
                                    Tone::Neutral});
    }
    m_summary = summary;
    emit summaryUpdated();
}

QList<TrainingJob> TrainingJobsController::selectedJobs() const
{
    QList<TrainingJob> jobs;
    for (const QString &name : m_selection) {
        if (const TrainingJob *job = m_session.job(name))
            jobs += *job;
    }
    return jobs;
}

QList<Candidate> TrainingJobsController::candidates() const
{
    QList<Candidate> list;
    for (const TrainingJob &job : selectedJobs()) {
        const Version *version = m_session.versionOfJob(job.jobName);
        Candidate candidate = m_session.candidate(job);
        if (version)
            candidate.lifecycle = version->lifecycleState.value;
        list += candidate;
    }
    return list;
}

ActionState TrainingJobsController::startTrainingState() const
{
    return startTrainingAvailability(m_session);
}

ActionState TrainingJobsController::stopState() const
{
    return availability::all(
        {availability::connected(m_session.connection().status()), availability::stop(selectedJobs())});
}

ActionState TrainingJobsController::approveState() const
{
    return availability::all({availability::connected(m_session.connection().status()),
                              availability::approve(candidates(), m_session.endpoints())});
}

ActionState TrainingJobsController::rejectState() const
{
    return availability::all({availability::connected(m_session.connection().status()),
                              availability::reject(candidates(), m_session.endpoints())});
}

ActionState TrainingJobsController::promoteState() const
{
    return availability::all(
        {availability::connected(m_session.connection().status()),
         availability::targetsKnown(m_session.endpointsLoaded(), m_session.endpointsAreUntold()),
         availability::promote(candidates(), m_session.endpoints())});
}

ActionState TrainingJobsController::compareState() const
{
    return availability::compare(candidates());
}

void TrainingJobsController::stopSelected()
{
    for (const TrainingJob &job : selectedJobs()) {
        if (!canStop(job.status.value))
            continue;
        const QString name = job.familyId ? job.jobName : runName(job);
        m_session.api().stop(job.jobName, this, [this, name](const Outcome<Done> &done) {
            m_session.refreshJobs();
            emit actionFinished(done ? ActionResult{tr("Stopping %1").arg(name), true, {}}
                                     : ActionResult{tr("%1 was not stopped").arg(name), false, done.error()});
        });
    }
}

void TrainingJobsController::approveSelected(const QString &comment)
{
    for (const Candidate &candidate : candidates()) {
        if (candidate.approval == ApprovalStatus::Approved)
            continue;
        m_session.api().approve(
            candidate.jobName, comment, this, [this, candidate](const Outcome<TrainingJob> &job) {
                if (job)
                    m_session.noteJob(*job);
                m_session.refreshJobs();
                emit actionFinished(
                    job ? ActionResult{tr("Approved %1").arg(candidate.name), true, {}}
                        : ActionResult{tr("%1 was not approved").arg(candidate.name), false, job.error()});
            });
    }
}

void TrainingJobsController::rejectSelected(const QString &comment)
{
    for (const TrainingJob &job : selectedJobs()) {
        if (job.approvalStatus == ApprovalStatus::Rejected)
            continue;
        JobPatch change;
        change.approvalStatus = ApprovalStatus::Rejected;
        change.approvalComment = comment;
        const QString name = m_session.runTitle(job.jobName);
        m_session.api().patchJob(
            recordmatching::keyOf(job), change, this, [this, name](const Outcome<TrainingJob> &patched) {
                if (patched)
                    m_session.noteJob(*patched);
                m_session.refreshJobs();
                emit actionFinished(
                    patched ? ActionResult{tr("Rejected %1").arg(name), true, {}}
                            : ActionResult{tr("%1 was not rejected").arg(name), false, patched.error()});
            });
    }
}

} // namespace nsl
