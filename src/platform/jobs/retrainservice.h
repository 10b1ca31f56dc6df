// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/datasetexport.h"
#include "jobs/trainingservice.h"

#include <QObject>

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>

class QThread;
class QTimer;

namespace nsl
{

/// Trains again from the manifest of an earlier run: the same template copy, family, options and events, and
/// only on the same data. Lives on the main thread.
///
/// Whether the data are the same is decided by their digest, for which they have to be exported. Where the
/// catalogue has not changed since, the job is accepted at once. Where it has, the export is made beside the
/// request, which waits for it: a difference is a Conflict "data_changed". An export that takes longer than
/// the time limit is given up and the job accepted with a warning. In every case the run itself compares the
/// data that it has exported before it trains on them, and fails with the same sentence.
class RetrainService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RetrainService)

public:
    struct Options
    {
        QString jobsFolder;
        std::chrono::milliseconds compareLimit{
            4'000}; ///< below what our server gives a handler; 0 = no waiting
    };
    using Answered = std::function<void(const Outcome<TrainingStarted> &)>;

    RetrainService(SqliteStore &store, TrainingService &training, Options options, QObject *parent = nullptr);
    /// Gives up what is being compared.
    ~RetrainService() override;

    /// `body` is {from_job_name, overrides?, note?}. Answers once.
    void start(const Actor &actor, const QString &requestId, const QJsonObject &body, Answered answered);
    /// Answers what is being compared: Unavailable.
    void shutDown();

private:
    struct Comparison;

    void compare(qint64 number);
    void handleExported(qint64 number);
    void giveUp(qint64 number);
    void accept(const Comparison &comparison, const QString &warning);

    SqliteStore &m_store;
    TrainingService &m_training;
    const Options m_options;
    std::map<qint64, std::unique_ptr<Comparison>> m_comparisons;
    qint64 m_lastNumber = 0;
};

} // namespace nsl
