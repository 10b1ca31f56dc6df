// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/importnotes.h"

#include <algorithm>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{
constexpr qint64 firstLikelyMs = 94'694'400'000; // 1973-01-01: hardly anybody recorded events before
}

void ImportNotes::addTime(qint64 ms)
{
    m_oldest = std::min(m_oldest, ms);
    m_newest = std::max(m_newest, ms);
    m_earlyCount += ms < firstLikelyMs ? 1 : 0;
    m_futureCount += ms > m_future ? 1 : 0;
}

QDateTime ImportNotes::from() const
{
    return m_newest >= m_oldest ? QDateTime::fromMSecsSinceEpoch(m_oldest, Qt::UTC) : QDateTime();
}

QDateTime ImportNotes::to() const
{
    return m_newest >= m_oldest ? QDateTime::fromMSecsSinceEpoch(m_newest, Qt::UTC) : QDateTime();
}

QList<ImportJob::Note> ImportNotes::of(const ColumnMap &columns, const tabular::RecordReader &reader) const
{
    QList<ImportJob::Note> notes;
    const auto add = [&notes](const QString &code, qint64 count, const QString &text) {
        if (count > 0)
            notes.append({code, text, count});
    };
    for (const qsizetype at : columns.nameless())
        add(u"nameless_column"_s, 1, u"Column %1 has no name in the header and was left out."_s.arg(at));
    add(u"empty_rows"_s, reader.emptyRows(), u"Rows without any value were passed over."_s);
    add(u"not_a_number"_s, reader.notNumbers(),
        u"NaN and Infinity, which JSON does not have, were read as null."_s);
    add(u"early_times"_s, m_earlyCount,
        u"Events lie before 1973; is the time column in another unit than it seems?"_s);
    add(u"future_times"_s, m_futureCount, u"Events lie in the future."_s);
    return notes;
}

} // namespace nsl
