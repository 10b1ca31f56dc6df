// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/importrun.h"

#include "ingest/csvreader.h"
#include "ingest/jsonlreader.h"
#include "store/itemstager.h"

#include <QFileInfo>
#include <QJsonObject>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

constexpr int rowsPerInsert = 500;

} // namespace

ImportRun::ImportRun(SqliteStore &store, const ImportRequest &request, const Actor &actor,
                     const QString &requestId)
    : m_store(store)
    , m_request(request)
    , m_actor(actor)
    , m_requestId(requestId)
    , m_file(request.path)
    , m_columns(m_request)
    , m_checker(store, m_request, m_columns)
{
}

Outcome<ImportJob> ImportRun::begin()
{
    if (m_request.kind != "items"_L1 && m_request.kind != "events"_L1)
        return PlatformError::invalid(
            u"Only items or events can be imported, not \"%1\"."_s.arg(m_request.kind));
    if (const QString mistake = m_columns.mistakeInRequest(); !mistake.isEmpty())
        return PlatformError::invalid(mistake, u"bad_map"_s);
    const QFileInfo info(m_request.path);
    // Asked before opening: opening a pipe would wait for its writer.
    if (!info.exists())
        return PlatformError::invalid(u"There is no file %1."_s.arg(m_request.path), u"file_not_found"_s);
    if (!info.isFile())
        return PlatformError::invalid(u"%1 is not a regular file."_s.arg(m_request.path), u"not_a_file"_s);
    if (!m_file.open(QFile::ReadOnly))
        return PlatformError::invalid(
            u"The file %1 cannot be read: %2."_s.arg(m_request.path, m_file.errorString()),
            u"file_unreadable"_s);
    m_modified = info.lastModified();
    m_job.kind = m_request.kind;
    m_job.path = m_request.path;
    m_job.status = ImportState::Running;
    m_job.bytesTotal = m_file.size();
    m_job.dryRun = m_request.dryRun;
    return m_store.record([this](DataWrite &write) -> Outcome<ImportJob> {
        m_job.id = m_store.imports().begin(write, m_request, m_job.bytesTotal);
        return m_job;
    });
}

bool ImportRun::takeTurn()
{
    QElapsedTimer turn;
    turn.start();
    try {
        switch (m_step) {
        case Step::Digest:
            digest(turn);
            break;
        case Step::Header:
            readHeader();
            break;
        case Step::Rows:
            readRows(turn);
            break;
        case Step::Clearing:
            clear();
            break;
        case Step::Ended:
            break;
        }
    } catch (const StoreFailure &failure) {
        addError(0, {}, failure.error().message);
        if (m_step == Step::Clearing)
            m_step = Step::Ended; // the rows stay hidden; the next start removes them
        else
            giveUp(ImportState::Failed);
    }
    return m_step != Step::Ended;
}

void ImportRun::cancel()
{
    if (m_step != Step::Clearing && m_step != Step::Ended)
        giveUp(ImportState::Cancelled);
}

void ImportRun::addError(qint64 line, const QString &column, const QString &message)
{
    if (m_job.errors.size() < maximumErrors)
        m_job.errors.append({line, column, message});
}

bool ImportRun::isRight(const std::optional<ImportJob::RowError> &mistake)
{
    if (mistake)
        addError(mistake->line, mistake->column, mistake->message);
    return !mistake;
}

void ImportRun::digest(const QElapsedTimer &turn)
{
    if (m_file.size() == 0) {
        addError(0, {}, u"The file is empty."_s);
        return giveUp(ImportState::Failed);
    }
    while (!m_file.atEnd()) {
        const QByteArray block = m_file.read(1024 * 1024);
        if (block.isEmpty()) {
            addError(0, {}, u"The file cannot be read: %1."_s.arg(m_file.errorString()));
            return giveUp(ImportState::Failed);
        }
        m_hash.addData(block);
        if (turn.elapsed() >= turnMs)
            return;
    }
    m_digest = QString::fromLatin1(m_hash.result().toHex());
    m_file.seek(0);
    if (!m_request.again && !m_request.dryRun) {
        if (const auto earlier = m_store.imports().findByDigest(m_request.kind, m_digest)) {
            addError(
                0, {},
                u"This file was imported before (import %1, %2 rows); import it again only on purpose (--again)."_s
                    .arg(earlier->id)
                    .arg(earlier->rows));
            return giveUp(ImportState::Failed);
        }
    }
    m_step = Step::Header;
}

