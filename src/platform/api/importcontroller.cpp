// SPDX-License-Identifier: GPL-3.0-or-later
#include "importcontroller.h"

#include "ingest/sampledata.h"
#include "jsonread.h"
#include "operationsjson.h"
#include "paths.h"

#include <QDir>

namespace nsl
{

namespace
{

ApiAnswer importAnswer(const ImportJob &import)
{
    return ApiAnswer(QJsonObject{{u"import"_qs, toJson(import)}});
}

} // namespace

void ImportController::addRoutes(Router &router)
{
    const auto bind = [this](ApiResult (ImportController::*method)(const ApiCall &)) {
        return [this, method](const ApiCall &call) { return (this->*method)(call); };
    };
    using Self = ImportController;
    router.add(u"POST"_qs, paths::imports, bind(&Self::start));
    router.add(u"GET"_qs, paths::imports + u"/{}"_qs, bind(&Self::get));
    router.add(u"DELETE"_qs, paths::imports + u"/{}"_qs, bind(&Self::cancel));
    router.add(u"POST"_qs, paths::sample, bind(&Self::sample));
}

ApiResult ImportController::start(const ApiCall &call)
{
    const auto body = call.json();
    if (!body.ok())
        return body.error();
    const auto request = importRequestFromJson(*body);
    if (!request.ok())
        return request.error();
    if (!QDir::isAbsolutePath(request->path)) {
        return PlatformError::invalid(
            u"path must be absolute: \"%1\" says nothing to a server."_qs.arg(request->path.left(200)),
            u"path_not_absolute"_qs);
    }
    const auto started = m_imports.start(*request, call.actor(), call.requestId);
    if (!started.ok())
        return started.error();
    return importAnswer(*started);
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
