// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectionprofile.h"

#include <QDir>
#include <QHostAddress>

namespace nsl
{

QUrl ConnectionProfile::effectiveTokenUrl() const
{
    if (tokenUrl.isValid() && !tokenUrl.isEmpty())
        return tokenUrl;
    QUrl url = coreUrl;
    QString path = url.path();
    while (path.endsWith(u'/'))
        path.chop(1);
    url.setPath(path + u"/oauth2/token"_qs);
    return url;
}

QString ConnectionProfile::id() const
{
    if (kind == Kind::Local)
        return u"local:"_qs + QDir::cleanPath(workspace);
    return u"cloud:"_qs + platformUrl.adjusted(QUrl::RemoveUserInfo | QUrl::StripTrailingSlash).toString();
}

QDebug operator<<(QDebug debug, const ConnectionProfile &profile)
{
    const QDebugStateSaver saver(debug);
    const auto plain = [](const QUrl &url) { return url.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveQuery); };
    debug.nospace() << "ConnectionProfile(" << profile.name << ", "
                    << (profile.kind == ConnectionProfile::Kind::Local ? "local" : "cloud") << ", platform "
                    << plain(profile.platformUrl) << ", core " << plain(profile.coreUrl) << ", workspace "
                    << profile.workspace << ", key " << profile.key << ", client " << profile.clientSecret
                    << ')';
    return debug;
}

Outcome<QUrl> checkPlatformUrl(const QString &typed)
{
    const auto invalid = [](const QString &code) { return PlatformError::invalid({}, code); };
    QString text = typed.trimmed();
    if (text.isEmpty())
        return invalid(u"url_empty"_qs);
    if (!text.contains(u"://"_qs))
        text.prepend(u"https://"_qs);
    QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return invalid(u"url_malformed"_qs);
    if (url.scheme() != u"https" && url.scheme() != u"http")
        return invalid(u"url_scheme"_qs);
    if (!url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment())
        return invalid(u"url_extra"_qs);
    const bool loopback = url.host() == u"localhost" || QHostAddress(url.host()).isLoopback();
    if (url.scheme() == u"http" && !loopback)
        return invalid(u"url_insecure"_qs);
    QString path = url.path();
    while (path.endsWith(u'/'))
        path.chop(1);
    url.setPath(path);
    return url;
}

} // namespace nsl
