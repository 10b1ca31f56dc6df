// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonValue>
#include <QList>
#include <QString>

namespace nsl
{

/// One record of a file: UTF-8 fields in the order of the reader's columns.
struct Record
{
    qint64 line = 0; ///< the physical line where it starts, from 1
    QList<QByteArray> fields;
    QList<QJsonValue> typed; ///< the same values as JSON, where the file has types; else empty
};

/// Reads the records of a file, one after the other, without ever holding more than one.
class RecordReader
{
public:
    enum class Result {
        Record,  ///< a record was read
        End,     ///< there are no more
        BadRow,  ///< this record is wrong, see message(); the next one can be read
        BadFile, ///< the file cannot be read on, see message()
    };

    static constexpr qsizetype maximumFieldBytes = 64 * 1024;
    static constexpr qsizetype maximumRecordBytes = 1024 * 1024;
    static constexpr qsizetype maximumColumns = 500;

    virtual ~RecordReader() = default;
    /// For every result but End, record.line is set.
    virtual Result next(Record &record) = 0;
    /// The columns known so far; a JSONL file may add some with every record.
    const QList<QByteArray> &columns() const { return m_columns; }
    const QString &message() const { return m_message; }

protected:
    QList<QByteArray> m_columns;
    QString m_message;
};

} // namespace nsl