void ImportRun::readHeader()
{
    const QString suffix = QFileInfo(m_request.path).suffix().toLower();
    QByteArray start = m_file.peek(512);
    if (start.startsWith("\xef\xbb\xbf"))
        start.remove(0, 3);
    m_isCsv = suffix == "csv"_L1 ||
              (suffix != "jsonl"_L1 && suffix != "ndjson"_L1 && !start.trimmed().startsWith('{'));
    m_step = Step::Rows;
    if (!m_isCsv) {
        m_reader = std::make_unique<JsonlReader>(m_file);
        return;
    }
    auto csv = std::make_unique<CsvReader>(m_file);
    const auto result = csv->readHeader();
    if (result == RecordReader::Result::End) {
        addError(0, {}, u"The file is empty."_s);
        return giveUp(ImportState::Failed);
    }
    if (result != RecordReader::Result::Record) {
        addError(1, {}, csv->message());
        return giveUp(ImportState::Failed);
    }
    m_columns.bind(csv->columns());
    m_boundColumns = csv->columns().size();
    noteExtraColumns();
    for (const QStringList missing = m_columns.missing(); const QString &sentence : missing)
        addError(1, {}, sentence);
    if (!m_request.defaultType.isEmpty() && m_request.kind == "events"_L1 &&
        m_checker.typeOf(m_request.defaultType.toUtf8()) == 0)
        addError(0, {}, u"There is no event type \"%1\" to use as the default."_s.arg(m_request.defaultType));
    m_reader = std::move(csv);
    if (!m_job.errors.isEmpty())
        giveUp(ImportState::Failed);
}

void ImportRun::noteExtraColumns()
{
    m_job.extraColumns.clear();
    for (const qsizetype at : m_columns.extra()) {
        // A bound JSONL column may be newer than the list we bound to; extra() never is.
        m_job.extraColumns.append(m_columns.columnName(at));
    }
}

bool ImportRun::nextRecord(Record &record)
{
    for (;;) {
        if (m_job.errors.size() >= maximumErrors) {
            m_readingEnded = true;
            return false;
        }
        const auto result = m_reader->next(record);
        switch (result) {
        case RecordReader::Result::End:
            m_readingEnded = true;
            return false;
        case RecordReader::Result::BadFile:
            addError(record.line, {}, m_reader->message());
            m_readingEnded = true;
            return false;
        case RecordReader::Result::BadRow:
            m_job.rows += 1;
            addError(record.line, {}, m_reader->message());
            record.fields.clear();
            return true; // an empty record: the caller passes over it, and its turn goes on ending in time
        case RecordReader::Result::Record:
            m_job.rows += 1;
            if (m_reader->columns().size() != m_boundColumns) {
                m_columns.bind(m_reader->columns());
                m_boundColumns = m_reader->columns().size();
                noteExtraColumns();
            }
            return true;
        }
    }
}

Outcome<Done> ImportRun::writeEvents(DataWrite &write, const QElapsedTimer &turn)
{
    Record record;
    bool hasMore = true;
    while (hasMore && turn.elapsed() < turnMs) {
        QList<EventRow> rows;
        while (rows.size() < rowsPerInsert && (hasMore = nextRecord(record))) {
            EventRow row;
            if (!record.fields.isEmpty() && isRight(m_checker.toEvent(record, row))) {
                m_counts[row.eventTypeId] += 1;
                m_newest = std::max(m_newest, row.occurredMs);
                rows.append(std::move(row));
            }
            record.fields.clear();
        }
        m_job.inserted += rows.size();
        // After the first error the rest is only checked; a dry run writes nothing at all.
        if (m_job.errors.isEmpty() && !m_request.dryRun)
            m_store.events().append(write, rows, m_job.id);
    }
    return Done();
}

