// SPDX-License-Identifier: GPL-3.0-or-later
#include "runningjob.h"

#include "canonicaljson.h"
#include "jobs/trainingservice.h"
#include "jobs/workerline.h"
#include "jsonwrite.h"
#include "store/systemactor.h"

#include <QDateTime>
#include <QFileInfo>
#include <QJsonArray>
#include <QThread>

#include <utility>

namespace nsl
{

namespace
{

// Exit codes of processes that a signal ended: 128 and its number, as shells give them too.
constexpr int signalCodes = 128;
constexpr int lastSignalCode = signalCodes + 64;

RunWarnings::Kind warningKindOf(MetricFault fault)
{
    switch (fault) {
    case MetricFault::Name:
        return RunWarnings::Kind::MetricName;
    case MetricFault::Value:
        return RunWarnings::Kind::MetricValue;
    case MetricFault::Step:
        return RunWarnings::Kind::MetricStep;
    case MetricFault::Epoch:
        return RunWarnings::Kind::MetricEpoch;
    case MetricFault::Form:
    case MetricFault::None:
        break;
    }
    return RunWarnings::Kind::MetricForm;
}

QString levelOf(const QString &text)
{
    if (text.startsWith(u"error"_qs, Qt::CaseInsensitive))
        return u"error"_qs;
    return text.startsWith(u"warning"_qs, Qt::CaseInsensitive) ? u"warning"_qs : u"info"_qs;
}

} // namespace

RunningJob::RunningJob(SqliteStore &store, const WorkerLocator &locator, const TrainingJob &job,
                       Options options)
    : m_store(store)
    , m_locator(locator)
    , m_options(std::move(options))
    , m_directory(m_options.jobsFolder, job.jobName)
    , m_jobId(job.id)
    , m_jobName(job.jobName)
    , m_familyId(job.familyId.value_or(0))
    , m_reports(store, job.id)
{
    m_resumeTimer.setSingleShot(true);
    m_resumeTimer.setInterval(m_options.resumePause);
    connect(&m_reports, &RunReports::storingFailed, this, [this](const QString &sentence) {
        m_log->note(u"error"_qs, u"Measurements could not be stored: %1"_qs.arg(sentence));
    });
    // Later, so that what is lost together is said together.
    connect(&m_reports, &RunReports::warned, this, &RunningJob::logWarnings, Qt::QueuedConnection);
    connect(&m_resumeTimer, &QTimer::timeout, this, &RunningJob::startWorker);
    m_packagingTimer.setSingleShot(true);
    connect(&m_packagingTimer, &QTimer::timeout, this, [this] { m_cancelled = true; });
    m_storeTimer.setSingleShot(true);
    m_storeTimer.setInterval(storeRetryPause);
    connect(&m_storeTimer, &QTimer::timeout, this, &RunningJob::tryToConclude);
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

void RunningJob::readFacts()
{
    m_facts.plan = m_store.jobs().plan(m_jobId);
    m_size.events = m_facts.plan.value(u"dataset"_qs).toObject().value(u"events"_qs).toInteger();
    m_size.items = m_store.items().count();
    const auto family = m_store.families().find(m_familyId);
    if (!family)
        return;
    if (family->latestVersion)
        m_facts.parentVersion = *family->latestVersion;
    m_size.artifactBytes = m_store.jobs().newestArtifactBytes(m_familyId);
    const auto target = m_store.endpoints().findDefault(family->modelType);
    if (!target || !target->activeVersion)
        return;
    m_facts.liveJobName = target->activeVersion->jobName;
    // Only our worker scores a live version, and only one that it has trained itself.
    const auto liveFamily = m_store.families().find(target->activeVersion->familyId);
    const auto liveProgram = m_locator.locate(liveFamily ? liveFamily->key : QString());
    const auto ownProgram = m_locator.locate(family->key);
    if (liveProgram.ok() && liveProgram->isOurs && ownProgram.ok() && ownProgram->isOurs) {
        const RunDirectory live(m_options.jobsFolder, target->activeVersion->jobName);
        if (QFileInfo(live.artifactFolder()).isDir())
            m_liveFolder = live.root() + u"/model"_qs;
    }
}

void RunningJob::start()
{
    const auto begun = m_store.change(systemActor(), {}, [this](StateChange &change) -> Outcome<TrainingJob> {
        const auto executing = m_store.jobs().setStatus(change, m_jobId, JobStatus::Executing);
        if (!executing.ok())
            return executing;
        readFacts();
        m_reports.begin(change);
        return executing;
    });
    if (!begun.ok()) {
        // Nothing has changed: it waits for its turn as before, with whatever it has.
        qCritical("%s could not be started: %s", qUtf8Printable(m_jobName),
                  qUtf8Printable(begun.error().message));
        leave();
        return;
    }
    m_startedAt = begun->startedAt;
    if (const auto checkpoint = usableCheckpoint(m_directory)) {
        const auto told = readRunFacts(m_directory, m_facts.plan);
        if (told.ok()) {
            m_facts = *told;
            m_log = std::make_unique<JobLog>(m_directory.logFile());
            resume(*checkpoint, u"The platform had ended."_qs);
            return;
        }
    }
    prepare();
}

void RunningJob::prepare()
{
    if (const auto space = checkRunSpace(m_options.jobsFolder, m_size, m_options.freeSpace); !space.ok()) {
        end(JobStatus::Failed, space.error().message);
        return;
    }
    if (const auto created = m_directory.create(); !created.ok()) {
        end(JobStatus::Failed, created.error().message);
        return;
    }
    m_log = std::make_unique<JobLog>(m_directory.logFile());
    m_log->note(u"info"_qs, u"Preparing the data of %1."_qs.arg(m_jobName));
    warnOfDroppedSignals();

    DatasetRequest request{m_store.file(), m_directory, {}, 0};
    for (const TrainedSignal &signal : trainedSignals(m_facts.plan))
        request.survivors.insert(signal.eventTypeId, {signal.name, signal.weight});
    request.throughEventId =
        m_facts.plan.value(u"dataset"_qs).toObject().value(u"through_event_id"_qs).toInteger();
    const auto program = m_locator.locate(m_facts.plan.value(u"family"_qs).toString());
    const QString foreign = program.ok() && !program->isOurs ? program->program : QString();
    inBackground<Prepared>(
        [this, request, foreign] {
            Prepared prepared{exportDataset(request, m_cancelled), {}};
            if (!foreign.isEmpty())
                prepared.code = programVersion(foreign, m_cancelled);
            return prepared;
        },
        [this](const Prepared &prepared) { handlePrepared(prepared); });
}

void RunningJob::warnOfDroppedSignals()
{
    if (m_reports.warnings().has(RunWarnings::Kind::DroppedSignals))
        return;
    const QJsonArray dropped =
        m_facts.plan.value(u"dataset"_qs).toObject().value(u"dropped_signals"_qs).toArray();
    for (const QJsonValue value : dropped) {
        const QJsonObject signal = value.toObject();
        m_reports.warn(RunWarnings::Kind::DroppedSignals,
                       u"%1 (%2)"_qs.arg(signal.value(u"name"_qs).toString())
                           .arg(signal.value(u"events"_qs).toInteger()));
    }
    logWarnings();
}

void RunningJob::logWarnings()
{
    const QStringList news = m_reports.takeWarningNews();
    for (const QString &sentence : news) {
        if (m_log)
            m_log->note(u"warning"_qs, sentence);
    }
}

void RunningJob::handlePrepared(const Prepared &prepared)
{
    if (prepared.code && prepared.code->ok())
        m_facts.codeVersion = **prepared.code;
    else if (prepared.code && !isToEnd())
        m_log->note(u"warning"_qs, prepared.code->error().message);
    handleExported(prepared.exported);
}

void RunningJob::handleExported(const Outcome<QJsonObject> &facts)
{
    if (isToEnd()) {
        endAsAsked();
        return;
    }
    if (!facts.ok()) {
        end(JobStatus::Failed, facts.error().message);
        return;
    }
    if (const auto difference = differenceFromEarlierRun(m_facts.plan, *facts)) {
        end(JobStatus::Failed, *difference);
        return;
    }
    QJsonObject dataset = m_facts.plan.value(u"dataset"_qs).toObject();
    for (auto it = facts->begin(); it != facts->end(); ++it)
        dataset.insert(it.key(), it.value());
    m_facts.plan.insert(u"dataset"_qs, dataset);
    linkLive();
    if (const auto written = writeRunConfiguration(m_directory, m_jobName, m_facts); !written.ok()) {
        end(JobStatus::Failed, written.error().message);
        return;
    }
    startWorker();
}

void RunningJob::linkLive()
{
    if (m_liveFolder.isEmpty())
        return;
    const auto linked = m_directory.linkLive(m_liveFolder);
    m_facts.hasLiveChannel = linked.ok();
    if (!linked.ok())
        m_log->note(u"warning"_qs, u"The live version is not scored: %1"_qs.arg(linked.error().message));
}

void RunningJob::startWorker()
{
    const auto program = m_locator.locate(m_facts.plan.value(u"family"_qs).toString());
    if (!program.ok()) {
        end(JobStatus::Failed, program.error().message);
        return;
    }
    m_isOurs = program->isOurs;
    const int threads = m_facts.plan.value(u"options"_qs).toObject().value(u"threads"_qs).toInt(1);
    m_log->note(u"info"_qs, u"Starting %1 train."_qs.arg(program->program));
    m_process.start(program->command(u"train"_qs, m_directory.root(), qBound(1, threads, 16)));
}

void RunningJob::resume(const Checkpoint &checkpoint, const QString &reason)
{
    const auto noted = m_store.change(systemActor(), {}, [&](StateChange &change) -> Outcome<Done> {
        m_store.jobs().noteResumed(change, m_jobId, checkpoint.steps, checkpoint.epoch, reason);
        // The worker measures again what came after its checkpoint.
        m_store.metrics().trim(change, m_jobId, checkpoint.steps);
        m_reports.begin(change, checkpoint.epoch);
        return Done{};
    });
    const auto cleared = noted.ok() ? m_directory.clearOutput() : noted;
    if (!cleared.ok()) {
        end(JobStatus::Failed, cleared.error().message);
        return;
    }
    m_log->note(u"warning"_qs,
                u"Going on from the checkpoint after step %1 (epoch %2): %3"_qs.arg(checkpoint.steps)
                    .arg(checkpoint.epoch)
                    .arg(reason));
    m_resumeTimer.start();
}

void RunningJob::handleLine(const QByteArray &line)
{
    const WorkerLine parsed = parseWorkerLine(line);
    const auto *text = std::get_if<LogLine>(&parsed);
    const QByteArray before = text ? QByteArray() : line.left(workerMarkAt(line)).trimmed();
    if (!before.isEmpty())
        m_log->append(u"info"_qs, QString::fromUtf8(before));
    if (const auto *metric = std::get_if<MetricLine>(&parsed))
        m_reports.add(*metric);
    else if (const auto *progress = std::get_if<ProgressLine>(&parsed))
        m_reports.add(*progress);
    else if (text)
        m_log->append(levelOf(text->text), text->text);
    if (text && text->fault != MetricFault::None)
        m_reports.warn(warningKindOf(text->fault), text->metricName);
}

void RunningJob::stop()
{
    m_stopRequested = true; // what it has left to store says so by itself
    m_cancelled = true;
    if (m_log)
        m_log->note(u"info"_qs, u"Stopping, as asked for."_qs);
    if (m_resumeTimer.isActive())
        endAsAsked();
    else
        m_process.stop(m_options.stopGrace);
}

void RunningJob::interrupt(const QString &sentence)
{
    m_interruption = sentence;
    if (m_storing) { // the last attempt; the next start looks after what it leaves
        tryToConclude();
        return;
    }
    // A model that is being packaged is whole, so that has its time too.
    if (m_isPackaging)
        m_packagingTimer.start(m_options.interruptGrace);
    else
        m_cancelled = true;
    if (m_log)
        m_log->note(u"warning"_qs, u"Stopping, because the platform stops."_qs);
    if (m_resumeTimer.isActive())
        endAsAsked();
    else
        m_process.stop(m_options.interruptGrace);
}

void RunningJob::handleWorkerEnded(int exitCode, const QString &problem)
{
    if (m_process.cutLines() > 0)
        m_reports.warn(RunWarnings::Kind::CutLines, {}, m_process.cutLines());
    m_reports.flush();
    logWarnings();
    // A run that is done when the platform stops is kept: its model is whole.
    if (m_stopRequested || (isToEnd() && exitCode != 0)) {
        endAsAsked();
        return;
    }
    if (exitCode > signalCodes && exitCode <= lastSignalCode) {
        handleBreak(problem);
        return;
    }
    if (exitCode != 0) {
        const QString sentence = m_directory.failureSentence();
        // The worker's own sentence, unless it had no time to write one.
        end(JobStatus::Failed, exitCode == 1 && !sentence.isEmpty() ? sentence : problem);
        return;
    }
    m_reports.enter(JobPhase::Packaging);
    m_reports.flush();
    const RunOutput output = m_isOurs ? RunOutput::Ours : RunOutput::Plugin;
    m_isPackaging = true;
    inBackground<Outcome<RunResult>>(
        [this, output] {
            return readRunResult(m_directory, output, m_options.maxArtifactBytes, &m_cancelled);
        },
        [this](const Outcome<RunResult> &result) {
            m_isPackaging = false;
            m_packagingTimer.stop();
            handleResult(result);
        });
}

// Ended by a signal that was not ours: a crash, or the system that was out of memory.
void RunningJob::handleBreak(const QString &problem)
{
    const auto checkpoint = usableCheckpoint(m_directory);
    if (!checkpoint) {
        end(JobStatus::Failed, problem);
        return;
    }
    const auto breaks = m_store.record([&](DataWrite &write) -> Outcome<int> {
        return m_store.jobs().countBreak(write, m_jobId, checkpoint->steps);
    });
    if (!breaks.ok() || *breaks > maxBreaks) {
        end(JobStatus::Failed,
            breaks.ok()
                ? u"%1 It broke off %2 times after the checkpoint at step %3, so it is not tried again."_qs
                      .arg(problem.endsWith(u'.') ? problem : problem + u'.')
                      .arg(*breaks)
                      .arg(checkpoint->steps)
                : breaks.error().message);
        return;
    }
    resume(*checkpoint, problem);
}

void RunningJob::handleResult(const Outcome<RunResult> &result)
{
    if (m_stopRequested || (isToEnd() && !result.ok()))
        endAsAsked();
    else if (result.ok())
        succeed(*result);
    else
        end(JobStatus::Failed, result.error().message);
}

void RunningJob::succeed(const RunResult &result)
{
    ManifestFacts facts;
    facts.plan = m_facts.plan;
    facts.jobName = m_jobName;
    facts.parentVersion = m_facts.parentVersion;
    facts.liveJobName = m_facts.liveJobName;
    facts.codeVersion = m_isOurs ? QString() : m_facts.codeVersion;
    facts.startedAt = json::isoTime(m_startedAt).toString();
    facts.finishedAt = json::isoTime(QDateTime::currentDateTimeUtc()).toString();
    const QJsonObject manifest = wholeManifest(result, facts);

    FinishedRun run;
    run.metrics = result.metrics;
    for (const QString &name : result.droppedMetrics)
        m_reports.warn(RunWarnings::Kind::FinalMetrics, name);
    if (!result.metricsProblem.isEmpty())
        m_reports.warn(RunWarnings::Kind::MetricsFile, result.metricsProblem);
    logWarnings();
    run.manifest = canonicalJson(manifest);
    run.configDigest = configDigest(manifest);
    run.artifactSha256 = result.artifact.sha256;
    run.artifactBytes = result.artifact.bytes;
    conclude(
        [this, run] {
            const auto finished =
                m_store.change(systemActor(), {}, [&](StateChange &change) -> Outcome<qint64> {
                    m_reports.stop(change);
                    return m_store.jobs().finish(change, m_jobId, run);
                });
            return finished.ok() ? Outcome<Done>(Done{}) : Outcome<Done>(finished.error());
        },
        [this](const Outcome<Done> &stored) {
            if (!stored.ok()) {
                end(JobStatus::Failed, stored.error().message);
                return;
            }
            m_log->note(u"info"_qs, u"Succeeded."_qs);
            m_directory.removeInput();
            leave();
        });
}

void RunningJob::endAsAsked()
{
    if (m_stopRequested) {
        end(JobStatus::Stopped);
        return;
    }
    const auto checkpoint = usableCheckpoint(m_directory);
    if (!checkpoint) {
        end(JobStatus::Failed, m_interruption);
        return;
    }
    const auto waits = m_store.change(systemActor(), {}, [&](StateChange &change) -> Outcome<TrainingJob> {
        m_reports.stop(change);
        return m_store.jobs().requeue(change, m_jobId, checkpoint->steps, u"The platform stops."_qs);
    });
    if (!waits.ok() && waits.error().kind == PlatformError::Kind::Storage) {
        qCritical("That %s waits could not be stored: %s", qUtf8Printable(m_jobName),
                  qUtf8Printable(waits.error().message));
        leave(); // the next start does it
        return;
    }
    if (!waits.ok()) {
        end(JobStatus::Failed, waits.error().message);
        return;
    }
    m_log->note(u"info"_qs,
                u"It goes on from its checkpoint after step %1 when the platform starts again."_qs.arg(
                    checkpoint->steps));
    leave();
}

void RunningJob::end(JobStatus status, const QString &sentence)
{
    if (m_hasEnded)
        return;
    const QString reason = status == JobStatus::Failed && sentence.isEmpty()
                               ? u"The run failed and left no reason; its log may say more."_qs
                               : sentence;
    if (m_log) {
        m_log->note(status == JobStatus::Failed ? u"error"_qs : u"info"_qs,
                    status == JobStatus::Failed ? u"Failed: %1"_qs.arg(reason) : u"Stopped."_qs);
    }
    conclude([this, status, reason] { return storeEnd(status, reason); },
             [this](const Outcome<Done> &stored) {
                 if (stored.ok())
                     m_directory.removeInput();
                 leave();
             });
}

Outcome<Done> RunningJob::storeEnd(JobStatus status, const QString &reason)
{
    const auto changed = m_store.change(systemActor(), {}, [&](StateChange &change) -> Outcome<TrainingJob> {
        const auto current = m_store.jobs().find(m_jobId);
        // A job that was asked to stop while it failed has stopped.
        const JobStatus last = current && current->status == JobStatus::Stopping &&
                                       status == JobStatus::Failed && m_interruption.isEmpty()
                                   ? JobStatus::Stopped
                                   : status;
        m_reports.stop(change);
        return m_store.jobs().setStatus(change, m_jobId, last,
                                        last == JobStatus::Failed ? reason : QString());
    });
    return changed.ok() ? Outcome<Done>(Done{}) : Outcome<Done>(changed.error());
}

void RunningJob::conclude(std::function<Outcome<Done>()> storing,
                          std::function<void(const Outcome<Done> &)> then)
{
    m_storing = std::move(storing);
    m_stored = std::move(then);
    tryToConclude();
}

void RunningJob::tryToConclude()
{
    const auto stored = m_storing();
    if (!stored.ok() && stored.error().kind == PlatformError::Kind::Storage) {
        qCritical("The end of %s could not be stored: %s", qUtf8Printable(m_jobName),
                  qUtf8Printable(stored.error().message));
        if (m_interruption.isEmpty()) {
            m_storeTimer.start();
        } else {
            // The store still says that it runs: the next start goes on from its checkpoint, so that stays.
            leave();
        }
        return;
    }
    if (!stored.ok())
        qCritical("The end of %s could not be stored: %s", qUtf8Printable(m_jobName),
                  qUtf8Printable(stored.error().message));
    m_storing = {};
    std::exchange(m_stored, {})(stored);
}

void RunningJob::leave()
{
    m_hasEnded = true;
    m_resumeTimer.stop();
    m_storeTimer.stop();
    Q_EMIT ended();
}

} // namespace nsl
