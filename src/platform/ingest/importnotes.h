// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "importjob.h"
#include "ingest/columnmap.h"
#include "record.h"

#include <QDateTime>

#include <limits>

namespace nsl
{

/// What is said of a file beside its errors: the time that its events span, and what was left out or read in
/// another way than it stands there.
class ImportNotes
{
public:
    /// Counts the time of an event, in Unix milliseconds.
    void addTime(qint64 ms);
    QDateTime from() const; ///< invalid without events
    QDateTime to() const;
    qint64 newestMs() const { return m_newest; }
    QList<ImportJob::Note> of(const ColumnMap &columns, const tabular::RecordReader &reader) const;

private:
    const qint64 m_future = QDateTime::currentMSecsSinceEpoch() + 86'400'000; ///< clocks differ by a zone
    qint64 m_oldest = std::numeric_limits<qint64>::max();
    qint64 m_newest = 0;
    qint64 m_earlyCount = 0;
    qint64 m_futureCount = 0;
};

} // namespace nsl
