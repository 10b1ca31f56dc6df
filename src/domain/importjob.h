// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "states.h"

#include <QDateTime>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace nsl
{

/// What to import and how to read it.
struct ImportRequest
{
    QString kind;               ///< "items" or "events"
    QString path;               ///< absolute, on the platform's machine
    QMap<QString, QString> map; ///< our column -> the file's column
    QString defaultType;        ///< event type of rows that have none
    bool dryRun = false;
    bool update = false;  ///< items: replace what exists
    bool again = false;   ///< import a file whose digest was imported before
    QString separator;    ///< between the fields of a table; empty = the one that the file seems to have
    QStringList columns;  ///< of a table that has no header line
    bool nullIds = false; ///< words like "nan" and "null" are values, not missing ones
};

/// A file on its way into the store: all of it or nothing.
struct ImportJob
{
    struct RowError
    {
        qint64 line = 0; ///< physical line where the record starts; the header is line 1; 0 = the file
        QString column;
        QString message;

        friend bool operator==(const RowError &, const RowError &) = default;
    };

    /// What was left out or read in another way than it stands in the file.
    struct Note
    {
        QString code; ///< for programs
        QString text; ///< a sentence, without the count
        qint64 count = 0;

        friend bool operator==(const Note &, const Note &) = default;
    };

    qint64 id = 0;
    QString kind;
    QString path;
    Reported<ImportState> status;
    qint64 rows = 0;
    qint64 inserted = 0;
    qint64 duplicates = 0;
    QStringList extraColumns;
    QList<RowError> errors; ///< the first 100
    qint64 bytes = 0;
    qint64 bytesTotal = 0;
    bool dryRun = false;
    QDateTime from; ///< of the first event by time, UTC; invalid without events
    QDateTime to;
    QList<Note> notes;

    friend bool operator==(const ImportJob &, const ImportJob &) = default;
};

/// The first rows of a file as an import would read them.
struct FilePreview
{
    static constexpr qsizetype mostRows = 20;

    QString separator;          ///< empty where the file is no table
    QStringList columns;        ///< of the file; a nameless one is empty
    QMap<QString, QString> map; ///< our column -> the file's, for each one that was found
    QList<QStringList> rows;    ///< one text per column
    QList<ImportJob::RowError> errors;
    QList<ImportJob::Note> notes;
    QDateTime from; ///< of these rows
    QDateTime to;

    friend bool operator==(const FilePreview &, const FilePreview &) = default;
};

} // namespace nsl
