// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actionstate.h"
#include "chartdata.h"
#include "comparison.h"
#include "poller.h"

#include <QObject>

namespace nsl
{

class PlatformSession;

/// Everything behind the Compare page.
class CompareController : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CompareController)

public:
    explicit CompareController(PlatformSession &session, RunColors &colors, QObject *parent = nullptr);
    ~CompareController() override;

    /// Two to twelve runs. What is live is the baseline if it is among them, else the first.
    void setRuns(const QStringList &jobNames);
    void addRun(const QString &jobName);
    void removeRun(const QString &jobName);
    /// Adds what is live on the default target.
    void addProduction();
    const QStringList &runs() const { return m_runs; }
    void setBaseline(const QString &jobName);
    const QString &baseline() const { return m_baseline; }
    void setActive(bool active);

    const Comparison &comparison() const { return m_comparison; }
    ChartData *charts() { return m_charts; }
    bool isLoading() const;

signals:
    void comparisonUpdated();
    void loadFailed(const nsl::PlatformError &error);

private:
    void fetchNext(QStringList jobNames, QObject *context, const Poller::Finish &finish);
    void update();

    PlatformSession &m_session;
    ChartData *m_charts;
    Poller *m_poller;
    QStringList m_runs;
    QString m_baseline;
    QHash<QString, Metrics> m_metrics;
    QSet<QString> m_complete;
    Comparison m_comparison;
    bool m_active = false;
};

} // namespace nsl