Outcome<Done> ImportRun::writeItems(DataWrite &write, const QElapsedTimer &turn)
{
    ItemStager stager(write, m_job.id, m_request.update);
    Record record;
    while (turn.elapsed() < turnMs && nextRecord(record)) {
        ItemRow item;
        if (!record.fields.isEmpty() && isRight(m_checker.toItem(record, item))) {
            switch (stager.stage(item)) {
            case ItemStager::Staged::New:
                m_job.inserted += 1;
                break;
            case ItemStager::Staged::Update:
                m_job.duplicates += 1;
                break;
            case ItemStager::Staged::TwiceInFile:
                addError(record.line, m_columns.nameOf(ColumnMap::ItemId),
                         u"The item \"%1\" is in the file twice."_s.arg(QString::fromUtf8(item.id)));
                break;
            case ItemStager::Staged::AlreadyStored:
                addError(record.line, m_columns.nameOf(ColumnMap::ItemId),
                         u"The item \"%1\" is already in the catalogue; use --update to replace it."_s.arg(
                             QString::fromUtf8(item.id)));
                break;
            }
        }
        record.fields.clear();
    }
    return Done();
}

void ImportRun::readRows(const QElapsedTimer &turn)
{
    const auto written = m_store.stage([&](DataWrite &write) -> Outcome<Done> {
        const auto rows = m_request.kind == "items"_L1 ? writeItems(write, turn) : writeEvents(write, turn);
        m_job.bytes = m_file.pos();
        m_store.imports().saveProgress(write, m_job);
        return rows;
    });
    if (!written) {
        addError(0, {}, written.error().message);
        return giveUp(ImportState::Failed);
    }
    if (m_readingEnded)
        finish();
}

void ImportRun::finish()
{
    if (m_job.rows == 0 && m_job.errors.isEmpty())
        addError(0, {}, u"The file has no rows."_s);
    const QFileInfo now(m_request.path);
    if (m_job.errors.isEmpty() && (now.size() != m_job.bytesTotal || now.lastModified() != m_modified))
        addError(0, {}, u"The file changed while it was read; import it again when nothing writes to it."_s);
    if (!m_job.errors.isEmpty())
        return giveUp(ImportState::Failed);
    if (m_request.dryRun)
        return giveUp(ImportState::Succeeded);
    const auto ended = m_store.change(m_actor, m_requestId, [this](StateChange &change) -> Outcome<Done> {
        m_store.imports().finish(change, m_job, m_digest);
        if (m_request.kind == "items"_L1) {
            m_store.items().raiseRevision(change);
        } else {
            QList<EventRepository::TypeCount> counts;
            for (auto it = m_counts.cbegin(); it != m_counts.cend(); ++it)
                counts.append({it.key(), it.value()});
            m_store.events().addToCounts(change, counts, m_newest);
        }
        return Done();
    });
    if (!ended) {
        addError(0, {}, ended.error().message);
        return giveUp(ImportState::Failed);
    }
    m_job.status = ImportState::Succeeded;
    m_job.bytes = m_job.bytesTotal;
    m_step = Step::Ended;
}

void ImportRun::giveUp(ImportState state)
{
    m_job.status = state;
    if (state != ImportState::Succeeded)
        m_job.inserted = 0;
    m_step = Step::Clearing;
    const auto noted = m_store.record([this](DataWrite &write) -> Outcome<Done> {
        m_store.imports().abandon(write, m_job);
        return Done();
    });
    Q_UNUSED(noted) // the rows stay hidden in any case
}

void ImportRun::clear()
{
    if (!removeSome(m_store, m_job.id))
        m_step = Step::Ended;
}

bool ImportRun::removeSome(SqliteStore &store, qint64 id)
{
    bool more = true;
    const auto removed = store.stage([&](DataWrite &write) -> Outcome<Done> {
        more = store.imports().removeRows(write, id, 2000);
        return Done();
    });
    return removed && more;
}

} // namespace nsl
