// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/importrepository.h"

#include "jsonwrite.h"

#include <QJsonArray>
#include <QJsonObject>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

QString importObjectName(qint64 id)
{
    return u"import/%1"_s.arg(id);
}

QJsonArray errorsJson(const QList<ImportJob::RowError> &errors)
{
    QJsonArray array;
    for (const ImportJob::RowError &error : errors) {
        array.append(
            QJsonObject{{u"line"_s, error.line}, {u"column"_s, error.column}, {u"message"_s, error.message}});
    }
    return array;
}

QJsonArray notesJson(const QList<ImportJob::Note> &notes)
{
    QJsonArray array;
    for (const ImportJob::Note &note : notes)
        array.append(QJsonObject{{u"code"_s, note.code}, {u"text"_s, note.text}, {u"count"_s, note.count}});
    return array;
}

QList<ImportJob> selectImports(Database &database, const QString &tail, const QVariantList &values)
{
    Statement rows =
        database.run(u"SELECT id, kind, path, status, row_count, inserted, duplicates, extra_columns, "
                     "errors, bytes, bytes_total, dry_run, from_at, to_at, notes FROM import "_s +
                         tail,
                     values);
    QList<ImportJob> list;
    while (rows.next()) {
        ImportJob job;
        job.id = rows.integer(0);
        job.kind = rows.text(1);
        job.path = rows.text(2);
        job.status = parseImportState(rows.text(3));
        job.rows = rows.integer(4);
        job.inserted = rows.integer(5);
        job.duplicates = rows.integer(6);
        for (const auto columns = rows.json(7).toArray(); const QJsonValue &column : columns)
            job.extraColumns.append(column.toString());
        for (const auto errors = rows.json(8).toArray(); const QJsonValue &error : errors) {
            job.errors.append({error[u"line"_s].toInteger(), error[u"column"_s].toString(),
                               error[u"message"_s].toString()});
        }
        job.bytes = rows.integer(9);
        job.bytesTotal = rows.integer(10);
        job.dryRun = rows.integer(11) != 0;
        job.from = rows.time(12);
        job.to = rows.time(13);
        for (const auto notes = rows.json(14).toArray(); const QJsonValue &note : notes) {
            job.notes.append(
                {note[u"code"_s].toString(), note[u"text"_s].toString(), note[u"count"_s].toInteger()});
        }
        list.append(job);
    }
    return list;
}

std::optional<ImportJob> firstImport(const QList<ImportJob> &list)
{
    return list.isEmpty() ? std::nullopt : std::optional(list.first());
}

} // namespace

std::optional<ImportJob> ImportRepository::find(qint64 id) const
{
    return firstImport(selectImports(m_database, u"WHERE id = ?"_s, {id}));
}

std::optional<ImportJob> ImportRepository::findByDigest(const QString &kind, const QString &digest) const
{
    return firstImport(selectImports(
        m_database,
        u"WHERE kind = ? AND digest = ? AND status = 'Succeeded' AND dry_run = 0 ORDER BY id DESC LIMIT 1"_s,
        {kind, digest}));
}

qint64 ImportRepository::begin(DataWrite &write, const ImportRequest &request, qint64 bytesTotal)
{
    return write
        .run(u"INSERT INTO import (kind, path, status, bytes_total, dry_run, first_event, created_at, rev) "
             u"VALUES (?, ?, "
             "'Running', ?, ?, (SELECT coalesce(max(id), 0) + 1 FROM event), ?, ?)"_s,
             {request.kind, request.path, bytesTotal, request.dryRun, toColumn(write.now()), write.nextRev()})
        .insertedId();
}

void ImportRepository::saveProgress(DataWrite &write, const ImportJob &job)
{
    write.run(u"UPDATE import SET status = ?, row_count = ?, inserted = ?, duplicates = ?, extra_columns = "
              u"?, errors = ?, "
              "bytes = ?, bytes_total = ?, from_at = ?, to_at = ?, notes = ?, rev = ? WHERE id = ?"_s,
              {toText(job.status.value), job.rows, job.inserted, job.duplicates,
               toColumn(QJsonValue(QJsonArray::fromStringList(job.extraColumns))),
               toColumn(QJsonValue(errorsJson(job.errors))), job.bytes, job.bytesTotal, toColumn(job.from),
               toColumn(job.to), toColumn(QJsonValue(notesJson(job.notes))), write.nextRev(), job.id});
}

