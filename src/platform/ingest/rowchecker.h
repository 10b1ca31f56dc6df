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

/// Makes events and items of a file's records, or says what is wrong with a record.
class RowChecker
{
public:
    /// `request` and `columns` outlive the checker.
    RowChecker(SqliteStore &store, const ImportRequest &request, const ColumnMap &columns);
    Q_DISABLE_COPY_MOVE(RowChecker)

    /// Fills `row`, or returns the mistake.
    std::optional<ImportJob::RowError> toEvent(const Record &record, EventRow &row);
    std::optional<ImportJob::RowError> toItem(const Record &record, ItemRow &item);
    /// The event type that a name or a number stands for; 0 for none.
    qint64 typeOf(const QByteArray &text);

private:
    bool itemExists(const QByteArray &id);

    SqliteStore &m_store;
    const ImportRequest &m_request;
    const ColumnMap &m_columns;
    QHash<QByteArray, qint64> m_types;
    QSet<QByteArray> m_knownItems;
};

} // namespace nsl
