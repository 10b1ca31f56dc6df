// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "importjob.h"
#include "ingest/columnmap.h"
#include "ingest/importfile.h"
#include "ingest/importnotes.h"
#include "ingest/rowchecker.h"
#include "store/sqlitestore.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QHash>

#include <optional>

namespace nsl
{

/// One import on its way: digest, then rows, then the end or the clearing away. ImportRunner gives it turns.
class ImportRun
{
public:
    /// How long a turn may read and insert; its commit comes on top. Each commit writes every leaf of the
    /// users' index that it touched, most of them again, so shorter turns cost far more than they free: 20 ms
    /// halved the speed.
    static constexpr int turnMs = 80;
    static constexpr qsizetype maximumErrors = 100;

    ImportRun(SqliteStore &store, const ImportRequest &request, const Actor &actor, const QString &requestId);
    Q_DISABLE_COPY_MOVE(ImportRun)

    /// Opens the file and makes the import's record.
    Outcome<ImportJob> begin();
    /// Works for turnMs and a commit; false when the import has ended and nothing is left to do.
    bool takeTurn();
    void cancel();
    const ImportJob &job() const { return m_job; }
    /// Removes some rows of an import that was given up; false when none are left, or they cannot be removed
    /// now and the next start has to.
    static bool removeSome(SqliteStore &store, qint64 id);

private:
    enum class Step { Digest, Header, Rows, Clearing, Ended };

    void digest(const QElapsedTimer &turn);
    void readHeader();
    void readRows(const QElapsedTimer &turn);
    Outcome<Done> writeEvents(DataWrite &write, const QElapsedTimer &turn);
    Outcome<Done> writeItems(DataWrite &write, const QElapsedTimer &turn);
    /// The next record, or false when the reading is over for this turn or for good.
    bool nextRecord(tabular::Record &record);
    /// Whether there is no mistake; one that there is is kept.
    bool isRight(const std::optional<ImportJob::RowError> &mistake);
    void finish();
    void giveUp(ImportState state);
    void clear();
    void addError(qint64 line, const QString &column, const QString &message);
    void noteColumns();
    /// Says what was left out, and the time that the events span.
    void report();

    SqliteStore &m_store;
    ImportRequest m_request;
    Actor m_actor;
    QString m_requestId;
    ImportJob m_job;
    Step m_step = Step::Digest;
    ImportFile m_file;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
    QString m_digest;
    ColumnMap m_columns;
    RowChecker m_checker;
    std::optional<std::size_t> m_boundColumns;
    bool m_readingEnded = false;
    QHash<qint64, qint64> m_counts;
    ImportNotes m_notes;
};

} // namespace nsl
