// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/sqlitestore.h"
#include "trainingjob.h"

#include <QJsonObject>

namespace nsl
{

/// The gate in front of a training run: what may be trained, on what, with which options.
class TrainingService
{
public:
    explicit TrainingService(SqliteStore &store);

    /// Checks the request (contract 2.2) and queues a job whose plan is fixed from here on: template copy,
    /// family, options, the events up to now. Errors say which number is missing or out of range.
    Outcome<TrainingStarted> start(const Actor &actor, const QString &requestId, const QJsonObject &body);

private:
    struct Signals
    {
        QJsonObject dataset; ///< counts, dropped signals, the last event
        QString warning;
    };

    Outcome<SignalTemplate> findTemplate(qint64 id) const;
    Outcome<Family> findFamily(const TrainingRequest &request, const SignalTemplate &recipe) const;
    Outcome<Signals> applyThresholds(const SignalTemplate &recipe) const;

    SqliteStore &m_store;
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

} // namespace nsl
