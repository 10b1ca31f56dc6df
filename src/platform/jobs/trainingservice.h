// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/diskspace.h"
#include "store/sqlitestore.h"
#include "trainingjob.h"

#include <QJsonObject>
#include <QStringList>

#include <optional>

namespace nsl
{

/// A run that has passed the gate and can be queued.
struct PlannedRun
{
    NewJob job;
    QStringList warnings;
};

/// The gate in front of a training run: what may be trained, on what, with which options, and whether the
/// disk takes it.
class TrainingService
{
public:
    /// `jobsFolder` is on the disk that the runs fill; `freeSpace` says how much is left (empty = the disk
    /// itself).
    explicit TrainingService(SqliteStore &store, QString jobsFolder = {}, FreeSpace freeSpace = {});

    /// Checks the request (contract 2.2) and queues a job whose plan is fixed from here on: template copy,
    /// family, options, the events up to now. Errors say which number is missing or out of range.
    Outcome<TrainingStarted> start(const Actor &actor, const QString &requestId, const QJsonObject &body);

    /// The plan of an earlier run once more: {from_job_name, overrides?, note?}. Template copy, family,
    /// dropped signals and last event are those of its manifest; options too, but for the overrides. NotFound
    /// without such a run, Conflict "no_manifest" where it has none. Whether the data are still the same is
    /// not checked here.
    Outcome<PlannedRun> planAgain(const QJsonObject &body) const;
    Outcome<TrainingStarted> enqueue(const Actor &actor, const QString &requestId, const PlannedRun &planned);

private:
    struct Signals
    {
        QJsonObject dataset; ///< counts, dropped signals, the last event
        QString warning;
    };

    Outcome<SignalTemplate> findTemplate(qint64 id) const;
    Outcome<Family> findFamily(const TrainingRequest &request, const SignalTemplate &recipe) const;
    Outcome<Signals> applyThresholds(const SignalTemplate &recipe) const;
    Outcome<PlannedRun> plan(const QJsonObject &body) const;
    Outcome<TrainingStarted> create(StateChange &change, const PlannedRun &planned) const;
    Outcome<Done> checkSpace(const NewJob &job) const;

    SqliteStore &m_store;
    const QString m_jobsFolder;
    const FreeSpace m_freeSpace;
};

/// The event types of a plan or manifest that its run was trained on: those of the template without the
/// dropped.
struct TrainedSignal
{
    qint64 eventTypeId = 0;
    QString name;
    int weight = 0;
};
QList<TrainedSignal> trainedSignals(const QJsonObject &manifest);

/// For a plan that repeats an earlier run: what is different about the data, in one sentence, if anything is.
/// `exported` are the facts of the export that is to be trained on.
std::optional<QString> differenceFromEarlierRun(const QJsonObject &plan, const QJsonObject &exported);

} // namespace nsl
