// SPDX-License-Identifier: GPL-3.0-or-later
#include "apicall.h"

#include "api/jsonbody.h"
#include "jsonread.h"

namespace nsl
{

namespace
{

QString camelCase(const QString &key)
{
    QString camel;
    bool raise = false;
    for (const QChar c : key) {
        if (c != u'_')
            camel += raise ? c.toUpper() : c;
        raise = c == u'_';
    }
    return camel;
}

} // namespace

bool ApiCall::hasQuery(const QString &key) const
{
    return query.contains(key) || query.contains(camelCase(key));
}

QString ApiCall::queryText(const QString &key) const
{
    return query.value(query.contains(key) ? key : camelCase(key));
}

Outcome<QJsonObject> ApiCall::json() const
{
    if (body.trimmed().isEmpty())
        return QJsonObject();
    const auto document = parseBody(body);
    if (!document.ok())
        return document.error();
    if (!document->isObject())
        return PlatformError::invalid(u"A JSON object is expected"_qs, u"invalid_json"_qs);
    return document->object();
}

Outcome<qint64> ApiCall::idParameter(qsizetype index) const
{
    bool ok = false;
    const qint64 id = parameters.value(index).toLongLong(&ok);
    if (!ok || id <= 0)
        return PlatformError::notFound(u"\"%1\" is no id."_qs.arg(parameters.value(index).left(64)));
    return id;
}

Outcome<qint64> ApiCall::queryInteger(const QString &key, qint64 fallback, qint64 low, qint64 high,
                                      bool clamp) const
{
    if (!hasQuery(key))
        return fallback;
    const QString text = queryText(key);
    bool ok = false;
    const qint64 value = text.toLongLong(&ok);
    if (ok && clamp && value > high)
        return high;
    if (!ok || value < low || value > high) {
        return PlatformError::invalid(
            u"%1 must be a whole number from %2 to %3, not \"%4\"."_qs.arg(key).arg(low).arg(high).arg(
                text.left(40)),
            u"invalid_%1"_qs.arg(key));
    }
    return value;
}

Outcome<QString> requiredText(const QJsonObject &body, const char16_t *key)
{
    const QString text = json::text(body, key).trimmed();
    if (text.isEmpty())
        return PlatformError::invalid(u"%1 is missing."_qs.arg(QString::fromUtf16(key)),
                                      u"%1_required"_qs.arg(QString::fromUtf16(key)));
    return text;
}

} // namespace nsl
