// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "trainingjob.h"

#include <QJsonArray>
#include <QStringList>

namespace nsl
{

/// What a run lost, or what a person should know of it, by kind: counted, with the names it concerns.
class RunWarnings
{
public:
    enum class Kind {
        MetricName,     ///< a measurement with no legal name
        MetricValue,    ///< … whose value is no number
        MetricStep,     ///< … whose step is no whole number from 0
        MetricEpoch,    ///< … without an epoch, or with one that is no number from 0
        MetricForm,     ///< … that is not understood otherwise
        SeriesLimit,    ///< a measurement of one name too many
        PointLimit,     ///< a measurement too many
        NotStored,      ///< a measurement that the disk did not take
        CutLines,       ///< lines that were too long
        DroppedSignals, ///< event types with too few events
        FinalMetrics,   ///< entries of metrics.json that are no number
        MetricsFile,    ///< metrics.json that cannot be read; the name is the reason
    };
    static constexpr qsizetype maxNames = 300; ///< per kind; further ones are counted, not named

    /// `name` is empty where there is none.
    void add(Kind kind, const QString &name, qint64 count = 1);
    bool has(Kind kind) const;
    bool isEmpty() const { return m_entries.isEmpty(); }
    /// As a job has them, in order of first appearance.
    QList<RunWarning> list() const;
    /// The sentences that were not taken yet, or have changed since, for the log.
    QStringList takeNews();

    /// What the store keeps: the warnings of a job, each with its names.
    QJsonArray toJson() const;
    static RunWarnings fromJson(const QJsonArray &array);

private:
    struct Entry
    {
        Kind kind;
        qint64 count = 0;
        QStringList names;
        QString told; ///< the sentence that was taken last
    };
    static QString sentence(const Entry &entry);

    QList<Entry> m_entries;
};

} // namespace nsl
