// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/apicall.h"
#include "store/sqlitestore.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <functional>

namespace nsl
{

/// What a request for a list says about how much of it is wanted (contract 1, "Changes").
struct ListRequest
{
    std::optional<qint64> sinceRev;
    bool isSummary = false;
    int limit = 0;     ///< 0 = all
    qint64 cursor = 0; ///< the id after which to go on; 0 = from the start
};

Outcome<ListRequest> listRequestFrom(const ApiCall &call);

/// The entity tag of what these kinds of records, the program and the query make of a reply: while it is the
/// same, so is the reply but for its own `rev`.
QString entityTag(SqliteStore &store, const ApiCall &call, const QList<RecordKind> &kinds);
/// The empty answer 304, if the client holds what the tag stands for.
std::optional<ApiAnswer> notModified(const ApiCall &call, const QString &tag);
/// The fields of a version that its summary view has.
const QStringList &versionSummary();
/// Only the named fields.
QJsonObject reduced(const QJsonObject &object, const QStringList &fields);

/// How a kind of record is listed.
template<typename Record>
struct Listed
{
    QString name; ///< the plural under which the records come
    RecordKind kind{};
    QList<RecordKind> dependsOn; ///< kinds whose change changes a reply; `kind` among them
    std::function<QList<Record>()> all;
    std::function<QList<Record>(qint64)> since;
    std::function<QJsonObject(const Record &)> json;
    QStringList summary;                            ///< fields of the summary view; empty = all
    std::function<QList<Record>(int, qint64)> page; ///< optional: at most so many, after an id
};

/// Answers a request for a list: 304, what changed since a rev, a page, or all of it.
template<typename Record>
ApiResult listAnswer(SqliteStore &store, const ApiCall &call, const Listed<Record> &listed)
{
    const auto request = listRequestFrom(call);
    if (!request.ok())
        return request.error();
    return store.read([&]() -> ApiResult {
        const QString tag = entityTag(store, call, listed.dependsOn);
        if (auto same = notModified(call, tag))
            return *same;
        QJsonObject body{{u"rev"_qs, store.rev()}};
        QList<Record> records;
        if (request->sinceRev) {
            const auto removed = store.changes().removedSince(listed.kind, *request->sinceRev);
            if (!removed.ok())
                return removed.error();
            QJsonArray ids;
            for (const qint64 id : *removed)
                ids.append(id);
            body.insert(u"removed"_qs, ids);
            records = listed.since(*request->sinceRev);
        } else if (listed.page && request->limit > 0) {
            records = listed.page(request->limit + 1, request->cursor);
        } else {
            records = listed.all();
            if (request->cursor > 0) {
                const auto isCursor = [&](const Record &one) { return one.id == request->cursor; };
                const auto at = std::find_if(records.cbegin(), records.cend(), isCursor);
                records.erase(records.cbegin(), at == records.cend() ? at : at + 1);
            }
        }
        const bool hasMore = !request->sinceRev && request->limit > 0 && records.size() > request->limit;
        if (hasMore)
            records.erase(records.cbegin() + request->limit, records.cend());
        QJsonArray rows;
        for (const Record &record : std::as_const(records)) {
            const QJsonObject row = listed.json(record);
            rows.append(request->isSummary && !listed.summary.isEmpty() ? reduced(row, listed.summary) : row);
        }
        body.insert(listed.name, rows);
        if (request->limit > 0) {
            body.insert(u"next_cursor"_qs, hasMore ? QJsonValue(QString::number(records.last().id))
                                                   : QJsonValue(QJsonValue::Null));
        }
        ApiAnswer answer(body);
        answer.headers.insert(u"ETag"_qs, tag);
        return answer;
    });
}

} // namespace nsl
