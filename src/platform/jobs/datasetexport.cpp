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

    void append(const QByteArray &text)
    {
        m_buffer += text;
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
        m_hash.addData(m_buffer);
        m_buffer.clear();
    }

    QFile m_file;
    QByteArray m_buffer;
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

// The container contract has whole Unix seconds; ties are broken by the row.
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

} // namespace

Outcome<QJsonObject> exportDataset(const DatasetRequest &request, const std::atomic<bool> &cancelled)
{
    auto opened = StoreReader::open(request.databaseFile);
    if (!opened.ok())
        return opened.error();
    StoreReader &reader = **opened;
    try {
        HashedFile events(request.directory.eventsFile());
        events.append("user_id,item_id,event_type,weight,timestamp,row\n");
        qint64 count = 0;
        qint64 from = std::numeric_limits<qint64>::max();
        qint64 to = std::numeric_limits<qint64>::min();
        QSet<QByteArray> users;
        QSet<QByteArray> items;
        reader.events().forEach(request.throughEventId, request.survivors.keys(), [&](const EventRow &row) {
            const auto signal = request.survivors.find(row.eventTypeId);
            if (signal == request.survivors.end())
                return true;
            events.append(csvField(row.userId) + ',' + csvField(row.itemId) + ',' +
                          csvField(signal->name.toUtf8()) + ',' + QByteArray::number(signal->weight) + ',' +
                          secondsText(row.occurredMs) + ',' + QByteArray::number(row.id) + '\n');
            users.insert(row.userId);
            items.insert(row.itemId);
            from = qMin(from, row.occurredMs);
            to = qMax(to, row.occurredMs);
            ++count;
            return !cancelled;
        });
        const auto eventsDigest = events.finish();
        if (!eventsDigest.ok())
            return eventsDigest.error();

        HashedFile catalogue(request.directory.itemsFile());
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
                catalogue.append(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
            }
            if (page.size() < itemPage)
                break;
            last = page.last().id;
        }
        const auto itemsDigest = catalogue.finish();
        if (!itemsDigest.ok())
            return itemsDigest.error();

        const QByteArray lines = *eventsDigest + "  events.csv\n" + *itemsDigest + "  items.jsonl\n";
        const auto isoTime = [&](qint64 ms) {
            return count == 0 ? QJsonValue() : json::isoTime(QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC));
        };
        return QJsonObject{
            {u"events"_qs, count},
            {u"users"_qs, static_cast<qint64>(users.size())},
            {u"items"_qs, static_cast<qint64>(items.size())},
            {u"from"_qs, isoTime(from)},
            {u"to"_qs, isoTime(to)},
            {u"digest"_qs,
             QString::fromLatin1(QCryptographicHash::hash(lines, QCryptographicHash::Sha256).toHex())}};
    } catch (const StoreFailure &failure) {
        return failure.error();
    }
}

} // namespace nsl
