// SPDX-License-Identifier: GPL-3.0-or-later
#include "evaluation/evaluationrun.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace nsl
{

namespace
{

// Exit codes of the container contract.
constexpr int failedExit = 1;
constexpr int usageExit = 2;

} // namespace

EvaluationRun::EvaluationRun(const EvaluationPlan &plan, const RunDirectory &directory,
                             const QString &databaseFile, const WorkerLocator &locator, Limits limits,
                             QObject *parent)
    : QObject(parent)
    , m_plan(plan)
    , m_directory(directory)
    , m_databaseFile(databaseFile)
    , m_locator(locator)
    , m_limits(limits)
{
    m_limit.setSingleShot(true);
    m_limit.setInterval(m_limits.time);
    connect(&m_limit, &QTimer::timeout, this, [this] {
        m_isOverTime = true;
        m_process.stop(m_limits.stopGrace);
    });
    connect(&m_process, &WorkerProcess::ended, this, &EvaluationRun::handleWorkerEnded);
}

void EvaluationRun::start()
{
    m_work.run<Outcome<Done>>(
        this, [this] { return prepare(); },
        [this](const Outcome<Done> &prepared) {
            if (prepared.ok() && !m_isCancelled)
                startWorker();
            else
                conclude(prepared.ok() ? failure(u"the platform stops."_qs, {}) : prepared.error());
        });
}

void EvaluationRun::cancel()
{
    m_isCancelled = true;
    m_work.cancel();
    m_process.stop(m_limits.stopGrace);
}

Outcome<Done> EvaluationRun::prepare() const
{
    if (!QFileInfo(m_plan.versionDirectory.artifactFolder()).isDir()) {
        return PlatformError::conflict(
            u"The artifact of %1 is missing at %2; restore a backup or train it again."_qs.arg(
                displayName(m_plan.version), m_plan.versionDirectory.artifactFolder()),
            u"artifact_missing"_qs);
    }
    if (const auto created = m_directory.create(); !created.ok())
        return created;
    const DatasetRequest events{m_databaseFile, m_directory, m_plan.survivors, m_plan.throughEventId};
    if (const auto written = exportEvents(events, m_work.cancelled()); !written.ok())
        return written;
    if (const auto written = m_directory.writeConfig(u"hyperparameters.json"_qs, m_plan.hyperparameters);
        !written.ok())
        return written;
    const QString link = m_directory.root() + u"/input/data/model"_qs;
    if (!QFile::link(m_plan.versionDirectory.root() + u"/model"_qs, link))
        return PlatformError::storage(u"The link %1 cannot be made."_qs.arg(link));
    return Done{};
}

void EvaluationRun::startWorker()
{
    const auto program = m_locator.locate(m_plan.familyKey);
    if (!program.ok()) {
        conclude(program.error());
        return;
    }
    m_limit.start();
    m_process.start(program->command(u"evaluate"_qs, m_directory.root(), m_plan.threads));
}

PlatformError EvaluationRun::failure(const QString &sentence, const QString &code) const
{
    const QString text = u"%1 could not be scored on the split of %2: %3"_qs.arg(
        displayName(m_plan.version), m_plan.ownerJobName, sentence);
    return code.isEmpty() ? PlatformError::unavailable(text, u"evaluation_interrupted"_qs)
                          : PlatformError::conflict(text, code);
}

void EvaluationRun::handleWorkerEnded(int exitCode, const QString &problem)
{
    m_limit.stop();
    if (m_isCancelled) {
        conclude(failure(u"the platform stops."_qs, {}));
    } else if (m_isOverTime) {
        const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(m_limits.time).count();
        conclude(failure(u"it took longer than %1 minutes and was stopped."_qs.arg(minutes),
                         u"evaluation_too_long"_qs));
    } else if (exitCode == usageExit) {
        conclude(failure(u"the program of the family %1 cannot evaluate."_qs.arg(m_plan.version.familyName),
                         u"evaluation_unsupported"_qs));
    } else if (exitCode != 0) {
        const QString sentence = m_directory.failureSentence();
        conclude(failure(exitCode == failedExit && !sentence.isEmpty() ? sentence : problem,
                         u"evaluation_failed"_qs));
    } else {
        m_work.run<Outcome<Result>>(
            this, [this] { return readResult(); },
            [this](const Outcome<Result> &result) { conclude(result); });
    }
}

Outcome<EvaluationRun::Result> EvaluationRun::readResult() const
{
    auto stored = readEvaluationResult(m_plan, m_directory.root());
    if (!stored.ok())
        return stored.error();
    auto scored = unpack(*stored, u"per_user.csv"_qs);
    if (!scored.ok())
        return failure(scored.error().message, u"evaluation_failed"_qs);
    return Result{PackedEvaluation(std::move(stored).value()), std::move(scored).value()};
}

void EvaluationRun::conclude(const Outcome<Result> &result)
{
    m_work.run<bool>(
        this, [folder = m_directory.root()] { return removeTree(folder); },
        [this, result](bool removed) {
            if (!removed)
                qWarning("%s could not be removed; the next start tries again.",
                         qUtf8Printable(m_directory.root()));
            m_result.emplace(result);
            Q_EMIT ended();
        });
}

} // namespace nsl