void ImportRepository::finish(StateChange &change, const ImportJob &job, const QString &digest)
{
    // What a file does not say of an item stays as it is; metadata takes the file's keys one by one unless
    // the file has metadata as a whole.
    change.run(u"UPDATE item SET name = coalesce(u.name, item.name), "
               "description = coalesce(u.description, item.description), "
               "metadata = CASE WHEN u.metadata IS NULL THEN item.metadata WHEN u.replaces_metadata THEN "
               "u.metadata ELSE json_patch(item.metadata, u.metadata) END, "
               "active = coalesce(u.active, item.active), updated_at = ?, rev = ? "
               "FROM item_update AS u WHERE u.import_id = ? AND item.id = u.id"_s,
               {toColumn(change.now()), change.nextRev(), job.id});
    // Items that somebody deleted while the file was read.
    change.run(
        u"INSERT INTO item (id, name, description, metadata, active, created_at, updated_at, rev) "
        "SELECT id, name, coalesce(description, ''), coalesce(metadata, '{}'), coalesce(active, 1), ?, ?, "
        "? FROM item_update WHERE import_id = ? AND name IS NOT NULL ON CONFLICT (id) DO NOTHING"_s,
        {toColumn(change.now()), toColumn(change.now()), change.nextRev(), job.id});
    change.run(u"DELETE FROM item_update WHERE import_id = ?"_s, {job.id});
    ImportJob ended = job;
    ended.status = ImportState::Succeeded;
    saveProgress(change, ended);
    change.run(u"UPDATE import SET hidden = 0, digest = ? WHERE id = ?"_s, {digest, job.id});
    change.journal(u"import.succeeded"_s, importObjectName(job.id), QJsonValue::Undefined,
                   QJsonObject{{u"kind"_s, job.kind},
                               {u"path"_s, job.path},
                               {u"rows"_s, job.rows},
                               {u"inserted"_s, job.inserted},
                               {u"duplicates"_s, job.duplicates},
                               {u"from"_s, json::isoTime(job.from)},
                               {u"to"_s, json::isoTime(job.to)},
                               {u"sha256"_s, digest}});
}

void ImportRepository::abandon(DataWrite &write, const ImportJob &job)
{
    saveProgress(write, job);
}

void ImportRepository::skipRevs(DataWrite &write)
{
    write.run(u"UPDATE counter SET value = value + 1000000 WHERE name = 'rev'"_s);
}

bool ImportRepository::removeRows(DataWrite &write, qint64 id, int limit)
{
    qint64 removed = write
                         .run(u"DELETE FROM event WHERE id IN (SELECT id FROM event WHERE id >= (SELECT "
                              u"first_event FROM import WHERE "
                              "id = ?) AND import_id = ? LIMIT ?)"_s,
                              {id, id, limit})
                         .changedRows();
    removed +=
        write
            .run(
                u"DELETE FROM item WHERE id IN (SELECT id FROM item WHERE import_id > 0 AND import_id = ? LIMIT ?)"_s,
                {id, limit})
            .changedRows();
    removed += write
                   .run(u"DELETE FROM item_update WHERE import_id = ? AND id IN (SELECT id FROM item_update "
                        u"WHERE import_id "
                        "= ? LIMIT ?)"_s,
                        {id, id, limit})
                   .changedRows();
    if (removed > 0)
        return true;
    // A crash left it Running; nothing else can be said of it than that it failed.
    write.run(u"UPDATE import SET hidden = 0, status = CASE status WHEN 'Running' THEN 'Failed' ELSE status "
              u"END, rev = ? "
              "WHERE id = ?"_s,
              {write.nextRev(), id});
    return false;
}

QList<std::pair<QString, qint64>> ImportRepository::countsByStatus() const
{
    Statement rows = m_database.run(u"SELECT status, count(*) FROM import GROUP BY status ORDER BY status"_s);
    QList<std::pair<QString, qint64>> counts;
    while (rows.next())
        counts.append({rows.text(0), rows.integer(1)});
    return counts;
}

QList<qint64> ImportRepository::hiddenImports() const
{
    Statement rows = m_database.run(u"SELECT id FROM import WHERE hidden = 1 ORDER BY id"_s);
    QList<qint64> ids;
    while (rows.next())
        ids.append(rows.integer(0));
    return ids;
}

} // namespace nsl
