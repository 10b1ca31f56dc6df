// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actionstate.h"
#include "platformerror.h"

#include <QObject>

namespace nsl
{

class PlatformSession;
struct TrainingRequest;
struct TrainingStarted;

/// Whether these runs can be trained again: exactly one that has ended.
ActionState trainAgainAvailability(const QList<TrainingJob> &selection);

/// Repeats a run: its manifest once more, or, when the data are not those of then, the same choices on
/// today's.
class TrainAgainController : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TrainAgainController)

public:
    explicit TrainAgainController(PlatformSession &session, QObject *parent = nullptr);

    ActionState state(const QList<TrainingJob> &selection) const;
    bool isSending() const { return m_sending; }

    /// The same template, family, options and data.
    void repeat(const QString &jobName);
    /// The same template, family and options on the data as they are now.
    void trainOnToday(const QString &jobName);

signals:
    void stateUpdated();
    /// `warning` names what the server left out.
    void started(const QString &jobName, const QString &warning);
    /// The data are not those of the run any more, so it was not repeated; `what` says what changed.
    void dataChanged(const QString &jobName, const QString &what);
    void failed(const nsl::PlatformError &error);

private:
    void send(const TrainingRequest &request, const QString &jobName);
    void take(const TrainingStarted &answer);

    PlatformSession &m_session;
    bool m_sending = false;
};

} // namespace nsl
