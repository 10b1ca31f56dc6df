// SPDX-License-Identifier: GPL-3.0-or-later
#include "importcontroller.h"

#include "ingest/importpreview.h"
#include "ingest/sampledata.h"
#include "jsonread.h"
#include "operationsjson.h"
#include "paths.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>

#include <algorithm>

namespace nsl
{

namespace
{

ApiAnswer importAnswer(const ImportJob &import)
{
    return ApiAnswer(QJsonObject{{u"import"_qs, toJson(import)}});
}

/// The folders that the workspace's owner has opened to the keys of the API.
QStringList importFolders(const QString &configurationFile)
{
    if (!QFileInfo::exists(configurationFile))
        return {};
    QStringList folders;
    const QStringList named =
        QSettings(configurationFile, QSettings::IniFormat).value(u"import/folders"_qs).toStringList();
    for (const QString &name : named) {
        const QString folder = QFileInfo(name.trimmed()).canonicalFilePath();
        if (QDir::isAbsolutePath(name.trimmed()) && !folder.isEmpty())
            folders.append(folder);
    }
    return folders;
}

bool isBelow(const QString &file, const QString &folder)
{
    return file.startsWith(folder.endsWith(u'/') ? folder : folder + u'/');
}

} // namespace

void ImportController::addRoutes(Router &router)
{
    const auto bind = [this](ApiResult (ImportController::*method)(const ApiCall &)) {
        return [this, method](const ApiCall &call) { return (this->*method)(call); };
    };
    using Self = ImportController;
    router.add(u"POST"_qs, paths::imports, bind(&Self::start));
    router.add(u"POST"_qs, paths::imports + u"/preview"_qs, bind(&Self::preview));
    router.add(u"GET"_qs, paths::imports + u"/{}"_qs, bind(&Self::get));
    router.add(u"DELETE"_qs, paths::imports + u"/{}"_qs, bind(&Self::cancel));
    router.add(u"POST"_qs, paths::sample, bind(&Self::sample));
}

Outcome<ImportRequest> ImportController::requestIn(const ApiCall &call) const
{
    const auto body = call.json();
    if (!body.ok())
        return body.error();
    auto request = importRequestFromJson(*body);
    if (!request.ok())
        return request.error();
    if (!QDir::isAbsolutePath(request->path)) {
        return PlatformError::invalid(
            u"path must be absolute: \"%1\" says nothing to a server."_qs.arg(request->path.left(200)),
            u"path_not_absolute"_qs);
    }
    // The session's key stands for the person whose files these are. Any other key could read everything that
    // this person can, by way of what errors quote.
    if (call.actor().kind != u"user") {
        const QString file = QFileInfo(request->path).canonicalFilePath();
        const QStringList folders = importFolders(m_configurationFile);
        const bool isOpen =
            !file.isEmpty() && std::any_of(folders.begin(), folders.end(),
                                           [&](const QString &one) { return isBelow(file, one); });
        if (!isOpen) {
            PlatformError error;
            error.kind = PlatformError::Kind::Forbidden;
            error.code = u"folder_not_open"_qs;
            error.message =
                u"A key may import only from the folders that platform.ini names under [import] folders."_qs;
            return error;
        }
        request.value().path = file;
    }
    return request;
}

ApiResult ImportController::start(const ApiCall &call)
{
    const auto request = requestIn(call);
    if (!request.ok())
        return request.error();
    const auto started = m_imports.start(*request, call.actor(), call.requestId);
    if (!started.ok())
        return started.error();
    return importAnswer(*started);
}

ApiResult ImportController::preview(const ApiCall &call)
{
    const auto request = requestIn(call);
    if (!request.ok())
        return request.error();
    return m_store.read([&]() -> ApiResult {
        const auto preview = previewImport(m_store, *request);
        if (!preview.ok())
            return preview.error();
        return ApiAnswer(toJson(*preview));
    });
}

ApiResult ImportController::get(const ApiCall &call)
{
    const auto id = call.idParameter();
    if (!id.ok())
        return id.error();
    return m_store.read([&]() -> ApiResult {
        const auto import = m_imports.find(*id);
        if (!import)
            return PlatformError::notFound(u"There is no import with the id %1."_qs.arg(*id),
                                           u"import_not_found"_qs);
        return importAnswer(*import);
    });
}

ApiResult ImportController::cancel(const ApiCall &call)
{
    const auto id = call.idParameter();
    if (!id.ok())
        return id.error();
    const auto cancelled = m_imports.cancel(*id);
    if (!cancelled.ok())
        return cancelled.error();
    return importAnswer(*cancelled);
}

ApiResult ImportController::sample(const ApiCall &call)
{
    const auto body = call.json();
    if (!body.ok())
        return body.error();
    const QJsonValue given = json::find(*body, u"seed");
    const auto seed =
        given.isUndefined() || given.isNull() ? std::optional<qint64>(1) : json::toInteger(given);
    if (!seed || *seed < 0)
        return PlatformError::invalid(u"seed must be a whole number of at least 0."_qs, u"invalid_seed"_qs);
    const auto counts =
        SampleData::install(m_store, static_cast<quint64>(*seed), call.actor(), call.requestId);
    if (!counts.ok())
        return counts.error();
    return ApiAnswer(toJson(*counts));
}

} // namespace nsl
