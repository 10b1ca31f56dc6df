// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzzentry.h"

#include "format.h"
#include "ingest/columnmap.h"
#include "ingest/eventtime.h"

#include <QJsonDocument>

using namespace nsl;

namespace
{

void bindAndTake(std::string_view bytes, const ImportRequest &request, std::string_view name)
{
    tabular::MemoryInput input(bytes);
    const auto format = tabular::recognise(bytes.substr(0, tabular::recognisedBytes), name, {});
    if (format.kind == tabular::FileFormat::Kind::Unreadable)
        return;
    const auto reader = tabular::makeReader(input, format);
    if (auto *table = dynamic_cast<tabular::DelimitedReader *>(reader.get());
        table && table->readHeader() != tabular::RecordReader::Result::Record)
        return;
    ColumnMap columns(request);
    columns.bind(reader->columns());
    for (const QStringList missing = columns.missing(); const QString &sentence : missing)
        fuzzCheck(sentence.size() < 400, "a sentence quotes a glimpse of the file");
    tabular::Record record;
    for (;;) {
        const auto result = reader->next(record);
        if (result == tabular::RecordReader::Result::End || result == tabular::RecordReader::Result::BadFile)
            return;
        // JSON records bring new columns, and a caller may ask before it has bound them.
        QString mistake;
        const QByteArray text = columns.metadataText(record, mistake);
        if (mistake.isEmpty() && !text.isEmpty())
            fuzzCheck(QJsonDocument::fromJson(text).isObject(), "metadata is an object");
        columns.bind(reader->columns());
        for (int target = 0; target < ColumnMap::targetCount; ++target) {
            const std::string_view value = columns.value(record, ColumnMap::Target(target));
            const auto ms = parseEventTime(QByteArray(value.data(), qsizetype(value.size())));
            fuzzCheck(!ms || *ms >= 0, "times begin in 1970");
        }
        columns.hasMetadata(record);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    ImportRequest request;
    for (const char16_t *kind : {u"events", u"items"}) {
        request.kind = QString::fromUtf16(kind);
        bindAndTake(bytes, request, "fuzz.csv");
        bindAndTake(bytes, request, "fuzz");
    }
    return 0;
}
