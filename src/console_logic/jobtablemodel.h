// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "family.h"
#include "signaltemplate.h"
#include "trainingjob.h"

#include <QAbstractTableModel>
#include <QDateTime>
#include <QHash>

#include <optional>
#include <vector>

namespace nsl
{

/// Training jobs, refreshed by keyed difference (recordmatching::keyOf), never reset. Running rows tick.
class JobTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Status, Model, Template, Progress, Started, Duration, Ndcg, Approval, ColumnCount };

    explicit JobTableModel(QObject *parent = nullptr);

    /// In the order in which they are to be shown (newest first as the server gives them).
    void setJobs(const QList<TrainingJob> &jobs);
    /// Names for families and templates.
    void setNames(const QHash<RecordId, QString> &families, const QHash<RecordId, QString> &templates);
    /// Moves the clock: durations and remaining times of active rows change. `now` is the server's time.
    void tick(const QDateTime &now);

    const TrainingJob *job(const QModelIndex &index) const;
    const TrainingJob *job(const QString &jobName) const;
    /// By the run's name, else by its id.
    QModelIndex indexOfJob(const QString &jobName) const;
    int activeCount() const;
    /// "Two-tower GRU v9", the family's name while there is no version, or runName() where no family is
    /// known.
    QString modelName(const TrainingJob &job) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Row
    {
        TrainingJob job;
        qint64 changedAt = 0;
    };

    QString text(const TrainingJob &job, int column) const;
    QVariant sortValue(const TrainingJob &job, int column) const;
    QString templateName(const TrainingJob &job) const;

    std::vector<Row> m_rows;
    QHash<QString, int> m_rowOfJob;
    QHash<RecordId, QString> m_families;
    QHash<RecordId, QString> m_templates;
    QDateTime m_now;
};

/// What tells a run from others where nothing says what it made: its label, display name or name, else its
/// id.
QString runName(const TrainingJob &job);

/// How far a job is: 0..1 of the whole run, negative while it works without a known end; absent when it is
/// over.
std::optional<double> jobFraction(const TrainingJob &job);
/// Seconds left, extrapolated from what is done; absent while that says nothing.
std::optional<double> jobSecondsLeft(const TrainingJob &job, const QDateTime &now);
/// Seconds that a job has taken until now or its end; absent before its start.
std::optional<double> jobDuration(const TrainingJob &job, const QDateTime &now);
/// "epoch 4/5 · 18 s left", "preparing", "stopped at epoch 2", the failure's reason.
QString jobProgressText(const TrainingJob &job, const QDateTime &now);
/// How a job ended: "Succeeded in 24 s", "Failed after 3.1 s"; empty while it has not.
QString jobOutcomeText(const TrainingJob &job);

} // namespace nsl
