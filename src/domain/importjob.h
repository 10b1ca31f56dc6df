// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "states.h"

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
    bool update = false; ///< items: replace what exists
    bool again = false;  ///< import a file whose digest was imported before
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

    friend bool operator==(const ImportJob &, const ImportJob &) = default;
};

} // namespace nsl
