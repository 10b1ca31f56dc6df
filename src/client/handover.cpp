// SPDX-License-Identifier: GPL-3.0-or-later
#include "localplatform.h"

#include "jsonread.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHostAddress>
#include <QStandardPaths>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace nsl
{

namespace
{

constexpr qint64 maximumHandOverBytes = 64 * 1024;

PlatformError problem(const char *code, const QString &detail = {})
{
    return PlatformError::storage(detail, QString::fromLatin1(code));
}

bool isPrivate(const struct stat &status)
{
    return status.st_uid == geteuid() && (status.st_mode & 077) == 0;
}

bool isLoopbackUrl(const QUrl &url)
{
    return url.isValid() && url.scheme() == u"http" && url.port() > 0 && url.userInfo().isEmpty() &&
           (url.host() == u"localhost" || QHostAddress(url.host()).isLoopback());
}

bool isHeaderSafe(const QByteArray &text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

} // namespace

Outcome<HandOver> readHandOver(const QString &workspace)
{
    const QString folder = workspace + u"/run"_qs;
    const QString path = folder + u"/platform.json"_qs;
    struct stat status = {};
    if (::lstat(QFile::encodeName(folder).constData(), &status) != 0)
        return problem("handover_missing", folder);
    if (!S_ISDIR(status.st_mode) || !isPrivate(status))
        return problem("handover_insecure", folder);
    const int descriptor =
        ::open(QFile::encodeName(path).constData(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return problem(errno == ENOENT ? "handover_missing" : "handover_insecure", path);
    QFile file;
    if (!file.open(descriptor, QIODevice::ReadOnly, QFileDevice::AutoCloseHandle)) {
        ::close(descriptor);
        return problem("handover_unreadable", path);
    }
    if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode) || !isPrivate(status))
        return problem("handover_insecure", path);
    const QByteArray bytes = file.read(maximumHandOverBytes + 1);
    if (bytes.size() > maximumHandOverBytes)
        return problem("handover_unreadable", path);
    const Outcome<QJsonObject> object = json::parseObject(bytes);
    if (!object)
        return problem("handover_unreadable", path);

    HandOver handOver;
    handOver.url = QUrl(json::text(*object, u"url"), QUrl::StrictMode);
    handOver.pid = json::integer(*object, u"pid");
    handOver.instance = json::text(*object, u"instance");
    const QByteArray key = json::text(*object, u"key").toUtf8();
    const QJsonObject core = object->value(u"core"_qs).toObject();
    handOver.clientId = json::text(core, u"client_id");
    const QByteArray secret = json::text(core, u"client_secret").toUtf8();
    if (!isLoopbackUrl(handOver.url) || key.isEmpty() || !isHeaderSafe(key) || !isHeaderSafe(secret))
        return problem("handover_unreadable", path);
    handOver.key = Secret(key);
    handOver.clientSecret = Secret(secret);
    return handOver;
}

QString findPlatformProgram(const QString &applicationDirectory)
{
    const QString name = u"nsl-platform"_qs;
    const QStringList places{applicationDirectory, applicationDirectory + u"/../libexec/nsl-console"_qs};
    for (const QString &place : places) {
        const QFileInfo program(QDir(place).filePath(name));
        if (program.isFile() && program.isExecutable())
            return program.canonicalFilePath();
    }
    return {};
}

QString defaultWorkspace()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/nsl-console/default"_qs;
}

} // namespace nsl
