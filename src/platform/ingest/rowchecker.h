// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "importjob.h"
#include "ingest/columnmap.h"
#include "store/itemstager.h"
#include "store/sqlitestore.h"

#include <QHash>
#include <QSet>

#include <optional>

namespace nsl
{

/// Makes events and items of a file's records, or says what is wrong with a record. Words that stand for
/// "nothing" in other programs (nan, None, null, NULL) are missing values unless the request says that they
/// are ids.
class RowChecker
{
public:
    /// `request` and `columns` outlive the checker.
    RowChecker(SqliteStore &store, const ImportRequest &request, const ColumnMap &columns);
    Q_DISABLE_COPY_MOVE(RowChecker)

    /// Fills `row`, or returns the mistake.
    std::optional<ImportJob::RowError> toEvent(const tabular::Record &record, EventRow &row);
    std::optional<ImportJob::RowError> toItem(const tabular::Record &record, ItemRow &item);
    enum class Takes { Names, NamesAndIds };
    /// The event type that a text stands for; 0 for none.
    qint64 typeOf(const QByteArray &text, Takes takes);

private:
    /// What the record has for a column; empty for a null word.
    std::string_view given(const tabular::Record &record, ColumnMap::Target target) const;
    QByteArray bytes(const tabular::Record &record, ColumnMap::Target target) const;
    QString mistakeInMissing(const tabular::Record &record, ColumnMap::Target target,
                             const QString &what) const;
    /// Finds the event's type; a sentence where there is none, with the column that is to blame.
    QString findType(const tabular::Record &record, qint64 &type, ColumnMap::Target &column);
    bool itemExists(const QByteArray &id);

    SqliteStore &m_store;
    const ImportRequest &m_request;
    const ColumnMap &m_columns;
    QHash<QByteArray, qint64> m_names;
    QHash<QByteArray, qint64> m_namesAndIds;
    QSet<QByteArray> m_knownItems;
};

} // namespace nsl
