// SPDX-License-Identifier: GPL-3.0-or-later
#include "row.h"

#include <QUrlQuery>

#include <algorithm>

using namespace nsl;

namespace
{

QString camelCased(const QString &key)
{
    QString camel;
    for (qsizetype i = 0; i < key.size(); ++i) {
        if (key.at(i) == u'_' && i + 1 < key.size() && i > 0)
            camel += key.at(++i).toUpper();
        else
            camel += key.at(i);
    }
    return camel;
}

QByteArray textOf(const QJsonValue &body)
{
    if (body.isUndefined())
        return {};
    return body.isArray() ? QJsonDocument(body.toArray()).toJson(QJsonDocument::Compact)
                          : QJsonDocument(body.toObject()).toJson(QJsonDocument::Compact);
}

QJsonObject withSurplus(QJsonObject object)
{
    object.insert(u"surplus_key"_qs, QJsonObject{{u"a"_qs, 1}});
    return object;
}

QJsonValue withSurplus(const QJsonValue &body)
{
    if (!body.isArray())
        return withSurplus(body.toObject());
    QJsonArray array = body.toArray();
    array.replace(0, withSurplus(array.first().toObject()));
    return array;
}

QString shown(const HttpAnswer &answer)
{
    return QString::number(answer.status) + u' ' + QString::fromUtf8(answer.body.left(400));
}

} // namespace

QJsonValue camelCased(const QJsonValue &value)
{
    if (value.isArray()) {
        QJsonArray result;
        const QJsonArray rows = value.toArray();
        for (const QJsonValue row : rows)
            result.append(camelCased(row));
        return result;
    }
    if (!value.isObject())
        return value;
    QJsonObject result;
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        result.insert(camelCased(it.key()),
                      it.key() == u"metadata" ? QJsonValue(it.value()) : camelCased(QJsonValue(it.value())));
    return result;
}

QString camelCasedQuery(const QString &path)
{
    const qsizetype mark = path.indexOf(u'?');
    if (mark < 0)
        return path;
    QUrlQuery query;
    for (const auto &[key, value] : QUrlQuery(path.mid(mark + 1)).queryItems(QUrl::FullyEncoded))
        query.addQueryItem(camelCased(key), value);
    return path.left(mark + 1) + query.toString(QUrl::FullyEncoded);
}

QStringList RowCheck::prefixes() const
{
    return m_row.isCore() ? QStringList{u"/v1"_qs, QString()} : QStringList{QString()};
}

QByteArray RowCheck::token() const
{
    if (m_row.isOpen())
        return {};
    return m_row.isCore() ? m_platform.coreToken() : m_platform.session.key;
}

HttpAnswer RowCheck::send(const QString &path, const QJsonValue &body, const QByteArray &token,
                          const QMap<QByteArray, QByteArray> &headers)
{
    return m_platform.send(m_row.method, path, textOf(body), token, headers);
}

QString RowCheck::successComplaint(const HttpAnswer &answer, const QString &way)
{
    if (answer.status != 200)
        return way + u": "_qs + shown(answer);
    if (!answer.headers.contains("x-request-id") || !answer.headers.contains("date"))
        return way + u": a header that every answer has is missing"_qs;
    if (m_row.answer.isEmpty())
        return {};
    if (answer.headers.value("content-type") != "application/json")
        return way + u": the answer is no JSON"_qs;
    const QJsonDocument document = QJsonDocument::fromJson(answer.body);
    const QJsonValue value =
        document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
    const QStringList complaints = Shape::complaints(value, m_row.answer);
    return complaints.isEmpty() ? QString() : way + u": "_qs + complaints.join(u"; "_qs);
}

QString RowCheck::succeeds()
{
    for (const QString &prefix : prefixes()) {
        const Ask first = m_row.request();
        // A DELETE may have an empty object for a body, and none.
        const bool isBareDelete = m_row.method == "DELETE" && first.body.isUndefined();
        if (QString wrong = successComplaint(
                send(prefix + first.path, isBareDelete ? QJsonValue(QJsonObject()) : first.body, token()),
                prefix + u" in snake_case"_qs);
            !wrong.isEmpty())
            return wrong;
        m_platform.visited.insert(QString::fromLatin1(m_row.method) + u' ' + prefix + m_row.route);
        const Ask second = m_row.request();
        if (QString wrong = successComplaint(
                send(prefix + camelCasedQuery(second.path), camelCased(second.body), token()),
                prefix + u" in camelCase"_qs);
            !wrong.isEmpty())
            return wrong;
        if (first.body.isUndefined())
            continue;
        const Ask third = m_row.request();
        if (QString wrong = successComplaint(send(prefix + third.path, withSurplus(third.body), token()),
                                             prefix + u" with an unknown key"_qs);
            !wrong.isEmpty())
            return wrong;
    }
    return {};
}

QString RowCheck::errorComplaint(const HttpAnswer &answer, int status, bool isCore)
{
    const QString shape =
        isCore ? u"{error:{type:text code:text message:text request_id:text}}"_qs : u"{error:text}"_qs;
    const QStringList complaints = Shape::complaints(answer.json(), shape);
    if (answer.status == status && complaints.isEmpty())
        return {};
    return u"%1 expected, not %2; %3"_qs.arg(status).arg(shown(answer), complaints.join(u"; "_qs));
}

