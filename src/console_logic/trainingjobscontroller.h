// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actionresult.h"
#include "actionstate.h"
#include "chartdata.h"
#include "filterproxies.h"
#include "jobtablemodel.h"
#include "logtail.h"
#include "manifestmodel.h"
#include "poller.h"
#include "versionfacts.h"

#include <QObject>
#include <QTimer>

namespace nsl
{

class PlatformSession;

/// A run's summary for people.
struct JobSummary
{
    QString jobName;
    QString title;
    QString status;
    Tone tone = Tone::Neutral;
    QString failureReason;
    QStringList lastLogLines; ///< of a failed run
    QList<VersionDetails::Field> fields;
    QList<VersionDetails::MetricLine> metrics;
};

/// Everything behind the Training Jobs page.
class TrainingJobsController : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TrainingJobsController)

public:
    explicit TrainingJobsController(PlatformSession &session, RunColors &colors, QObject *parent = nullptr);
    ~TrainingJobsController() override;

    JobTableModel *table() { return m_table; }
    JobFilterProxy *filtered() { return m_filtered; }
    ChartData *charts() { return m_charts; }
    ManifestModel *manifest() { return m_manifest; }
    LogTail *log() { return m_log; }
    /// Of the first selected run.
    const JobSummary &summary() const { return m_summary; }

    void setActive(bool active);
    /// Job names in the order of selection: the first is shown in manifest, log and summary, all are charted
    /// (at most twelve).
    void setSelection(const QStringList &jobNames);
    const QStringList &selection() const { return m_selection; }
    QString currentJob() const { return m_selection.value(0); }

    ActionState startTrainingState() const;
    ActionState stopState() const;
    ActionState approveState() const;
    ActionState rejectState() const;
    ActionState promoteState() const;
    ActionState compareState() const;

    QList<TrainingJob> selectedJobs() const;
    void stopSelected();
    void approveSelected(const QString &comment);
    void rejectSelected(const QString &comment);

signals:
    void actionsUpdated();
    void summaryUpdated();
    /// Measurements could not be read.
    void chartsFailed(const nsl::PlatformError &error);
    /// The measurements of all selected runs have been read: what is not there now, the server does not have.
    void chartsLoaded();
    void actionFinished(const nsl::ActionResult &result);

private:
    void handleJobs();
    void updateNames();
    void updateCharts();
    void updateSummary();
    void fetchMetrics(QObject *context, const Poller::Finish &finish);
    void fetchMetricsOf(QStringList jobNames, QObject *context, const Poller::Finish &finish);
    void takeMetrics(const QString &jobName, const JobMetrics &metrics);
    QList<Candidate> candidates() const;

    PlatformSession &m_session;
    JobTableModel *m_table;
    JobFilterProxy *m_filtered;
    ChartData *m_charts;
    ManifestModel *m_manifest;
    LogTail *m_log;
    Poller *m_metricsPoller;
    QTimer m_clock;
    QStringList m_selection;
    QSet<QString> m_complete; ///< ended runs whose measurements are all here
    JobSummary m_summary;
    bool m_active = false;
};

} // namespace nsl
