// SPDX-License-Identifier: GPL-3.0-or-later
#include "operationsjson.h"

#include "jsonread.h"
#include "jsonwrite.h"

namespace nsl
{

QJsonObject toJson(const Actor &actor)
{
    return {{u"kind"_qs, actor.kind},
            {u"key_id"_qs, actor.keyId > 0 ? QJsonValue(actor.keyId) : QJsonValue(QJsonValue::Null)},
            {u"name"_qs, actor.name},
            {u"os_user"_qs, json::textOrNull(actor.osUser)}};
}

Actor actorFromJson(const QJsonObject &object)
{
    return {json::text(object, u"kind"), json::integer(object, u"key_id"), json::text(object, u"name"),
            json::text(object, u"os_user")};
}

QJsonObject toJson(const JournalEntry &entry)
{
    // An object drops what is undefined, and readers look for the key.
    const auto orNull = [](const QJsonValue &value) { return value.isUndefined() ? QJsonValue() : value; };
    return {{u"id"_qs, entry.id},
            {u"at"_qs, json::isoTime(entry.at)},
            {u"actor"_qs, toJson(entry.actor)},
            {u"action"_qs, entry.action},
            {u"object"_qs, entry.object},
            {u"before"_qs, orNull(entry.before)},
            {u"after"_qs, orNull(entry.after)},
            {u"comment"_qs, json::textOrNull(entry.comment)},
            {u"request_id"_qs, json::textOrNull(entry.requestId)},
            {u"hash"_qs, entry.hash}};
}

JournalEntry journalEntryFromJson(const QJsonObject &object)
{
    JournalEntry entry;
    entry.id = json::integer(object, u"id");
    entry.at = json::time(object, u"at");
    entry.actor = actorFromJson(json::find(object, u"actor").toObject());
    entry.action = json::text(object, u"action");
    entry.object = json::text(object, u"object");
    entry.before = json::find(object, u"before");
    entry.after = json::find(object, u"after");
    entry.comment = json::text(object, u"comment");
    entry.requestId = json::text(object, u"request_id");
    entry.hash = json::text(object, u"hash");
    return entry;
}

JournalPage journalPageFromJson(const QJsonObject &object)
{
    JournalPage page;
    page.headHash = json::text(object, u"head_hash");
    const QJsonArray entries = json::find(object, u"entries").toArray();
    for (const QJsonValue entry : entries)
        page.entries.append(journalEntryFromJson(entry.toObject()));
    return page;
}

namespace
{

constexpr qsizetype mostImportColumns = 500;

/// A tab cannot be typed everywhere.
QString separatorFrom(const QString &text)
{
    return text == u"tab" || text == u"\\t" ? QString(u'\t') : text;
}

QJsonArray errorsJson(const QList<ImportJob::RowError> &errors)
{
    QJsonArray array;
    for (const ImportJob::RowError &error : errors) {
        array.append(QJsonObject{{u"line"_qs, error.line},
                                 {u"column"_qs, json::textOrNull(error.column)},
                                 {u"message"_qs, error.message}});
    }
    return array;
}

QJsonArray notesJson(const QList<ImportJob::Note> &notes)
{
    QJsonArray array;
    for (const ImportJob::Note &note : notes)
        array.append(
            QJsonObject{{u"code"_qs, note.code}, {u"text"_qs, note.text}, {u"count"_qs, note.count}});
    return array;
}

QList<ImportJob::RowError> importErrorsFrom(const QJsonArray &array)
{
    QList<ImportJob::RowError> errors;
    for (const QJsonValue value : array) {
        const QJsonObject fields = value.toObject();
        errors.append(
            {json::integer(fields, u"line"), json::text(fields, u"column"), json::text(fields, u"message")});
    }
    return errors;
}

QList<ImportJob::Note> importNotesFrom(const QJsonArray &array)
{
    QList<ImportJob::Note> notes;
    for (const QJsonValue value : array) {
        const QJsonObject fields = value.toObject();
        notes.append(
            {json::text(fields, u"code"), json::text(fields, u"text"), json::integer(fields, u"count")});
    }
    return notes;
}

} // namespace

QJsonObject toJson(const ImportRequest &request)
{
    QJsonObject map;
    for (auto it = request.map.begin(); it != request.map.end(); ++it)
        map.insert(it.key(), it.value());
    QJsonObject object{{u"kind"_qs, request.kind}, {u"path"_qs, request.path}};
    if (!map.isEmpty())
        object.insert(u"map"_qs, map);
    if (!request.separator.isEmpty())
        object.insert(u"separator"_qs, request.separator);
    if (!request.columns.isEmpty())
        object.insert(u"columns"_qs, QJsonArray::fromStringList(request.columns));
    if (!request.defaultType.isEmpty())
        object.insert(u"default_type"_qs, request.defaultType);
    for (const auto &[key, value] :
         {std::pair(u"dry_run"_qs, request.dryRun), std::pair(u"update"_qs, request.update),
          std::pair(u"again"_qs, request.again), std::pair(u"null_ids"_qs, request.nullIds)}) {
        if (value)
            object.insert(key, true);
    }
    return object;
}

Outcome<ImportRequest> importRequestFromJson(const QJsonObject &object)
{
    ImportRequest request;
    request.kind = json::text(object, u"kind");
    if (request.kind != u"items" && request.kind != u"events")
        return PlatformError::invalid(u"kind must be \"items\" or \"events\""_qs);
    request.path = json::text(object, u"path");
    if (request.path.isEmpty())
        return PlatformError::invalid(u"path is missing: it names the file to import"_qs);
    const QJsonValue map = json::find(object, u"map");
    if (!map.isUndefined() && !map.isNull() && !map.isObject())
        return PlatformError::invalid(u"map must be an object of column names"_qs);
    const QJsonObject columns = map.toObject();
    for (auto it = columns.begin(); it != columns.end(); ++it) {
        if (!it.value().isString() || it.value().toString().isEmpty())
            return PlatformError::invalid(
                u"map: the source of \"%1\" must be a column name"_qs.arg(it.key()));
        request.map.insert(it.key(), it.value().toString());
    }
    request.defaultType = json::text(object, u"default_type");
    request.dryRun = json::boolean(object, u"dry_run");
    request.update = json::boolean(object, u"update");
    request.again = json::boolean(object, u"again");
    request.nullIds = json::boolean(object, u"null_ids");
    request.separator = separatorFrom(json::text(object, u"separator"));
    if (request.separator.size() > 8 || request.separator.contains(u'"') ||
        request.separator.contains(u'\n') || request.separator.contains(u'\r')) {
        return PlatformError::invalid(
            u"separator must be one to eight characters without quotes and line breaks"_qs);
    }
    const QJsonValue given = json::find(object, u"columns");
    if (!given.isUndefined() && !given.isNull() && !given.isArray())
        return PlatformError::invalid(u"columns must be a list of names"_qs);
    const QJsonArray names = given.toArray();
    for (const QJsonValue name : names) {
        const QString column = name.toString().trimmed();
        if (!name.isString() || (!column.isEmpty() && request.columns.contains(column)))
            return PlatformError::invalid(u"columns must be a list of different names"_qs);
        request.columns.append(column);
    }
    if (request.columns.size() > mostImportColumns)
        return PlatformError::invalid(u"columns: at most %1 can be read"_qs.arg(mostImportColumns));
    return request;
}

QJsonObject toJson(const ImportJob &import)
{
    return {{u"id"_qs, import.id},
            {u"kind"_qs, import.kind},
            {u"path"_qs, import.path},
            {u"status"_qs, import.status.text},
            {u"rows"_qs, import.rows},
            {u"inserted"_qs, import.inserted},
            {u"duplicates"_qs, import.duplicates},
            {u"extra_columns"_qs, QJsonArray::fromStringList(import.extraColumns)},
            {u"errors"_qs, errorsJson(import.errors)},
            {u"bytes"_qs, import.bytes},
            {u"bytes_total"_qs, import.bytesTotal},
            {u"dry_run"_qs, import.dryRun},
            {u"from"_qs, json::isoTime(import.from)},
            {u"to"_qs, json::isoTime(import.to)},
            {u"notes"_qs, notesJson(import.notes)}};
}

ImportJob importFromJson(const QJsonObject &object)
{
    ImportJob import;
    import.id = json::integer(object, u"id");
    import.kind = json::text(object, u"kind");
    import.path = json::text(object, u"path");
    import.status = parseImportState(json::text(object, u"status"));
    import.rows = json::integer(object, u"rows");
    import.inserted = json::integer(object, u"inserted");
    import.duplicates = json::integer(object, u"duplicates");
    import.extraColumns = json::textList(object, u"extra_columns");
    import.errors = importErrorsFrom(json::find(object, u"errors").toArray());
    import.bytes = json::integer(object, u"bytes");
    import.bytesTotal = json::integer(object, u"bytes_total");
    import.dryRun = json::boolean(object, u"dry_run");
    import.from = json::time(object, u"from");
    import.to = json::time(object, u"to");
    import.notes = importNotesFrom(json::find(object, u"notes").toArray());
    return import;
}

QJsonObject toJson(const FilePreview &preview)
{
    QJsonObject map;
    for (auto it = preview.map.begin(); it != preview.map.end(); ++it)
        map.insert(it.key(), it.value());
    QJsonArray rows;
    for (const QStringList &row : preview.rows)
        rows.append(QJsonArray::fromStringList(row));
    return {{u"separator"_qs, json::textOrNull(preview.separator)},
            {u"columns"_qs, QJsonArray::fromStringList(preview.columns)},
            {u"map"_qs, map},
            {u"rows"_qs, rows},
            {u"errors"_qs, errorsJson(preview.errors)},
            {u"notes"_qs, notesJson(preview.notes)},
            {u"from"_qs, json::isoTime(preview.from)},
            {u"to"_qs, json::isoTime(preview.to)}};
}

FilePreview filePreviewFromJson(const QJsonObject &object)
{
    FilePreview preview;
    preview.separator = json::text(object, u"separator");
    preview.columns = json::textList(object, u"columns");
    const QJsonObject map = json::find(object, u"map").toObject();
    for (auto it = map.begin(); it != map.end(); ++it)
        preview.map.insert(it.key(), it.value().toString());
    for (const auto rows = json::find(object, u"rows").toArray(); const QJsonValue row : rows) {
        QStringList cells;
        for (const auto values = row.toArray(); const QJsonValue cell : values)
            cells.append(cell.toString());
        preview.rows.append(cells);
    }
    preview.errors = importErrorsFrom(json::find(object, u"errors").toArray());
    preview.notes = importNotesFrom(json::find(object, u"notes").toArray());
    preview.from = json::time(object, u"from");
    preview.to = json::time(object, u"to");
    return preview;
}

QJsonObject toJson(const SampleCounts &counts)
{
    return {{u"items"_qs, counts.items}, {u"events"_qs, counts.events}, {u"users"_qs, counts.users}};
}

SampleCounts sampleCountsFromJson(const QJsonObject &object)
{
    return {json::integer(object, u"items"), json::integer(object, u"events"),
            json::integer(object, u"users")};
}

Identity identityFromJson(const QJsonObject &object)
{
    return {json::find(object, {u"key_name", u"name"}).toString(), json::textList(object, u"scopes"),
            json::text(object, u"workspace")};
}

QJsonObject platformErrorJson(const PlatformError &error)
{
    QJsonObject object{{u"error"_qs, error.message}};
    if (!error.code.isEmpty())
        object.insert(u"code"_qs, error.code);
    return object;
}

QJsonObject coreErrorJson(const PlatformError &error)
{
    const int status = httpStatusFor(error);
    const QString type = status == 401 || status == 403 ? u"authentication_error"_qs
                         : status == 429                ? u"rate_limit_error"_qs
                         : status >= 500                ? u"api_error"_qs
                                                        : u"invalid_request_error"_qs;
    QJsonObject fields{{u"type"_qs, type}, {u"code"_qs, error.code}, {u"message"_qs, error.message}};
    if (!error.requestId.isEmpty())
        fields.insert(u"request_id"_qs, error.requestId);
    return {{u"error"_qs, fields}};
}

PlatformError errorFromJson(int httpStatus, const QJsonObject &body, const QString &fallback)
{
    PlatformError error{errorKindForStatus(httpStatus), httpStatus, {}, fallback, {}};
    const QJsonValue value = body.value(u"error"_qs);
    const QJsonObject fields = value.isObject() ? value.toObject() : body;
    error.code = json::text(fields, u"code");
    error.requestId = json::text(fields, u"request_id");
    const QString message = value.isString() ? value.toString() : json::text(fields, u"message");
    if (!message.isEmpty())
        error.message = message;
    if (value.isString() && body.contains(u"error_description"_qs)) { // the token endpoint's form
        error.code = value.toString();
        error.message = json::text(body, u"error_description");
    }
    return error;
}

} // namespace nsl
