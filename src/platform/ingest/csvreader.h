// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ingest/bytesource.h"
#include "ingest/record.h"

namespace nsl
{

/// Comma-separated values as RFC 4180 describes them: quoted fields with doubled quotes and line breaks
/// inside, LF or CRLF, an optional byte order mark, a header line. Empty lines are passed over.
class CsvReader : public RecordReader
{
public:
    explicit CsvReader(QIODevice &device);
    /// Reads the header; BadFile when there is none or a name is empty or comes twice, End for an empty file.
    Result readHeader();
    Result next(Record &record) override;

private:
    Result readRow(Record &row);
    bool readQuoted(QByteArray &field);
    bool readPlain(QByteArray &field);
    bool grows(QByteArray &field, char byte);
    Result fail(Result result, const QString &message);

    ByteSource m_source;
    qint64 m_line = 1;
    qsizetype m_recordBytes = 0;
    bool m_tooLong = false;
};

} // namespace nsl
