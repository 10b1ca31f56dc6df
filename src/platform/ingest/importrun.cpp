// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/importrun.h"

#include "store/itemstager.h"
#include "utf8.h"

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

constexpr int rowsPerInsert = 500;
using Result = tabular::RecordReader::Result;

QString shownId(const QByteArray &id)
{
    return QString::fromStdString(tabular::glimpse({id.constData(), std::size_t(id.size())}));
}

} // namespace

ImportRun::ImportRun(SqliteStore &store, const ImportRequest &request, const Actor &actor,
                     const QString &requestId)
    : m_store(store)
    , m_request(request)
    , m_actor(actor)
    , m_requestId(requestId)
    , m_file(m_request)
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
    if (const auto opened = m_file.open(); !opened)
        return opened.error();
    m_job.kind = m_request.kind;
    m_job.path = m_request.path;
    m_job.status = ImportState::Running;
    m_job.bytesTotal = m_file.bytes().size();
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
    QFile &file = m_file.bytes();
    if (file.size() == 0) {
        addError(0, {}, u"The file is empty."_s);
        return giveUp(ImportState::Failed);
    }
    while (!file.atEnd()) {
        const QByteArray block = file.read(1024 * 1024);
        if (block.isEmpty()) {
            addError(0, {}, u"The file cannot be read: %1."_s.arg(file.errorString()));
            return giveUp(ImportState::Failed);
        }
        m_hash.addData(block);
        if (turn.elapsed() >= turnMs)
            return;
    }
    m_digest = QString::fromLatin1(m_hash.result().toHex());
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
    m_step = Step::Rows;
    if (const QString mistake = m_file.startReading(); !mistake.isEmpty()) {
        addError(mistake == "The file is empty."_L1 ? 0 : 1, {}, mistake);
        return giveUp(ImportState::Failed);
    }
    if (m_file.isTable()) {
        m_columns.bind(m_file.reader().columns());
        m_boundColumns = m_file.reader().columns().size();
        for (const QStringList missing = m_columns.missing(); const QString &sentence : missing)
            addError(1, {}, sentence);
    }
    if (!m_request.defaultType.isEmpty() && m_request.kind == "events"_L1 &&
        m_checker.typeOf(m_request.defaultType.toUtf8(), RowChecker::Takes::NamesAndIds) == 0)
        addError(
            0, {},
            u"There is no event type \"%1\" to use as the default."_s.arg(m_request.defaultType.left(40)));
    if (!m_job.errors.isEmpty())
        return giveUp(ImportState::Failed);
    noteColumns();
}

void ImportRun::noteColumns()
{
    m_job.extraColumns.clear();
    for (const qsizetype at : m_columns.extra())
        m_job.extraColumns.append(m_columns.columnName(at));
}

void ImportRun::report()
{
    m_job.notes = m_notes.of(m_columns, m_file.reader());
    m_job.from = m_notes.from();
    m_job.to = m_notes.to();
}

bool ImportRun::nextRecord(tabular::Record &record)
{
    if (m_job.errors.size() >= maximumErrors) {
        m_readingEnded = true;
        return false;
    }
    tabular::RecordReader &reader = m_file.reader();
    const Result result = reader.next(record);
    // A record that is wrong or nothing comes without fields: the caller passes over it, and its turn goes on
    // ending in time.
    switch (result) {
    case Result::End:
        m_readingEnded = true;
        return false;
    case Result::BadFile:
        addError(record.line, {}, QString::fromStdString(reader.message()));
        m_readingEnded = true;
        return false;
    case Result::BadRow:
        m_job.rows += 1;
        addError(record.line, {}, QString::fromStdString(reader.message()));
        record.fields.clear();
        break;
    case Result::Nothing:
        record.fields.clear();
        break;
    case Result::Record:
        m_job.rows += 1;
        if (m_boundColumns != reader.columns().size()) {
            m_columns.bind(reader.columns());
            m_boundColumns = reader.columns().size();
            noteColumns();
        }
        break;
    }
    return true;
}

Outcome<Done> ImportRun::writeEvents(DataWrite &write, const QElapsedTimer &turn)
{
    tabular::Record record;
    bool hasMore = true;
    while (hasMore && turn.elapsed() < turnMs) {
        QList<EventRow> rows;
        for (int looked = 0; looked < rowsPerInsert && (hasMore = nextRecord(record)); ++looked) {
            EventRow row;
            if (record.fields.empty() || !isRight(m_checker.toEvent(record, row)))
                continue;
            m_counts[row.eventTypeId] += 1;
            m_notes.addTime(row.occurredMs);
            rows.append(std::move(row));
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
    tabular::Record record;
    while (turn.elapsed() < turnMs && nextRecord(record)) {
        ItemRow item;
        if (!record.fields.empty() && isRight(m_checker.toItem(record, item))) {
            switch (stager.stage(item)) {
            case ItemStager::Staged::New:
                m_job.inserted += 1;
                break;
            case ItemStager::Staged::Update:
                m_job.duplicates += 1;
                break;
            case ItemStager::Staged::TwiceInFile:
                addError(record.line, m_columns.nameOf(ColumnMap::ItemId),
                         u"The item \"%1\" is in the file twice."_s.arg(shownId(item.id)));
                break;
            case ItemStager::Staged::AlreadyStored:
                addError(record.line, m_columns.nameOf(ColumnMap::ItemId),
                         u"The item \"%1\" is already in the catalogue; use --update to change it."_s.arg(
                             shownId(item.id)));
                break;
            case ItemStager::Staged::NameMissing:
                addError(record.line, m_columns.nameOf(ColumnMap::Name),
                         u"The item \"%1\" is not in the catalogue yet, so it needs a name."_s.arg(
                             shownId(item.id)));
                break;
            }
        }
    }
    return Done();
}

void ImportRun::readRows(const QElapsedTimer &turn)
{
    const auto written = m_store.stage([&](DataWrite &write) -> Outcome<Done> {
        const auto rows = m_request.kind == "items"_L1 ? writeItems(write, turn) : writeEvents(write, turn);
        m_job.bytes = m_file.bytes().pos();
        report();
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
    if (m_job.errors.isEmpty() && m_file.hasChanged())
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
            m_store.events().addToCounts(change, counts, m_notes.newestMs());
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