QString RowCheck::asksForScope()
{
    if (m_row.isOpen())
        return {};
    const bool isCore = m_row.isCore();
    const bool isEvents = m_row.route.startsWith(u"/api/events/"_qs);
    for (const QString &prefix : prefixes()) {
        // One request for all: none of them may be carried out.
        const Ask ask = m_row.request();
        const QByteArray foreign = isCore ? m_platform.session.key : m_platform.coreToken();
        for (const QByteArray &unknown : {QByteArray(), QByteArray("nsl_abcdefgh_" + QByteArray(43, 'A')),
                                          QByteArray(43, 'b'), foreign}) {
            const auto answer = send(prefix + ask.path, ask.body, unknown);
            if (const QString wrong = errorComplaint(answer, 401, isCore); !wrong.isEmpty())
                return u"without a key that is known: "_qs + wrong;
            if (!isCore && answer.body != R"({"error":"Unauthorized"})")
                return u"401 says "_qs + QString::fromUtf8(answer.body);
        }
        const bool isRead = m_row.method == "GET" || m_row.route == u"/search";
        const QByteArray poor = isCore
                                    ? m_platform.tokenWith(isRead ? u"neuronsearchlab-api/write"_qs
                                                                  : u"neuronsearchlab-api/read"_qs)
                                    : m_platform.keyWith(isEvents ? QStringList{u"items"_qs}
                                                                  : QStringList{u"events"_qs, u"items"_qs});
        if (const QString wrong = errorComplaint(send(prefix + ask.path, ask.body, poor), 403, isCore);
            !wrong.isEmpty())
            return u"without the scope: "_qs + wrong;
        const QByteArray enough = isCore ? m_platform.tokenWith(isRead ? u"neuronsearchlab-api/read"_qs
                                                                       : u"neuronsearchlab-api/write"_qs)
                                         : m_platform.keyWith({isEvents ? u"events"_qs : u"admin"_qs});
        if (const QString wrong =
                successComplaint(send(prefix + ask.path, ask.body, enough), u"with the scope"_qs);
            !wrong.isEmpty())
            return wrong;
    }
    return {};
}

QString RowCheck::refuses()
{
    const bool isCore = m_row.isCore();
    for (const QString &prefix : prefixes()) {
        if (m_row.readsBody && (m_row.method == "POST" || m_row.method == "PUT" || m_row.method == "PATCH")) {
            for (const QByteArray &body : {QByteArray("{"), QByteArray("\"text\""), QByteArray("\xff\xfe")}) {
                const auto answer =
                    m_platform.send(m_row.method, prefix + m_row.request().path, body, token());
                if (const QString wrong = errorComplaint(answer, 400, isCore); !wrong.isEmpty())
                    return u"a body that is no JSON: "_qs + wrong;
            }
        }
        if (m_row.missing.isEmpty())
            continue;
        const auto answer = send(prefix + m_row.missing, m_row.request().body, token());
        if (const QString wrong = errorComplaint(answer, 404, isCore); !wrong.isEmpty())
            return u"an object that is not there: "_qs + wrong;
    }
    return {};
}

int RowCheck::entriesOf(const QByteArray &requestId) const
{
    const JournalPage page = m_platform.store->journal().page(1000);
    return static_cast<int>(
        std::count_if(page.entries.begin(), page.entries.end(),
                      [&](const JournalEntry &entry) { return entry.requestId.toLatin1() == requestId; }));
}

QString RowCheck::repeats()
{
    if (!m_row.isWrite())
        return {};
    const Ask ask = m_row.request();
    const QByteArray name = "row-" + QByteArray::number(m_platform.next());
    const QMap<QByteArray, QByteArray> headers{{"Idempotency-Key", name}, {"X-Request-Id", name}};
    const QString path = (m_row.isCore() ? u"/v1"_qs : QString()) + ask.path;
    const auto first = send(path, ask.body, token(), headers);
    if (first.status != 200)
        return u"with an Idempotency-Key: "_qs + shown(first);
    const auto again = send(path, ask.body, token(), headers);
    if (const int entries = entriesOf(name); entries != m_row.expectedEntries())
        return u"%1 entries in the journal, not %2"_qs.arg(entries).arg(m_row.expectedEntries());
    if (m_row.isSecret)
        return again.status == 409 && again.code() == u"shown_once" ? QString() : shown(again);
    if (again.status != first.status || again.body != first.body ||
        again.headers.value("idempotent-replayed") != "true")
        return u"repeated: "_qs + shown(again) + u" instead of "_qs + shown(first);
    const auto other = send(path, withSurplus(ask.body), token(), headers);
    if (other.code() != u"idempotency_key_reused")
        return u"another body with the same key: "_qs + shown(other);
    return errorComplaint(other, 409, m_row.isCore());
}

HttpAnswer RowTests::write(const QByteArray &method, const QString &path, const QJsonObject &body)
{
    return platform().send(method, path, textOf(body), platform().session.key);
}

HttpAnswer RowTests::writeCore(const QByteArray &method, const QString &path, const QJsonValue &body)
{
    return platform().send(method, path, textOf(body), platform().coreToken());
}

void RowTests::rows_data()
{
    QTest::addColumn<int>("index");
    m_rows = table();
    for (int i = 0; i < m_rows.size(); ++i)
        QTest::newRow((QByteArray::number(i) + ' ' + m_rows.at(i).title()).constData()) << i;
}

void RowTests::rows()
{
    QFETCH(int, index);
    RowCheck check(m_rows.at(index));
    for (const auto step :
         {&RowCheck::succeeds, &RowCheck::asksForScope, &RowCheck::refuses, &RowCheck::repeats}) {
        const QString wrong = (check.*step)();
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }
}
