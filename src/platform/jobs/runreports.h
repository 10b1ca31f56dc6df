// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/workerline.h"
#include "store/sqlitestore.h"

#include <QObject>
#include <QTimer>

namespace nsl
{

/// What a worker reports of its run: measurements, where it is, and with that how long each phase takes. Kept
/// together for a moment, so that a chatty worker costs one transaction per turn.
class RunReports : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RunReports)

public:
    RunReports(SqliteStore &store, qint64 jobId);

    void add(const MetricLine &metric);
    void add(const ProgressLine &progress);
    /// The platform's own work for the run.
    void enter(JobPhase phase);
    /// Stores what is still kept.
    void flush();

    /// The run begins, or goes on, in the phase "preparing"; stored with the change.
    void begin(StateChange &change, int epoch = 0);
    /// The run stands still from now on; stored with the change.
    void stop(StateChange &change);

Q_SIGNALS:
    /// Reports that could not be stored are lost.
    void storingFailed(const QString &sentence);

private:
    void store(DataWrite &write);

    SqliteStore &m_store;
    const qint64 m_jobId;
    QTimer m_timer;
    QList<ReportedPoint> m_points;
    JobProgress m_progress;
    PhaseClock m_clock;
    bool m_progressChanged = false;
};

} // namespace nsl
