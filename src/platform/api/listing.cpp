// SPDX-License-Identifier: GPL-3.0-or-later
#include "listing.h"

#include <QCryptographicHash>

namespace nsl
{

Outcome<ListRequest> listRequestFrom(const ApiCall &call)
{
    constexpr qint64 most = std::numeric_limits<qint64>::max();
    ListRequest request;
    const auto since = call.queryInteger(u"since_rev"_qs, -1, 0, most);
    const auto limit = call.queryInteger(u"limit"_qs, 0, 1, 1000, true);
    const auto cursor = call.queryInteger(u"cursor"_qs, 0, 1, most);
    for (const auto *number : {&since, &limit, &cursor}) {
        if (!number->ok())
            return number->error();
    }
    if (*since >= 0)
        request.sinceRev = *since;
    request.limit = static_cast<int>(*limit);
    request.cursor = *cursor;
    const QString view = call.queryText(u"view"_qs);
    if (!view.isEmpty() && view != u"summary" && view != u"full")
        return PlatformError::invalid(u"view must be summary or full."_qs, u"invalid_view"_qs);
    request.isSummary = view == u"summary";
    return request;
}

QString entityTag(SqliteStore &store, const ApiCall &call, const QList<RecordKind> &kinds)
{
    qint64 rev = 0;
    for (const RecordKind kind : kinds)
        rev = std::max(rev, store.changes().revOf(kind));
    QString query;
    for (auto it = call.query.cbegin(); it != call.query.cend(); ++it)
        query += it.key() + u'=' + it.value() + u'\n';
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const QString &part : {QStringLiteral(NSL_VERSION), call.path, query})
        hash.addData(part.toUtf8() + '\0');
    // Weak: the reply's own `rev` may be newer than the records in it.
    return u"W/\"%1-%2\""_qs.arg(rev).arg(QString::fromLatin1(hash.result().toHex().left(12)));
}

std::optional<ApiAnswer> notModified(const ApiCall &call, const QString &tag)
{
    const QStringList held =
        QString::fromLatin1(call.header("if-none-match")).split(u',', Qt::SkipEmptyParts);
    for (const QString &one : held) {
        if (one.trimmed() != tag && one.trimmed() != u"*")
            continue;
        ApiAnswer answer{QJsonObject{}};
        answer.status = 304;
        answer.headers.insert(u"ETag"_qs, tag);
        return answer;
    }
    return std::nullopt;
}

const QStringList &versionSummary()
{
    static const QStringList fields{u"id"_qs,
                                    u"family_id"_qs,
                                    u"family_name"_qs,
                                    u"version"_qs,
                                    u"job_name"_qs,
                                    u"name"_qs,
                                    u"label"_qs,
                                    u"source"_qs,
                                    u"live_on"_qs,
                                    u"approval_status"_qs,
                                    u"lifecycle_state"_qs,
                                    u"created_at"_qs,
                                    u"updated_at"_qs,
                                    u"rev"_qs};
    return fields;
}

QJsonObject reduced(const QJsonObject &object, const QStringList &fields)
{
    QJsonObject result;
    for (const QString &field : fields) {
        if (const QJsonValue value = object.value(field); !value.isUndefined())
            result.insert(field, value);
    }
    return result;
}

} // namespace nsl
