// SPDX-License-Identifier: GPL-3.0-or-later
#include "httptrafficlog.h"

#include <QUrlQuery>

namespace nsl
{

Q_LOGGING_CATEGORY(httpTraffic, "nsl.http", QtWarningMsg)

namespace trafficlog
{

QString redacted(const QUrl &url)
{
    QUrl plain = url.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveFragment);
    QUrlQuery query;
    const auto items = QUrlQuery(url).queryItems();
    for (const auto &[name, value] : items) {
        bool number = false;
        value.toLongLong(&number);
        query.addQueryItem(name, number ? value : u"*"_qs);
    }
    plain.setQuery(query);
    return plain.toString(QUrl::FullyEncoded);
}

void sent(const QByteArray &method, const QUrl &url, const QByteArray &requestId, int attempt)
{
    qCDebug(httpTraffic).noquote() << "->" << method << redacted(url) << requestId << "attempt" << attempt;
}

void received(const QByteArray &requestId, int httpStatus, qint64 bytes, qint64 elapsedMs)
{
    qCDebug(httpTraffic).noquote() << "<-" << requestId << httpStatus << bytes << "bytes" << elapsedMs
                                   << "ms";
}

} // namespace trafficlog

} // namespace nsl
