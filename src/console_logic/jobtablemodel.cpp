// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobtablemodel.h"

#include "keyeddifference.h"
#include "numberformat.h"
#include "recordmatching.h"
#include "roles.h"
#include "statustext.h"
#include "version.h"

#include <algorithm>

namespace nsl
{

namespace
{
const QString tableMetric = QStringLiteral("ndcg_at_10");
} // namespace

JobTableModel::JobTableModel(QObject *parent)
    : QAbstractTableModel(parent)
    , m_now(QDateTime::currentDateTimeUtc())
{
}

void JobTableModel::setJobs(const QList<TrainingJob> &jobs)
{
    const bool flash = !m_rows.empty();
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const auto reindex = [this] {
        m_rowOfJob.clear();
        for (int row = 0; row < int(m_rows.size()); ++row)
            m_rowOfJob.insert(m_rows[size_t(row)].job.jobName, row);
    };
    const RowOperations operations{
        [this](int first, int last) { beginInsertRows({}, first, last); },
        [this, reindex] {
            reindex();
            endInsertRows();
        },
        [this](int first, int last) { beginRemoveRows({}, first, last); },
        [this, reindex] {
            reindex();
            endRemoveRows();
        },
        [this](int from, int to) { beginMoveRows({}, from, from, {}, to); },
        [this, reindex] {
            reindex();
            endMoveRows();
        },
        [this](int first, int last) { emit dataChanged(index(first, 0), index(last, ColumnCount - 1)); },
    };
    applyKeyedDifference(
        m_rows, jobs, [](const Row &row) { return recordmatching::keyOf(row.job); },
        [](const TrainingJob &job) { return recordmatching::keyOf(job); },
        [flash, now](const TrainingJob &job) {
            return Row{job, flash ? now : 0};
        },
        [now](Row &row, const TrainingJob &job) {
            if (row.job == job)
                return false;
            // Progress alone is no change that should catch the eye.
            if (row.job.status != job.status || row.job.approvalStatus != job.approvalStatus ||
                row.job.label != job.label)
                row.changedAt = now;
            row.job = job;
            return true;
        },
        operations);
}

void JobTableModel::setNames(const QHash<RecordId, QString> &families,
                             const QHash<RecordId, QString> &templates)
{
    if (m_families == families && m_templates == templates)
        return;
    m_families = families;
    m_templates = templates;
    if (!m_rows.empty())
        emit dataChanged(index(0, Model), index(int(m_rows.size()) - 1, Template));
}

void JobTableModel::tick(const QDateTime &now)
{
    m_now = now;
    for (int row = 0; row < int(m_rows.size()); ++row) {
        if (isActive(m_rows[size_t(row)].job.status.value))
            emit dataChanged(index(row, Progress), index(row, Duration));
    }
}

const TrainingJob *JobTableModel::job(const QModelIndex &index) const
{
    if (!index.isValid() || index.model() != this || index.row() >= int(m_rows.size()))
        return nullptr;
    return &m_rows[size_t(index.row())].job;
}

const TrainingJob *JobTableModel::job(const QString &jobName) const
{
    const auto row = jobName.isEmpty() ? m_rowOfJob.constEnd() : m_rowOfJob.constFind(jobName);
    return row == m_rowOfJob.constEnd() ? nullptr : &m_rows[size_t(*row)].job;
}

QModelIndex JobTableModel::indexOfJob(const QString &jobName) const
{
    if (jobName.isEmpty())
        return {};
    const auto row = m_rowOfJob.constFind(jobName);
    if (row != m_rowOfJob.constEnd())
        return index(*row, 0);
    // The answer to a start may tell the id alone.
    const auto sameId = std::find_if(m_rows.begin(), m_rows.end(),
                                     [&jobName](const Row &one) { return one.job.id.text() == jobName; });
    return sameId == m_rows.end() ? QModelIndex() : index(int(sameId - m_rows.begin()), 0);
}

int JobTableModel::activeCount() const
{
    return int(std::count_if(m_rows.begin(), m_rows.end(),
                             [](const Row &row) { return isActive(row.job.status.value); }));
}

QString JobTableModel::modelName(const TrainingJob &job) const
{
    const QString family = job.familyId ? m_families.value(*job.familyId) : QString();
    if (family.isEmpty())
        return runName(job);
    return job.version ? nsl::displayName(family, *job.version) : family;
}

QString runName(const TrainingJob &job)
{
    for (const QString &name : {job.label, job.displayName}) {
        if (!name.isEmpty())
            return name;
    }
    return job.jobName.isEmpty() || job.jobName == job.id.text()
               ? JobTableModel::tr("Run %1", "id").arg(job.id.text())
               : job.jobName;
}

QString JobTableModel::templateName(const TrainingJob &job) const
{
    const QString name = job.templateId ? m_templates.value(*job.templateId) : QString();
    if (!name.isEmpty())
        return name;
    // "<template name> · <job name>": all that is known of a template that is gone.
    const qsizetype cut = job.displayName.lastIndexOf(QStringLiteral(" · "));
    return cut > 0 ? job.displayName.left(cut) : QString();
}

int JobTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int JobTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString JobTableModel::text(const TrainingJob &job, int column) const
{
    switch (column) {
    case Status:
        return statustext::of(job.status);
    case Model:
        return modelName(job);
    case Template:
        return templateName(job);
    case Progress:
        return jobProgressText(job, m_now);
    case Started:
        return format::dateTime(job.startedAt.isValid() ? job.startedAt : job.createdAt);
    case Duration: {
        const std::optional<double> seconds = jobDuration(job, m_now);
        if (!seconds)
            return {};
        // A running clock shows whole seconds.
        return format::duration(isActive(job.status.value) && *seconds < 10 ? double(qint64(*seconds))
                                                                            : *seconds);
    }
    case Ndcg: {
        const auto value = job.metrics.constFind(tableMetric);
        return value == job.metrics.constEnd() ? QString() : format::metricValue(tableMetric, *value);
    }
    case Approval:
        // Only a run that made a version has an approval to tell, or to be silent about.
        return job.status == JobStatus::Succeeded || !job.approvalStatus.text.isEmpty()
                   ? statustext::of(job.approvalStatus)
                   : QString();
    default:
        return {};
    }
}

QVariant JobTableModel::sortValue(const TrainingJob &job, int column) const
{
    switch (column) {
    case Progress:
        return jobFraction(job).value_or(2);
    case Started:
        return job.startedAt.isValid() ? job.startedAt : job.createdAt;
    case Duration: {
        const std::optional<double> seconds = jobDuration(job, m_now);
        return seconds ? QVariant(*seconds) : QVariant();
    }
    case Ndcg: {
        const auto value = job.metrics.constFind(tableMetric);
        return value == job.metrics.constEnd() ? QVariant() : QVariant(*value);
    }
    default:
        return text(job, column);
    }
}

QVariant JobTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[size_t(index.row())];
    const TrainingJob &job = row.job;
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return text(job, column);
    case Qt::AccessibleTextRole:
        if (column == Status)
            return format::list({modelName(job), statustext::of(job.status), jobProgressText(job, m_now)});
        return text(job, column);
    case Qt::ToolTipRole:
        switch (column) {
        case Status:
            return job.failureReason.isEmpty() ? job.jobName : job.failureReason;
        case Model:
            return format::list({job.jobName, job.label, job.description});
        case Started:
            return format::utc(job.startedAt.isValid() ? job.startedAt : job.createdAt);
        case Ndcg: {
            const auto value = job.metrics.constFind(tableMetric);
            return value == job.metrics.constEnd() ? QString() : format::exact(*value);
        }
        default:
            return text(job, column);
        }
    case Qt::TextAlignmentRole:
        if (column == Duration || column == Ndcg)
            return int(Qt::AlignRight | Qt::AlignVCenter);
        return {};
    case roles::Sort:
        return sortValue(job, column);
    case roles::ToneOf:
        if (column == Status)
            return int(statustext::tone(job.status.value));
        if (column == Approval)
            return int(statustext::tone(job.approvalStatus.value));
        return {};
    case roles::IsBadge:
        return column == Status || (column == Approval && !text(job, Approval).isEmpty());
    case roles::Id:
        return recordmatching::keyOf(job).toVariant();
    case roles::JobName:
        return job.jobName;
    case roles::Status:
        return int(job.status.value);
    case roles::Fraction: {
        const std::optional<double> fraction = column == Progress ? jobFraction(job) : std::nullopt;
        return fraction ? QVariant(*fraction) : QVariant();
    }
    case roles::SearchText:
        return QString(modelName(job) + u' ' + templateName(job) + u' ' + job.jobName + u' ' + job.label +
                       u' ' + job.description + u' ' + statustext::of(job.status) + u' ' + job.failureReason);
    case roles::ChangedAt:
        return row.changedAt > 0 ? QVariant(row.changedAt) : QVariant();
    default:
        return {};
    }
}

QVariant JobTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool number = section == Duration || section == Ndcg;
        return int((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Status:
        return tr("Status");
    case Model:
        return tr("Model");
    case Template:
        return tr("Template");
    case Progress:
        return tr("Progress");
    case Started:
        return tr("Started");
    case Duration:
        return tr("Duration");
    case Ndcg:
        return format::metricName(tableMetric);
    case Approval:
        return tr("Approval");
    default:
        return {};
    }
}

} // namespace nsl
