// SPDX-License-Identifier: GPL-3.0-or-later
#include "datasetexport.h"

#include "corejson.h"
#include "jsonwrite.h"
#include "store/storereader.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonDocument>
#include <QSet>

#include <limits>

namespace nsl
{

namespace
{

constexpr qsizetype flushBytes = 256 * 1024;
constexpr int itemPage = 1000;

/// A file that is hashed while it is written.
class HashedFile
{
public:
    explicit HashedFile(const QString &path)
        : m_file(path)
    {
        m_ok = m_file.open(QIODevice::WriteOnly | QIODevice::Truncate) &&
               m_file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    }

    void append(const QByteArray &text) { append(text, text); }
    /// `hashed` stands for `text` in the digest.
    void append(const QByteArray &text, const QByteArray &hashed)
    {
        m_buffer += text;
        m_hashed += hashed;
        if (m_buffer.size() >= flushBytes)
            flush();
    }

    Outcome<QByteArray> finish()
    {
        flush();
        if (!m_ok || !m_file.flush()) {
            return PlatformError::storage(
                u"The file %1 cannot be written: %2."_qs.arg(m_file.fileName(), m_file.errorString()));
        }
        return m_hash.result().toHex();
    }

private:
    void flush()
    {
        m_ok = m_ok && m_file.write(m_buffer) == m_buffer.size();
        m_hash.addData(m_hashed);
        m_buffer.clear();
        m_hashed.clear();
    }

    QFile m_file;
    QByteArray m_buffer;
    QByteArray m_hashed;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
    bool m_ok = false;
};

QByteArray csvField(const QByteArray &text)
{
    const bool plain =
        !text.contains(',') && !text.contains('"') && !text.contains('\n') && !text.contains('\r');
    if (plain)
        return text;
    QByteArray quoted = text;
    quoted.replace("\"", "\"\"");
    return '"' + quoted + '"';
}

QByteArray secondsText(qint64 milliseconds)
{
    const qint64 seconds = milliseconds / 1000;
    return QByteArray::number(milliseconds % 1000 < 0 ? seconds - 1 : seconds);
}

PlatformError cancelledError()
{
    PlatformError error;
    error.kind = PlatformError::Kind::Cancelled;
    error.message = u"The run was stopped."_qs;
    return error;
}

/// What events.csv holds.
struct ExportedEvents
{
    QByteArray digest; ///< SHA-256 of its rows, hex
    qint64 count = 0;
    qint64 users = 0;
    qint64 items = 0;
    qint64 fromMs = std::numeric_limits<qint64>::max(); ///< of the first event; senseless without events
    qint64 toMs = std::numeric_limits<qint64>::min();
};

Outcome<ExportedEvents> writeEvents(StoreReader &reader, const DatasetRequest &request,
                                    const std::atomic<bool> &cancelled)
{
    HashedFile file(request.directory.eventsFile());
    // The digest tells data apart, not how they are written down: of a time in whole seconds it has what
    // files without milliseconds had, so that the data of an earlier run are known as the same.
    file.append("user_id,item_id,event_type,weight,timestamp,timestamp_ms,row\n",
                "user_id,item_id,event_type,weight,timestamp,row\n");
    ExportedEvents result;
    QSet<QByteArray> users;
    QSet<QByteArray> items;
    reader.events().forEach(request.throughEventId, request.survivors.keys(), [&](const EventRow &row) {
        const auto signal = request.survivors.find(row.eventTypeId);
        if (signal == request.survivors.end())
            return true;
        const QByteArray what = csvField(row.userId) + ',' + csvField(row.itemId) + ',' +
                                csvField(signal->name.toUtf8()) + ',' + QByteArray::number(signal->weight) +
                                ',' + secondsText(row.occurredMs) + ',';
        const QByteArray milliseconds = QByteArray::number(row.occurredMs) + ',';
        const QByteArray id = QByteArray::number(row.id) + '\n';
        file.append(what + milliseconds + id,
                    what + (row.occurredMs % 1000 == 0 ? QByteArray() : milliseconds) + id);
        users.insert(row.userId);
        items.insert(row.itemId);
        result.fromMs = qMin(result.fromMs, row.occurredMs);
        result.toMs = qMax(result.toMs, row.occurredMs);
        ++result.count;
        return !cancelled;
    });
    const auto digest = file.finish();
    if (!digest.ok())
        return digest.error();
    if (cancelled)
        return cancelledError();
    result.digest = *digest;
    result.users = users.size();
    result.items = items.size();
    return result;
}

/// Writes items.jsonl; its SHA-256 in hex.
Outcome<QByteArray> writeItems(StoreReader &reader, const DatasetRequest &request,
                               const std::atomic<bool> &cancelled)
{
    HashedFile file(request.directory.itemsFile());
    QString last;
    for (;;) {
        if (cancelled)
            return cancelledError();
        const QList<Item> page = reader.items().page(itemPage, last);
        for (const Item &item : page) {
            const QJsonObject line{{u"id"_qs, item.id},
                                   {u"name"_qs, item.name},
                                   {u"description"_qs, item.description},
                                   {u"metadata"_qs, item.metadata},
                                   {u"active"_qs, item.active}};
            file.append(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
        }
        if (page.size() < itemPage)
            return file.finish();
        last = page.last().id;
    }
}

} // namespace

Outcome<Done> exportEvents(const DatasetRequest &request, const std::atomic<bool> &cancelled)
{
    auto opened = StoreReader::open(request.databaseFile);
    if (!opened.ok())
        return opened.error();
    try {
        const auto events = writeEvents(**opened, request, cancelled);
        return events.ok() ? Outcome<Done>(Done{}) : events.error();
    } catch (const StoreFailure &failure) {
        return failure.error();
    }
}

Outcome<QJsonObject> exportDataset(const DatasetRequest &request, const std::atomic<bool> &cancelled)
{
    auto opened = StoreReader::open(request.databaseFile);
    if (!opened.ok())
        return opened.error();
    try {
        const auto events = writeEvents(**opened, request, cancelled);
        if (!events.ok())
            return events.error();
        const auto itemsDigest = writeItems(**opened, request, cancelled);
        if (!itemsDigest.ok())
            return itemsDigest.error();
        const QByteArray lines = events->digest + "  events.csv\n" + *itemsDigest + "  items.jsonl\n";
        const auto isoTime = [&](qint64 ms) {
            return events->count == 0 ? QJsonValue()
                                      : json::isoTime(QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC));
        };
        return QJsonObject{
            {u"events"_qs, events->count},
            {u"users"_qs, events->users},
            {u"items"_qs, events->items},
            {u"from"_qs, isoTime(events->fromMs)},
            {u"to"_qs, isoTime(events->toMs)},
            {u"digest"_qs,
             QString::fromLatin1(QCryptographicHash::hash(lines, QCryptographicHash::Sha256).toHex())}};
    } catch (const StoreFailure &failure) {
        return failure.error();
    }
}

} // namespace nsl
