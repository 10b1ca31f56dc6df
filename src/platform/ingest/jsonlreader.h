// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ingest/bytesource.h"
#include "ingest/record.h"

#include <QHash>

namespace nsl
{

/// One JSON object per line. Keys become columns as they appear; a key that a line does not have is an empty
/// field. Empty lines are passed over.
class JsonlReader : public RecordReader
{
public:
    explicit JsonlReader(QIODevice &device);
    Result next(Record &record) override;

private:
    ByteSource m_source;
    QHash<QString, qsizetype> m_positions;
    qint64 m_line = 0;
};

} // namespace nsl
