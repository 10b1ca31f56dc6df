// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/importpreview.h"

#include "ingest/columnmap.h"
#include "ingest/importfile.h"
#include "ingest/importnotes.h"
#include "ingest/rowchecker.h"

#include <algorithm>

namespace nsl
{

using namespace Qt::StringLiterals;

namespace
{

/// Rows of nothing count: a file of nothing else is not read to its end for a preview.
constexpr int mostRecordsLookedAt = 200;
constexpr qsizetype shownCellCharacters = 200;

QStringList cellsOf(const tabular::Record &record)
{
    QStringList cells;
    for (const std::string &field : record.fields)
        cells.append(QString::fromStdString(field).left(shownCellCharacters));
    return cells;
}

} // namespace

Outcome<FilePreview> previewImport(SqliteStore &store, const ImportRequest &request)
{
    ColumnMap columns(request);
    if (const QString mistake = columns.mistakeInRequest(); !mistake.isEmpty())
        return PlatformError::invalid(mistake, u"bad_map"_s);
    ImportFile file(request);
    if (const auto opened = file.open(); !opened)
        return opened.error();
    FilePreview preview;
    if (const QString mistake = file.startReading(); !mistake.isEmpty()) {
        preview.errors.append({1, {}, mistake});
        return preview;
    }
    tabular::RecordReader &reader = file.reader();
    if (file.isTable()) {
        preview.separator = QString::fromStdString(file.format().delimited.separator);
        columns.bind(reader.columns());
        for (const QStringList missing = columns.missing(); const QString &sentence : missing)
            preview.errors.append({1, {}, sentence});
    }
    const bool canCheck = preview.errors.isEmpty();
    RowChecker checker(store, request, columns);
    ImportNotes notes;
    tabular::Record record;
    for (int looked = 0; looked < mostRecordsLookedAt && preview.rows.size() < FilePreview::mostRows;
         ++looked) {
        const auto result = reader.next(record);
        if (result == tabular::RecordReader::Result::End)
            break;
        if (result == tabular::RecordReader::Result::Nothing)
            continue;
        if (result != tabular::RecordReader::Result::Record) {
            preview.errors.append({record.line, {}, QString::fromStdString(reader.message())});
            if (result == tabular::RecordReader::Result::BadFile)
                break;
            continue;
        }
        if (!file.isTable())
            columns.bind(reader.columns());
        preview.rows.append(cellsOf(record));
        if (!canCheck)
            continue;
        EventRow event;
        ItemRow item;
        const bool isEvents = request.kind == "events"_L1;
        const auto mistake = isEvents ? checker.toEvent(record, event) : checker.toItem(record, item);
        if (mistake)
            preview.errors.append(*mistake);
        else if (isEvents)
            notes.addTime(event.occurredMs);
    }
    for (const std::string &column : reader.columns())
        preview.columns.append(QString::fromStdString(column));
    for (QStringList &row : preview.rows) {
        while (row.size() < preview.columns.size())
            row.append(QString());
    }
    preview.map = columns.found();
    preview.notes = notes.of(columns, reader);
    preview.from = notes.from();
    preview.to = notes.to();
    return preview;
}

} // namespace nsl
