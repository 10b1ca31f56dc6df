// SPDX-License-Identifier: GPL-3.0-or-later
#include "retrainservice.h"

#include <QDir>
#include <QTemporaryDir>
#include <QThread>
#include <QTimer>

#include <utility>

namespace nsl
{

struct RetrainService::Comparison
{
    Actor actor;
    QString requestId;
    PlannedRun planned;
    Answered answered; ///< empty once it has been called
    std::unique_ptr<QTemporaryDir> folder;
    std::atomic<bool> cancelled{false};
    std::optional<Outcome<QJsonObject>> facts;
    std::unique_ptr<QThread> thread;
    QTimer limit;

    ~Comparison()
    {
        cancelled = true;
        if (thread)
            thread->wait();
    }
};

RetrainService::RetrainService(SqliteStore &store, TrainingService &training, Options options,
                               QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_training(training)
    , m_options(std::move(options))
{
}

RetrainService::~RetrainService() = default;

void RetrainService::start(const Actor &actor, const QString &requestId, const QJsonObject &body,
                           Answered answered)
{
    const auto planned = m_training.planAgain(body);
    if (!planned.ok()) {
        answered(planned.error());
        return;
    }
    auto comparison = std::make_unique<Comparison>();
    comparison->actor = actor;
    comparison->requestId = requestId;
    comparison->planned = *planned;
    comparison->answered = std::move(answered);
    const QJsonObject then = planned->job.plan.value(u"earlier_dataset"_qs).toObject();
    const QJsonObject now = planned->job.plan.value(u"dataset"_qs).toObject();
    if (then.value(u"catalogue_revision"_qs) == now.value(u"catalogue_revision"_qs)) {
        accept(*comparison, {});
        return;
    }
    const qint64 number = ++m_lastNumber;
    m_comparisons.emplace(number, std::move(comparison));
    compare(number);
}

void RetrainService::compare(qint64 number)
{
    Comparison &comparison = *m_comparisons.at(number);
    QDir().mkpath(m_options.jobsFolder);
    comparison.folder = std::make_unique<QTemporaryDir>(m_options.jobsFolder + u"/.compare-XXXXXX"_qs);
    const RunDirectory directory(comparison.folder->path(), u"data"_qs);
    const auto created = directory.create();
    if (!created.ok()) {
        const Answered answered = std::exchange(comparison.answered, {});
        m_comparisons.erase(number);
        answered(created.error());
        return;
    }
    DatasetRequest request{m_store.file(), directory, {}, 0};
    const QJsonObject &plan = comparison.planned.job.plan;
    for (const TrainedSignal &signal : trainedSignals(plan))
        request.survivors.insert(signal.eventTypeId, {signal.name, signal.weight});
    request.throughEventId = plan.value(u"dataset"_qs).toObject().value(u"through_event_id"_qs).toInteger();
    // The thread is waited for before the comparison goes.
    comparison.thread.reset(QThread::create(
        [&comparison, request] { comparison.facts.emplace(exportDataset(request, comparison.cancelled)); }));
    connect(comparison.thread.get(), &QThread::finished, this, [this, number] { handleExported(number); });
    comparison.limit.setSingleShot(true);
    connect(&comparison.limit, &QTimer::timeout, this, [this, number] { giveUp(number); });
    comparison.thread->start();
    if (m_options.compareLimit.count() > 0)
        comparison.limit.start(m_options.compareLimit);
    else
        giveUp(number);
}

void RetrainService::handleExported(qint64 number)
{
    const auto it = m_comparisons.find(number);
    if (it == m_comparisons.end())
        return;
    const std::unique_ptr<Comparison> comparison = std::move(it->second);
    m_comparisons.erase(it);
    if (!comparison->answered)
        return;
    const Outcome<QJsonObject> &facts = *comparison->facts;
    if (!facts.ok()) {
        comparison->answered(facts.error());
        return;
    }
    if (const auto difference = differenceFromEarlierRun(comparison->planned.job.plan, *facts)) {
        comparison->answered(PlatformError::conflict(*difference, u"data_changed"_qs));
        return;
    }
    accept(*comparison, {});
}

void RetrainService::giveUp(qint64 number)
{
    Comparison &comparison = *m_comparisons.at(number);
    if (!comparison.answered)
        return;
    comparison.cancelled = true; // the thread ends soon, and the comparison with it
    accept(comparison,
           u"The data are many and could not be compared yet with those of %1: the run does that before "
           "it trains, and fails if they differ."_qs.arg(
               comparison.planned.job.plan.value(u"from_job_name"_qs).toString()));
    comparison.answered = {};
}

void RetrainService::shutDown()
{
    for (const auto &[number, comparison] : m_comparisons) {
        comparison->cancelled = true;
        if (const Answered answered = std::exchange(comparison->answered, {}))
            answered(
                PlatformError::unavailable(u"The platform stops; start the run again when it is back."_qs));
    }
}

void RetrainService::accept(const Comparison &comparison, const QString &warning)
{
    PlannedRun planned = comparison.planned;
    if (!warning.isEmpty())
        planned.warnings.append(warning);
    // One transaction with whatever is kept of the answer.
    bool isThrough = false;
    const auto stored = m_store.together([&] {
        comparison.answered(m_training.enqueue(comparison.actor, comparison.requestId, planned));
        isThrough = true;
    });
    if (!isThrough)
        comparison.answered(stored.error());
}

} // namespace nsl
