// SPDX-License-Identifier: GPL-3.0-or-later
#include "importcontroller.h"

#include "statustext.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringDecoder>

#include <algorithm>

#include "statustext.h"

namespace nsl
{

namespace
{

struct FileCheck
{
    Q_DECLARE_TR_FUNCTIONS(FileCheck)
};

constexpr qint64 previewBytes = 256 * 1024;
constexpr qsizetype previewRows = 20;
constexpr qsizetype maximumColumns = 256;

/// The records of CSV text by RFC 4180: quotes, doubled quotes, line breaks inside quotes. An unfinished last
/// record is dropped when the text was cut.
QList<QStringList> csvRecords(const QString &text, bool cut)
{
    QList<QStringList> records;
    QStringList record;
    QString cell;
    bool quoted = false;
    bool any = false;
    const auto endCell = [&] {
        if (record.size() < maximumColumns)
            record += cell;
        cell.clear();
    };
    const auto endRecord = [&] {
        endCell();
        if (any)
            records += record;
        record.clear();
        any = false;
    };
    for (qsizetype i = 0; i < text.size() && records.size() <= previewRows; ++i) {
        const QChar c = text.at(i);
        if (quoted) {
            if (c != u'"')
                cell += c;
            else if (i + 1 < text.size() && text.at(i + 1) == u'"')
                cell += text.at(i++);
            else
                quoted = false;
        } else if (c == u'"') {
            quoted = any = true;
        } else if (c == u',') {
            any = true;
            endCell();
        } else if (c == u'\n') {
            endRecord();
        } else if (c != u'\r') {
            any = true;
            cell += c;
        }
    }
    if (any && !cut && records.size() <= previewRows)
        endRecord();
    return records;
}

void previewJsonLines(ImportPreview &preview, const QString &text, bool cut)
{
    QStringList lines = text.split(u'\n');
    if (cut && lines.size() > 1)
        lines.removeLast();
    QList<QJsonObject> objects;
    for (qsizetype i = 0; i < lines.size() && objects.size() < previewRows; ++i) {
        const QString line = lines.at(i).trimmed();
        if (line.isEmpty())
            continue;
        const QJsonDocument document = QJsonDocument::fromJson(line.toUtf8());
        if (!document.isObject()) {
            preview.problem = FileCheck::tr("Line %1 is not a JSON object").arg(i + 1);
            return;
        }
        objects += document.object();
        const QStringList keys = objects.last().keys();
        for (const QString &key : keys) {
            if (!preview.columns.contains(key) && preview.columns.size() < maximumColumns)
                preview.columns += key;
        }
    }
    for (const QJsonObject &object : std::as_const(objects)) {
        QStringList row;
        for (const QString &column : std::as_const(preview.columns))
            row += object.contains(column) ? statustext::value(object.value(column)) : QString();
        preview.rows += row;
    }
}

} // namespace

ImportPreview previewImport(const QString &path)
{
    ImportPreview preview;
    QFile file(path);
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly)) {
        preview.problem = FileCheck::tr("The file cannot be read");
        return preview;
    }
    const QByteArray bytes = file.read(previewBytes);
    const bool cut = !file.atEnd();
    if (bytes.isEmpty()) {
        preview.problem = FileCheck::tr("The file is empty");
        return preview;
    }
    QStringDecoder decoder(QStringDecoder::Utf8);
    QString text = decoder.decode(bytes);
    if (decoder.hasError() || text.contains(QChar(u'\0'))) {
        preview.problem = FileCheck::tr("The file is not UTF-8 text");
        return preview;
    }
    if (text.startsWith(QChar::ByteOrderMark))
        text.remove(0, 1);
    const QString suffix = QFileInfo(path).suffix().toLower();
    preview.isJsonLines =
        suffix == u"jsonl" || suffix == u"ndjson" || (suffix != u"csv" && text.trimmed().startsWith(u'{'));
    if (preview.isJsonLines) {
        previewJsonLines(preview, text, cut);
    } else {
        QList<QStringList> records = csvRecords(text, cut);
        if (!records.isEmpty())
            preview.columns = records.takeFirst();
        preview.rows = records;
    }
    if (preview.problem.isEmpty() && preview.columns.isEmpty())
        preview.problem = FileCheck::tr("The file has no header line");
    return preview;
}

QList<ImportColumn> importColumns(const QString &kind)
{
    if (kind == u"items") {
        return {{u"item_id"_qs, true, FileCheck::tr("Item id")},
                {u"name"_qs, true, FileCheck::tr("Name")},
                {u"description"_qs, false, FileCheck::tr("Description")}};
    }
    return {{u"user_id"_qs, true, FileCheck::tr("User id")},
            {u"item_id"_qs, true, FileCheck::tr("Item id")},
            {u"type"_qs, false, FileCheck::tr("Event type")},
            {u"timestamp"_qs, true, FileCheck::tr("Time")}};
}

QMap<QString, QString> guessMapping(const QString &kind, const QStringList &fileColumns)
{
    const QMap<QString, QStringList> spellings{
        {u"item_id"_qs,
         {u"item_id"_qs, u"itemid"_qs, u"movieid"_qs, u"productid"_qs, u"sku"_qs, u"item"_qs, u"id"_qs}},
        {u"user_id"_qs, {u"user_id"_qs, u"userid"_qs, u"customerid"_qs, u"visitorid"_qs, u"user"_qs}},
        {u"name"_qs, {u"name"_qs, u"title"_qs, u"itemname"_qs}},
        {u"description"_qs, {u"description"_qs, u"text"_qs}},
        {u"type"_qs, {u"type"_qs, u"eventtype"_qs, u"event"_qs, u"eventname"_qs}},
        {u"timestamp"_qs, {u"timestamp"_qs, u"occurredat"_qs, u"time"_qs, u"clientts"_qs, u"date"_qs}},
    };
    const auto plain = [](QString name) { return name.toLower().remove(u'_').remove(u' ').remove(u'-'); };
    QMap<QString, QString> mapping;
    QStringList free = fileColumns;
    for (const ImportColumn &column : importColumns(kind)) {
        const QStringList candidates = spellings.value(column.name);
        for (const QString &spelling : candidates) {
            const auto found = std::find_if(free.begin(), free.end(), [&](const QString &name) {
                return plain(name) == plain(spelling);
            });
            if (found == free.end())
                continue;
            mapping.insert(column.name, *found);
            free.erase(found);
            break;
        }
    }
    return mapping;
}

} // namespace nsl
