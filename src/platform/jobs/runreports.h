// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "jobs/runwarnings.h"
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
    /// Counts what the run lost; stored with the next reports.
    void warn(RunWarnings::Kind kind, const QString &name, qint64 count = 1);
    const RunWarnings &warnings() const { return m_warnings; }
    /// The sentences of warnings() that are new or have changed since they were taken, for the log.
    QStringList takeWarningNews() { return m_warnings.takeNews(); }
    /// The platform's own work for the run.
    void enter(JobPhase phase);
    /// Stores what is still kept.
    void flush();

    /// The run begins, or goes on, in the phase "preparing"; stored with the change.
    void begin(StateChange &change, int epoch = 0);
    /// The run stands still from now on; stored with the change.
    void stop(StateChange &change);

Q_SIGNALS:
    /// Something of a kind that had not been warned of before was lost.
    void warned();
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
    RunWarnings m_warnings;
    bool m_progressChanged = false;
    bool m_warningsChanged = false;
};

} // namespace nsl
