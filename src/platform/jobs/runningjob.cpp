// SPDX-License-Identifier: GPL-3.0-or-later
#include "runningjob.h"

#include "canonicaljson.h"
#include "jobs/familyregistry.h"
#include "jobs/systemactor.h"
#include "jobs/trainingservice.h"
#include "jobs/workerline.h"
#include "jsonwrite.h"

#include <QDateTime>
#include <QJsonArray>
#include <QThread>

namespace nsl
{

namespace
{

using namespace std::chrono_literals;

// Reports are kept together for so long, so that a chatty worker costs one transaction per turn.
constexpr auto flushInterval = 250ms;
constexpr qsizetype maxBatch = 2000;
constexpr auto interruptGrace = 3s;

QString levelOf(const QString &text)
{
    if (text.startsWith(u"error"_qs, Qt::CaseInsensitive))
        return u"error"_qs;
    return text.startsWith(u"warning"_qs, Qt::CaseInsensitive) ? u"warning"_qs : u"info"_qs;
}

} // namespace

RunningJob::RunningJob(SqliteStore &store, const WorkerLocator &locator, RunDirectory directory,
                       const TrainingJob &job, std::chrono::milliseconds stopGrace)
    : m_store(store)
    , m_locator(locator)
    , m_directory(std::move(directory))
    , m_jobId(job.id)
    , m_jobName(job.jobName)
    , m_stopGrace(stopGrace)
    , m_familyId(job.familyId.value_or(0))
{
    m_progress.phase = JobPhase::Preparing;
    m_flushTimer.setSingleShot(true);
    m_flushTimer.setInterval(flushInterval);
    connect(&m_flushTimer, &QTimer::timeout, this, &RunningJob::flushReports);
    connect(&m_process, &WorkerProcess::lineRead, this, &RunningJob::handleLine);
    connect(&m_process, &WorkerProcess::errorLineRead, this, [this](const QByteArray &line) {
        const QString text = QString::fromUtf8(line);
        m_log->append(levelOf(text) == u"info" ? u"warning"_qs : levelOf(text), text);
    });
    connect(&m_process, &WorkerProcess::ended, this, &RunningJob::handleWorkerEnded);
}

RunningJob::~RunningJob()
{
    m_cancelled = true;
    if (m_thread)
        m_thread->wait();
}

template<typename Result>
void RunningJob::inBackground(std::function<Result()> work, std::function<void(Result)> then)
{
    if (m_thread)
        m_thread->wait();
    auto result = std::make_shared<std::optional<Result>>();
    m_thread.reset(QThread::create([work = std::move(work), result] { result->emplace(work()); }));
    connect(m_thread.get(), &QThread::finished, this,
            [result, then = std::move(then)] { then(std::move(**result)); });
    m_thread->start();
}

void RunningJob::start()
{
    auto begun = m_store.change(systemActor(), {}, [this](StateChange &change) -> Outcome<TrainingJob> {
        const auto executing = m_store.jobs().setStatus(change, m_jobId, JobStatus::Executing);
        if (!executing.ok())
            return executing;
        m_store.jobs().setProgress(change, m_jobId, m_progress);
        m_plan = m_store.jobs().plan(m_jobId);
        const QList<Version> versions = m_store.versions().listOfFamily(m_familyId);
        if (!versions.isEmpty())
            m_parentVersion = versions.first().number;
        if (const auto family = m_store.families().find(m_familyId)) {
            const auto target = m_store.endpoints().findDefault(family->modelType);
            if (target && target->activeVersion)
                m_liveJobName = target->activeVersion->jobName;
        }
        return executing;
    });
    if (!begun.ok()) {
        end(JobStatus::Failed, begun.error().message);
        return;
    }
    m_startedAt = begun->startedAt;
    if (const auto created = m_directory.create(); !created.ok()) {
        end(JobStatus::Failed, created.error().message);
        return;
    }
    m_log = std::make_unique<JobLog>(m_directory.logFile());
    m_log->append(u"info"_qs, u"Preparing the data of %1."_qs.arg(m_jobName));

    DatasetRequest request{m_store.file(), m_directory, {}, 0};
    for (const TrainedSignal &signal : trainedSignals(m_plan))
        request.survivors.insert(signal.eventTypeId, {signal.name, signal.weight});
    request.throughEventId = m_plan.value(u"dataset"_qs).toObject().value(u"through_event_id"_qs).toInteger();
    inBackground<Outcome<QJsonObject>>([this, request] { return exportDataset(request, m_cancelled); },
                                       [this](const Outcome<QJsonObject> &facts) { handleExported(facts); });
}

void RunningJob::handleExported(const Outcome<QJsonObject> &facts)
{
    if (m_stopRequested || !m_interruption.isEmpty()) {
        end(m_stopRequested ? JobStatus::Stopped : JobStatus::Failed, m_interruption);
        return;
    }
    if (!facts.ok()) {
        end(JobStatus::Failed, facts.error().message);
        return;
    }
    QJsonObject dataset = m_plan.value(u"dataset"_qs).toObject();
    for (auto it = facts->begin(); it != facts->end(); ++it)
        dataset.insert(it.key(), it.value());
    m_plan.insert(u"dataset"_qs, dataset);
    if (const auto written = writeConfiguration(); !written.ok()) {
        end(JobStatus::Failed, written.error().message);
        return;
    }
    startWorker();
}

Outcome<Done> RunningJob::writeConfiguration()
{
    QJsonObject hyperparameters = asHyperparameters(m_plan.value(u"options"_qs).toObject());
    hyperparameters.insert(u"family"_qs, m_plan.value(u"family"_qs));
    const auto channel = [](const QString &type) {
        return QJsonObject{{u"ContentType"_qs, type},
                           {u"TrainingInputMode"_qs, u"File"_qs},
                           {u"S3DistributionType"_qs, u"FullyReplicated"_qs},
                           {u"RecordWrapperType"_qs, u"None"_qs}};
    };
    const QJsonObject channels{{u"events"_qs, channel(u"text/csv"_qs)},
                               {u"items"_qs, channel(u"application/jsonlines"_qs)}};
    const QJsonObject resources{{u"current_host"_qs, u"algo-1"_qs},
                                {u"hosts"_qs, QJsonArray{u"algo-1"_qs}},
                                {u"network_interface_name"_qs, u"lo"_qs}};
    const QJsonObject run{{u"job_name"_qs, m_jobName},
                          {u"template"_qs, m_plan.value(u"template"_qs)},
                          {u"dataset"_qs, m_plan.value(u"dataset"_qs)},
                          {u"parent_version"_qs, m_parentVersion},
                          {u"live_job_name"_qs, m_liveJobName}};
    for (const auto &[name, content] :
         {std::pair(u"hyperparameters.json"_qs, hyperparameters),
          std::pair(u"inputdataconfig.json"_qs, channels), std::pair(u"resourceconfig.json"_qs, resources),
          std::pair(u"run.json"_qs, run)}) {
        if (auto written = m_directory.writeConfig(name, content); !written.ok())
            return written;
    }
    return Done{};
}

void RunningJob::startWorker()
{
    const auto program = m_locator.locate();
    if (!program.ok()) {
        end(JobStatus::Failed, program.error().message);
        return;
    }
    WorkerProcess::Command command;
    command.program = *program;
    command.arguments = {u"train"_qs};
    command.root = m_directory.root();
    command.threads = qBound(1, m_plan.value(u"options"_qs).toObject().value(u"threads"_qs).toInt(1), 16);
    m_log->append(u"info"_qs, u"Starting %1 train."_qs.arg(*program));
    m_process.start(command);
}

void RunningJob::handleLine(const QByteArray &line)
{
    const WorkerLine parsed = parseWorkerLine(line);
    if (const auto *metric = std::get_if<MetricLine>(&parsed)) {
        MetricPoint point;
        point.step = metric->step;
        point.epoch = metric->epoch;
        point.wallMs = QDateTime::currentMSecsSinceEpoch();
        point.value = metric->value;
        m_points.append({metric->name, metric->unit, metric->direction, point});
    } else if (const auto *progress = std::get_if<ProgressLine>(&parsed)) {
        setProgress({progress->phase, progress->epoch, progress->epochs, progress->step, progress->steps});
    } else if (const auto *text = std::get_if<LogLine>(&parsed)) {
        m_log->append(levelOf(text->text), text->text);
    }
    if (m_points.size() >= maxBatch)
        flushReports();
    else if (!m_flushTimer.isActive())
        m_flushTimer.start();
}

void RunningJob::setProgress(const JobProgress &progress)
{
    m_progressChanged = m_progressChanged || !(progress == m_progress);
    m_progress = progress;
}

void RunningJob::flushReports()
{
    if (m_points.isEmpty() && !m_progressChanged)
        return;
    const auto kept = m_store.record([this](DataWrite &write) -> Outcome<Done> {
        if (!m_points.isEmpty())
            m_store.metrics().append(write, m_jobId, m_points);
        if (m_progressChanged)
            m_store.jobs().setProgress(write, m_jobId, m_progress);
        return Done{};
    });
    if (!kept.ok())
        m_log->append(u"error"_qs, u"Measurements could not be stored: %1"_qs.arg(kept.error().message));
    m_points.clear();
    m_progressChanged = false;
}

void RunningJob::stop()
{
    m_stopRequested = true;
    m_cancelled = true;
    if (m_log)
        m_log->append(u"info"_qs, u"Stopping, as asked for."_qs);
    m_process.stop(m_stopGrace);
}

void RunningJob::interrupt(const QString &sentence)
{
    m_interruption = sentence;
    m_cancelled = true;
    if (m_log)
        m_log->append(u"warning"_qs, u"Stopping, because the platform stops."_qs);
    m_process.stop(interruptGrace);
}

void RunningJob::handleWorkerEnded(int exitCode, const QString &problem)
{
    flushReports();
    if (m_stopRequested || !m_interruption.isEmpty()) {
        end(m_stopRequested ? JobStatus::Stopped : JobStatus::Failed, m_interruption);
        return;
    }
    if (exitCode != 0) {
        const QString sentence = m_directory.failureSentence();
        // The worker's own sentence, unless it had no time to write one.
        end(JobStatus::Failed, exitCode == 1 && !sentence.isEmpty() ? sentence : problem);
        return;
    }
    inBackground<Outcome<RunResult>>([this] { return readRunResult(m_directory); },
                                     [this](const Outcome<RunResult> &result) { handleResult(result); });
}

void RunningJob::handleResult(const Outcome<RunResult> &result)
{
    if (m_stopRequested || !m_interruption.isEmpty())
        end(m_stopRequested ? JobStatus::Stopped : JobStatus::Failed, m_interruption);
    else if (result.ok())
        succeed(*result);
    else
        end(JobStatus::Failed, result.error().message);
}

void RunningJob::succeed(const RunResult &result)
{
    ManifestFacts facts;
    facts.plan = m_plan;
    facts.jobName = m_jobName;
    facts.parentVersion = m_parentVersion;
    facts.liveJobName = m_liveJobName;
    facts.startedAt = json::isoTime(m_startedAt).toString();
    facts.finishedAt = json::isoTime(QDateTime::currentDateTimeUtc()).toString();
    const QJsonObject manifest = wholeManifest(result, facts);

    FinishedRun run;
    run.metrics = result.metrics;
    run.manifest = canonicalJson(manifest);
    run.configDigest = configDigest(manifest);
    run.artifactSha256 = result.artifact.sha256;
    run.artifactBytes = result.artifact.bytes;
    const auto finished = m_store.change(systemActor(), {}, [&](StateChange &change) -> Outcome<qint64> {
        return m_store.jobs().finish(change, m_jobId, run);
    });
    if (!finished.ok()) {
        end(JobStatus::Failed, finished.error().message);
        return;
    }
    m_log->append(u"info"_qs, u"Succeeded."_qs);
    m_directory.removeInput();
    m_hasEnded = true;
    Q_EMIT ended();
}

void RunningJob::end(JobStatus status, const QString &sentence)
{
    if (m_hasEnded)
        return;
    m_hasEnded = true;
    m_flushTimer.stop();
    const QString reason = status == JobStatus::Failed && sentence.isEmpty()
                               ? u"The run failed and left no reason; its log may say more."_qs
                               : sentence;
    if (m_log) {
        m_log->append(status == JobStatus::Failed ? u"error"_qs : u"info"_qs,
                      status == JobStatus::Failed ? u"Failed: %1"_qs.arg(reason) : u"Stopped."_qs);
    }
    const auto changed = m_store.change(systemActor(), {}, [&](StateChange &change) -> Outcome<TrainingJob> {
        const auto current = m_store.jobs().find(m_jobId);
        // A job that was asked to stop while it failed has stopped.
        const JobStatus last = current && current->status == JobStatus::Stopping &&
                                       status == JobStatus::Failed && m_interruption.isEmpty()
                                   ? JobStatus::Stopped
                                   : status;
        return m_store.jobs().setStatus(change, m_jobId, last,
                                        last == JobStatus::Failed ? reason : QString());
    });
    if (!changed.ok())
        qCritical("The end of %s could not be stored: %s", qUtf8Printable(m_jobName),
                  qUtf8Printable(changed.error().message));
    m_directory.removeInput();
    Q_EMIT ended();
}

} // namespace nsl
